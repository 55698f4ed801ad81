//! The help texts in English, for `--lang en`.

use clap::Command;
use std::ffi::OsString;

/// Subcommand (empty for the program itself), option (empty for the subcommand
/// itself), text.
const HELP: &[(&str, &str, &str)] = &[
    ("", "", "铅字 Qianzi: sets Chinese newspaper pages from copy and layouts"),
    ("", "lang", "language of messages"),
    ("", "data", "another folder with layouts/ and fonts/ (also QIANZI_DATA)"),
    ("", "json", "write the result as JSON to standard output"),
    ("", "short", "faults in one line each: file:line:column: severity[code]: message"),
    ("", "verbose", "notes, and every change to the copy, as well"),
    ("", "no_color", "no colour"),
    ("new", "", "make a new project that builds at once"),
    ("new", "folder", "the project's folder; must not hold anything yet"),
    ("check", "", "check an issue without writing files"),
    ("check", "issue", "an issue's folder, with issue.toml in it"),
    ("check", "press", "which press: a file of layouts/press/, without .toml"),
    ("check", "strict", "warnings are errors"),
    ("build", "", "set an issue into PDF files for the press"),
    ("build", "issue", "an issue's folder, with issue.toml in it"),
    ("build", "out", "folder to write to"),
    ("build", "press", "which press: a file of layouts/press/, without .toml"),
    ("build", "draft", "write in spite of errors, as _draft, marked 草样"),
    ("build", "strict", "warnings are errors"),
    ("build", "marks", "also a file of each page with marks outside it, as _marks"),
    (
        "build",
        "changed",
        "only pages that have changed, and the whole issue, as their next version",
    ),
    (
        "build",
        "replace",
        "replace another press's files, if they are as they were written",
    ),
    ("build", "no_cache", "convert pictures anew; neither use nor keep .pictures"),
    ("build", "watch", "build again when a file changes"),
    ("proof", "", "write proofs, PDF and PNG, stamped 校样"),
    ("proof", "issue", "an issue's folder, with issue.toml in it"),
    ("proof", "out", "folder to write to"),
    ("proof", "press", "which press: a file of layouts/press/, without .toml"),
    ("proof", "no_cache", "convert pictures anew; neither use nor keep .pictures"),
    ("proof", "dpi", "resolution of the pictures, 10 to 1200"),
    ("proof", "plain", "without slots and baselines"),
    ("proof", "plates", "pictures of the plates as well, and how much ink each takes"),
    ("preflight", "", "check a finished PDF before press: a page of ours, or an ad"),
    ("preflight", "file", "the PDF"),
    ("preflight", "press", "which press: a file of layouts/press/, without .toml"),
    ("preflight", "plates", "folder to write pictures of the plates to"),
    ("preflight", "dpi", "resolution of the plates, 10 to 1200"),
    ("preflight", "strict", "warnings are errors"),
    ("galley", "", "set one story at a measure; tell lines and characters"),
    (
        "galley",
        "story",
        "story (.md, .txt), or - for standard input; .txt and standard input are plain text, with *, {…|…} and the like as typed; standard input that begins with a line +++ is a story",
    ),
    ("galley", "chars", "measure in body characters"),
    ("galley", "style", "a style of the house"),
    ("galley", "punctuation", "quanjiao, kaiming, hangmo or banjiao"),
    ("galley", "level", "prohibitions: none, basic, gb or strict"),
    ("galley", "no_indent", "paragraphs are not indented"),
    ("galley", "raw", "the copy is not normalised"),
    (
        "galley",
        "head",
        "try the heading across so many columns: its lines, sizes and rows",
    ),
    ("galley", "layout", "the layout whose columns and sizes the heading is tried in"),
    ("galley", "lines", "lines there are, to tell over or under"),
    ("import", "", "turn plain text into an issue's files"),
    ("import", "text", "plain text, UTF-8 or GB18030"),
    ("import", "out", "folder to write to (issues/DATE)"),
    ("import", "date", "date of the issue, such as 2026-03-18"),
    ("import", "layout", "name of a layout"),
    ("import", "section", "name of the page"),
    ("fonts", "", "list the faces"),
    ("fonts", "find", "tell which faces have these characters"),
    ("schema", "", "print the JSON Schema of a kind of file"),
    ("schema", "kind", "issue, story, layout, house or press"),
    ("explain", "", "explain a fault's code"),
    ("explain", "code", "a code such as overset; none lists all"),
];

/// Whether the arguments ask for English.
pub(super) fn is_wanted(words: &[OsString]) -> bool {
    let pair = words.windows(2).any(|pair| pair[0] == "--lang" && pair[1] == "en");
    pair || words.iter().any(|word| word == "--lang=en")
}

/// The same commands with English help.
pub(super) fn command(mut command: Command) -> Command {
    for (of, option, text) in HELP {
        command = match (of.is_empty(), option.is_empty()) {
            (true, true) => command.about(*text),
            (true, false) => command.mut_arg(option, |arg| arg.help(*text)),
            (false, true) => command.mut_subcommand(of, |sub| sub.about(*text)),
            (false, false) => command
                .mut_subcommand(of, |sub| sub.mut_arg(option, |arg| arg.help(*text))),
        };
    }
    command
}

#[cfg(test)]
mod tests {
    use super::super::args::Args;
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_command_and_option_has_english_help() {
        let chinese = Args::command();
        let english = command(Args::command());
        for sub in chinese.get_subcommands() {
            let same = english.find_subcommand(sub.get_name()).expect("same commands");
            assert_ne!(
                sub.get_about().map(ToString::to_string),
                same.get_about().map(ToString::to_string),
                "{}",
                sub.get_name()
            );
            for arg in sub.get_arguments().filter(|arg| !arg.is_global_set()) {
                let id = arg.get_id();
                let other = same.get_arguments().find(|other| other.get_id() == id);
                let help =
                    other.and_then(|other| other.get_help()).map(ToString::to_string);
                assert_ne!(arg.get_help().map(ToString::to_string), help, "{id}");
            }
        }
    }
}
