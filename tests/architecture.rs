//! What the code may look like: who may import whom, where each outside crate
//! lives, and how long files and functions may be.
//!
//! The source is read as text. That is coarse, and enough: a rule that can be
//! got round is still a rule that one has to get round on purpose.

use qianzi::source::{Disk, System};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Each module and what it may import, lower floors first. An entry with a path
/// (`text::normalise`) allows that part alone.
const FLOORS: &[(&str, &[&str])] = &[
    // Floor 1: words that everyone uses.
    ("geom", &[]),
    ("color", &[]),
    ("source", &[]),
    ("role", &[]),
    ("copy", &["source"]),
    // Floor 2: faults, and reading files with their faults.
    ("diag", &["geom", "color", "source", "role", "copy"]),
    ("reading", &["geom", "color", "source", "role", "copy", "diag"]),
    // Floor 3: what there is to set, and in what.
    ("font", &["geom", "color", "source", "role", "copy", "diag"]),
    ("issue", &["geom", "color", "source", "role", "copy", "diag", "reading"]),
    // Floor 4: how it looks; never what it says.
    ("layout", &["geom", "color", "source", "role", "copy", "diag", "reading", "font"]),
    ("page", &["geom", "color", "source", "role", "copy", "font"]),
    // Floor 5: from copy to lines, from pages to files, from text to an issue.
    (
        "text",
        &["geom", "color", "source", "role", "copy", "diag", "font", "layout", "page"],
    ),
    (
        "export",
        &["geom", "color", "source", "role", "copy", "diag", "font", "layout", "page"],
    ),
    ("import", &["geom", "source", "role", "copy", "diag", "issue", "text::normalise"]),
    // Floor 6: make-up.
    (
        "compose",
        &[
            "geom", "color", "source", "role", "copy", "diag", "font", "issue", "layout",
            "page", "text",
        ],
    ),
    // Floor 7: what is said of pages.
    (
        "proof",
        &[
            "geom", "color", "source", "role", "copy", "font", "layout", "page", "text",
            "compose",
        ],
    ),
    ("preflight", &["geom", "color", "source", "diag", "reading", "layout", "export"]),
    ("schema", &["issue", "layout"]),
    // Floor 8: the front door.
    (
        "project",
        &[
            "geom",
            "color",
            "source",
            "role",
            "copy",
            "diag",
            "reading",
            "font",
            "issue",
            "layout",
            "page",
            "text",
            "export",
            "compose",
            "proof",
            "preflight",
        ],
    ),
    // Floor 9: the command line.
    (
        "cli",
        &[
            "geom",
            "source",
            "role",
            "copy",
            "diag",
            "font",
            "issue",
            "layout",
            "page",
            "export",
            "import",
            "proof",
            "preflight",
            "schema",
            "project",
        ],
    ),
];

/// Outside crates and the modules they live in, so that each can be replaced.
const HOMES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diag"]),
    ("clap", &["cli"]),
    ("encoding_rs", &["source"]),
    ("flate2", &["export", "preflight"]),
    ("hayro", &["export"]),
    ("hypher", &["text"]),
    ("image", &["export"]),
    ("jieba_rs", &["text"]),
    ("jpeg_encoder", &["export"]),
    ("lopdf", &["export", "preflight"]),
    ("moxcms", &["export"]),
    ("notify", &["cli"]),
    ("printpdf", &["export"]),
    ("rayon", &["export", "project", "cli"]),
    ("rustybuzz", &["text"]),
    ("schemars", &["reading", "issue", "layout", "schema"]),
    ("serde", &["reading", "issue", "layout"]),
    ("serde_json", &["diag", "layout", "preflight", "schema", "project", "cli"]),
    ("sha2", &["cli"]),
    ("strsim", &["reading"]),
    ("subsetter", &["export"]),
    ("tiff", &["export"]),
    ("time", &["issue", "compose", "export", "import", "cli"]),
    ("toml", &["reading", "issue", "layout"]),
    ("ttf_parser", &["font", "text", "export", "preflight"]),
    ("unicode_linebreak", &["text"]),
    ("unicode_normalization", &["text"]),
    ("zune_core", &["export"]),
    ("zune_jpeg", &["export"]),
];

