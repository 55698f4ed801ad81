//! The one front door: open a project, check it, make up its pages, export.

mod ads;
mod folders;
mod galley;
mod heads;
mod jumps;
mod places;
mod press;
mod report;
mod words;

pub use folders::Folders;
pub use galley::{Galley, GalleyOptions, Manuscript, TypeCase};
pub use heads::HeadTrial;
pub use places::{Places, check_places};
pub use report::{Report, StoryLine};

use crate::compose::{
    AdPlace, Arrival, Composed, Desk, Job, Leaving, Styles, measure, page,
};
use crate::diag::{Diagnostic, Severity, Sink, code};
use crate::export::pdf::{Meta, write};
use crate::export::{Pictures, for_press};
use crate::font::{FaceId, FontLibrary};
use crate::geom::Size;
use crate::issue::{Ad, Issue, PagePlan, Story, read};
use crate::layout::{FileFacts, House, Layout, Press, letter, read_house, read_layout};
use crate::page::{Page, Shape};
use crate::say;
use crate::source::{Encoding, Sources, Span, System};
use crate::text::words::Words;
use jumps::Route;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An issue with everything it needs, read and checked.
pub struct Project {
    system: Arc<dyn System>,
    /// The issue folder.
    pub folder: PathBuf,
    /// Where layouts and faces were looked for.
    pub folders: Folders,
    /// Every text file read.
    pub sources: Sources,
    /// What is wrong so far.
    pub faults: Sink,
    parts: Option<Parts>,
}

/// What can be made up; missing if a file could not be read at all.
struct Parts {
    issue: Issue,
    house: House,
    press: Press,
    layouts: BTreeMap<String, Layout>,
    styles: Styles,
    words: Words,
    fonts: FontLibrary,
    pictures: Pictures,
    pixels: BTreeMap<PathBuf, (u32, u32)>,
    line_art: BTreeSet<PathBuf>,
    sheets: BTreeMap<(PathBuf, u32), Size>,
    placed: Vec<Placed>,
    routes: Vec<Route>,
}

/// What stands where on one page.
struct Placed {
    /// Slot names and stories' names.
    stories: Vec<(String, String)>,
    /// Slot names and numbers of the page's advertisements.
    ads: Vec<(String, usize)>,
}

/// An issue made up.
pub struct Setting {
    /// The pages, in order.
    pub pages: Vec<Composed>,
    /// Every fault: of the files and of the pages.
    pub faults: Sink,
}

impl Project {
    /// Reads an issue folder and all it refers to. Nothing is written; every
    /// fault is in [`Project::faults`].
    #[must_use]
    pub fn open(system: &Arc<dyn System>, folder: &Path, folders: Folders) -> Project {
        Project::open_for(system, folder, folders, None)
    }

    /// The same for another press than the issue and the paper name.
    #[must_use]
    pub fn open_for(
        system: &Arc<dyn System>,
        folder: &Path,
        folders: Folders,
        press: Option<&str>,
    ) -> Project {
        let mut sources = Sources::default();
        let mut faults = Sink::default();
        let issue = read(system.as_ref(), folder, &mut sources, &mut faults);
        let house =
            read_house(system.as_ref(), folders.roots(), &mut sources, &mut faults);
        let mut project = Project {
            system: Arc::clone(system),
            folder: folder.to_path_buf(),
            folders,
            sources,
            faults,
            parts: None,
        };
        if let (Some(issue), Some(house)) = (issue, house) {
            let mut press = project.press_of(system, press, (&issue, &house));
            press.palette.clone_from(&house.spots);
            project.parts = Some(project.gather(system, (issue, house, press)));
        }
        project.check_file_names();
        project.tell_encodings();
        project
    }

    fn gather(
        &mut self,
        system: &Arc<dyn System>,
        (issue, house, press): (Issue, House, Press),
    ) -> Parts {
        let mut layouts = BTreeMap::new();
        for plan in &issue.pages {
            let name = &plan.layout;
            if layouts.contains_key(&name.value) {
                continue;
            }
            let folders = self.folders.roots();
            let (sources, faults) = (&mut self.sources, &mut self.faults);
            let read = read_layout(system.as_ref(), folders, name, sources, faults);
            layouts.extend(read.map(|layout| (name.value.clone(), layout)));
        }
        let placed = placed(&issue, &layouts, &mut self.faults);
        // Their faults are told with those of placing.
        let routes = jumps::routes(&issue, &mut Sink::default());
        let mut fonts = FontLibrary::new(Arc::clone(system), self.folders.fonts());
        let styles = Styles::new(&house, &mut fonts, &mut self.faults);
        let (mut pictures, pixels) = self.pictures(system, &issue);
        let (forms, sheets) =
            ads::sheets(system.as_ref(), &issue, &press, &mut self.faults);
        pictures.forms = forms;
        let line_art = pixels.keys().filter(|path| pictures.is_line_art(path));
        let line_art = line_art.cloned().collect();
        let words = words::of(&issue, &house);
        Parts {
            issue,
            house,
            press,
            layouts,
            styles,
            words,
            fonts,
            pictures,
            pixels,
            line_art,
            sheets,
            placed,
            routes,
        }
    }

