//! Back ends: they walk the display list of finished pages and write files.
//!
//! [`pdf`] writes the file for press and proof, [`png`] draws pictures of such
//! a file, and [`svg`] draws one page for a screen.

mod flate;
mod forms;
mod inks;
mod pictures;

pub mod pdf;
pub mod png;
pub mod svg;

use pdf::digest;

pub use forms::{Forms, is_pdf};
pub use inks::for_press;
pub use pictures::{Pictures, is_picture, jpeg_fault, jpeg_inks};