/// Dependencies that only tests use.
const FOR_TESTS: &[&str] = &["divan", "proptest", "snapbox", "unicode_width"];

const MOST_FILE_LINES: usize = 600;
const MOST_FUNCTION_LINES: usize = 60;
const MOST_PARAMETERS: usize = 5;

/// Functions that break a rule, each with the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("src/export/svg.rs", "curve_to", "a trait of ttf-parser says so"),
    ("tests/glyphs.rs", "curve_to", "a trait of ttf-parser says so"),
];

/// A source file, its path below the project and its code without comments,
/// strings and tests.
struct Source {
    path: String,
    module: String,
    lines: usize,
    code: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    #[expect(clippy::disallowed_methods, reason = "System lists files, not folders")]
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every Rust file of some folders.
fn sources(folders: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    for folder in folders {
        files_below(&root().join(folder), &mut paths);
    }
    let source = |path: &PathBuf| {
        let text = String::from_utf8(Disk.read(path).expect("listed")).expect("UTF-8");
        let below = path.strip_prefix(root()).expect("below the root");
        let parts: Vec<String> =
            below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let module = parts.get(1).map_or("", |part| part.trim_end_matches(".rs"));
        Source {
            module: module.to_string(),
            lines: text.lines().count(),
            code: bare(&text),
            path: parts.join("/"),
        }
    };
    let found: Vec<Source> = paths.iter().map(source).collect();
    assert!(!found.is_empty(), "no source in {folders:?}");
    found
}

/// Code with comments, strings and character literals blanked; line ends stay.
fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = token_end(&chars, at);
        match end {
            Some(end) => {
                let blank = |c: &char| if *c == '\n' { '\n' } else { ' ' };
                out.extend(chars[at..end].iter().map(blank));
                at = end;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

/// The end of a comment, string or character literal that begins here.
fn token_end(chars: &[char], at: usize) -> Option<usize> {
    let rest = &chars[at..];
    let find = |from: usize, wanted: &str| {
        let wanted: Vec<char> = wanted.chars().collect();
        let found = (from..chars.len()).find(|at| chars[*at..].starts_with(&wanted));
        found.map_or(chars.len(), |at| at + wanted.len())
    };
    let word_before = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match rest {
        ['/', '/', ..] => Some(find(at, "\n") - 1),
        ['/', '*', ..] => Some(find(at + 2, "*/")),
        ['r', '"' | '#', ..] if !word_before => {
            let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
            (rest.get(1 + hashes) == Some(&'"'))
                .then(|| find(at + 2 + hashes, &format!("\"{}", "#".repeat(hashes))))
        }
        ['"', ..] => Some(quoted_end(chars, at)),
        ['\'', '\\', ..] => Some(find(at + 3, "'")),
        ['\'', _, '\'', ..] => Some(at + 3),
        _ => None,
    }
}

fn quoted_end(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// Code without its test module.
fn shipped(code: &str) -> &str {
    code.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The paths that stand after `crate::`, groups (`crate::{a, b::c}`) taken apart.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if code[..at].ends_with('$') {
            continue;
        }
        if let Some(group) = rest.strip_prefix('{') {
            let group = &group[..group.find('}').unwrap_or(group.len())];
            found.extend(group.split(',').map(|path| path.trim().to_string()));
        } else {
            let end = rest.find(|c: char| !is_name(c) && c != ':').unwrap_or(rest.len());
            found.insert(rest[..end].trim_end_matches(':').to_string());
        }
    }
    found
}

#[test]
fn the_table_is_the_crate() {
    let lib = String::from_utf8(Disk.read(&root().join("src/lib.rs")).expect("there"));
    let lib = lib.expect("UTF-8");
    let modules: BTreeSet<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let named: BTreeSet<&str> = FLOORS.iter().map(|(module, _)| *module).collect();
    assert_eq!(modules, named);
    for (index, (module, below)) in FLOORS.iter().enumerate() {
        for name in *below {
            let name = name.split("::").next().unwrap_or_default();
            let lower = FLOORS[..index].iter().any(|(other, _)| *other == name);
            assert!(lower, "{module} → {name} does not point downwards");
        }
    }
}

#[test]
fn imports_point_downwards() {
    let mut wrong = String::new();
    for source in sources(&["src"]) {
        let Some((_, allowed)) =
            FLOORS.iter().find(|(module, _)| *module == source.module)
        else {
            assert!(matches!(source.module.as_str(), "lib" | "main"), "{}", source.path);
            continue;
        };
        for path in imports(shipped(&source.code)) {
            let first = path.split("::").next().unwrap_or_default();
            let is_module = FLOORS.iter().any(|(module, _)| *module == first);
            let is_allowed = |allowed: &&str| {
                path == **allowed || path.starts_with(&format!("{allowed}::"))
            };
            if is_module && first != source.module && !allowed.iter().any(is_allowed) {
                let _ = writeln!(wrong, "{} imports {path}", source.path);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn outside_crates_have_one_home() {
    let mut wrong = String::new();
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for source in sources(&["src"]) {
        for (outside, homes) in HOMES {
            if !mentions(shipped(&source.code), outside) {
                continue;
            }
            *used.entry(outside).or_default() += 1;
            if !homes.contains(&source.module.as_str()) {
                let _ = writeln!(wrong, "{} uses {outside}", source.path);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    for (outside, _) in HOMES {
        assert!(used.contains_key(outside), "{outside} is not used");
    }
}

/// Whether code names a crate: `name::…` at the head of a path, or `use name`.
fn mentions(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        let after = &code[at + name.len()..];
        !is_name(before)
            && before != ':'
            && (after.starts_with("::")
                || code[..at].ends_with("use ") && !after.starts_with(is_name))
    })
}

#[test]
fn every_dependency_is_in_the_table() {
    let manifest = Disk.read(&root().join("Cargo.toml")).expect("a manifest");
    let manifest: toml::Table = String::from_utf8(manifest)
        .expect("UTF-8")
        .parse()
        .expect("a manifest is TOML");
    for section in ["dependencies", "dev-dependencies"] {
        let table = manifest[section].as_table().expect("a table");
        for name in table.keys().map(|name| name.replace('-', "_")) {
            let home = HOMES.iter().any(|(outside, _)| *outside == name);
            let test =
                section == "dev-dependencies" && FOR_TESTS.contains(&name.as_str());
            assert!(home || test, "{name} of [{section}] has no home");
        }
    }
}

/// A function: its name, its first line, how many lines it has, its parameters.
struct Function {
    name: String,
    line: usize,
    lines: usize,
    parameters: usize,
}

fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].chars().next_back().is_some_and(|c| is_name(c) || c == '$') {
            continue;
        }
        let rest = &code[at + 3..];
        let name: String = rest.chars().take_while(|c| is_name(*c)).collect();
        if name.is_empty() {
            continue;
        }
        let Some((parameters, after)) = parameters(&rest[name.len()..]) else { continue };
        let body = body_end(after);
        let whole = rest.len() - after.len() + body;
        found.push(Function {
            name,
            line: code[..at].matches('\n').count() + 1,
            lines: rest[..whole].matches('\n').count() + 1,
            parameters,
        });
    }
    found
}

/// Counts the parameters behind a function's name, `self` left aside; and what
/// follows them.
fn parameters(rest: &str) -> Option<(usize, &str)> {
    let open = match rest.chars().next()? {
        '(' => 0,
        '<' => generics_end(rest)?,
        _ => return None,
    };
    let (mut depth, mut count, mut words) = (0_i32, 0, String::new());
    let mut last = ' ';
    for (at, c) in rest[open..].char_indices() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            '>' if last == '-' || last == '=' => {}
            ')' | ']' | '}' | '>' => depth -= 1,
            _ => {}
        }
        last = c;
        let ends = depth == 0 || depth == 1 && c == ',';
        if !ends {
            words.push(c);
            continue;
        }
        let word = words.trim_start_matches('(').trim();
        let is_self = matches!(word, "self" | "&self" | "&mut self" | "mut self");
        count += usize::from(!word.is_empty() && !is_self);
        words.clear();
        if depth == 0 {
            return Some((count, &rest[open + at + 1..]));
        }
    }
    None
}

fn generics_end(rest: &str) -> Option<usize> {
    let (mut depth, mut last) = (0, ' ');
    for (at, c) in rest.char_indices() {
        match c {
            '<' => depth += 1,
            '>' if last != '-' => depth -= 1,
            _ => {}
        }
        last = c;
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// Where a function ends: at its last brace, or at `;` if it has no body.
fn body_end(after: &str) -> usize {
    let mut depth = 0;
    for (at, c) in after.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at,
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    after.len()
}

#[test]
fn files_and_functions_are_short() {
    let mut wrong = String::new();
    let mut count = 0;
    for source in sources(&["src", "tests", "benches", "fuzz/fuzz_targets"]) {
        if source.lines > MOST_FILE_LINES {
            let _ = writeln!(wrong, "{}: {} lines", source.path, source.lines);
        }
        for Function { name, line, lines, parameters } in functions(&source.code) {
            count += 1;
            let is_it = |(path, function, _): &&(&str, &str, &str)| {
                *path == source.path && *function == name
            };
            if EXCEPTIONS.iter().any(|exception| is_it(&exception)) {
                continue;
            }
            if lines > MOST_FUNCTION_LINES {
                let _ =
                    writeln!(wrong, "{}:{line}: {name} has {lines} lines", source.path);
            }
            if parameters > MOST_PARAMETERS {
                let path = &source.path;
                let _ = writeln!(wrong, "{path}:{line}: {name} takes {parameters}");
            }
        }
    }
    assert!(count > 500, "only {count} functions were found");
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_counters_count() {
    let code = bare(
        "/* fn no() {} */\nfn a<F: Fn(u8) -> u8>(&self, x: &[(u8, u8)], f: F) -> u8 {\n  '{'; \"}\";\n}\nfn b(\n  a: u8,\n);\n",
    );
    let found: Vec<(String, usize, usize, usize)> = functions(&code)
        .into_iter()
        .map(|function| {
            (function.name, function.line, function.lines, function.parameters)
        })
        .collect();
    assert_eq!(found, [("a".into(), 2, 3, 2), ("b".into(), 5, 3, 1)]);
    let paths = imports("use crate::text::normalise::x; use crate::{geom, diag::Sink};");
    assert_eq!(
        paths.into_iter().collect::<Vec<_>>(),
        ["diag::Sink", "geom", "text::normalise::x"]
    );
    assert!(mentions("use toml;", "toml") && mentions("x = toml::de::f()", "toml"));
    assert!(!mentions("crate::image::x", "image") && !mentions("my_toml::x", "toml"));
}

/// docs/composition.md: what is done is shown by a test, and the tests named there
/// are there (… ends what begins a name).
#[test]
fn every_rule_of_composition_names_a_test() {
    let code: String = sources(&["src", "tests"])
        .iter()
        .map(|source| source.code.as_str())
        .collect();
    let path = root().join("docs/composition.md");
    let rules = String::from_utf8(Disk.read(&path).expect("the rules")).expect("UTF-8");
    let rules = rules.split("## R13 ").next().unwrap_or_default();
    let mut wrong = String::new();
    for row in rules.lines().filter(|row| row.starts_with("| ")) {
        let cells = row.replace("\\|", "/");
        let cells: Vec<&str> =
            cells.trim_matches('|').split('|').map(str::trim).collect();
        let &[rule, done, _, shown] = &cells[..] else { continue };
        if ["rule", ""].contains(&rule) || rule.starts_with('全') || !done.contains(' ')
        {
            continue;
        }
        let names: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        let is_test = |name: &&&str| {
            name.contains('_') && !name.contains(['/', '.', ' ', '"', '=', '|'])
        };
        for name in names.iter().filter(is_test) {
            let begins = name.trim_end_matches('…');
            let end = if begins == *name { "(" } else { "" };
            if !code.contains(&format!("fn {begins}{end}")) {
                writeln!(wrong, "{rule}: no test {name}").expect("to memory");
            }
        }
        let shows = names.iter().any(|name| {
            is_test(&name)
                || name.contains("tests/")
                || name.ends_with("tests.rs")
                || name.ends_with(".rs")
        });
        if !shows && !done.starts_with('–') {
            writeln!(wrong, "{rule}: {shown}").expect("to memory");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
