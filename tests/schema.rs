//! The JSON schemas against the shipped files and against the readers.

use qianzi::diag::{Sink, code};
use qianzi::schema::{Kind, schema};
use qianzi::source::{Disk, Located, Memory, Sources, Span, System};
use qianzi::{issue, layout};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

fn json_of(value: &toml::Value) -> Value {
    match value {
        toml::Value::Table(table) => table
            .iter()
            .map(|(key, value)| (key.clone(), json_of(value)))
            .collect(),
        toml::Value::Array(array) => array.iter().map(json_of).collect(),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(truth) => json!(truth),
    }
}

fn parse(text: &str) -> Value {
    json_of(&toml::Value::Table(text.parse().expect("TOML")))
}

fn follow<'a>(mut schema: &'a Value, root: &'a Value) -> &'a Value {
    while let Some(name) = schema["$ref"].as_str() {
        let pointer = name.strip_prefix('#').expect("a place in the same schema");
        schema = root.pointer(pointer).expect("a definition");
    }
    schema
}

/// Where a value breaks a schema; as much of the rules as the schemas use.
fn broken(value: &Value, schema: &Value, root: &Value) -> Option<String> {
    let schema = follow(schema, root);
    for choice in ["anyOf", "oneOf"] {
        if let Some(options) = schema[choice].as_array()
            && options.iter().all(|option| broken(value, option, root).is_some())
        {
            return Some(format!("{value} is none of {choice}"));
        }
    }
    let allowed = |types: &Value| match types {
        Value::Array(types) => types.iter().any(|kind| is(value, kind)),
        Value::Null => true,
        kind => is(value, kind),
    };
    if !allowed(&schema["type"]) {
        return Some(format!("{value} is not {}", schema["type"]));
    }
    if !schema["const"].is_null() && schema["const"] != *value
        || schema["enum"].as_array().is_some_and(|all| !all.contains(value))
    {
        return Some(format!("{value} is not in {schema}"));
    }
    let needed = schema["required"].as_array().into_iter().flatten();
    let lacking = |key: &&Value| value.get(key.as_str().unwrap_or("")).is_none();
    if let Some(key) = needed.filter(|_| value.is_object()).find(lacking) {
        return Some(format!("{key} is missing"));
    }
    match value {
        Value::Number(number) => {
            let number = number.as_f64().expect("a number");
            let low = schema["minimum"].as_f64().is_some_and(|least| number < least);
            let high = schema["maximum"].as_f64().is_some_and(|most| number > most);
            (low || high).then(|| format!("{number} is out of range"))
        }
        Value::Array(items) => {
            items.iter().find_map(|item| broken(item, schema.get("items")?, root))
        }
        Value::Object(table) => table.iter().find_map(|(key, value)| {
            let rule = schema["properties"]
                .get(key)
                .or_else(|| schema.get("additionalProperties"));
            match rule {
                Some(Value::Bool(false)) => Some(format!("unknown key {key}")),
                Some(rule) => Some(format!("{key}: {}", broken(value, rule, root)?)),
                None => None,
            }
        }),
        _ => None,
    }
}

fn is(value: &Value, kind: &Value) -> bool {
    match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        other => panic!("the schemas have no type {other:?}"),
    }
}

fn read(path: &Path) -> String {
    String::from_utf8(Disk.read(path).expect("a shipped file")).expect("UTF-8")
}

#[test]
fn shipped_files_keep_to_the_schemas() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    let mut check = |kind: Kind, text: &str, path: &Path| {
        let schema = schema(kind);
        assert_eq!(broken(&parse(text), &schema, &schema), None, "{}", path.display());
        count += 1;
    };
    for path in Disk.list(&root.join("layouts")) {
        let house = path.ends_with("house.toml");
        check(if house { Kind::House } else { Kind::Layout }, &read(&path), &path);
    }
    for path in Disk.list(&root.join("layouts/press")) {
        if path.extension().is_some_and(|extension| extension == "toml") {
            check(Kind::Press, &read(&path), &path);
        }
    }
    for folder in ["issues/2026-03-18", "issues/2026-03-20-duikai"] {
        let path = root.join(folder).join("issue.toml");
        check(Kind::Issue, &read(&path), &path);
        for path in Disk.list(&root.join(folder).join("stories")) {
            let text = read(&path);
            check(Kind::Story, text.split("+++\n").nth(1).expect("front matter"), &path);
        }
    }
    assert!(count > 40);
}

