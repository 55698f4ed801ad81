//! Rules for everything that a page refers to, shown or only listed: fonts,
//! pictures, graphics states, actions, and keys that the standard forbids.

use super::colour::Space;
use super::embedded;
use super::file::File;
use super::finding::Findings;
use super::marks::foreign;
use super::pages::PageBox;
use super::rules::{Rule, rule};
use crate::diag::Message;
use crate::layout::Standard;
use crate::say;
use lopdf::{Dictionary, Object, ObjectId, Stream};
use std::collections::BTreeSet;

/// Objects in one file that are looked at.
const MOST_OBJECTS: usize = 5_000_000;

/// Contents that no page draws, and the page that refers to them.
pub(super) type Undrawn = Vec<(ObjectId, Option<u32>)>;

/// What pages draw.
pub(super) struct Drawn<'a> {
    /// Pictures, forms, patterns and glyphs.
    pub(super) streams: &'a BTreeSet<ObjectId>,
    /// Gradients, by where their dictionaries stand in memory.
    pub(super) gradients: &'a BTreeSet<usize>,
}

/// Checks what the pages and the catalogue refer to; each object once, for the
/// first page that does. Gives back the contents that are not among those drawn.
pub(super) fn check(
    file: &File<'_>,
    pages: &[PageBox],
    drawn: &Drawn<'_>,
    findings: &mut Findings<'_>,
) -> Undrawn {
    let mut seen: BTreeSet<ObjectId> = pages.iter().map(|page| page.id).collect();
    let mut list = Listed {
        file,
        drawn,
        undrawn: Vec::new(),
        findings,
        page: None,
        left: MOST_OBJECTS,
    };
    for page in pages {
        list.page = Some(page.number);
        list.walk(file.page(page.id), &mut seen);
    }
    list.page = None;
    if let Ok(catalog) = file.document.catalog() {
        list.catalog(catalog);
        list.walk(catalog, &mut seen);
    }
    list.undrawn
}

struct Listed<'a, 'b, 'p> {
    file: &'a File<'b>,
    drawn: &'a Drawn<'a>,
    undrawn: Undrawn,
    findings: &'a mut Findings<'p>,
    page: Option<u32>,
    left: usize,
}

/// An object still to be looked at, and the keys it stands under.
struct Item<'a> {
    object: &'a Object,
    id: Option<ObjectId>,
    key: &'a [u8],
    above: &'a [u8],
}

impl<'a> Listed<'a, '_, '_> {
    fn walk(&mut self, dict: &'a Dictionary, seen: &mut BTreeSet<ObjectId>) {
        let mut stack: Vec<Item<'a>> = Vec::new();
        self.dictionary(dict, b"", b"");
        push(&mut stack, dict, b"");
        while let Some(item) = stack.pop() {
            if self.left == 0 {
                let message = say!(
                    "文件里的对象超过 {MOST_OBJECTS} 个，没有查完；请制作方分页导出，或用“减小文件大小”另存",
                    "the file has more than {MOST_OBJECTS} objects, and not all were checked; ask for one file a page, or for one saved anew without what is not used"
                );
                self.tell(rule::TOO_COMPLEX, message);
                return;
            }
            self.left -= 1;
            match item.object {
                Object::Reference(id) if seen.insert(*id) => {
                    let object = self.file.follow(item.object);
                    stack.push(Item { object, id: Some(*id), ..item });
                }
                Object::Array(items) => {
                    let each =
                        items.iter().map(|object| Item { object, id: None, ..item });
                    stack.extend(each);
                }
                Object::Dictionary(dict) => {
                    self.dictionary(dict, item.key, item.above);
                    push(&mut stack, dict, item.key);
                }
                Object::Stream(stream) => {
                    self.dictionary(&stream.dict, item.key, item.above);
                    self.stream(stream, &item);
                    push(&mut stack, &stream.dict, item.key);
                }
                _ => {}
            }
        }
    }

    fn tell(&mut self, rule: Rule, message: Message) {
        match self.page {
            Some(page) => self.findings.tell_page(rule, page, message),
            None => self.findings.tell(rule, message),
        }
    }

    fn forbid(&mut self, key: &str) {
        let message =
            say!("文件里有标准禁用的 {key}", "the file has {key}, which is forbidden");
        self.tell(rule::FORBIDDEN_KEY, message);
    }

    /// Spaces that take the place of the inks themselves.
    fn defaults(&mut self, spaces: &Dictionary) {
        for key in ["DefaultGray", "DefaultRGB", "DefaultCMYK"] {
            if spaces.has(key.as_bytes()) {
                self.tell(
                    rule::ICC_COLOUR,
                    say!(
                        "{key} 改了颜色的含义，墨量不再是写的数",
                        "{key} changes what colours mean: inks are not those written"
                    ),
                );
            }
        }
    }

