//! All faces of a project.

use super::face::{Face, FaceId};
use crate::diag::{Diagnostic, Sink, code};
use crate::geom::Em;
use crate::say;
use crate::source::{Span, System};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// Most bytes of a file of faces; collections of all Chinese faces have 150 MB.
const MOST: u64 = 256 << 20;

/// Faces for one name of the house style: the Chinese ones by preference, and
/// a companion for Latin and digits.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// Chinese faces; the first that has a character sets it.
    pub han: Vec<FaceId>,
    /// Latin and digits.
    pub latin: Option<FaceId>,
    /// Size of the companion relative to the Chinese face.
    pub latin_scale: f64,
    /// How far the companion is raised.
    pub latin_shift: Em,
}

impl Default for Family {
    fn default() -> Family {
        Family {
            han: Vec::new(),
            latin: None,
            latin_scale: 1.0,
            latin_shift: Em::ZERO,
        }
    }
}

/// The faces that a project names. A file is read whole, when its first
/// character is asked for and not before: fall-back faces cost nothing until
/// a rare character needs them.
pub struct FontLibrary {
    system: Arc<dyn System>,
    folders: Vec<PathBuf>,
    slots: Vec<Slot>,
    by_file: BTreeMap<String, FaceId>,
}

struct Slot {
    file: String,
    path: PathBuf,
    face: OnceLock<Option<Face>>,
}

impl FontLibrary {
    /// A library that looks for files in these folders, in this order.
    #[must_use]
    pub fn new(system: Arc<dyn System>, folders: Vec<PathBuf>) -> FontLibrary {
        FontLibrary {
            system,
            folders,
            slots: Vec::new(),
            by_file: BTreeMap::new(),
        }
    }

    /// Gives a file of one of the folders its number, without reading it.
    ///
    /// # Errors
    /// A fault when the file is in none of the folders.
    pub fn register(&mut self, file: &str) -> Result<FaceId, Diagnostic> {
        if let Some(id) = self.by_file.get(file) {
            return Ok(*id);
        }
        let path = self
            .folders
            .iter()
            .map(|folder| folder.join(file))
            .find(|path| self.system.exists(path))
            .ok_or_else(|| self.missing(file))?;
        let id = FaceId(u16::try_from(self.slots.len()).unwrap_or(u16::MAX));
        self.slots.push(Slot {
            file: file.to_string(),
            path,
            face: OnceLock::new(),
        });
        self.by_file.insert(file.to_string(), id);
        Ok(id)
    }

    /// Registers every file of a name of the house style; what fails is told, with
    /// the place that names it.
    pub fn family(
        &mut self,
        han: &[String],
        latin: Option<&str>,
        (named, sink): (&BTreeMap<String, Span>, &mut Sink),
    ) -> Family {
        let mut register = |file: &str| match self.register(file) {
            Ok(id) => Some(id),
            Err(fault) => {
                sink.push(match named.get(file) {
                    Some(span) => fault.at(*span),
                    None => fault,
                });
                None
            }
        };
        let han = han.iter().filter_map(|file| register(file)).collect();
        let latin = latin.and_then(register);
        Family { han, latin, ..Family::default() }
    }

    /// A face, read now if it was not before; none if the file is no font.
    #[must_use]
    pub fn get(&self, id: FaceId) -> Option<&Face> {
        let slot = self.slots.get(id.index())?;
        let read = || {
            let data = self.system.read_within(&slot.path, MOST).ok()?;
            Face::new(id, &slot.file, data)
        };
        slot.face.get_or_init(read).as_ref()
    }

    /// The name of a face's file, read or not.
    #[must_use]
    pub fn file(&self, id: FaceId) -> &str {
        &self.slots[id.index()].file
    }

    /// How many faces are registered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether no face is registered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The faces read so far, with their numbers in order.
    pub fn loaded(&self) -> impl Iterator<Item = &Face> {
        self.slots.iter().filter_map(|slot| slot.face.get()?.as_ref())
    }

    /// Faults for the files that were asked for and are no fonts.
    #[must_use]
    pub fn faults(&self) -> Vec<Diagnostic> {
        let broken =
            self.slots.iter().filter(|slot| matches!(slot.face.get(), Some(None)));
        broken
            .map(|slot| {
                let path = slot.path.display();
                Diagnostic::new(
                    code::FONT_BROKEN,
                    say!(
                        "字体文件“{path}”打不开",
                        "font file “{path}” is not a usable font"
                    ),
                )
            })
            .collect()
    }

    /// The fault of showing a face that may not be embedded.
    #[must_use]
    pub fn forbidden(&self, id: FaceId) -> Option<Diagnostic> {
        let face = self.get(id).filter(|face| !face.is_embeddable())?;
        let file = face.file();
        let fault = Diagnostic::new(
            code::FONT_FORBIDDEN,
            say!(
                "字体“{file}”的授权不许嵌入 PDF",
                "the licence bits of font “{file}” forbid embedding it"
            ),
        );
        Some(fault.help(say!(
            "在 layouts/house.toml 里换一种字体，或向字体厂商买可嵌入的授权。",
            "Name another face in layouts/house.toml, or buy a licence that allows it."
        )))
    }

    fn missing(&self, file: &str) -> Diagnostic {
        let looked: Vec<_> = self
            .folders
            .iter()
            .map(|folder| folder.display().to_string())
            .collect();
        let looked = looked.join("、");
        Diagnostic::new(
            code::FONT_MISSING,
            say!("找不到字体文件“{file}”", "font file “{file}” was not found"),
        )
        .help(say!(
            "找过：{looked}。把字体放进项目的 fonts/，或用 --data 指明程序的资料夹。",
            "looked in: {looked}. Put it into the project's fonts/ or name the data folder with --data."
        ))
    }
}
