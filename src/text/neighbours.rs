//! Which glyphs of a face are shaped alike whatever stands beside them.
//!
//! A lookup that looks at neighbours names all the glyphs that it may look at.
//! A glyph that none of them names is a wall: nothing that happens on one side
//! of it reaches the other. So the characters of such glyphs can be shaped once,
//! alone, and a line of them needs no shaper. Where a face's lookups cannot be
//! read that way (rules by classes, which may mean any glyph), nothing is said
//! of it, and all goes through the shaper.

use rustybuzz::Face;
use ttf_parser::gpos::PositioningSubtable;
use ttf_parser::gsub::{SingleSubstitution, SubstitutionSubtable};
use ttf_parser::opentype_layout::{
    ChainedContextLookup, ContextLookup, Coverage, LayoutTable, Lookup,
};
use ttf_parser::{GlyphId, Tag, gdef::GlyphClass};

/// Features that a shaper turns on by itself in a horizontal run, whatever the
/// script. Kerning is not among them: Chinese is shaped without it.
const ON: [&[u8; 4]; 21] = [
    b"abvm", b"blwm", b"ccmp", b"locl", b"mark", b"mkmk", b"rlig", b"calt", b"clig",
    b"curs", b"dist", b"liga", b"rclt", b"rvrn", b"ltra", b"ltrm", b"frac", b"numr",
    b"dnom", b"rand", b"trak",
];

/// The glyphs of a face that lookups tie to their neighbours.
pub(super) struct Neighbours {
    tied: Vec<bool>,
}

impl Neighbours {
    /// Reads the lookups of a face; none if they cannot be read.
    pub(super) fn of(face: &Face<'_>) -> Option<Neighbours> {
        let tables = face.tables();
        let foreign =
            tables.morx.is_some() || tables.kerx.is_some() || tables.trak.is_some();
        if foreign || face.is_variable() {
            return None;
        }
        let count = usize::from(face.number_of_glyphs());
        let mut neighbours = Neighbours { tied: vec![false; count] };
        for at in 0..face.number_of_glyphs() {
            let class = tables.gdef.and_then(|gdef| gdef.glyph_class(GlyphId(at)));
            neighbours.tied[usize::from(at)] = class == Some(GlyphClass::Mark);
        }
        if let Some(table) = tables.gpos {
            for lookup in lookups(&table)? {
                neighbours.position(&lookup)?;
            }
        }
        if let Some(table) = tables.gsub {
            let lookups = lookups(&table)?;
            for lookup in &lookups {
                neighbours.substitute(lookup)?;
            }
            // What becomes a tied glyph is tied.
            while lookups.iter().any(|lookup| neighbours.follow(lookup)) {}
        }
        Some(neighbours)
    }

    /// Whether a glyph is shaped by itself.
    pub(super) fn is_free(&self, glyph: GlyphId) -> bool {
        self.tied.get(usize::from(glyph.0)) == Some(&false)
    }

    fn tie(&mut self, glyph: GlyphId) {
        if let Some(tied) = self.tied.get_mut(usize::from(glyph.0)) {
            *tied = true;
        }
    }

    fn tie_all(&mut self, coverage: &Coverage<'_>) {
        each(coverage, |glyph| self.tie(glyph));
    }

