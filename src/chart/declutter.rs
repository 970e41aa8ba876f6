//! Moving labels along one axis so that they neither overlap nor leave their range.

/// Centres of labels: as near as can be to `wanted`, in the same order, each keeping `sizes[i]` to itself,
/// all inside `low..high`. Where they cannot all fit they are set evenly, overlapping by as little as can be:
/// callers drop labels before it comes to that.
///
/// This is least-squares isotonic placement by pooling: labels that touch form a block, and a block stands at the mean of
/// what its members want, pushed inside the range.
pub fn declutter(wanted: &[f64], sizes: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let total: f64 = sizes.iter().sum();
    let squeeze = if total > high - low { ((high - low) / total).max(0.0) } else { 1.0 };
    let mut blocks: Vec<Block> = Vec::new();
    for &i in &order {
        let size = sizes[i] * squeeze;
        blocks
            .push(Block { start: wanted[i] - size / 2.0, length: size, members: vec![i] }.inside(low, high));
        while let [.., before, last] = blocks.as_slice()
            && before.start + before.length > last.start
        {
            let joined = before.join(last).inside(low, high);
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    let mut centres = vec![0.0; wanted.len()];
    for block in &blocks {
        let mut at = block.start;
        for &i in &block.members {
            let size = sizes[i] * squeeze;
            centres[i] = at + size / 2.0;
            at += size;
        }
    }
    centres
}

struct Block {
    start: f64,
    length: f64,
    members: Vec<usize>,
}

impl Block {
    /// The block of both, each member as near as can be to where it stood.
    fn join(&self, after: &Block) -> Block {
        let (n, m) = (self.members.len() as f64, after.members.len() as f64);
        let start = (self.start * n + (after.start - self.length) * m) / (n + m);
        let members = self.members.iter().chain(&after.members).copied().collect();
        Block { start, length: self.length + after.length, members }
    }

    fn inside(self, low: f64, high: f64) -> Block {
        Block { start: self.start.min(high - self.length).max(low), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_with_room_stay_where_they_are() {
        assert_eq!(declutter(&[10.0, 50.0, 30.0], &[10.0; 3], 0.0, 100.0), [10.0, 50.0, 30.0]);
    }

    #[test]
    fn equal_labels_spread_about_their_place() {
        assert_eq!(declutter(&[50.0; 3], &[10.0; 3], 0.0, 100.0), [40.0, 50.0, 60.0]);
        assert_eq!(declutter(&[99.0, 99.0], &[10.0; 2], 0.0, 100.0), [85.0, 95.0]);
    }

    proptest! {
        #[test]
        fn never_overlapping_never_outside_never_reordered(
            wanted in prop::collection::vec(-50.0..150.0_f64, 1..9),
            size in 1.0..11.0_f64,
        ) {
            let placed = declutter(&wanted, &vec![size; wanted.len()], 0.0, 100.0);
            let mut order: Vec<usize> = (0..wanted.len()).collect();
            order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
            for &centre in &placed {
                prop_assert!(centre - size / 2.0 > -1e-9 && centre + size / 2.0 < 100.0 + 1e-9);
            }
            for pair in order.windows(2) {
                prop_assert!(placed[pair[1]] - placed[pair[0]] > size - 1e-9);
            }
        }
    }
}
