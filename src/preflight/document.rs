//! Rules for the file as a whole: version, identifier, information, metadata,
//! printing condition.

use super::file::{File, unread};
use super::finding::Findings;
use super::rules::rule;
use super::xmp;
use crate::layout::Standard;
use crate::say;
use lopdf::{Dictionary, Object};

const PDFX: &str = "http://www.npes.org/pdfx/ns/id/";
const XMP: &str = "http://ns.adobe.com/xap/1.0/";
const PDF: &str = "http://ns.adobe.com/pdf/1.3/";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const MEDIA: &str = "http://ns.adobe.com/xap/1.0/mm/";

/// What XMP has to say where the file is known by XMP alone; dates are marked.
const TOLD: [(&str, &str, bool); 8] = [
    (DC, "title", false),
    (XMP, "CreateDate", true),
    (XMP, "ModifyDate", true),
    (XMP, "MetadataDate", true),
    (MEDIA, "DocumentID", false),
    (MEDIA, "VersionID", false),
    (MEDIA, "RenditionClass", false),
    (PDF, "Trapped", false),
];

/// Checks all of them.
pub(super) fn check(file: &File<'_>, findings: &mut Findings<'_>) {
    if let Some((number, _)) = file.lost.first() {
        findings.tell(rule::UNREADABLE, unread(*number));
    }
    header(file, findings);
    streams(file, findings);
    identifier(file, findings);
    let info = info(file);
    let packet = packet(file);
    information(file, info, findings);
    mark(file, info, packet.as_deref(), findings);
    metadata(file, info, packet.as_deref(), findings);
    output_intents(file, findings);
}

fn info<'a>(file: &'a File<'_>) -> &'a Dictionary {
    file.get_dict(&file.document.trailer, "Info").unwrap_or(&file.nothing)
}

fn catalog<'a>(file: &'a File<'_>) -> &'a Dictionary {
    file.document.catalog().unwrap_or(&file.nothing)
}

/// The XMP packet as text; none if there is none.
fn packet(file: &File<'_>) -> Option<String> {
    let stream = file.get(catalog(file), "Metadata")?.as_stream().ok()?;
    let data = file.plain(stream).ok()?;
    Some(String::from_utf8_lossy(&data).into_owned())
}

fn header(file: &File<'_>, findings: &mut Findings<'_>) {
    let most = match findings.press.standard {
        Standard::X1a2001 => "1.3",
        Standard::X1a2003 => "1.4",
        Standard::X4 => "1.6",
        Standard::Plain => "2.0",
    };
    let written = file.name(catalog(file), "Version").map(String::from_utf8_lossy);
    let version = written.as_deref().unwrap_or(&file.document.version);
    let version = version.max(&file.document.version);
    if version > most {
        findings.tell(
            rule::PDF_VERSION,
            say!(
                "文件是 PDF {version}，标准最高许 {most}",
                "the file is PDF {version}; the standard allows {most} at most"
            ),
        );
    }
    if !file.bytes.starts_with(b"%PDF-") {
        findings.tell(
            rule::PDF_VERSION,
            say!("文件开头不是 %PDF-", "the file does not begin with %PDF-"),
        );
    }
    let mut lines = file.bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let second = lines
        .by_ref()
        .skip(1)
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    let high = second.iter().filter(|byte| **byte > 127).count();
    if !second.starts_with(b"%") || high < 4 {
        findings.tell(
            rule::BINARY_MARK,
            say!(
                "第二行不是含四个以上高位字节的注释，有的传输会把文件当文本改坏",
                "the second line is no comment with four bytes above 127"
            ),
        );
    }
}

fn streams(file: &File<'_>, findings: &mut Findings<'_>) {
    let trailer_is_stream = file.document.trailer.has_type(b"XRef");
    let has = |kind: &[u8]| {
        let mut objects = file.document.objects.values();
        objects.any(|object| {
            object.as_stream().is_ok_and(|stream| stream.dict.has_type(kind))
        })
    };
    if trailer_is_stream || has(b"XRef") {
        let message = say!("文件用了交叉引用流", "the file has a cross-reference stream");
        findings.tell(rule::XREF_STREAM, message);
    }
    let packed = file.document.reference_table.entries.values();
    let packed =
        packed.filter(|entry| matches!(entry, lopdf::xref::XrefEntry::Compressed { .. }));
    if packed.count() > 0 || has(b"ObjStm") {
        findings.tell(
            rule::OBJECT_STREAM,
            say!("文件用了对象流", "the file has object streams"),
        );
    }
}

