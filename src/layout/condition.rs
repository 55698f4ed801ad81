//! The printing condition: what it is called, and whether the ICC knows it by
//! that name.

use super::{OutputIntent, Profile};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::reading::wrong_value;
use crate::say;
use crate::source::{Located, Span};

/// Reference names of the ICC's registry of characterised printing conditions
/// (registry.color.org), with spaces and capitals as they stand there.
#[rustfmt::skip]
const REGISTERED: &[&str] = &[
    "APTEC CCNB", "APTEC Coated CardBoard", "APTEC_CTV_3", "APTEC_CTV_4",
    "APTEC_CTV_5", "APTEC_CTV_6", "APTEC_CTV_7", "APTEC_CTV_8",
    "CGATS TR 001", "CGATS TR 002", "CGATS TR 003", "CGATS TR 005", "CGATS TR 006",
    "CGATS21-2-CRPC1", "CGATS21-2-CRPC2", "CGATS21-2-CRPC3", "CGATS21-2-CRPC4",
    "CGATS21-2-CRPC5", "CGATS21-2-CRPC6", "CGATS21-2-CRPC7",
    "EUROSB104", "EUROSB204",
    "FOGRA27", "FOGRA28", "FOGRA29", "FOGRA30", "FOGRA31", "FOGRA32", "FOGRA33",
    "FOGRA34", "FOGRA35", "FOGRA36", "FOGRA37", "FOGRA38", "FOGRA39", "FOGRA40",
    "FOGRA41", "FOGRA42", "FOGRA43", "FOGRA44", "FOGRA45", "FOGRA46", "FOGRA47",
    "FOGRA48", "FOGRA49", "FOGRA50", "FOGRA51", "FOGRA52", "FOGRA53", "FOGRA54",
    "IFRA26", "JC200103", "JC200104", "JCN2002", "JCS2011", "JCW2003",
];

/// What a press file says of its condition; nothing where it is silent.
pub(super) struct Written {
    pub(super) condition: Option<Located<String>>,
    pub(super) info: Option<Located<String>>,
}

/// The condition of a profile, by the names that the press file gives it and
/// those that the profile has itself. A name of the press's own does not claim
/// to be in the registry; the profile's own claim is believed, since the
/// registry grows.
pub(super) fn intent(
    written: Written,
    profile: Profile,
    sink: &mut Sink,
) -> OutputIntent {
    let condition = words(written.condition, sink);
    let info = words(written.info, sink);
    let told = profile.condition.clone();
    if let (Some(named), Some(told)) = (&condition, &told)
        && named.value != *told
        && REGISTERED.contains(&named.value.as_str())
    {
        sink.push(differs(&named.value, told, named.span));
    }
    let own = condition.map(|at| at.value).filter(|own| Some(own) != told.as_ref());
    let description = &profile.description;
    let usual = match &own {
        Some(own) => format!("{own} ({description})"),
        None => description.clone(),
    };
    let registered = match &own {
        Some(own) => REGISTERED.contains(&own.as_str()),
        None => told.is_some(),
    };
    let condition = own.or(told).unwrap_or_else(|| description.clone());
    let info = info.map_or(usual, |info| info.value);
    OutputIntent { condition, registered, info, profile }
}

/// Words that are written, without blanks around them; empty ones are told.
fn words(written: Option<Located<String>>, sink: &mut Sink) -> Option<Located<String>> {
    let Located { value, span } = written?;
    let value = value.trim().to_string();
    if value.is_empty() {
        sink.push(empty(span).help(say!(
            "写出名字，或去掉这一行，用 ICC 文件里的",
            "write the name, or take the line out: then it is the profile's"
        )));
        return None;
    }
    Some(Located::new(value, span))
}

/// A name without a letter.
pub(super) fn empty(span: Span) -> Diagnostic {
    wrong_value(span, say!("这里是空的", "there is nothing here"))
}

fn differs(named: &str, told: &str, span: Span) -> Diagnostic {
    let message = say!(
        "ICC 文件说自己是“{told}”的，这里写的是“{named}”",
        "the profile says it is of `{told}`, and this says `{named}`"
    );
    wrong_value(span, message).with_severity(Severity::Warning).help(say!(
        "换成“{named}”的 ICC 文件，或去掉 condition",
        "take the profile of `{named}`, or take out `condition`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> Profile {
        let icc = crate::layout::Packed::default();
        Profile {
            file: "a.icc".into(),
            description: "Newsprint".to_string(),
            condition: Some("CGATS TR 002".to_string()),
            version: 2,
            bytes: Default::default(),
            packed: icc,
        }
    }

    /// Identifier, whether it claims to be registered, description, faults.
    fn named(
        condition: Option<&str>,
        info: Option<&str>,
    ) -> (String, bool, String, usize) {
        let at = |text: &str| {
            Located::new(text.to_string(), Span::new(Default::default(), 0..1))
        };
        let written = Written { condition: condition.map(at), info: info.map(at) };
        let mut sink = Sink::default();
        let intent = intent(written, profile(), &mut sink);
        (intent.condition, intent.registered, intent.info, sink.list().len())
    }

    #[test]
    fn only_names_of_the_registry_claim_to_be_in_it() {
        let is = |name: &str, registered, info: &str, faults| {
            (name.to_string(), registered, info.to_string(), faults)
        };
        assert_eq!(named(None, None), is("CGATS TR 002", true, "Newsprint", 0));
        let same = named(Some(" CGATS TR 002 "), None);
        assert_eq!(same, is("CGATS TR 002", true, "Newsprint", 0));
        let ours = named(Some("本厂轮转"), None);
        assert_eq!(ours, is("本厂轮转", false, "本厂轮转 (Newsprint)", 0));
        assert_eq!(named(Some("本厂"), Some("新闻纸")), is("本厂", false, "新闻纸", 0));
        // Another's name is told.
        let other = named(Some("IFRA26"), None);
        assert_eq!(other, is("IFRA26", true, "IFRA26 (Newsprint)", 1));
        assert!(!named(Some("ifra26"), None).1);
    }

    #[test]
    fn names_stand_once_and_in_order() {
        assert!(REGISTERED.is_sorted_by(|one, next| one < next));
    }
}
