//! Inks as a newspaper press lays them down.

/// A colour in thousandths of full ink: cyan, magenta, yellow, black, or a spot
/// ink that these four stand in for.
///
/// Text is black ink alone, never a mix, so that a slip of register cannot blur
/// it (press practice: body type in one ink).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ink {
    /// Cyan, magenta, yellow, black; 1000 is solid.
    pub cmyk: [u16; 4],
    /// Printed by a plate of its own where the press has that ink; the four
    /// above show what it looks like.
    pub spot: Option<Spot>,
}

/// A spot ink 专色 and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    /// Which.
    pub ink: SpotId,
    /// In thousandths; 1000 is solid.
    pub tint: u16,
}

/// Names a spot ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpotId {
    /// Every plate there is: for marks outside the page.
    All,
    /// One of the house's spot inks, by its number.
    House(u8),
}

impl Ink {
    /// Solid black, no other ink.
    pub const BLACK: Ink = Ink::new(0, 0, 0, 1000);
    /// No ink: the paper shows.
    pub const PAPER: Ink = Ink::new(0, 0, 0, 0);
    /// Solid on every plate; only for marks outside the page.
    pub const REGISTRATION: Ink = Ink {
        cmyk: [1000; 4],
        spot: Some(Spot { ink: SpotId::All, tint: 1000 }),
    };
    /// A proof's warning red; never used in a press file.
    pub const PROOF_RED: Ink = Ink::new(0, 1000, 1000, 0);

    /// From thousandths of each ink.
    #[must_use]
    pub const fn new(c: u16, m: u16, y: u16, k: u16) -> Ink {
        Ink { cmyk: [c, m, y, k], spot: None }
    }

    /// A tint of black in percent.
    #[must_use]
    pub fn gray(percent: u16) -> Ink {
        Ink::new(0, 0, 0, percent.min(100) * 10)
    }

    /// So much of this ink, in percent.
    #[must_use]
    pub fn tint(self, percent: u16) -> Ink {
        let share = |part: u16| {
            let part = (u32::from(part) * u32::from(percent.min(100)) + 50) / 100;
            u16::try_from(part).unwrap_or(u16::MAX)
        };
        let spot = self.spot.map(|spot| Spot { tint: share(spot.tint), ..spot });
        Ink { cmyk: self.cmyk.map(share), spot }
    }

    /// Whether only the black plate prints.
    #[must_use]
    pub fn is_black_only(self) -> bool {
        self.spot.is_none() && self.cmyk[..3] == [0, 0, 0] && self.cmyk[3] > 0
    }

    /// Whether nothing prints.
    #[must_use]
    pub fn is_paper(self) -> bool {
        match self.spot {
            Some(spot) => spot.tint == 0,
            None => self.cmyk == [0; 4],
        }
    }

    /// All inks together, in percent; a spot ink as the four that stand in for
    /// it.
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
