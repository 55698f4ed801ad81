//! Advertisements that are files: read, measured and checked before any page
//! is made.

use crate::diag::{Diagnostic, Sink, code};
use crate::export::{Forms, is_pdf};
use crate::geom::Size;
use crate::issue::{AdContent, Issue};
use crate::layout::Press;
use crate::preflight::{Finding, Rule, check_quickly, rule};
use crate::say;
use crate::source::{Located, System};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a press asks of a whole file, and what is mended when a page is taken
/// out of it: our own file says these things itself.
const OF_THE_FILE: [Rule; 22] = [
    rule::ACTION,
    rule::ANNOTATION,
    rule::BINARY_MARK,
    rule::BOX_NESTING,
    rule::CROP_BOX,
    rule::FILE_ID,
    rule::INFO_MISSING,
    rule::LZW,
    rule::OBJECT_STREAM,
    rule::OUTPUT_INTENT,
    rule::OUTPUT_PROFILE,
    rule::PAGE_BOXES,
    rule::PAGE_SIZE,
    rule::PDFX_MARK,
    rule::PDF_VERSION,
    rule::ROTATED,
    rule::TRAPPED,
    rule::USER_UNIT,
    rule::XMP_DIFFERS,
    rule::XMP_MISSING,
    rule::XREF_STREAM,
    rule::EMPTY_PAGE,
];

/// A file's page that an advertisement shows, and the page it stands on.
type Asked<'i> = (&'i Located<PathBuf>, &'i Located<u32>, u32);

/// The advertisements that are files.
pub(super) fn files(issue: &Issue) -> impl Iterator<Item = Asked<'_>> {
    issue.pages.iter().flat_map(|page| {
        page.ads.iter().filter_map(|ad| match &ad.content {
            AdContent::File { file, page: shown } => {
                Some((file, shown, page.number.value))
            }
            AdContent::Words { .. } => None,
        })
    })
}

/// Whether a file is a PDF: by what it holds, or, if that is damaged, by what
/// its name promises.
pub(super) fn is_pdf_file(system: &dyn System, path: &Path) -> bool {
    let named = path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("pdf"));
    named && system.exists(path) || system.read(path).is_ok_and(|bytes| is_pdf(&bytes))
}

/// Reads those that are PDF files, and measures the pages shown; what cannot be
/// placed, or may not be printed, is told.
pub(super) fn sheets(
    system: &dyn System,
    issue: &Issue,
    press: &Press,
    faults: &mut Sink,
) -> (Forms, BTreeMap<(PathBuf, u32), Size>) {
    let asked: Vec<Asked<'_>> = files(issue)
        .filter(|(file, ..)| is_pdf_file(system, &file.value))
        .collect();
    let forms = Forms::load(system, asked.iter().map(|(file, ..)| file.value.clone()));
    let mut sizes = BTreeMap::new();
    for (file, page, on) in asked {
        match (forms.size(&file.value, page.value), forms.fault(&file.value, page.value))
        {
            (Some(size), _) => {
                sizes.insert((file.value.clone(), page.value), size);
                faults.extend(check(&forms, (file, page, on), press));
            }
            (None, Some(fault)) => faults.push(fault.at(page.span)),
            (None, None) => {}
        }
    }
    (forms, sizes)
}

/// Holds one page of a file against the rules of the press.
fn check(forms: &Forms, (file, page, on): Asked<'_>, press: &Press) -> Vec<Diagnostic> {
    let Some(bytes) = forms.bytes(&file.value) else { return Vec::new() };
    // The page has the number of the page it stands on, as some rules are for
    // certain pages; the others have one that no page has.
    let shown = usize::try_from(page.value).unwrap_or(usize::MAX);
    let number = |at: usize| if at == shown { on } else { 0 };
    let numbers: Vec<u32> = (1..=forms.pages(&file.value)).map(number).collect();
    let report = check_quickly(bytes, press, &numbers);
    let own = |finding: &&Finding| {
        finding.page.is_none_or(|page| page == on) && !OF_THE_FILE.contains(&finding.rule)
    };
    let findings = report.findings.iter().filter(own);
    findings.map(|finding| tell(finding, file, press)).collect()
}

fn tell(finding: &Finding, file: &Located<PathBuf>, press: &Press) -> Diagnostic {
    let name = file.value.file_name().unwrap_or_default().to_string_lossy();
    let (zh, en) = (&finding.message.zh, &finding.message.en);
    let (rule_zh, rule_en) = (finding.rule.zh, finding.rule.en);
    let press = &press.name;
    Diagnostic::new(
        code::AD_FAULTY,
        say!("广告“{name}”：{zh}", "advertisement “{name}”: {en}"),
    )
    .with_severity(finding.severity)
    .at(file.span)
    .help(say!(
        "印厂（{press}）的要求：{rule_zh}。请广告客户改好，重新输出",
        "the press ({press}) asks: {rule_en}. Ask the advertiser for a new file"
    ))
}
