//! Advertisements: `[[page.ad]]` of an issue's file.

use super::raw::{Lines, RawAd, RawAdFit};
use super::read::Desk;
use super::story::near_file;
use super::{Ad, AdContent, AdDepth, AdFit, body};
use crate::copy::Passage;
use crate::diag::{Diagnostic, code};
use crate::reading::{At, size, wrong_value};
use crate::say;
use crate::source::{Located, Span};
use std::path::PathBuf;

/// More rows than any page has.
const MOST_LINES: usize = 1000;

impl Desk<'_> {
    /// An advertisement; nothing if it says neither where it stands nor what it
    /// shows.
    pub(super) fn ad(&mut self, at: &At<RawAd>) -> Option<Ad> {
        let raw = at.get();
        let span = at.span(self.file);
        if raw.slot.is_none() {
            self.missing("slot", span, "slot = \"foot\"");
        }
        let content = self.ad_content(raw, span);
        let depth = self.ad_depth(raw);
        Some(Ad {
            slot: raw.slot.as_ref()?.located(self.file),
            content: content?,
            fit: raw.fit.as_ref().map_or(AdFit::default(), |fit| (*fit.get()).into()),
            label: raw.label,
            depth,
        })
    }

    /// A file or words, not both.
    fn ad_content(&mut self, raw: &RawAd, span: Span) -> Option<AdContent> {
        let headline = raw.headline.as_ref().map(|lines| self.ad_headline(lines));
        let headline = headline.unwrap_or_default();
        let text = raw.text.as_ref().map(|text| self.letters(text)).unwrap_or_default();
        let text = body::paragraphs(&text, self.file, self.sink);
        let words = !headline.is_empty() || !text.is_empty();
        match &raw.file {
            Some(file) => {
                let written = raw.headline.as_ref().map(|lines| lines.span(self.file));
                let written =
                    written.or(raw.text.as_ref().map(|text| text.span(self.file)));
                if let Some(written) = written {
                    self.tell_both(file, written);
                }
                Some(AdContent::File {
                    file: self.ad_file(&file.located(self.file)),
                    page: self.ad_page(raw.page.as_ref(), file),
                })
            }
            None if words => {
                self.refuse_for_words(raw);
                Some(AdContent::Words { headline, text })
            }
            None => {
                self.missing("file", span, "file = \"ads/….pdf\"");
                None
            }
        }
    }

    fn ad_headline(&mut self, lines: &At<Lines>) -> Vec<Passage> {
        let all: Vec<Passage> = match lines.get() {
            Lines::One(text) => {
                let range = lines.span(self.file).range();
                let letters = self.letters_at(range, text);
                let lines = letters.split(|letter| letter.c == '\n');
                lines
                    .map(|line| Passage { file: self.file, letters: line.to_vec() })
                    .collect()
            }
            Lines::Many(lines) => lines.iter().map(|line| self.passage(line)).collect(),
        };
        all.into_iter().filter(|line| !line.is_empty()).collect()
    }

    fn tell_both(&mut self, file: &At<String>, written: Span) {
        self.sink.push(
            wrong_value(
                written,
                say!(
                    "一则广告要么是文件，要么是文字",
                    "an advertisement is either a file or words"
                ),
            )
            .see(file.span(self.file), say!("这里已有文件", "it has a file here"))
            .help(say!("只留一样", "keep one")),
        );
    }

    /// Words take the size of their slot.
    fn refuse_for_words(&mut self, raw: &RawAd) {
        let page = raw.page.as_ref().map(|page| ("page", page.span(self.file)));
        let fit = raw.fit.as_ref().map(|fit| ("fit", fit.span(self.file)));
        for (key, span) in [page, fit].into_iter().flatten() {
            self.sink.push(
                wrong_value(
                    span,
                    say!(
                        "文字广告不用写 {key}",
                        "an advertisement in words has no `{key}`"
                    ),
                )
                .help(say!("去掉 {key}", "take out `{key}`")),
            );
        }
    }

    fn ad_file(&mut self, asked: &Located<String>) -> Located<PathBuf> {
        let path = self.folder.join(&asked.value);
        if asked.value.is_empty() || !self.system.exists(&path) {
            let name = &asked.value;
            let fault = Diagnostic::new(
                code::FILE_MISSING,
                say!("找不到广告“{name}”", "there is no advertisement `{name}`"),
            )
            .at(asked.span);
            let help = match near_file(self.system, &path) {
                Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
                None => say!(
                    "把广告文件放进本期文件夹的 ads/",
                    "put the file into the issue's ads/"
                ),
            };
            self.sink.push(fault.help(help));
        }
        Located::new(path, asked.span)
    }

    fn ad_page(&mut self, raw: Option<&At<u32>>, file: &At<String>) -> Located<u32> {
        let Some(at) = raw else { return Located::new(1, file.span(self.file)) };
        if *at.get() == 0 {
            let message = say!("PDF 的页从 1 数起", "a PDF's pages count from 1");
            self.sink.push(wrong_value(at.span(self.file), message));
        }
        Located::new((*at.get()).max(1), at.span(self.file))
    }

    /// Rows or a length; both is one too many.
    fn ad_depth(&mut self, raw: &RawAd) -> Option<Located<AdDepth>> {
        let file = self.file;
        let height = raw.height.as_ref().and_then(|height| {
            let height = height.located(file);
            let depth = AdDepth::Height(size(&height, self.sink)?);
            Some(Located::new(depth, height.span))
        });
        let lines = raw.lines.as_ref().and_then(|lines| {
            let possible = (1..=MOST_LINES).contains(lines.get());
            if !possible {
                let most = MOST_LINES;
                let message = say!("lines 从 1 到 {most}", "`lines` is from 1 to {most}");
                self.sink.push(wrong_value(lines.span(file), message));
            }
            possible.then(|| Located::new(AdDepth::Lines(*lines.get()), lines.span(file)))
        });
        if let (Some(height), Some(lines)) = (&height, &lines) {
            self.sink.push(
                wrong_value(
                    height.span,
                    say!(
                        "height 和 lines 只写一个",
                        "write `height` or `lines`, not both"
                    ),
                )
                .see(lines.span, say!("这里已有 lines", "`lines` is here"))
                .help(say!("去掉一个", "take out one of them")),
            );
        }
        lines.or(height)
    }
}

impl From<RawAdFit> for AdFit {
    fn from(raw: RawAdFit) -> AdFit {
        match raw {
            RawAdFit::Exact => AdFit::Exact,
            RawAdFit::Fit => AdFit::Fit,
        }
    }
}
