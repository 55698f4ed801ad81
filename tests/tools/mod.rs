//! Programs from outside that read what we write.

use std::io::Write;
use std::path::Path;
use std::process::Command;

/// A program of the machine, or none (told once) if it is not installed. With
/// `QIANZI_REQUIRE_TOOLS` set, a missing program fails the test.
#[must_use]
pub(crate) fn outside(program: &str) -> Option<Command> {
    let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
        .any(|folder| is_program(&folder.join(program)));
    if found {
        return Some(Command::new(program));
    }
    assert!(
        std::env::var_os("QIANZI_REQUIRE_TOOLS").is_none(),
        "{program} is not installed, and QIANZI_REQUIRE_TOOLS is set"
    );
    // Past the test runner, which keeps what a test prints to itself.
    let _ = writeln!(std::io::stderr(), "skipped: {program} not installed");
    None
}

fn is_program(path: &Path) -> bool {
    path.is_file() || path.with_extension("exe").is_file()
}

/// Runs a program that must succeed; what it printed.
///
/// # Panics
/// When it fails.
#[must_use]
pub(crate) fn run(mut command: Command) -> String {
    let output = command.output().expect("the program was found and starts");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?} failed:\n{printed}\n{errors}");
    printed
}

/// A Python that has a package: the one that `QIANZI_PYTHON` names, else the
/// machine's own. None (told once) if the package is missing; if the variable
/// is set, that fails the test.
#[must_use]
#[allow(dead_code, reason = "each test file takes what it needs of these tools")]
pub(crate) fn python(package: &str) -> Option<Command> {
    let named = std::env::var_os("QIANZI_PYTHON");
    let program = named.clone().unwrap_or_else(|| "python3".into());
    let import = format!("import {package}");
    let tried = Command::new(&program).args(["-c", &import]).output();
    if tried.is_ok_and(|tried| tried.status.success()) {
        return Some(Command::new(program));
    }
    assert!(named.is_none(), "the Python of QIANZI_PYTHON has no {package}");
    let _ = writeln!(std::io::stderr(), "skipped: no Python with {package}");
    None
}
