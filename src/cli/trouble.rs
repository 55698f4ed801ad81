//! What makes a command end with exit code 2: wrong use, or a file that cannot
//! be read or written.

use crate::diag::{Message, why};
use crate::say;
use crate::source::ReadError;
use std::path::Path;

/// Why a command could not do its work, in both languages.
#[derive(Debug)]
pub(super) struct Trouble(pub(super) Message);

/// What commands return.
pub(super) type Result<T> = std::result::Result<T, Trouble>;

/// A [`Trouble`] from a Chinese and an English format string.
macro_rules! trouble {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::cli::trouble::Trouble($crate::say!($zh, $en))
    };
}
pub(super) use trouble;

/// A file that gave no text.
pub(super) fn unreadable(path: &Path, error: &ReadError) -> Trouble {
    let show = path.display();
    Trouble(match error {
        ReadError::Io(error) => {
            let Message { zh, en } = why(error);
            say!("读不了 {show}：{zh}", "cannot read {show}: {en}")
        }
        ReadError::Encoding(at) => say!(
            "{show} 第 {at} 字节处既不是 UTF-8 也不是 GB18030",
            "{show} is neither UTF-8 nor GB18030 at byte {at}"
        ),
    })
}