    /// Reads the pictures that are there; the issue's reader has told the
    /// missing ones, with their places.
    fn pictures(
        &mut self,
        system: &Arc<dyn System>,
        issue: &Issue,
    ) -> (Pictures, BTreeMap<PathBuf, (u32, u32)>) {
        let photos = issue.stories.values().flat_map(|story| &story.photos);
        let ads = ads::files(issue)
            .map(|asked| asked.file)
            .filter(|file| !ads::is_pdf_file(system.as_ref(), &file.value));
        let photos: Vec<(PathBuf, Span)> = photos
            .map(|photo| &photo.file)
            .chain(ads)
            .map(|file| (file.value.clone(), file.span))
            .collect();
        let there = |(path, _): &&(PathBuf, Span)| system.exists(path);
        let paths = photos.iter().filter(there).map(|(path, _)| path.clone());
        let (pictures, _) = Pictures::load(system.as_ref(), paths);
        let mut pixels = BTreeMap::new();
        for (path, span) in photos.iter().filter(there) {
            match (pictures.size(path), pictures.fault(path)) {
                (Some(size), _) => {
                    if pixels.insert(path.clone(), size).is_none() {
                        let remarks = pictures.remarks(path).into_iter();
                        remarks.for_each(|remark| self.faults.push(remark.at(*span)));
                    }
                }
                (None, Some(fault)) => self.faults.push(fault.at(*span)),
                (None, None) => {}
            }
        }
        (pictures, pixels)
    }

    /// Keeps converted pictures in a folder, so that the next build takes them
    /// from there.
    pub fn keep_pictures(&mut self, system: &Arc<dyn System>, folder: PathBuf) {
        let issue = self.stem();
        if let Some(parts) = &mut self.parts {
            parts.pictures.keep_in(Arc::clone(system), folder, &issue);
        }
    }

    /// Throws away kept pictures that this build did not want.
    pub fn prune_pictures(&self) {
        if let Some(parts) = &self.parts {
            parts.pictures.prune();
        }
    }

    /// What was told of pictures while files were made: damage that only
    /// decoding finds, and ink taken away.
    #[must_use]
    pub fn told_of_pictures(&self) -> Vec<Diagnostic> {
        let pictures = self.parts.as_ref().map(|parts| &parts.pictures);
        pictures.map(Pictures::told).unwrap_or_default()
    }

    fn tell_encodings(&mut self) {
        let start = |id| Span::new(id, 0..0);
        let converted = self
            .sources
            .iter()
            .filter(|(_, file)| file.encoding == Encoding::Gb18030);
        let notes: Vec<Diagnostic> = converted
            .filter(|(id, _)| {
                let told = self.faults.list().iter();
                !told
                    .filter(|fault| fault.code == code::FILE_CONVERTED)
                    .any(|fault| fault.span().is_some_and(|span| span.file == *id))
            })
            .map(|(id, file)| {
                let path = file.path.display();
                Diagnostic::new(
                    code::FILE_CONVERTED,
                    say!(
                        "“{path}”是 GB18030 编码，已转换读入",
                        "“{path}” is GB18030 and was converted"
                    ),
                )
                .at(start(id))
            })
            .collect();
        for note in notes {
            self.faults.push(note);
        }
    }

    /// What files are read through.
    #[must_use]
    pub fn system(&self) -> &dyn System {
        self.system.as_ref()
    }

    /// The issue, if it could be read.
    #[must_use]
    pub fn issue(&self) -> Option<&Issue> {
        self.parts.as_ref().map(|parts| &parts.issue)
    }

    /// The house style, if it could be read.
    #[must_use]
    pub fn house(&self) -> Option<&House> {
        self.parts.as_ref().map(|parts| &parts.house)
    }

    /// The press the issue goes to, if the issue could be read.
    #[must_use]
    pub fn press(&self) -> Option<&Press> {
        self.parts.as_ref().map(|parts| &parts.press)
    }

    /// The house's styles and faces, for galleys.
    #[must_use]
    pub fn type_case(&self) -> Option<(&Styles, &FontLibrary)> {
        self.parts.as_ref().map(|parts| (&parts.styles, &parts.fonts))
    }

