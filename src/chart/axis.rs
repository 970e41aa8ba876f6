//! Round numbers for axes.

/// At most `count` + 1 round numbers inside `low..=high`.
pub fn ticks_inside(low: f64, high: f64, count: usize) -> Vec<f64> {
    if high <= low || !(high - low).is_finite() {
        return vec![low];
    }
    let rough = (high - low) / count.max(1) as f64;
    let magnitude = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0].map(|m| m * magnitude).into_iter().find(|step| *step >= rough * (1.0 - 1e-9));
    let step = step.unwrap_or(10.0 * magnitude);
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    (0..(last - first + 1.0).max(0.0) as usize).map(|i| (first + i as f64) * step).collect()
}

/// The range of an axis of amounts that contains all from `low` to `high` with air about it: from zero, or from near
/// the data where they fill less than a third of that.
pub fn range_of(low: f64, high: f64) -> (f64, f64) {
    let far_from_zero = low > 0.0 && high - low < high / 3.0 && high > low;
    let bottom = if far_from_zero { (low - (high - low) * 0.4).max(0.0) } else { low.min(0.0) };
    let top = if high > bottom { high + 0.04 * (high - bottom) } else { bottom + 1.0 };
    (bottom, top)
}

/// A number at a tick: as many decimals as the step needs, thousands separated.
pub fn tick_text(value: f64) -> String {
    crate::words::exact(value)
}

/// A probability at a tick, in per cent without the sign, which would say more often than not that something is certain.
pub fn percent_text(value: f64) -> String {
    crate::words::exact((value * 1e4).round() / 100.0)
}

/// Distance between labelled entries, so that of `n` entries a label fits where `room` labels do, from 1, 2, 3, 6, 12, …
pub fn stride(n: usize, room: usize) -> usize {
    let mut stride = 1;
    let steps = [1, 2, 3, 6, 12, 24, 36, 60, 120];
    for step in steps {
        stride = step;
        if n.div_ceil(step) <= room.max(1) {
            break;
        }
    }
    stride
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn round_numbers() {
        assert_eq!(ticks_inside(0.0, 132.0, 4), [0.0, 50.0, 100.0]);
        assert_eq!(ticks_inside(0.0, 0.0, 4), [0.0]);
        assert_eq!(range_of(0.0, 0.0), (0.0, 1.0));
        assert_eq!(stride(12, 6), 2);
        assert_eq!(stride(30, 8), 6);
    }

    proptest! {
        #[test]
        fn ticks_lie_inside_and_are_few(low in -1e3..1e4_f64, span in 1e-3..1e4_f64, count in 2..8_usize) {
            let made = ticks_inside(low, low + span, count);
            prop_assert!(made.len() <= count + 1);
            prop_assert!(made.iter().all(|tick| *tick > low - 1e-6 * span && *tick < low + span * (1.0 + 1e-6)));
        }

        #[test]
        fn the_axis_contains_what_is_drawn(low in -1e3..1e4_f64, span in 0.0..1e4_f64) {
            let (bottom, top) = range_of(low, low + span);
            prop_assert!(bottom <= low && top >= low + span && top > bottom);
        }
    }
}