    fn catalog(&mut self, catalog: &Dictionary) {
        if let Some(layers) = self.file.get_dict(catalog, "OCProperties") {
            let only_one = self.findings.press.standard == Standard::X4;
            if !only_one || layers.has(b"Configs") {
                let message = say!("文件有可选图层", "the file has optional content");
                self.tell(rule::OPTIONAL_CONTENT, message);
            }
        }
        if catalog.has(b"OpenAction") {
            let message = say!("文件打开时有动作", "the file acts when it is opened");
            self.tell(rule::ACTION, message);
        }
    }

    fn dictionary(&mut self, dict: &'a Dictionary, key: &[u8], above: &[u8]) {
        if above == b"ExtGState" || dict.has_type(b"ExtGState") {
            self.graphics_state(dict);
        }
        // A gradient's own, which stands in no list.
        if dict.has(b"PatternType")
            && let Some(state) = self.file.get_dict(dict, "ExtGState")
            && !state.has_type(b"ExtGState")
        {
            self.graphics_state(state);
        }
        // Of the fonts that graphics states set, too.
        let is_font = above == b"Font" && key != b"FontDescriptor" || key == b"Font";
        if is_font || key == b"DescendantFonts" {
            embedded::check(self.file, dict, &mut |rule, message| {
                self.tell(rule, message);
            });
        }
        if key == b"ColorSpace" {
            self.defaults(dict);
        }
        if dict.has(b"AA") {
            let message =
                say!("有自动触发的动作", "there are actions that start by themselves");
            self.tell(rule::ACTION, message);
        }
        let acts = matches!(key, b"A" | b"AA" | b"OpenAction" | b"Next" | b"JavaScript");
        if dict.has_type(b"Action") || acts && dict.has(b"S") || dict.has(b"JS") {
            let kind = self.file.name(dict, "S").map(String::from_utf8_lossy);
            let kind = kind.unwrap_or_default();
            self.tell(rule::ACTION, say!("有动作 {kind}", "there is an action: {kind}"));
        }
        if key == b"Group" && self.file.name(dict, "S") == Some(b"Transparency") {
            self.group(dict);
        }
        for forbidden in ["SeparationInfo", "OPI"] {
            if dict.has(forbidden.as_bytes()) {
                self.forbid(forbidden);
            }
        }
        let place = std::ptr::from_ref(dict).addr();
        if dict.has(b"ShadingType") && !self.drawn.gradients.contains(&place) {
            self.undrawn_colours(dict, ("渐变", "a gradient"));
        }
        if key == b"HT" || dict.has(b"HalftoneType") {
            self.halftone(dict);
        }
    }

    fn group(&mut self, dict: &'a Dictionary) {
        let message = say!("有透明组", "there is a transparency group");
        self.tell(rule::TRANSPARENCY_GROUP, message);
        let space = dict.get(b"CS").ok();
        let space = space.map(|space| Space::of(self.file, &self.file.nothing, space));
        if let Some(space) = space.filter(|space| *space != Space::Cmyk) {
            self.tell(
                rule::BLEND_SPACE,
                say!(
                    "透明组在 {space:?} 中混合",
                    "a transparency group is blended in {space:?}"
                ),
            );
        }
    }

    fn graphics_state(&mut self, dict: &'a Dictionary) {
        let file = self.file;
        for key in ["ca", "CA"] {
            if let Some(opacity) =
                file.number(dict, key).filter(|opacity| *opacity < 0.9999)
            {
                let percent = (opacity * 100.0).round();
                self.tell(
                    rule::TRANSPARENCY,
                    say!("不透明度只有 {percent}%", "opacity is {percent} %"),
                );
            }
        }
        let mode = match file.get(dict, "BM") {
            Some(Object::Array(modes)) => modes.first().map(|mode| file.follow(mode)),
            other => other,
        };
        let mode = mode.and_then(|mode| mode.as_name().ok()).unwrap_or(b"Normal");
        if !matches!(mode, b"Normal" | b"Compatible") {
            let mode = String::from_utf8_lossy(mode);
            self.tell(
                rule::TRANSPARENCY,
                say!("混合模式是 {mode}", "the blend mode is {mode}"),
            );
        }
        if file.get(dict, "SMask").is_some() && file.name(dict, "SMask") != Some(b"None")
        {
            self.tell(rule::TRANSPARENCY, say!("有软蒙版", "there is a soft mask"));
        }
        let default = |key: &str| file.name(dict, key) == Some(b"Default");
        if dict.has(b"TR") || dict.has(b"TR2") && !default("TR2") {
            let message = say!("设了传递函数", "a transfer function is set");
            self.tell(rule::TRANSFER_FUNCTION, message);
        }
        if dict.has(b"HTP") {
            self.forbid("HTP");
        }
        self.intent(dict, "RI");
    }

    /// An intent that no program knows is taken for another.
    fn intent(&mut self, dict: &Dictionary, key: &str) {
        if let Some(message) = unknown_intent(self.file.name(dict, key)) {
            self.tell(rule::RENDERING_INTENT, message);
        }
    }

