//! The house's styles with their faces looked up, ready for the shaper.

use crate::diag::{Diagnostic, Sink, code};
use crate::font::{FaceId, Family, FontLibrary};
use crate::geom::{Abs, Em};
use crate::layout::{Heads, House, Names, Pairs, Punctuation, Style};
use crate::role::Role;
use crate::say;
use crate::text::{Emphasised, TextStyle};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A text style for every role.
#[derive(Clone, Debug)]
pub struct Styles {
    by_role: BTreeMap<Role, Arc<TextStyle>>,
    indents: BTreeMap<Role, Em>,
    leadings: BTreeMap<Role, Abs>,
    heads: Heads,
    names: Names,
}

impl Styles {
    /// Looks up the faces of every style; names and files that are not there
    /// are told.
    pub fn new(house: &House, fonts: &mut FontLibrary, sink: &mut Sink) -> Styles {
        let mut families: BTreeMap<&str, Arc<Family>> = BTreeMap::new();
        for (name, spec) in &house.faces {
            let family = Family {
                latin_scale: spec.latin_scale,
                latin_shift: spec.latin_shift,
                ..fonts.family(&spec.han, spec.latin.as_deref(), (&spec.named, sink))
            };
            families.insert(name, Arc::new(family));
        }
        // Signs that a face lacks, such as −, are found in the companion of body text.
        let body = families.get(house.style(Role::Body).face.as_str());
        let companion = body.and_then(|family| family.latin);
        for family in families.values_mut() {
            let lacks =
                |face: &FaceId| family.latin.is_none() && !family.han.contains(face);
            let last = companion.filter(lacks);
            Arc::make_mut(family).han.extend(last);
        }
        let mut find = |name: &str| match families.get(name) {
            Some(family) => Arc::clone(family),
            None => {
                sink.push(unknown_face(name, &families));
                families.values().next().cloned().unwrap_or_default()
            }
        };
        let hei = find(&house.style(Role::Hei).face);
        let kai = find(&house.style(Role::Kai).face);
        let mut styles = Styles {
            by_role: BTreeMap::new(),
            indents: BTreeMap::new(),
            leadings: BTreeMap::new(),
            heads: house.heads,
            names: house.names,
        };
        let emphasised = Emphasised {
            hei: marks_of(house, Role::Hei),
            kai: marks_of(house, Role::Kai),
        };
        for (role, style) in &house.styles {
            let family = find(&style.face);
            let emphasis = (Arc::clone(&hei), Arc::clone(&kai));
            let text = TextStyle {
                emphasised,
                ..text_style(*role, style, family, emphasis)
            };
            styles.by_role.insert(*role, Arc::new(text));
            styles.indents.insert(*role, style.indent);
            styles.leadings.insert(*role, style.leading);
        }
        styles
    }

    /// The style of a role.
    ///
    /// # Panics
    /// Never: a house has a style for every role.
    #[must_use]
    pub fn get(&self, role: Role) -> Arc<TextStyle> {
        Arc::clone(self.by_role.get(&role).expect("a house styles every role"))
    }

    /// The same styles with running text at another size.
    #[must_use]
    pub fn with_body(&self, size: Abs) -> Styles {
        const RUNNING: [Role; 10] = [
            Role::Body,
            Role::Lead,
            Role::Credit,
            Role::Tail,
            Role::Hei,
            Role::Kai,
            Role::Note,
            Role::Verse,
            Role::Inset,
            Role::Jump,
        ];
        let mut styles = self.clone();
        for role in RUNNING {
            let style = self.sized(role, size);
            styles.by_role.insert(role, style);
        }
        styles
    }

    /// Where names of two characters are opened to three.
    #[must_use]
    pub fn names(&self) -> Names {
        self.names
    }

    /// The style of a role at another size.
    #[must_use]
    pub fn sized(&self, role: Role, size: Abs) -> Arc<TextStyle> {
        let mut style = TextStyle::clone(&self.get(role));
        style.size = size;
        Arc::new(style)
    }

    /// How headings are set.
    #[must_use]
    pub fn heads(&self) -> &Heads {
        &self.heads
    }

    /// First-line indent of a role.
    #[must_use]
    pub fn indent(&self, role: Role) -> Em {
        self.indents.get(&role).copied().unwrap_or_default()
    }

    /// From baseline to baseline of a role that keeps its own pitch.
    #[must_use]
    pub fn leading(&self, role: Role) -> Abs {
        self.leadings.get(&role).copied().unwrap_or(Abs::pt(12.0))
    }
}

fn text_style(
    role: Role,
    style: &Style,
    family: Arc<Family>,
    (hei, kai): (Arc<Family>, Arc<Family>),
) -> TextStyle {
    TextStyle {
        role,
        family,
        hei,
        kai,
        emphasised: Emphasised::default(),
        size: style.size,
        ink: style.ink,
        punctuation: style.punctuation,
        pairs: style.pairs,
        start: style.start,
        hanging: style.hanging,
        composer: style.composer,
        level: style.level,
        gap: style.gap,
    }
}

/// How a role inside the text sets its marks, if not as the body does.
fn marks_of(house: &House, role: Role) -> Option<(Punctuation, Pairs)> {
    let of = |role| (house.style(role).punctuation, house.style(role).pairs);
    (of(role) != of(Role::Body)).then(|| of(role))
}

fn unknown_face(name: &str, families: &BTreeMap<&str, Arc<Family>>) -> Diagnostic {
    let known: Vec<_> = families.keys().copied().collect();
    let known = known.join("、");
    Diagnostic::new(
        code::FACE_UNKNOWN,
        say!(
            "样式用了没有定义的字体名“{name}”",
            "a style names the face “{name}”, which is not defined"
        ),
    )
    .help(say!("已有的字体名：{known}", "faces there are: {known}"))
}
