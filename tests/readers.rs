//! What the files say arrives in the model.

use qianzi::copy::Passage;
use qianzi::diag::Sink;
use qianzi::geom::Abs;
use qianzi::issue::{self, Block, Issue};
use qianzi::layout::{self, Frame, HeadPlace, House, Layout, Node, Punctuation};
use qianzi::role::Role;
use qianzi::source::{Located, Memory, Sources, Span};
use std::path::{Path, PathBuf};

/// A project of a few files, which must have no faults.
#[derive(Default)]
struct Project {
    memory: Memory,
    sources: Sources,
}

impl Project {
    fn with(mut self, path: &str, text: &str) -> Project {
        self.memory.put(path, text);
        self
    }

    fn issue(&mut self) -> Issue {
        let mut sink = Sink::default();
        let folder = Path::new("");
        let issue = issue::read(&self.memory, folder, &mut self.sources, &mut sink);
        assert!(sink.list().is_empty(), "{:?}", sink.list());
        issue.expect("an issue")
    }

    fn layout(&mut self, name: &str, folders: &[&str]) -> Layout {
        let mut sink = Sink::default();
        let file = self.sources.add_text("test", name);
        let name = Located::new(name.to_string(), Span::new(file, 0..name.len()));
        let folders: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
        let sources = &mut self.sources;
        let layout =
            layout::read_layout(&self.memory, &folders, &name, sources, &mut sink);
        assert!(sink.list().is_empty(), "{:?}", sink.list());
        layout.expect("a layout")
    }

    fn house(&mut self) -> House {
        let mut sink = Sink::default();
        let folders = [PathBuf::new()];
        let house =
            layout::read_house(&self.memory, &folders, &mut self.sources, &mut sink);
        assert!(sink.list().is_empty(), "{:?}", sink.list());
        house.expect("a house style")
    }

    /// Every letter must be the character at its place, or its escape.
    fn check_places(&self, passage: &Passage) {
        let text = &self.sources.get(passage.file).text;
        for letter in &passage.letters {
            let found = text[letter.at as usize..].chars().next();
            assert!(found == Some(letter.c) || found == Some('\\'), "{letter:?}");
        }
    }
}

const STORY: &str = r#"
+++
kicker = '引题'
headline = ["主题\"第一\"行", "第二行"]
tail = "（海城工）"
credit = "记者（特约）甲"
note = """
按语第一段
第二段"""

[[photo]]
file = "photos/图.jpg"
caption = "说明"
+++
　　第一段。
### 小标题
第二段**黑体**。
"#;

#[test]
fn a_story_and_its_places() {
    let mut project = Project::default()
        .with("photos/图.jpg", "")
        .with("stories/甲.md", STORY)
        .with(
            "issue.toml",
            "date = 2026-03-18\n[[page]]\nnumber = 2\nlayout = \"a\"\nstories = [\"乙\"]\n\
             [[page]]\nnumber = 1\nlayout = \"a\"\nplace = { x = \"甲\" }\n\
             [[story]]\nname = \"乙\"\nheadline = '题'\nbody = '''\n一\n\n二\n'''\n",
        );
    let issue = project.issue();
    assert_eq!(issue.date.to_string(), "2026-03-18");
    let numbers: Vec<u32> = issue.pages.iter().map(|page| page.number.value).collect();
    assert_eq!(numbers, [1, 2]);

    let story = &issue.stories["甲"];
    let lines: Vec<String> = story.head.headline.iter().map(Passage::text).collect();
    assert_eq!(lines, ["主题\"第一\"行", "第二行"]);
    assert!(story.head.broken && !issue.stories["乙"].head.broken);
    assert_eq!(story.tail.as_ref().map(Passage::text).as_deref(), Some("海城工"));
    let credit = story.credit.as_ref().map(Passage::text);
    assert_eq!(credit.as_deref(), Some("记者（特约）甲"));
    assert_eq!((story.note.len(), story.priority), (2, 3));
    let photo = &story.photos[0];
    assert_eq!((photo.width, photo.focus), (issue::Width::Legs(1), (0.5, 0.4)));
    let body: Vec<String> = story.body.iter().map(|block| block.text()).collect();
    assert_eq!(body, ["第一段。", "小标题", "第二段黑体。"]);
    assert!(matches!(story.body[1], Block::Crosshead(_)));

    let head = story
        .head
        .headline
        .iter()
        .chain(&story.head.kicker)
        .chain(&story.tail);
    let inline = issue.stories["乙"].body.iter().flat_map(Block::passages);
    let body = story.body.iter().flat_map(Block::passages).chain(inline);
    head.chain(&story.note)
        .chain(body)
        .for_each(|it| project.check_places(it));
}