    fn tie_each<'a>(&mut self, coverages: impl IntoIterator<Item = Coverage<'a>>) {
        for coverage in coverages {
            self.tie_all(&coverage);
        }
    }

    fn substitute(&mut self, lookup: &Lookup<'_>) -> Option<()> {
        for index in 0..lookup.subtables.len() {
            let subtable = lookup.subtables.get::<SubstitutionSubtable<'_>>(index)?;
            match &subtable {
                SubstitutionSubtable::Single(_) => {}
                SubstitutionSubtable::Multiple(_)
                | SubstitutionSubtable::Alternate(_) => {
                    self.tie_all(&subtable.coverage());
                }
                SubstitutionSubtable::Ligature(ligatures) => {
                    self.tie_all(&ligatures.coverage);
                    for ligature in ligatures.ligature_sets.into_iter().flatten() {
                        ligature.components.into_iter().for_each(|part| self.tie(part));
                    }
                }
                SubstitutionSubtable::Context(context) => self.context(context)?,
                SubstitutionSubtable::ChainContext(context) => self.chain(context)?,
                SubstitutionSubtable::ReverseChainSingle(chain) => {
                    self.tie_all(&chain.coverage);
                    self.tie_each(chain.backtrack_coverages);
                    self.tie_each(chain.lookahead_coverages);
                }
            }
        }
        Some(())
    }

    fn position(&mut self, lookup: &Lookup<'_>) -> Option<()> {
        for index in 0..lookup.subtables.len() {
            let subtable = lookup.subtables.get::<PositioningSubtable<'_>>(index)?;
            match &subtable {
                PositioningSubtable::Single(_) => {}
                PositioningSubtable::Cursive(_) => self.tie_all(&subtable.coverage()),
                // Not for Chinese: its kerning is off.
                PositioningSubtable::Pair(_) => return None,
                PositioningSubtable::MarkToBase(marks) => {
                    self.tie_all(&marks.mark_coverage);
                    self.tie_all(&marks.base_coverage);
                }
                PositioningSubtable::MarkToLigature(marks) => {
                    self.tie_all(&marks.mark_coverage);
                    self.tie_all(&marks.ligature_coverage);
                }
                PositioningSubtable::MarkToMark(marks) => {
                    self.tie_all(&marks.mark1_coverage);
                    self.tie_all(&marks.mark2_coverage);
                }
                PositioningSubtable::Context(context) => self.context(context)?,
                PositioningSubtable::ChainContext(context) => self.chain(context)?,
            }
        }
        Some(())
    }

    fn context(&mut self, context: &ContextLookup<'_>) -> Option<()> {
        let ContextLookup::Format3 { coverage, coverages, .. } = context else {
            return None;
        };
        self.tie_all(coverage);
        self.tie_each(*coverages);
        Some(())
    }

    fn chain(&mut self, context: &ChainedContextLookup<'_>) -> Option<()> {
        let ChainedContextLookup::Format3 {
            coverage,
            backtrack_coverages,
            input_coverages,
            lookahead_coverages,
            ..
        } = context
        else {
            return None;
        };
        self.tie_all(coverage);
        for coverages in [backtrack_coverages, input_coverages, lookahead_coverages] {
            self.tie_each(*coverages);
        }
        Some(())
    }

    /// Ties glyphs that a lookup turns into tied ones; whether there were any.
    fn follow(&mut self, lookup: &Lookup<'_>) -> bool {
        let mut found = false;
        for index in 0..lookup.subtables.len() {
            let subtable = lookup.subtables.get::<SubstitutionSubtable<'_>>(index);
            let Some(SubstitutionSubtable::Single(single)) = subtable else { continue };
            let mut follows = |from: GlyphId, to: GlyphId| {
                if self.is_free(from) && !self.is_free(to) {
                    self.tie(from);
                    found = true;
                }
            };
            match single {
                SingleSubstitution::Format1 { coverage, delta } => {
                    each(&coverage, |from| {
                        follows(from, GlyphId(from.0.wrapping_add_signed(delta)));
                    });
                }
                SingleSubstitution::Format2 { coverage, substitutes } => {
                    each(&coverage, |from| {
                        let to = coverage.get(from).and_then(|at| substitutes.get(at));
                        follows(from, to.unwrap_or(from));
                    });
                }
            }
        }
        found
    }
}

/// The lookups of a table that may be on; none if one of them passes over
/// glyphs that are no marks, or may be exchanged for another.
fn lookups<'a>(table: &LayoutTable<'a>) -> Option<Vec<Lookup<'a>>> {
    if table.variations.is_some() {
        return None;
    }
    let systems = table
        .scripts
        .into_iter()
        .flat_map(|script| script.default_language.into_iter().chain(script.languages));
    let required: Vec<u16> =
        systems.filter_map(|system| system.required_feature).collect();
    let mut numbers: Vec<u16> = Vec::new();
    for (at, feature) in (0..).zip(table.features) {
        let is_on = ON.iter().any(|tag| feature.tag == Tag::from_bytes(tag));
        if is_on || required.contains(&at) {
            numbers.extend(feature.lookup_indices);
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    let lookups: Option<Vec<Lookup<'a>>> =
        numbers.into_iter().map(|number| table.lookups.get(number)).collect();
    let passes = |lookup: &Lookup<'_>| {
        lookup.flags.ignore_base_glyphs() || lookup.flags.ignore_ligatures()
    };
    lookups.filter(|lookups| !lookups.iter().any(passes))
}

/// Every glyph of a coverage.
fn each(coverage: &Coverage<'_>, mut found: impl FnMut(GlyphId)) {
    match coverage {
        Coverage::Format1 { glyphs } => glyphs.into_iter().for_each(found),
        Coverage::Format2 { records } => {
            for record in *records {
                (record.start.0..=record.end.0).for_each(|at| found(GlyphId(at)));
            }
        }
    }
}