fn identifier(file: &File<'_>, findings: &mut Findings<'_>) {
    let id = file
        .get(&file.document.trailer, "ID")
        .and_then(|object| object.as_array().ok());
    let whole = id.is_some_and(|id| {
        id.len() == 2
            && id
                .iter()
                .all(|part| file.follow(part).as_str().is_ok_and(|s| !s.is_empty()))
    });
    if !whole {
        let message = say!("文件没有标识 ID", "the file has no identifier (/ID)");
        findings.tell(rule::FILE_ID, message);
    }
}

/// A text string: UTF-16 or UTF-8 with their marks, else single bytes.
fn text(file: &File<'_>, dict: &Dictionary, key: &str) -> Option<String> {
    let bytes = file.get(dict, key)?.as_str().ok()?;
    Some(match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.chunks(2).map(|pair| {
                u16::from_be_bytes([pair[0], pair.get(1).copied().unwrap_or(0)])
            });
            String::from_utf16_lossy(&units.collect::<Vec<u16>>())
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    })
}

fn information(file: &File<'_>, info: &Dictionary, findings: &mut Findings<'_>) {
    for key in ["Title", "Creator", "Producer", "CreationDate", "ModDate"] {
        let value = text(file, info, key).unwrap_or_default();
        if value.trim().is_empty() {
            findings.tell(
                rule::INFO_MISSING,
                say!("文档信息缺 {key}", "the document information has no {key}"),
            );
        } else if key.ends_with("Date")
            && (!value.starts_with("D:") || xmp::date(&value).is_none())
        {
            findings.tell(
                rule::INFO_MISSING,
                say!("{key} 不是日期：{value}", "{key} is no date: {value}"),
            );
        }
    }
}

fn mark(
    file: &File<'_>,
    info: &Dictionary,
    packet: Option<&str>,
    findings: &mut Findings<'_>,
) {
    let standard = findings.press.standard;
    let own = |key: &str| text(file, info, key).unwrap_or_default();
    let in_xmp = packet.and_then(|packet| xmp::value(packet, PDFX, "GTS_PDFXVersion"));
    let (found, wanted) = match standard {
        Standard::X1a2001 => {
            let conformance = own("GTS_PDFXConformance");
            (
                format!("{} {conformance}", own("GTS_PDFXVersion")),
                "PDF/X-1:2001 PDF/X-1a:2001",
            )
        }
        Standard::X1a2003 => (own("GTS_PDFXVersion"), "PDF/X-1a:2003"),
        Standard::X4 => (in_xmp.unwrap_or_default(), "PDF/X-4"),
        Standard::Plain => return,
    };
    let found = found.trim();
    if found != wanted {
        let (zh, en) =
            if found.is_empty() { ("没有标", "nothing") } else { (found, found) };
        findings.tell(
            rule::PDFX_MARK,
            say!(
                "PDF/X 版本应标 {wanted}，文件里是：{zh}",
                "the file should be marked {wanted} and is marked: {en}"
            ),
        );
    }
    let name = file.name(info, "Trapped").map(String::from_utf8_lossy);
    let in_xmp = packet.and_then(|packet| xmp::value(packet, PDF, "Trapped"));
    let found = match standard {
        Standard::X4 => name.map(String::from).or(in_xmp),
        _ => name.map(String::from),
    };
    if !matches!(found.as_deref(), Some("True" | "False")) {
        findings.tell(
            rule::TRAPPED,
            say!(
                "没有用名称写明 Trapped 是 True 还是 False",
                "Trapped is not given as the name True or False"
            ),
        );
    }
}

/// What a file has to say that is known by its metadata alone.
fn completeness(packet: &str, findings: &mut Findings<'_>) {
    for (namespace, name, is_date) in TOLD {
        let value = xmp::value(packet, namespace, name).unwrap_or_default();
        if value.is_empty() {
            findings.tell(
                rule::XMP_INCOMPLETE,
                say!("XMP 里没有 {name}", "XMP has no {name}"),
            );
        } else if is_date && xmp::date(&value).is_none() {
            findings.tell(
                rule::XMP_INCOMPLETE,
                say!(
                    "XMP 的 {name} 不是日期：{value}",
                    "{name} of XMP is no date: {value}"
                ),
            );
        }
    }
}

