//! From copy to lines: normalise, itemise, shape, classify, space, break.
//!
//! A [`Paragraph`] is shaped once and broken as often as the page needs, at
//! any widths ([`breaker`]). Nothing here knows a page.

mod address;
pub mod breaker;
pub mod breaks;
pub mod class;
pub mod ems;
pub mod form;
pub mod line;
pub mod marks;
mod neighbours;
pub mod normalise;
mod paragraph;
mod repertoire;
mod shape;
mod spacing;
mod units;
pub mod words;

pub use paragraph::{
    Cluster, Emphasised, Inline, Joint, Paragraph, ShapedGlyph, TextStyle,
};
pub use shape::Shaper;
pub use spacing::Stretch;
