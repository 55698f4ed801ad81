//! What a file says about itself, in the information dictionary and in XMP;
//! both are made from the same values and so always agree.

use super::Meta;
use crate::layout::Standard;
use lopdf::{Dictionary, Object, Stream, StringFormat, dictionary};
use std::fmt::Write;

/// The program that writes the file.
const PRODUCER: &str = concat!("Qianzi ", env!("CARGO_PKG_VERSION"));

/// The identifier of a document before it is known: the saver puts the sum of
/// the file in its place.
pub(super) const NO_UUID: &str = "uuid:00000000-0000-0000-0000-000000000000";

/// The values, ready to be written.
pub(super) struct Info {
    title: String,
    author: String,
    creator: String,
    date: time::Date,
    standard: Standard,
}

impl Info {
    pub(super) fn new(meta: &Meta, standard: Standard) -> Info {
        let [title, author, creator] =
            [&meta.title, &meta.paper, &meta.creator].map(|text| printable(text));
        // A press file must have a title.
        let named = [&title, &author, &creator].into_iter().find(|text| !text.is_empty());
        Info {
            title: named.map_or("PDF", |name| name).to_string(),
            author,
            creator,
            date: meta.date,
            standard,
        }
    }

    /// The information dictionary.
    pub(super) fn dictionary(&self) -> Dictionary {
        let (year, month, day) = self.date.to_calendar_date();
        let month = u8::from(month);
        let date = format!("D:{year:04}{month:02}{day:02}000000+08'00'");
        let mut dict = dictionary! {
            "Title" => text(&self.title),
            "Author" => text(&self.author),
            "Creator" => text(&self.creator),
            "Producer" => text(PRODUCER),
            "CreationDate" => Object::string_literal(date.clone()),
            "ModDate" => Object::string_literal(date),
            "Trapped" => "False",
        };
        for (key, value) in self.claims() {
            dict.set(*key, Object::string_literal(*value));
        }
        dict
    }

    /// The keys by which a file of PDF/X-1a says what it is; PDF/X-4 says so in
    /// its metadata alone.
    fn claims(&self) -> &'static [(&'static str, &'static str)] {
        match self.standard {
            Standard::X1a2001 => &[
                ("GTS_PDFXVersion", "PDF/X-1:2001"),
                ("GTS_PDFXConformance", "PDF/X-1a:2001"),
            ],
            Standard::X1a2003 => &[("GTS_PDFXVersion", "PDF/X-1a:2003")],
            Standard::X4 | Standard::Plain => &[],
        }
    }

    /// The XMP packet, left uncompressed so that any tool finds it.
    pub(super) fn xmp(&self) -> Stream {
        let (year, month, day) = self.date.to_calendar_date();
        let date = format!("{year:04}-{:02}-{day:02}T00:00:00+08:00", u8::from(month));
        let [title, author, creator, producer] =
            [&self.title, &self.author, &self.creator, PRODUCER].map(escaped);
        let claim = self.claim_xmp();
        let packet = format!(
            r#"<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmpMM:DocumentID>{NO_UUID}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
</rdf:Description>
{claim}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"#,
            mark = '\u{feff}',
        );
        let dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
        Stream::new(dict, packet.into_bytes()).with_compression(false)
    }

    /// What the file is, in the metadata; none for a plain file.
    fn claim_xmp(&self) -> String {
        let (prefix, space) = match self.standard {
            Standard::X4 => ("pdfxid", "http://www.npes.org/pdfx/ns/id/"),
            _ => ("pdfx", "http://ns.adobe.com/pdfx/1.3/"),
        };
        let claims = match self.standard {
            Standard::X4 => &[("GTS_PDFXVersion", "PDF/X-4")],
            _ => self.claims(),
        };
        if claims.is_empty() {
            return String::new();
        }
        let mut lines =
            format!("<rdf:Description rdf:about=\"\" xmlns:{prefix}=\"{space}\">\n");
        for (key, value) in claims {
            let _ = writeln!(lines, "<{prefix}:{key}>{value}</{prefix}:{key}>");
        }
        lines + "</rdf:Description>\n"
    }
}

/// A text string: ASCII as it is, anything else as UTF-16 with its mark.
pub(super) fn text(text: &str) -> Object {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Object::string_literal(text);
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    let bytes = units.flat_map(u16::to_be_bytes).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Without control characters, which XML forbids.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Text for XML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_escaped_and_dates_come_from_the_issue() {
        let meta = Meta {
            title: "A & B <c>\u{1}".into(),
            paper: "澜江工人报".into(),
            date: time::macros::date!(2026 - 03 - 08),
            creator: "Qianzi (test)".into(),
        };
        let info = Info::new(&meta, Standard::X1a2003);
        let packet = String::from_utf8(info.xmp().content).expect("UTF-8");
        assert!(packet.contains(">A &amp; B &lt;c&gt;</rdf:li>"), "{packet}");
        assert!(packet.contains("<xmp:CreateDate>2026-03-08T00:00:00+08:00<"));
        let dict = info.dictionary();
        let date = dict.get(b"CreationDate").and_then(Object::as_str).expect("a date");
        assert_eq!(date, b"D:20260308000000+08'00'");
        let author = dict.get(b"Author").and_then(Object::as_str).expect("an author");
        assert_eq!(author[..4], [0xFE, 0xFF, 0x6F, 0x9C]); // mark and 澜
        let title = dict.get(b"Title").and_then(Object::as_str).expect("a title");
        assert_eq!(title, b"A & B <c>", "as in the packet");
    }
}