    fn halftone(&mut self, dict: &'a Dictionary) {
        let kind = self.file.number(dict, "HalftoneType");
        let wrong = kind.is_some_and(|kind| ![1.0, 5.0].contains(&kind));
        if wrong || dict.has(b"HalftoneName") {
            let kind = kind.unwrap_or(0.0);
            self.tell(
                rule::HALFTONE,
                say!(
                    "网点设置类型 {kind} 或有名称",
                    "a halftone of type {kind}, or with a name"
                ),
            );
        }
    }

    fn stream(&mut self, stream: &'a Stream, item: &Item<'_>) {
        let (file, dict) = (self.file, &stream.dict);
        for (filter, _) in file.filters(dict) {
            if let Some((rule, message)) = forbidden_filter(&filter) {
                self.tell(rule, message);
            }
        }
        // Behind /F of a stream stands a file outside; of a picture in the
        // contents it would be the filter, but those are not listed.
        if dict.has(b"F") {
            self.forbid("F");
        }
        match file.name(dict, "Subtype") {
            Some(b"PS") => self.forbid("PostScript"),
            Some(b"Form") => {
                if file.name(dict, "Subtype2") == Some(b"PS") || dict.has(b"PS") {
                    self.forbid("PostScript");
                }
                if dict.has(b"Ref") {
                    self.forbid("Ref");
                }
            }
            Some(b"Image") => self.picture(stream, item),
            _ => {}
        }
        let is_form = file.name(dict, "Subtype") == Some(b"Form");
        let is_contents =
            is_form || dict.has(b"PatternType") || item.above == b"CharProcs";
        // The insides of soft masks lay no ink.
        let is_mask = item.key == b"G" && item.above == b"SMask";
        if let Some(id) = item.id.filter(|id| !self.drawn.streams.contains(id))
            && is_contents
            && !is_mask
        {
            self.undrawn.push((id, self.page));
        }
    }

    fn picture(&mut self, stream: &'a Stream, item: &Item<'_>) {
        let (file, dict) = (self.file, &stream.dict);
        self.intent(dict, "Intent");
        let in_data = file.number(dict, "SMaskInData").unwrap_or(0.0);
        if file.get(dict, "SMask").is_some() || in_data > 0.0 {
            self.tell(
                rule::TRANSPARENCY,
                say!("图片有软蒙版", "a picture has a soft mask"),
            );
        }
        if let Some(Object::Array(list)) = file.get(dict, "Alternates") {
            let prints = |object: &Object| {
                let other = file.dict(object);
                other.is_some_and(|dict| file.flag(dict, "DefaultForPrinting"))
            };
            if list.iter().any(prints) {
                self.forbid("Alternates");
            }
        }
        let is_drawn = item.id.is_some_and(|id| self.drawn.streams.contains(&id));
        // Previews of pages are in RGB as a rule, and never printed.
        if !is_drawn && item.key != b"Thumb" {
            self.undrawn_colours(dict, ("图片", "a picture"));
        }
        if let Some(message) = super::picture::fault(file, stream) {
            self.tell(rule::PICTURE_BROKEN, message);
        }
    }

    /// The colours of a picture or gradient that no page draws.
    fn undrawn_colours(&mut self, dict: &'a Dictionary, (zh, en): (&str, &str)) {
        let Ok(space) = dict.get(b"ColorSpace") else { return };
        let space = Space::of(self.file, &self.file.nothing, space);
        for (_, name) in space.chain().into_iter().filter_map(foreign) {
            self.tell(
                rule::COLOUR_NOT_DRAWN,
                say!("没有显示的{zh}用了 {name}", "{en} that is not drawn is in {name}"),
            );
        }
    }
}

/// The rule that a filter breaks, by its long name.
pub(super) fn forbidden_filter(filter: &[u8]) -> Option<(Rule, Message)> {
    let rule = match filter {
        b"LZWDecode" => rule::LZW,
        b"JPXDecode" => rule::JPX,
        b"JBIG2Decode" => rule::JBIG2,
        _ => return None,
    };
    let name = String::from_utf8_lossy(filter);
    Some((rule, say!("用了 {name} 压缩", "compressed by {name}")))
}

/// What is wrong with the name of a rendering intent.
pub(super) fn unknown_intent(name: Option<&[u8]>) -> Option<Message> {
    const KNOWN: [&[u8]; 4] =
        [b"AbsoluteColorimetric", b"RelativeColorimetric", b"Saturation", b"Perceptual"];
    let name = name
        .filter(|name| !KNOWN.contains(name))
        .map(String::from_utf8_lossy)?;
    Some(say!(
        "PDF 没有 {name} 这种渲染意图，各家设备会按自己的办法处理",
        "PDF has no rendering intent {name}"
    ))
}

/// Puts a dictionary's values on the stack. Whatever its keys are called:
/// resources may have any name, and what leads to other pages ends there.
fn push<'a>(stack: &mut Vec<Item<'a>>, dict: &'a Dictionary, above: &'a [u8]) {
    stack.extend(dict.iter().map(|(key, object)| Item { object, id: None, key, above }));
}
