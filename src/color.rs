//! Inks as a newspaper press lays them down.

/// A process colour in thousandths of full ink: cyan, magenta, yellow, black.
///
/// Text is black ink alone, never a mix, so that a slip of register cannot blur
/// it (press practice: body type in one ink).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ink {
    /// Cyan, magenta, yellow, black; 1000 is solid.
    pub cmyk: [u16; 4],
}

impl Ink {
    /// Solid black, no other ink.
    pub const BLACK: Ink = Ink::new(0, 0, 0, 1000);
    /// No ink: the paper shows.
    pub const PAPER: Ink = Ink::new(0, 0, 0, 0);
    /// A proof's warning red; never used in a press file.
    pub const PROOF_RED: Ink = Ink::new(0, 1000, 1000, 0);

    /// From thousandths of each ink.
    #[must_use]
    pub const fn new(c: u16, m: u16, y: u16, k: u16) -> Ink {
        Ink { cmyk: [c, m, y, k] }
    }

    /// A tint of black in percent.
    #[must_use]
    pub fn gray(percent: u16) -> Ink {
        Ink::new(0, 0, 0, percent.min(100) * 10)
    }

    /// Whether only the black plate prints.
    #[must_use]
    pub fn is_black_only(self) -> bool {
        self.cmyk[..3] == [0, 0, 0] && self.cmyk[3] > 0
    }

    /// Whether nothing prints.
    #[must_use]
    pub fn is_paper(self) -> bool {
        self.cmyk == [0; 4]
    }

    /// All four inks together, in percent.
    #[must_use]
    pub fn coverage(self) -> f64 {
        self.cmyk.iter().map(|ink| f64::from(*ink)).sum::<f64>() / 10.0
    }
}

impl Default for Ink {
    fn default() -> Ink {
        Ink::BLACK
    }
}
