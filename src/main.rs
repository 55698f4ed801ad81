//! The `qianzi` program; see the library for everything else.

use std::process::ExitCode;

fn main() -> ExitCode {
    qianzi::cli::run()
}
