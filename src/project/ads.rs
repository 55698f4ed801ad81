//! Advertisements that are files: read, measured and checked before any page
//! is made.

use crate::compose::AdPlace;
use crate::diag::{Diagnostic, Sink, code};
use crate::export::{Forms, is_pdf, is_picture};
use crate::geom::Size;
use crate::issue::{AdContent, AdFit, Issue};
use crate::layout::Press;
use crate::preflight::{Finding, Rule, check_quickly, check_scaled, rule};
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
    // Where nothing is transparent a group means nothing, and is left out.
    rule::TRANSPARENCY_GROUP,
    rule::TRAPPED,
    rule::USER_UNIT,
    rule::XMP_DIFFERS,
    rule::XMP_MISSING,
    rule::XREF_STREAM,
];

/// A file's page that an advertisement shows, and the page it stands on.
pub(super) struct Asked<'i> {
    pub(super) file: &'i Located<PathBuf>,
    page: &'i Located<u32>,
    slot: &'i str,
    fit: AdFit,
    on: u32,
}

/// The advertisements that are files.
pub(super) fn files(issue: &Issue) -> impl Iterator<Item = Asked<'_>> {
    issue.pages.iter().flat_map(|page| {
        page.ads.iter().filter_map(|ad| match &ad.content {
            AdContent::File { file, page: shown } => Some(Asked {
                file,
                page: shown,
                slot: &ad.slot.value,
                fit: ad.fit,
                on: page.number.value,
            }),
            AdContent::Words { .. } => None,
        })
    })
}

/// Whether a file is a PDF: by what it holds, or, if that is neither a PDF nor
/// a picture, by what its name promises.
pub(super) fn is_pdf_file(system: &dyn System, path: &Path) -> bool {
    let named = path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("pdf"));
    match system.read(path) {
        Ok(bytes) => is_pdf(&bytes) || named && !is_picture(&bytes),
        Err(_) => named && system.exists(path),
    }
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
        .filter(|asked| is_pdf_file(system, &asked.file.value))
        .collect();
    let forms = Forms::load(system, asked.iter().map(|asked| asked.file.value.clone()));
    let mut sizes = BTreeMap::new();
    for asked in asked {
        let Asked { file, page, .. } = asked;
        match (forms.size(&file.value, page.value), forms.fault(&file.value, page.value))
        {
            (Some(size), _) => {
                sizes.insert((file.value.clone(), page.value), size);
                let losses = forms.losses(&file.value, page.value);
                faults.extend(losses.into_iter().map(|fault| fault.at(file.span)));
                faults.extend(check(&forms, &asked, press));
            }
            (None, Some(fault)) => faults.push(fault.at(page.span)),
            (None, None) => {}
        }
    }
    (forms, sizes)
}

/// Holds one page of a file against the rules of the press; what depends on the
/// size at which it is printed waits until that is known, if it is to be scaled.
fn check(forms: &Forms, asked: &Asked<'_>, press: &Press) -> Vec<Diagnostic> {
    let Some(bytes) = forms.bytes(&asked.file.value) else { return Vec::new() };
    let report = check_quickly(bytes, press, &asked.numbers(forms));
    let waits = |finding: &&Finding| asked.fit == AdFit::Fit && finding.by_size;
    let opaque = forms.is_opaque(&asked.file.value, asked.page.value);
    let idle = |finding: &&Finding| opaque && finding.rule == rule::BLEND_SPACE;
    let findings = report.findings.iter().filter(|finding| asked.is_own(finding));
    let findings = findings.filter(|finding| !waits(finding) && !idle(finding));
    findings.map(|finding| asked.tell(finding, press)).collect()
}

/// Holds advertisements that were scaled against the rules for sizes, as they
/// are printed.
pub(super) fn check_sizes(
    (issue, forms): (&Issue, &Forms),
    places: &[&AdPlace],
    press: &Press,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for asked in files(issue).filter(|asked| asked.fit == AdFit::Fit) {
        let own = |place: &&&AdPlace| place.page == asked.on && place.slot == asked.slot;
        let scale = places.iter().find(own).and_then(|place| place.scale);
        let bytes = forms.bytes(&asked.file.value);
        let Some((scale, bytes)) = scale.zip(bytes) else { continue };
        let report = check_scaled(bytes, press, &asked.numbers(forms), scale);
        let findings = report.findings.iter();
        let findings =
            findings.filter(|finding| asked.is_own(finding) && finding.by_size);
        faults.extend(findings.map(|finding| asked.tell(finding, press)));
    }
    faults
}

impl Asked<'_> {
    /// The page has the number of the page it stands on, as some rules are for
    /// certain pages; the others have one that no page has.
    fn numbers(&self, forms: &Forms) -> Vec<u32> {
        let shown = usize::try_from(self.page.value).unwrap_or(usize::MAX);
        let number = |at: usize| if at == shown { self.on } else { 0 };
        (1..=forms.pages(&self.file.value)).map(number).collect()
    }

    /// Whether something was found on the page that is shown, and goes with it.
    fn is_own(&self, finding: &Finding) -> bool {
        finding.page.is_none_or(|page| page == self.on)
            && !OF_THE_FILE.contains(&finding.rule)
    }

    fn tell(&self, finding: &Finding, press: &Press) -> Diagnostic {
        let name = self.file.value.file_name().unwrap_or_default().to_string_lossy();
        let (zh, en) = (&finding.message.zh, &finding.message.en);
        let (rule_zh, rule_en, key) =
            (finding.rule.zh, finding.rule.en, finding.rule.code);
        let press = &press.name;
        let at = finding.place.map_or_else(
            || say!("", ""),
            |place| {
                let (page, x, y) = (self.page.value, place.x.to_mm(), place.y.to_mm());
                say!(
                    "，在它的第 {page} 页距左 {x:.0}、距上 {y:.0} 毫米处",
                    ", on its page {page}, {x:.0} mm from the left and {y:.0} mm from the top"
                )
            },
        );
        let (at_zh, at_en) = (at.zh, at.en);
        Diagnostic::new(
            code::AD_FAULTY,
            say!(
                "广告“{name}”：{zh}{at_zh}（{key}）",
                "advertisement “{name}”: {en}{at_en} ({key})"
            ),
        )
        .with_severity(finding.severity)
        .at(self.file.span)
        .help(say!(
            "印厂（{press}）的要求：{rule_zh}。请广告客户改好，重新输出",
            "the press ({press}) asks: {rule_en}. Ask the advertiser for a new file"
        ))
    }
}
