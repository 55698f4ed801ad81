//! What a press file says of single rules.

use super::rules::{RULES, Rule};
use crate::diag::{Diagnostic, code};
use crate::layout::{Press, RuleLevel};
use crate::reading::near_miss;
use crate::say;

/// The faults of a press's `[preflight]`: rules that there are not, and rules of
/// the standard itself, which no press can forgive.
#[must_use]
pub fn check_levels(press: &Press) -> Vec<Diagnostic> {
    let faults = press.rules.iter().filter_map(|level| fault(level, press));
    let mut faults: Vec<Diagnostic> = faults.collect();
    faults.sort_by_key(|fault| fault.span().map(|span| (span.file, span.start)));
    faults
}

fn fault(level: &RuleLevel, press: &Press) -> Option<Diagnostic> {
    let name = &level.rule.value;
    let Some(rule) = Rule::named(name) else {
        let message = say!("预检没有“{name}”这条规则", "preflight has no rule `{name}`");
        let fault = Diagnostic::new(code::VALUE_WRONG, message).at(level.rule.span);
        let near = near_miss(name, RULES.iter().map(|rule| rule.code));
        return Some(fault.help(near.unwrap_or_else(|| {
            say!("qianzi explain 列出全部规则", "`qianzi explain` lists them all")
        })));
    };
    if !rule.is_fixed(press.standard) || level.severity == rule.usual(press.standard) {
        return None;
    }
    let (standard, source) = (press.standard.name(), rule.source);
    Some(
        Diagnostic::new(
            code::VALUE_WRONG,
            say!(
                "“{name}”是标准本身的规定（{source}），不能改轻",
                "`{name}` is asked by the standard itself ({source}) and stays an error"
            ),
        )
        .at(level.rule.span)
        .help(say!(
            "删去这一行；印刷厂不要 {standard} 就改 standard",
            "take the line out, or choose another `standard` than {standard}"
        )),
    )
}
