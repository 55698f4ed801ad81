//! Picture files: read and looked through once, made ready for print when a
//! file shows them.
//!
//! [`Pictures::load`] reads the files and tells what is wrong with them from
//! their heads, without decoding. What a PDF shows of a picture is [`make`]d
//! from a [`Want`]: decoded, cut to what shows, brought down to the press's
//! resolution, turned into its inks, and coded. That is done once for all the
//! files of an issue, and kept on disk for the next build.

mod bits;
mod cache;
mod coded;
mod decode;
mod header;
mod held;
mod ink;
mod inks;
mod jpeg;
mod make;
mod png;
mod profile;
mod reseparate;
mod scale;
mod scans;
mod table;
mod tiff;
mod trouble;

pub(super) use coded::{Coded, Filter, Space};
pub use header::is_picture;
pub(super) use inks::Inks;
pub use jpeg::jpeg_inks;
pub(super) use make::Want;
pub(super) use scale::Region;
pub use scans::jpeg_fault;
pub(super) use trouble::Trouble;

use super::forms::Forms;
use crate::diag::{Diagnostic, why};
use crate::source::System;
use cache::Cache;
use header::{Channels, Header};
use image::metadata::Orientation;
use profile::{Profiles, SourceProfile};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A sum over bytes that tells contents apart.
type Digest = [u8; 16];

/// What was made of a picture, or why nothing was; made by the first that asks.
type Slot = Arc<OnceLock<Result<Arc<Coded>, Trouble>>>;

/// The picture files of an issue, each read once.
///
/// A file that is missing or broken is kept as such: pages show a gray box in
/// its place, so that a draft can still be looked at.
#[derive(Debug, Default)]
pub struct Pictures {
    files: BTreeMap<PathBuf, Result<Source, Trouble>>,
    made: Mutex<BTreeMap<Digest, Slot>>,
    inks: Mutex<BTreeMap<Digest, Arc<Inks>>>,
    cache: Option<Cache>,
    told: Mutex<BTreeMap<PathBuf, Diagnostic>>,
    /// Pages of PDF files that are placed like pictures.
    pub forms: Forms,
}

/// A readable picture.
#[derive(Debug)]
pub(super) struct Source {
    data: Vec<u8>,
    digest: Digest,
    header: Header,
    profile: SourceProfile,
}

impl Pictures {
    /// Reads files; every fault is told, in the order of the paths.
    pub fn load(
        system: &dyn System,
        paths: impl IntoIterator<Item = PathBuf>,
    ) -> (Pictures, Vec<Diagnostic>) {
        let paths: BTreeSet<PathBuf> = paths.into_iter().collect();
        let profiles = Profiles::default();
        let files: BTreeMap<PathBuf, Result<Source, Trouble>> = paths
            .into_par_iter()
            .map(|path| {
                let source = read(system, &path, &profiles);
                (path, source)
            })
            .collect();
        let broken = files
            .iter()
            .filter_map(|(path, source)| Some((path, source.as_ref().err()?)));
        let faults = broken.map(|(path, trouble)| trouble.tell(path)).collect();
        (Pictures { files, ..Pictures::default() }, faults)
    }

    /// Keeps what is made of an issue's pictures in a folder, and takes it from
    /// there; another issue's, by its name, stand beside them.
    pub fn keep_in(&mut self, system: Arc<dyn System>, folder: PathBuf, issue: &str) {
        self.cache = Some(Cache::new(system, folder, issue));
    }

    /// Throws away the issue's kept pictures that were neither taken nor made
    /// since they were loaded, and those of the earliest other issues if all
    /// together are too many.
    pub fn prune(&self) {
        if let Some(cache) = &self.cache {
            cache.prune();
        }
    }

    /// Width and height in pixels as the picture is to be shown.
    #[must_use]
    pub fn size(&self, path: &Path) -> Option<(u32, u32)> {
        self.get(path).map(Source::size)
    }

    /// Whether a picture is black and white alone, without grays.
    #[must_use]
    pub fn is_line_art(&self, path: &Path) -> bool {
        self.get(path).is_some_and(|source| source.header.line_art)
    }

