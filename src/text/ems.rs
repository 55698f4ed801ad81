//! Paragraphs without a font: every character on the full em, Latin and digits
//! on half an em. For tests and fuzz targets of what comes after shaping.

use super::breaks::breaks;
use super::class::{Class, classes};
use super::paragraph::{Cluster, Paragraph, TextStyle};
use super::spacing::{self, MarkBox, join, trim};
use crate::color::Ink;
use crate::font::{FaceId, Family};
use crate::geom::{Abs, Em};
use crate::layout::{Composer, Gap, Level, Pairs, Punctuation, Start};
use crate::role::Role;
use crate::source::{FileId, Span};
use std::sync::Arc;

/// A style of ten-point body text without faces.
#[must_use]
pub fn style(punctuation: Punctuation, level: Level) -> TextStyle {
    let family = Arc::new(Family::default());
    TextStyle {
        role: Role::Body,
        family: Arc::clone(&family),
        hei: Arc::clone(&family),
        kai: family,
        emphasised: Default::default(),
        size: Abs::pt(10.0),
        ink: Ink::BLACK,
        punctuation,
        pairs: Pairs::Normal,
        start: Start::Trim,
        hanging: false,
        composer: Composer::Best,
        level,
        gap: Gap {
            natural: Em::new(0.125),
            min: Em::new(0.0625),
            max: Em::new(0.333),
        },
    }
}

/// A paragraph of a text, with an indent.
#[must_use]
pub fn paragraph(text: &str, style: TextStyle, indent: Em) -> Paragraph {
    let chars: Vec<char> = text.chars().collect();
    let classes = classes(&chars);
    let (breaks, keeps) = breaks(&chars, &classes, style.level);
    let em = style.size;
    let mut clusters = Vec::with_capacity(chars.len());
    for (at, class) in classes.iter().enumerate() {
        let mut cluster = Cluster {
            chars: at..at + 1,
            glyphs: 0..0,
            style: 0,
            face: FaceId::default(),
            size: em,
            class: *class,
            body: if class.is_western() { em / 2 } else { em },
            origin: Abs::ZERO,
            left: Abs::ZERO,
            right: Abs::ZERO,
            mark: Default::default(),
        };
        match class {
            Class::WordSpace => (cluster.body, cluster.right) = (Abs::ZERO, em / 4),
            _ if class.is_western() => {}
            _ => trim(&mut cluster, style.punctuation, (em, MarkBox::usual(*class))),
        }
        clusters.push(cluster);
    }
    let file = FileId::default();
    let mut paragraph = Paragraph {
        places: (0..chars.len()).map(|at| Span::new(file, at..at + 1)).collect(),
        chars,
        indent: Abs::ZERO,
        styles: vec![Arc::new(style)],
        glyphs: Vec::new(),
        clusters,
        joints: Vec::new(),
        missing: Vec::new(),
        lying: Vec::new(),
        fallbacks: Vec::new(),
        flush: None,
        extras: Default::default(),
        form: Default::default(),
        keeps,
    };
    join(&mut paragraph, &breaks);
    paragraph.indent = spacing::indent(&paragraph, indent.at(em));
    paragraph
}
