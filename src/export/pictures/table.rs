//! Tables from colours to colours, and what lies between their nodes.
//!
//! A colour library fills the nodes; what lies between is reckoned here in
//! whole numbers, so that every machine makes the same pixels.

/// Values at the nodes of a grid over three or four samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// Nodes along each side.
    grid: usize,
    inputs: usize,
    outputs: usize,
    /// To 65535; the last input runs fastest.
    nodes: Vec<u16>,
}

/// Nodes along each side by the number of inputs, as the colour library has
/// them: at its own nodes it reckons without rounding.
pub(super) const fn grid(inputs: usize) -> usize {
    if inputs == 4 { 17 } else { 33 }
}

/// The colours at the nodes of a grid, 0 to 1.
pub(super) fn nodes(inputs: usize) -> Vec<f64> {
    let grid = grid(inputs);
    let count = (0..inputs).fold(1, |count, _| count * grid);
    let mut colours = Vec::with_capacity(count * inputs);
    for node in 0..count {
        let mut place = vec![0.0; inputs];
        let mut rest = node;
        for part in place.iter_mut().rev() {
            *part = share(rest % grid, grid - 1);
            rest /= grid;
        }
        colours.extend(place);
    }
    colours
}

#[expect(clippy::cast_precision_loss, reason = "grids have at most 33 nodes")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

impl Table {
    /// A table of values 0 to 1 at the nodes.
    pub(super) fn new(inputs: usize, outputs: usize, values: &[f64]) -> Table {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped before"
        )]
        let whole = |value: &f64| (value.clamp(0.0, 1.0) * 65_535.0).round() as u16;
        let nodes = values.iter().map(whole).collect();
        Table { grid: grid(inputs), inputs, outputs, nodes }
    }

    /// Changes the values of every node.
    pub(super) fn mend<const N: usize>(&mut self, change: impl Fn([u16; N]) -> [u16; N]) {
        let (nodes, _) = self.nodes.as_chunks_mut::<N>();
        for node in nodes {
            *node = change(*node);
        }
    }

    /// Sets the value of one corner: all inputs at their least or most.
    pub(super) fn set_corner(&mut self, most: bool, value: u16) {
        let count = self.nodes.len();
        let at = if most { count - self.outputs } else { 0 };
        self.nodes[at..at + self.outputs].fill(value);
    }

    /// The farthest that any node of a table over itself lies from its own
    /// place, to 65535.
    pub(super) fn shift(&self) -> u16 {
        let own = Table::new(self.inputs, self.outputs, &nodes(self.inputs));
        let apart = self.nodes.iter().zip(&own.nodes);
        apart.map(|(node, own)| node.abs_diff(*own)).max().unwrap_or(0)
    }

    /// The outputs for pixels of as many samples as there are inputs.
    pub(super) fn apply(&self, pixels: &[u8]) -> Vec<u8> {
        match (self.inputs, self.outputs) {
            (3, 1) => self.over_three::<1>(pixels),
            (3, 3) => self.over_three::<3>(pixels),
            (3, _) => self.over_three::<4>(pixels),
            (_, 1) => self.over_four::<1>(pixels),
            (_, 3) => self.over_four::<3>(pixels),
            _ => self.over_four::<4>(pixels),
        }
    }

    fn over_three<const OUT: usize>(&self, pixels: &[u8]) -> Vec<u8> {
        let (pixels, _) = pixels.as_chunks::<3>();
        let mut out = Vec::with_capacity(pixels.len() * OUT);
        let mut last = ([0; 3], self.between::<OUT>(0, [0; 3]));
        for pixel in pixels {
            if *pixel != last.0 {
                last = (*pixel, self.between(0, *pixel));
            }
            out.extend(last.1.map(|value| code((value + 32_767) / 65_535)));
        }
        out
    }

    /// The first sample lies between two tables over the other three.
    fn over_four<const OUT: usize>(&self, pixels: &[u8]) -> Vec<u8> {
        let (pixels, _) = pixels.as_chunks::<4>();
        let slab = self.grid * self.grid * self.grid * OUT;
        let mut out = Vec::with_capacity(pixels.len() * OUT);
        for [first, rest @ ..] in pixels {
            let (cell, part) = self.place(*first);
            let low: [u32; OUT] = self.between(cell * slab, *rest);
            let high: [u32; OUT] =
                if part == 0 { low } else { self.between((cell + 1) * slab, *rest) };
            for (low, high) in low.into_iter().zip(high) {
                let mixed = u64::from(low) * u64::from(255 - part)
                    + u64::from(high) * u64::from(part);
                let value = (mixed + 8_355_712) / (255 * 65_535);
                out.push(u8::try_from(value).unwrap_or(u8::MAX));
            }
        }
        out
    }

    /// The cell that a sample lies in, and how far along it, in 255ths.
    fn place(&self, sample: u8) -> (usize, u32) {
        let along = usize::from(sample) * (self.grid - 1);
        let (cell, part) = (along / 255, along % 255);
        (cell, u32::try_from(part).unwrap_or(0))
    }

    /// The values for three samples, to 255 × 65535: each cell of the grid is cut
    /// into six tetrahedra along its gray diagonal, so that grays stay gray.
    fn between<const OUT: usize>(&self, start: usize, pixel: [u8; 3]) -> [u32; OUT] {
        let [(x, a), (y, b), (z, c)] = pixel.map(|sample| self.place(sample));
        let steps = [self.grid * self.grid * OUT, self.grid * OUT, OUT];
        let origin = start + x * steps[0] + y * steps[1] + z * steps[2];
        let mut order = [(a, steps[0]), (b, steps[1]), (c, steps[2])];
        // Farthest along first; equal parts give the same in any order.
        if order[0].0 < order[1].0 {
            order.swap(0, 1);
        }
        if order[1].0 < order[2].0 {
            order.swap(1, 2);
        }
        if order[0].0 < order[1].0 {
            order.swap(0, 1);
        }
        let [(most, first), (middle, second), (least, third)] = order;
        let mut values = [0; OUT];
        let mut add = |at: usize, weight: u32| {
            // A corner of no weight may lie outside the grid.
            if weight > 0 {
                for (value, node) in values.iter_mut().zip(&self.nodes[at..at + OUT]) {
                    *value += u32::from(*node) * weight;
                }
            }
        };
        add(origin, 255 - most);
        add(origin + first, most - middle);
        add(origin + first + second, middle - least);
        add(origin + first + second + third, least);
        values
    }
}

fn code(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_over_itself_changes_nothing() {
        for inputs in [3, 4] {
            let table = Table::new(inputs, inputs, &nodes(inputs));
            assert_eq!(table.shift(), 0);
            let pixels: Vec<u8> = (0..60_000_u32)
                .map(|at| at.wrapping_mul(2_654_435_761).to_le_bytes()[3])
                .collect();
            let out = table.apply(&pixels);
            let off = |(a, b): (&u8, &u8)| a.abs_diff(*b);
            assert!(pixels.iter().zip(&out).map(off).max() <= Some(1));
            let ends = table.apply(&[[0; 12], [255; 12]].concat());
            assert_eq!(ends, [[0; 12], [255; 12]].concat());
        }
    }
}