const BASE: &str = "[page]\nwidth = \"275mm\"\nheight = \"390mm\"\ncolumns = 4\nchars = 17\n\
    gutter = 2\nlines = 82\n[folio]\nlines = 2\n[tree]\nslot = \"all\"\n";

#[test]
fn a_layout_takes_from_its_base_what_it_lacks() {
    let tree = "base = \"base\"\n[page]\ncolumns = 5\nchars = 13\n[folio]\nlines = 0\n\
        [tree]\nrows = [ { slot = \"a\", legs = 3 }, { columns = [ { slot = \"b\" }, \
        { slot = \"c\", span = 3, box = \"thick-thin\", tint = 8, head = \"vertical\", \
        lines = 20, optional = true } ] } ]\n";
    let mut project = Project::default()
        .with("shipped/layouts/base.toml", BASE)
        .with("shipped/layouts/own.toml", "not even TOML")
        .with("mine/layouts/own.toml", tree);
    let layout = project.layout("own", &["mine", "shipped"]);
    assert_eq!((layout.grid.columns, layout.grid.lines), (5, 82));
    assert_eq!((layout.folio, layout.nameplate), (None, None));
    let margins = layout.grid.margins;
    let across = margins.inner + layout.grid.span(5) + margins.outer;
    assert!((across - layout.grid.paper.width).abs() <= Abs::raw(1));

    let Some(Node::Rows { children, .. }) = &layout.tree else { panic!("rows") };
    let slots = children.iter().flat_map(Node::slots).collect::<Vec<_>>();
    let spans: Vec<(usize, usize)> = slots.iter().map(|s| (s.span, s.legs)).collect();
    assert_eq!(spans, [(5, 3), (2, 2), (3, 3)]);
    let last = slots[2];
    assert_eq!((last.frame, last.head), (Frame::ThickThin, HeadPlace::Vertical));
    assert_eq!((last.tint, last.lines, last.optional), (8, Some(20), true));

    let base = project.layout("base", &["mine", "shipped"]);
    assert_eq!(base.ladder.size(1), Abs::pt(36.0));
    assert_eq!(base.folio, Some(2));
}

#[test]
fn the_house_style_spreads_from_the_body() {
    let empty = Project::default().with("layouts/house.toml", "").house();
    assert_eq!(empty.style(Role::Headline).face, "song-black");
    assert_eq!(empty.style(Role::Nameplate).size, Abs::pt(64.0));

    let house = Project::default()
        .with(
            "layouts/house.toml",
            "[style.body]\nsize = \"五号\"\npunctuation = \"kaiming\"\n\
             [style.caption]\nsize = \"16pt\"\npunctuation = \"banjiao\"\n\
             [style.teaser]\nink = [0, 100, 100, 0]\n[faces.song]\nhan = [\"A.otf\"]\n",
        )
        .house();
    // What stands inside body text has its size; other roles its punctuation.
    assert_eq!(house.style(Role::Kai).size, Abs::pt(10.5));
    assert_eq!(house.style(Role::Kai).leading, Abs::pt(14.0));
    assert_eq!(house.style(Role::Deck).size, Abs::pt(21.0));
    assert_eq!(house.style(Role::Crosshead).punctuation, Punctuation::Kaiming);
    assert_eq!(house.style(Role::Deck).punctuation, Punctuation::Banjiao);
    assert_eq!(house.style(Role::Caption).punctuation, Punctuation::Banjiao);
    assert_eq!(house.style(Role::Caption).leading, Abs::pt(21.0));
    assert_eq!(house.style(Role::Teaser).ink.cmyk, [0, 1000, 1000, 0]);
    assert_eq!(house.faces["song"].han, ["A.otf"]);
    assert_eq!(
        house.faces["song"].latin.as_deref(),
        Some("SourceSerif4SmText-Regular.otf")
    );
}
