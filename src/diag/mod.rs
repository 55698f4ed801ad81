//! Faults as values: what is wrong, where, and the way out.
//!
//! A fault's message says what was found in the user's words; its label stands
//! at the exact place; its help says what to write instead. Messages come in
//! Chinese and English, see [`say!`](crate::say). Rendering lives in
//! [`human`], [`short`] and [`json`].

mod codes;
mod human;
mod io;
mod json;
mod short;

pub use codes::{CODES, Code, code};
pub use human::human;
pub use io::why;
pub use json::json;
pub use short::short;

use crate::geom::Rect;
use crate::source::{FileId, Span};

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

/// A message in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Message {
    /// The message in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Makes a [`Message`] from a Chinese and an English format string.
///
/// ```
/// let n = 4;
/// let m = qianzi::say!("多 {n} 行", "{n} lines over");
/// assert_eq!(m.zh, "多 4 行");
/// ```
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::diag::Message { zh: format!($zh), en: format!($en) }
    };
}

/// How much a fault matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No press file may be written.
    Error,
    /// The page can be printed, but look at it.
    Warning,
    /// Told, nothing more.
    Note,
}

impl Severity {
    /// As programs read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Warning, Lang::Zh) => "警告",
            (Severity::Note, Lang::Zh) => "提示",
            (_, Lang::En) => self.name(),
        }
    }
}

/// A stretch of a file that a fault points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The stretch.
    pub span: Span,
    /// What to say beside it.
    pub message: Option<Message>,
    /// Whether the fault is here (else it is only of interest).
    pub primary: bool,
}

/// A place on a finished page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page's number.
    pub page: u32,
    /// Where on it, if known.
    pub rect: Option<Rect>,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of fault; also the key to its explanation.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence with the names and numbers of this case.
    pub message: Message,
    /// Places in the user's files, the primary one first.
    pub labels: Vec<Label>,
    /// Ways out.
    pub helps: Vec<Message>,
    /// The place on the page.
    pub place: Option<Place>,
}

impl Diagnostic {
    /// A fault with the code's usual severity.
    ///
    /// Say what is wrong in one sentence, with the user's own words and
    /// numbers; the way out goes to [`Diagnostic::help`].
    #[must_use]
    pub fn new(code: Code, message: Message) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message,
            labels: Vec::new(),
            helps: Vec::new(),
            place: None,
        }
    }

    /// Points at the fault itself, as narrowly as possible.
    #[must_use]
    pub fn at(self, span: Span) -> Diagnostic {
        self.label(Label { span, message: None, primary: true })
    }

    /// Points at the fault and says something beside it.
    #[must_use]
    pub fn at_with(self, span: Span, message: Message) -> Diagnostic {
        self.label(Label { span, message: Some(message), primary: true })
    }

    /// Points at another place that explains the fault.
    #[must_use]
    pub fn see(self, span: Span, message: Message) -> Diagnostic {
        self.label(Label { span, message: Some(message), primary: false })
    }

    /// What stands in no file of the user's has no place to point at.
    fn label(mut self, label: Label) -> Diagnostic {
        if label.span.file != FileId::NONE {
            self.labels.push(label);
        }
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, message: Message) -> Diagnostic {
        self.helps.push(message);
        self
    }

    /// Adds the place on the page.
    #[must_use]
    pub fn on_page(mut self, page: u32, rect: Option<Rect>) -> Diagnostic {
        self.place = Some(Place { page, rect });
        self
    }

    /// With another severity than the code's usual one.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// The primary place in the user's files.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.iter().find(|label| label.primary).map(|label| label.span)
    }
}

/// Collects faults, so that one run tells them all.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    list: Vec<Diagnostic>,
}

impl Sink {
    /// Adds a fault.
    pub fn push(&mut self, fault: Diagnostic) {
        self.list.push(fault);
    }

    /// Adds several.
    pub fn extend(&mut self, faults: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(faults);
    }

    /// Takes over another sink's faults.
    pub fn append(&mut self, mut other: Sink) {
        self.list.append(&mut other.list);
    }

    /// Whether any fault is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many faults of a severity there are.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|fault| fault.severity == severity).count()
    }

    /// The faults in the order they were found.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// Turns warnings into errors (`--strict`).
    pub fn make_strict(&mut self) {
        for fault in &mut self.list {
            if fault.severity == Severity::Warning {
                fault.severity = Severity::Error;
            }
        }
    }
}
