//! Text: from copy to lines.

pub mod normalise;
