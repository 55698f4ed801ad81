//! Font files as PDF wants them: the tables that glyphs are drawn from, no more.

use ttf_parser::RawFace;

/// Tables that a PDF reader draws TrueType glyphs from (ISO 32000-1, 9.9), in
/// the order in which a font file lists them.
const NEEDED: [&[u8; 4]; 9] =
    [b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"];

/// Version and table counts; a table's record.
const HEADER: usize = 12;
const RECORD: usize = 16;

/// Leaves out of a TrueType font what no reader draws with. Names alone, with the
/// licence's text, take 4 KB deflated, in every file that shows a face of Kai.
/// A font of another kind comes back as it is.
pub(super) fn lean(font: Vec<u8>) -> Vec<u8> {
    let Some(tables) = tables(&font) else { return font };
    let count = tables.len();
    let room = usize::BITS - 1 - count.leading_zeros();
    let search = RECORD << room;
    let mut head = font[..4].to_vec();
    for value in [count, search, room as usize, count * RECORD - search] {
        head.extend(short(value));
    }
    let mut body = Vec::with_capacity(font.len());
    for (tag, sum, data) in tables {
        let at = HEADER + count * RECORD + body.len();
        head.extend(tag);
        head.extend(sum);
        head.extend(long(at));
        head.extend(long(data.len()));
        body.extend(data);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    head.extend(body);
    head
}

/// A table: tag, sum, data.
type Table<'f> = (&'f [u8], &'f [u8], &'f [u8]);

/// The needed tables of a TrueType font.
fn tables(font: &[u8]) -> Option<Vec<Table<'_>>> {
    let face = RawFace::parse(font, 0).ok()?;
    face.table(ttf_parser::Tag::from_bytes(b"glyf"))?;
    let records =
        font.get(HEADER..HEADER + RECORD * usize::from(face.table_records.len()))?;
    records
        .chunks_exact(RECORD)
        .filter(|record| NEEDED.iter().any(|tag| record[..4] == tag[..]))
        .map(|record| {
            let number = |at: usize| {
                let bytes = record.get(at..at + 4)?.try_into().ok()?;
                usize::try_from(u32::from_be_bytes(bytes)).ok()
            };
            let (at, len) = (number(8)?, number(12)?);
            Some((&record[..4], &record[4..8], font.get(at..at.checked_add(len)?)?))
        })
        .collect()
}

fn short(value: usize) -> [u8; 2] {
    u16::try_from(value).unwrap_or(u16::MAX).to_be_bytes()
}

fn long(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ttf_parser::{Face, GlyphId, Tag};

    /// A subset as it comes from the subsetter, names and all.
    fn font() -> Vec<u8> {
        let data = include_bytes!("../../../fonts/ARPLKaiNP-Regular.ttf");
        let mut order = subsetter::GlyphRemapper::new();
        (1..40).for_each(|glyph| {
            order.remap(glyph);
        });
        subsetter::subset(data, 0, &order).expect("a subset")
    }

    #[test]
    fn glyphs_stay_and_names_go() {
        let before = font();
        let after = lean(before.clone());
        let (old, new) = (
            Face::parse(&before, 0).expect("a font"),
            Face::parse(&after, 0).expect("a font"),
        );
        assert!(new.raw_face().table(Tag::from_bytes(b"name")).is_none());
        assert!(old.raw_face().table(Tag::from_bytes(b"name")).is_some());
        for tag in [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"] {
            let tag = Tag::from_bytes(tag);
            assert_eq!(old.raw_face().table(tag), new.raw_face().table(tag), "{tag}");
        }
        let width = |face: &Face, glyph| face.glyph_hor_advance(GlyphId(glyph));
        (0..40).for_each(|glyph| assert_eq!(width(&old, glyph), width(&new, glyph)));
        assert!(after.len() + 10_000 < before.len());
    }

    #[test]
    fn another_kind_of_font_is_left_alone() {
        assert_eq!(lean(b"OTTO and so on".to_vec()), b"OTTO and so on");
    }
}