    /// Makes up every page, in parallel; the result does not depend on the
    /// number of threads.
    #[must_use]
    pub fn compose(&self) -> Setting {
        let mut faults = self.faults.clone();
        let Some(parts) = &self.parts else {
            return Setting { pages: Vec::new(), faults };
        };
        let mut pages = parts.pages();
        for page in &mut pages {
            faults.append(std::mem::take(&mut page.faults));
            for change in for_press(&mut page.page, &parts.press, &parts.house) {
                faults.push(change);
            }
        }
        let placed: Vec<&AdPlace> = pages.iter().flat_map(|page| &page.ads).collect();
        let forms = &parts.pictures.forms;
        faults.extend(ads::check_sizes((&parts.issue, forms), &placed, &parts.press));
        faults.extend(parts.fonts.faults());
        faults.extend(parts.forbidden_faces(&pages));
        Setting { pages, faults }
    }

    /// Writes pages as one PDF.
    ///
    /// # Errors
    /// As [`write()`].
    pub fn pdf(&self, pages: &[Page], title: &str) -> Result<Vec<u8>, Diagnostic> {
        let Some(parts) = &self.parts else {
            let nothing = say!("没有可以写的版面", "there is no page to write");
            return Err(Diagnostic::new(code::OUTPUT_FAILED, nothing));
        };
        let meta = Meta {
            title: title.to_string(),
            paper: parts.house.paper.name.clone(),
            date: parts.issue.date,
            creator: concat!("Qianzi ", env!("CARGO_PKG_VERSION")).to_string(),
        };
        write(pages, &parts.fonts, &parts.pictures, &parts.press, &meta)
    }

    /// `ljgrb_20260318`, with the edition if there is one: how the files of the
    /// whole issue are named.
    #[must_use]
    pub fn stem(&self) -> String {
        let edition = self.issue().map_or("", |issue| issue.edition.as_str());
        match edition {
            "" => self.day_stem(),
            edition => format!("{}_{edition}", self.day_stem()),
        }
    }

    /// The same without the edition: what all files of a day begin with.
    #[must_use]
    pub fn day_stem(&self) -> String {
        let Some(parts) = &self.parts else { return String::from("qianzi") };
        let date = parts.issue.date;
        let code = parts.code();
        let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
        format!("{code}_{year:04}{month:02}{day:02}")
    }

    /// The name of a page's press file, without `.pdf`, by the press's pattern.
    #[must_use]
    pub fn file_name(&self, page: u32, version: u32) -> String {
        let Some(parts) = &self.parts else { return String::from("qianzi") };
        let plan = parts.issue.pages.iter().find(|plan| plan.number.value == page);
        let date = parts.issue.date;
        parts.press.file_name.name(&FileFacts {
            paper: parts.code(),
            date: (date.year(), u8::from(date.month()), date.day()),
            part: plan.map_or("", |plan| plan.part.as_str()),
            page,
            edition: &parts.issue.edition,
            version,
        })
    }

    /// The name of a press file without `.pdf`: of a page, or of the whole issue,
    /// whose later versions have their letter at the end.
    #[must_use]
    pub fn press_file(&self, page: Option<u32>, version: u32) -> String {
        match (page, version) {
            (Some(page), _) => self.file_name(page, version),
            (None, ..=1) => self.stem(),
            (None, _) => format!("{}_{}", self.stem(), letter(version)),
        }
    }

    /// The title of a page's file, or of the whole issue's.
    #[must_use]
    pub fn title(&self, page: Option<u32>) -> String {
        let Some(parts) = &self.parts else { return String::new() };
        let date = parts.issue.date;
        let (name, year) = (&parts.house.paper.name, date.year());
        let (month, day) = (u8::from(date.month()), date.day());
        match page {
            Some(page) => format!("{name} {year}年{month}月{day}日 第{page}版"),
            None => format!("{name} {year}年{month}月{day}日"),
        }
    }
}

/// Slot names with stories and advertisements by page; a layout without a tree
/// takes its stories in the order of importance.
fn placed(
    issue: &Issue,
    layouts: &BTreeMap<String, Layout>,
    faults: &mut Sink,
) -> Vec<Placed> {
    let places = check_places(issue, layouts, faults);
    let page = |(plan, places): (&PagePlan, Places)| {
        let tree = layouts
            .get(&plan.layout.value)
            .and_then(|layout| layout.tree.as_ref());
        let names: Vec<String> = tree.map_or(Vec::new(), |tree| {
            tree.slots().iter().map(|slot| slot.name.clone()).collect()
        });
        let ads = names.iter().zip(places.ads);
        let ads = ads.filter_map(|(slot, ad)| Some((slot.clone(), ad?))).collect();
        let stories = match tree {
            Some(_) => names
                .into_iter()
                .zip(places.slots)
                .filter_map(|(slot, story)| Some((slot, story?)))
                .collect(),
            None => {
                let placed = plan.place.iter().map(|(_, story)| &story.value);
                let mut all: Vec<(String, String)> = Vec::new();
                for story in plan.stories.iter().map(|story| &story.value).chain(placed) {
                    if all.iter().all(|(_, other)| other != story) {
                        all.push((String::new(), story.clone()));
                    }
                }
                all
            }
        };
        Placed { stories, ads }
    };
    issue.pages.iter().zip(places).map(page).collect()
}