fn metadata(
    file: &File<'_>,
    info: &Dictionary,
    packet: Option<&str>,
    findings: &mut Findings<'_>,
) {
    let Some(packet) = packet.filter(|packet| xmp::is_whole(packet)) else {
        findings.tell(
            rule::XMP_MISSING,
            say!("没有完整的 XMP 元数据", "there is no whole XMP packet"),
        );
        return;
    };
    completeness(packet, findings);
    let pairs = [
        ("Title", DC, "title"),
        ("Creator", XMP, "CreatorTool"),
        ("Producer", PDF, "Producer"),
        ("CreationDate", XMP, "CreateDate"),
        ("ModDate", XMP, "ModifyDate"),
        ("Trapped", PDF, "Trapped"),
        ("GTS_PDFXVersion", PDFX, "GTS_PDFXVersion"),
    ];
    for (key, namespace, name) in pairs {
        let own = text(file, info, key).or_else(|| {
            file.name(info, key)
                .map(|name| String::from_utf8_lossy(name).into_owned())
        });
        let (Some(own), Some(other)) = (own, xmp::value(packet, namespace, name)) else {
            continue;
        };
        let agree = if key.ends_with("Date") {
            xmp::date(&own) == xmp::date(&other)
        } else {
            own.trim() == other
        };
        if !agree {
            findings.tell(
                rule::XMP_DIFFERS,
                say!(
                    "{key} 在文档信息里是“{own}”，在 XMP 里是“{other}”",
                    "{key} is “{own}” in the information and “{other}” in XMP"
                ),
            );
        }
    }
}

fn output_intents(file: &File<'_>, findings: &mut Findings<'_>) {
    let list = file
        .get(catalog(file), "OutputIntents")
        .and_then(|object| object.as_array().ok());
    let intents: Vec<&Dictionary> = list
        .into_iter()
        .flatten()
        .filter_map(|object| file.dict(object))
        .filter(|intent| file.name(intent, "S") == Some(b"GTS_PDFX"))
        .collect();
    let [intent] = intents[..] else {
        let count = intents.len();
        findings.tell(
            rule::OUTPUT_INTENT,
            say!(
                "应有一个 GTS_PDFX 输出意图，文件里有 {count} 个",
                "there should be one GTS_PDFX output intent and there are {count}"
            ),
        );
        return;
    };
    let condition = text(file, intent, "OutputConditionIdentifier").unwrap_or_default();
    if condition.is_empty() {
        findings.tell(
            rule::OUTPUT_INTENT,
            say!(
                "输出意图没有写印刷条件 OutputConditionIdentifier",
                "the output intent has no OutputConditionIdentifier"
            ),
        );
    }
    if text(file, intent, "Info").unwrap_or_default().is_empty() {
        findings.tell(
            rule::OUTPUT_INTENT,
            say!("输出意图没有说明 Info", "the output intent has no Info"),
        );
    }
    if let Some(wanted) = &findings.press.intent {
        let wanted = &wanted.condition;
        if *wanted != condition && !condition.is_empty() {
            findings.tell(
                rule::OUTPUT_CONDITION,
                say!(
                    "印刷条件是“{condition}”，印厂要求“{wanted}”",
                    "the printing condition is “{condition}”; the press's is “{wanted}”"
                ),
            );
        }
    }
    profile(file, intent, findings);
}

fn profile(file: &File<'_>, intent: &Dictionary, findings: &mut Findings<'_>) {
    let mut tell = |message| findings.tell(rule::OUTPUT_PROFILE, message);
    let Some(Object::Stream(stream)) = file.get(intent, "DestOutputProfile") else {
        tell(say!(
            "输出意图没有内嵌特性文件 DestOutputProfile",
            "the output intent has no DestOutputProfile"
        ));
        return;
    };
    let parts = file.number(&stream.dict, "N");
    let Ok(data) = file.plain(stream) else {
        tell(say!("特性文件解不开", "the profile cannot be decoded"));
        return;
    };
    let field = |range: std::ops::Range<usize>| {
        String::from_utf8_lossy(data.get(range).unwrap_or_default()).into_owned()
    };
    let (kind, space, mark) = (field(12..16), field(16..20), field(36..40));
    if mark != "acsp" {
        tell(say!("特性文件不是 ICC 文件", "the profile is no ICC profile"));
        return;
    }
    if kind != "prtr" || space != "CMYK" || parts != Some(4.0) {
        tell(say!(
            "特性文件应是 CMYK 打印机特性（prtr，N 4），现在是 {kind}、{space}",
            "the profile should be of a CMYK printer (prtr, N 4) and is {kind}, {space}"
        ));
    }
    let version = data.get(8).copied().unwrap_or(0);
    let most = if findings.press.standard == Standard::X4 { 4 } else { 2 };
    if version > most {
        findings.tell(
            rule::OUTPUT_PROFILE,
            say!(
                "特性文件是 ICC 第 {version} 版，标准最高许第 {most} 版",
                "the profile is ICC version {version}; the standard allows {most}"
            ),
        );
    }
}
