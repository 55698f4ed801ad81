//! Tables from colours to colours, and what lies between their nodes.
//!
//! A colour library fills the nodes; what lies between is reckoned here in
//! whole numbers, so that every machine makes the same pixels.

use std::array;

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

    /// Sets the values of the nodes at which all inputs but the last are at their
    /// least.
    pub(super) fn set_edge<const N: usize>(&mut self, values: &[[u16; N]]) {
        let (nodes, _) = self.nodes.as_chunks_mut::<N>();
        for (node, value) in nodes.iter_mut().take(self.grid).zip(values) {
            *node = *value;
        }
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
        let cells = Cells::<OUT>::new(self);
        let mut out = vec![0; pixels.len() * OUT];
        for (pixel, out) in pixels.iter().zip(out.as_chunks_mut::<OUT>().0) {
            let values = cells.between(0, *pixel);
            *out = values.map(|value| code((value + 32_767) / 65_535));
        }
        out
    }

    /// The first sample lies between two tables over the other three.
    fn over_four<const OUT: usize>(&self, pixels: &[u8]) -> Vec<u8> {
        let (pixels, _) = pixels.as_chunks::<4>();
        let cells = Cells::<OUT>::new(self);
        let slab = self.grid * self.grid * self.grid;
        let mut out = Vec::with_capacity(pixels.len() * OUT);
        for [first, rest @ ..] in pixels {
            let Place { node, part } = cells.places[0][usize::from(*first)];
            let start = node / (self.grid * self.grid) * slab;
            let low: [u32; OUT] = cells.between(start, *rest);
            let high: [u32; OUT] =
                if part == 0 { low } else { cells.between(start + slab, *rest) };
            for (low, high) in low.into_iter().zip(high) {
                let mixed = u64::from(low) * u64::from(255 - part)
                    + u64::from(high) * u64::from(part);
                let value = (mixed + 8_355_712) / (255 * 65_535);
                out.push(u8::try_from(value).unwrap_or(u8::MAX));
            }
        }
        out
    }
}

/// Where a sample lies along one side of a table.
#[derive(Clone, Copy)]
struct Place {
    /// The node before it, counted over the whole table.
    node: usize,
    /// How far it lies beyond that node, in 255ths of the way to the next.
    part: u32,
}

/// A table laid out for speed: what depends on one sample alone is looked up.
struct Cells<const OUT: usize> {
    nodes: Vec<[u16; OUT]>,
    places: [[Place; 256]; 3],
    /// From a node to the next along each side.
    steps: [u32; 3],
}

impl<const OUT: usize> Cells<OUT> {
    fn new(table: &Table) -> Cells<OUT> {
        let steps = [table.grid * table.grid, table.grid, 1];
        let place = |step: usize, sample: usize| {
            let along = sample * (table.grid - 1);
            let part = u32::try_from(along % 255).unwrap_or(0);
            Place { node: along / 255 * step, part }
        };
        let mut nodes = table.nodes.as_chunks::<OUT>().0.to_vec();
        // A corner of no weight may lie outside the grid.
        nodes.resize(nodes.len() + steps.iter().sum::<usize>(), [0; OUT]);
        Cells {
            nodes,
            places: steps.map(|step| array::from_fn(|sample| place(step, sample))),
            steps: steps.map(|step| u32::try_from(step).unwrap_or(0)),
        }
    }

    /// The values for three samples, to 255 × 65535: each cell of the grid is cut
    /// into six tetrahedra along its gray diagonal, so that grays stay gray.
    fn between(&self, start: usize, [x, y, z]: [u8; 3]) -> [u32; OUT] {
        let [x, y, z] = [
            self.places[0][usize::from(x)],
            self.places[1][usize::from(y)],
            self.places[2][usize::from(z)],
        ];
        // Farthest along first; equal parts give the same in any order. Part and
        // step in one number are put in order without a branch.
        let [a, b, c] = [x, y, z].map(|place| place.part << 16);
        let (a, b, c) = (a | self.steps[0], b | self.steps[1], c | self.steps[2]);
        let (a, b) = (a.max(b), a.min(b));
        let (b, c) = (b.max(c), b.min(c));
        let (a, b) = (a.max(b), a.min(b));
        let [most, middle, least] = [a, b, c].map(|key| key >> 16);
        let mut at = start + x.node + y.node + z.node;
        let mut values = [0; OUT];
        let weights = [255 - most, most - middle, middle - least, least];
        for (weight, key) in weights.into_iter().zip([a, b, c, 0]) {
            for (value, node) in values.iter_mut().zip(&self.nodes[at]) {
                *value += u32::from(*node) * weight;
            }
            at += usize::from(u16::try_from(key & 0xFFFF).unwrap_or(0));
        }
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