    /// What is wrong with a file that was asked for.
    #[must_use]
    pub fn fault(&self, path: &Path) -> Option<Diagnostic> {
        let trouble = self.files.get(path)?.as_ref().err()?;
        Some(trouble.tell(path))
    }

    /// What is worth saying about a picture that can be used.
    #[must_use]
    pub fn remarks(&self, path: &Path) -> Vec<Diagnostic> {
        let Some(source) = self.get(path) else { return Vec::new() };
        let name = trouble::misnamed(path, source.header.format);
        name.into_iter().chain(source.profile.remark(path)).collect()
    }

    /// What was told while files were written, in the order of the paths.
    #[must_use]
    pub fn told(&self) -> Vec<Diagnostic> {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.values().cloned().collect()
    }

    /// Keeps what is to be told of a picture, once however many files show it.
    pub(super) fn tell(&self, path: &Path, fault: Diagnostic) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let page = |fault: &Diagnostic| fault.place.map(|place| place.page);
        // Files are written at the same time: the first page counts, not the
        // first to be done.
        let is_known = told.get(path).is_some_and(|known| page(known) <= page(&fault));
        if !is_known {
            told.insert(path.to_path_buf(), fault);
        }
    }

    pub(super) fn get(&self, path: &Path) -> Option<&Source> {
        self.files.get(path)?.as_ref().ok()
    }

    /// The inks of a press, made ready once for all the files of an issue.
    pub(super) fn inks(&self, profile: &[u8], limit: f64) -> Result<Arc<Inks>, Trouble> {
        let mut key = Vec::from(profile);
        key.extend(limit.to_le_bytes());
        let key = super::digest(&key);
        let mut known = self.inks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(inks) = known.get(&key) {
            return Ok(Arc::clone(inks));
        }
        let inks = Arc::new(Inks::new(profile, limit)?);
        known.insert(key, Arc::clone(&inks));
        Ok(inks)
    }

    /// Makes what is wanted of a picture, or takes what was made before.
    pub(super) fn make(
        &self,
        source: &Source,
        want: &Want,
    ) -> Result<Arc<Coded>, Trouble> {
        let key = want.key(source);
        let slot = {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(made.entry(key).or_default())
        };
        slot.get_or_init(|| {
            if let Some(coded) = self.cache.as_ref().and_then(|cache| cache.get(key)) {
                return Ok(Arc::new(coded));
            }
            let coded = make::make(source, want)?;
            if let Some(cache) = &self.cache {
                cache.put(key, &coded);
            }
            Ok(Arc::new(coded))
        })
        .clone()
    }
}

impl Source {
    /// Width and height as shown.
    pub(super) fn size(&self) -> (u32, u32) {
        let (width, height) = self.header.size;
        if self.lies() { (height, width) } else { (width, height) }
    }

    /// Whether the sides of the stored picture are exchanged when it is shown.
    pub(super) fn lies(&self) -> bool {
        header::lies(self.header.orientation)
    }

    /// Width and height as stored, before any turning.
    pub(super) fn stored(&self) -> (u32, u32) {
        self.header.size
    }

    /// How a camera held sideways wants it shown.
    pub(super) fn orientation(&self) -> Orientation {
        self.header.orientation
    }

    /// Whether its inks, by the profile it carries, are another press's.
    pub(super) fn is_of_other_inks(&self, want: &Want) -> bool {
        let inks = want.inks.as_ref().filter(|_| !want.gray);
        self.header.channels == Channels::Cmyk
            && inks.is_some_and(|inks| !inks.are_own(&self.profile))
    }

    /// Whether it is the same on a page of black alone: it has no colours.
    pub(super) fn is_gray(&self) -> bool {
        self.header.channels == Channels::Gray
    }
}

fn read(
    system: &dyn System,
    path: &Path,
    profiles: &Profiles,
) -> Result<Source, Trouble> {
    let data = system.read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Trouble::Missing,
        ErrorKind::IsADirectory => Trouble::Folder,
        _ => Trouble::Unreadable(why(&error)),
    })?;
    let (header, icc) = header::look(&data)?;
    let profile = profiles.read(icc.as_deref(), header.channels);
    let digest = super::digest(&data);
    Ok(Source { data, digest, header, profile })
}