#[test]
fn the_schemas_refuse_what_the_readers_refuse() {
    let wrong = [
        (Kind::Issue, "number = 8123"),
        (Kind::Issue, "date = 2026-03-18\ndat = 2026-03-18"),
        (Kind::Story, "[[photo]]\ncaption = \"说明\""),
        (Kind::Issue, "date = 2026-03-18\n[[page]]\nlayout = \"a\"\nnumber = \"1\""),
        (Kind::Story, "body = \"正文\""),
        (Kind::Story, "priority = 9"),
        (Kind::Layout, "[tree]\nslot = \"a\"\nbox = \"thikc\""),
        (Kind::Layout, "[tree]\nrows = [ { slto = \"a\" } ]"),
        (Kind::House, "[style.boddy]\nsize = \"9pt\""),
        (Kind::House, "[style.body]\nink = 3"),
        (Kind::Press, "standard = \"x-3\""),
        (Kind::Press, "[marks]\ncolor-bar = true"),
    ];
    for (kind, text) in wrong {
        let schema = schema(kind);
        assert!(broken(&parse(text), &schema, &schema).is_some(), "{text}");
    }
}

/// A value with every key that the schema knows.
fn full(schema: &Value, root: &Value, depth: usize) -> Value {
    let schema = follow(schema, root);
    for choice in ["anyOf", "oneOf"] {
        if let Some(options) = schema[choice].as_array() {
            let some = options.iter().find(|option| option["type"] != "null");
            return full(some.expect("a choice"), root, depth);
        }
    }
    if let Some(only) = schema.get("const") {
        return only.clone();
    }
    if let Some(all) = schema["enum"].as_array() {
        return all[0].clone();
    }
    let types = &schema["type"];
    let kind = types.as_array().map_or(types, |types| &types[0]);
    match kind.as_str() {
        Some("object") => table(schema, root, depth),
        Some("array") if depth > 8 => json!([]),
        Some("array") => {
            let count = schema["minItems"].as_u64().unwrap_or(1);
            (0..count).map(|_| full(&schema["items"], root, depth + 1)).collect()
        }
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("string") if schema["format"] == "date" => json!("2026-03-18"),
        Some("string") => json!("x"),
        other => panic!("the schemas have no type {other:?}"),
    }
}

fn table(schema: &Value, root: &Value, depth: usize) -> Value {
    let mut table = Map::new();
    if let Some(keys) = schema["properties"].as_object() {
        for (key, rule) in keys {
            table.insert(key.clone(), full(rule, root, depth + 1));
        }
    } else if let Some(rule) = schema.get("additionalProperties") {
        table.insert("x".to_string(), full(rule, root, depth + 1));
    }
    Value::Object(table)
}

#[test]
fn the_readers_take_every_key_of_the_schemas() {
    for kind in Kind::ALL {
        let schema = schema(kind);
        let value = full(&schema, &schema, 0);
        let text = toml::to_string(&value).expect("TOML");
        let text = text.replace("\"2026-03-18\"", "2026-03-18");
        assert!(text.lines().count() > 10, "{text}");
        let mut memory = Memory::default();
        match kind {
            Kind::Issue => memory.put("issue.toml", text.as_bytes()),
            Kind::Layout => memory.put("layouts/x.toml", text.as_bytes()),
            Kind::House => memory.put("layouts/house.toml", text.as_bytes()),
            Kind::Press => memory.put("layouts/press/x.toml", text.as_bytes()),
            Kind::Story => {
                memory.put("issue.toml", "date = 2026-03-18\n[[page]]\nnumber = 1\n");
                memory.put("stories/a.md", format!("+++\n{text}+++\n正文\n"));
            }
        }
        let sink = read_all(&memory);
        for fault in sink.list() {
            let refused = [code::KEY_UNKNOWN, code::TOML_SYNTAX].contains(&fault.code);
            let mistyped = fault.message.en.contains("must be");
            assert!(!refused && !mistyped, "{:?}\n{text}", fault.message);
        }
    }
}

fn read_all(system: &dyn System) -> Sink {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let folders = [PathBuf::new()];
    issue::read(system, Path::new(""), &mut sources, &mut sink);
    layout::read_house(system, &folders, &mut sources, &mut sink);
    let file = sources.add_text("test", "x");
    let name = Located::new("x".to_string(), Span::new(file, 0..1));
    layout::read_layout(system, &folders, &name, &mut sources, &mut sink);
    let press = (name.value.as_str(), None);
    layout::read_press(system, &folders, press, &mut sources, &mut sink);
    sink
}
