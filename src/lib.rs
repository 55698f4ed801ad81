//! 铅字 Qianzi sets Chinese newspaper pages: from plain files to PDF.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod cli;
pub mod color;
pub mod compose;
pub mod copy;
pub mod diag;
pub mod export;
pub mod font;
pub mod geom;
pub mod import;
pub mod issue;
pub mod layout;
pub mod page;
pub mod preflight;
pub mod project;
pub mod proof;
pub mod reading;
pub mod role;
pub mod schema;
pub mod source;
pub mod text;