impl Parts {
    /// The paper's short name.
    fn code(&self) -> &str {
        match self.house.paper.code.as_str() {
            "" => "paper",
            code => code,
        }
    }

    /// Faces that pages show and a press file may not hold.
    fn forbidden_faces(&self, pages: &[Composed]) -> Vec<Diagnostic> {
        let items = pages.iter().flat_map(|page| &page.page.items);
        let shown = items.filter_map(|item| match &item.shape {
            Shape::Glyphs(run) => Some(run.face),
            _ => None,
        });
        let faces: BTreeSet<FaceId> = shown.collect();
        faces
            .into_iter()
            .filter_map(|face| self.fonts.forbidden(face))
            .collect()
    }

    /// Every page, in parallel; a page on which stories run on waits for those
    /// that they come from. Routes make no ring, so some page is always ready.
    fn pages(&self) -> Vec<Composed> {
        let count = self.issue.pages.len();
        let mut made: Vec<Option<Option<Composed>>> = (0..count).map(|_| None).collect();
        while made.iter().any(Option::is_none) {
            let waits = |index: usize| {
                let mut own = self.routes.iter().filter(|route| route.to == index);
                own.any(|route| made[route.from].is_none())
            };
            let ready: Vec<usize> = (0..count)
                .filter(|index| made[*index].is_none() && !waits(*index))
                .collect();
            let arriving = |index: usize| {
                let pages = made.iter().flatten().flatten();
                let all = pages.flat_map(|page: &Composed| page.run_on.iter());
                let to = |arrival: &&Arrival| {
                    self.routes.iter().any(|r| r.to == index && r.story == arrival.story)
                };
                all.filter(to).cloned().collect::<Vec<_>>()
            };
            let pages: Vec<(usize, Option<Composed>)> = ready
                .par_iter()
                .map(|index| (*index, self.page(*index, arriving(*index))))
                .collect();
            if pages.is_empty() {
                break;
            }
            for (index, page) in pages {
                made[index] = Some(page);
            }
        }
        made.into_iter().flatten().flatten().collect()
    }

    /// Stories that run on from a page, with the measure they have there.
    fn leaving(&self, index: usize) -> Vec<Leaving> {
        let own = self.routes.iter().filter(|route| route.from == index);
        own.filter_map(|route| {
            let placed = self.placed.get(route.to)?.stories.iter();
            let (slot, _) = placed.clone().find(|(_, story)| *story == route.story)?;
            let plan = &self.issue.pages[route.to];
            let layout = self.layouts.get(&plan.layout.value)?;
            Some(Leaving {
                story: route.story.clone(),
                page: plan.number.value,
                measure: measure(layout, slot),
            })
        })
        .collect()
    }

    fn page(&self, index: usize, arriving: Vec<Arrival>) -> Option<Composed> {
        let plan = &self.issue.pages[index];
        let layout = self.layouts.get(&plan.layout.value)?;
        let desk = Desk {
            issue: &self.issue,
            house: &self.house,
            styles: &self.styles,
            words: &self.words,
            fonts: &self.fonts,
            pictures: &self.pixels,
            sheets: &self.sheets,
            needs: self.press.pictures,
            line_art: &self.line_art,
        };
        let story = |(slot, name): &(String, String)| {
            let story: &Story = self.issue.stories.get(name)?;
            Some((slot.clone(), story))
        };
        // A story of which nothing runs on leaves its slot on this page empty.
        let stays = |(_, story): &&(String, String)| {
            let mut routes = self.routes.iter().filter(|route| route.to == index);
            let comes = routes.any(|route| route.story == *story);
            !comes || arriving.iter().any(|arrival| arrival.story == *story)
        };
        let places = self.placed.get(index)?;
        let placed = places.stories.iter().filter(stays).filter_map(story).collect();
        let ad = |(slot, ad): &(String, usize)| Some((slot.clone(), plan.ads.get(*ad)?));
        let ads: Vec<(String, &Ad)> = places.ads.iter().filter_map(ad).collect();
        let leaving = self.leaving(index);
        Some(page(&desk, &Job { plan, layout, placed, ads, leaving, arriving }))
    }
}

impl Setting {
    /// Whether a press file may be written.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.faults.count(Severity::Error) == 0
    }

    /// The display lists.
    #[must_use]
    pub fn display_lists(&self) -> Vec<Page> {
        self.pages.iter().map(|composed| composed.page.clone()).collect()
    }
}
