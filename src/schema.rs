//! JSON Schemas of the users' files, for editors that complete and check keys.

use crate::issue::{RawIssue, RawStory};
use crate::layout::{RawHouse, RawLayout, RawPress};
use serde_json::Value;

/// The kinds of files that have a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `issue.toml`.
    Issue,
    /// The front matter of `stories/*.md`.
    Story,
    /// A layout file.
    Layout,
    /// `house.toml`.
    House,
    /// A file of `layouts/press/`.
    Press,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 5] =
        [Kind::Issue, Kind::Story, Kind::Layout, Kind::House, Kind::Press];

    /// The word for it on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Issue => "issue",
            Kind::Story => "story",
            Kind::Layout => "layout",
            Kind::House => "house",
            Kind::Press => "press",
        }
    }
}

/// The schema of one kind of file, made from the same types that read it.
#[must_use]
pub fn schema(kind: Kind) -> Value {
    let mut schema = match kind {
        Kind::Issue => schemars::schema_for!(RawIssue),
        Kind::Story => schemars::schema_for!(RawStory),
        Kind::Layout => schemars::schema_for!(RawLayout),
        Kind::House => schemars::schema_for!(RawHouse),
        Kind::Press => schemars::schema_for!(RawPress),
    }
    .to_value();
    if kind == Kind::Story
        && let Some(keys) = schema["properties"].as_object_mut()
    {
        // A story file has its name and text outside the front matter.
        keys.remove("name");
        keys.remove("body");
    }
    schema
}
