//! The command line: arguments, output, exit codes.
//!
//! Exit codes: 0 done, 1 faults in the content, 2 wrong use or I/O.

mod args;
mod build;
mod claims;
mod english;
mod galley;
mod import;
mod lock;
mod manifest;
mod output;
mod plates;
mod preflight;
mod press_files;
mod proof;
mod start;
mod tables;
mod tell;
mod trouble;
mod usage;
mod watch;

use args::{Args, Command};
use clap::{CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Done; nothing stands in the way of printing.
    Done,
    /// The content has faults.
    Faulty,
}

/// The arguments; else how to end, after help was shown or wrong use was told.
fn arguments(words: &[OsString]) -> Result<Args, ExitCode> {
    let is_english = english::is_wanted(words);
    let command = match is_english {
        true => english::command(Args::command()),
        false => Args::command(),
    };
    let matches = command.clone().try_get_matches_from(words);
    matches
        .and_then(|matches| Args::from_arg_matches(&matches))
        .map_err(|error| {
            let told =
                if is_english { None } else { usage::told(&error, &command, words) };
            match told {
                Some(told) => {
                    let _ = writeln!(std::io::stderr(), "{told}");
                    ExitCode::from(2)
                }
                None => error.exit(),
            }
        })
}

/// Runs the program.
#[must_use]
pub fn run() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let args = match arguments(&words) {
        Ok(args) => args,
        Err(code) => return code,
    };
    let console = tell::Console::new(&args.common);
    let result = match &args.command {
        Command::New(command) => start::run(command, &console),
        Command::Check(command) => build::check(command, &console),
        Command::Build(command) => build::run(command, &console),
        Command::Proof(command) => proof::run(command, &console),
        Command::Preflight(command) => preflight::run(command, &console),
        Command::Galley(command) => galley::run(command, &console),
        Command::Import(command) => import::run(command, &console),
        Command::Fonts(command) => tables::fonts(command, &console),
        Command::Schema(command) => tables::schema(command, &console),
        Command::Explain(command) => tables::explain(command, &console),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Faulty) => ExitCode::from(1),
        Err(error) => {
            console.trouble(&error);
            ExitCode::from(2)
        }
    }
}
