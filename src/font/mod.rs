//! Faces: reading them, what characters they have, choosing one a character.

mod face;
mod library;

pub use face::{Face, FaceId, glyph_of};
pub use library::{Family, FontLibrary};
