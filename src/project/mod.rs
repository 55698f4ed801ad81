//! The one front door: from folders to finished pages.

pub mod places;
