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
