//! What the operating system says, in the user's language.

use super::Message;
use crate::say;
use crate::source::Refused;
use std::io::{Error, ErrorKind};

/// Why a file could not be read or written; the system's own words follow where
/// ours are not enough.
#[must_use]
pub fn why(error: &Error) -> Message {
    let ours = error.get_ref().and_then(|error| error.downcast_ref());
    match ours {
        Some(Refused::NotAFile) => {
            return say!("它不是普通文件", "it is no regular file");
        }
        Some(Refused::TooLarge(most)) => {
            let most = most >> 20;
            return say!(
                "文件太大，最多 {most} MB",
                "the file is too large; at most {most} MB are read"
            );
        }
        None => {}
    }
    match error.kind() {
        ErrorKind::NotFound => say!("没有这个文件或文件夹", "no such file or folder"),
        ErrorKind::PermissionDenied => say!("没有权限", "permission denied"),
        ErrorKind::IsADirectory => say!("它是文件夹", "it is a folder"),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => say!(
            "路径中的一段是文件，不是文件夹",
            "a part of the path is a file, not a folder"
        ),
        ErrorKind::StorageFull => say!("磁盘已满", "the disk is full"),
        ErrorKind::QuotaExceeded => {
            say!("空间配额已用完", "the quota of space is used up")
        }
        ErrorKind::ReadOnlyFilesystem => {
            say!("磁盘是只读的", "the disk can only be read")
        }
        ErrorKind::InvalidFilename => say!("文件名不能用", "the name cannot be used"),
        ErrorKind::FileTooLarge => say!("文件太大", "the file is too large"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            say!("别的程序正在用它", "another program is using it")
        }
        _ => say!("系统报错（{error}）", "{error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_told_in_chinese() {
        let missing = Error::from(ErrorKind::NotFound);
        assert_eq!(why(&missing).zh, "没有这个文件或文件夹");
        let other = why(&Error::other("strange"));
        assert_eq!(
            (other.zh.as_str(), other.en.as_str()),
            ("系统报错（strange）", "strange")
        );
    }
}
