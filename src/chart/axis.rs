//! Round numbers for axes.

/// At most `count` + 1 round numbers from the first at or below `low` to the first at or above `high`; their ends are the
/// axis, which therefore contains the data.
pub fn ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    let (low, high) = if high > low { (low, high) } else { (low, low + low.abs().max(1.0)) };
    let rough = (high - low) / count.max(1) as f64;
    let magnitude = 10_f64.powf(rough.log10().floor());
    let mut steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].map(|m| m * magnitude).into_iter();
    let span = |step: f64| ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
    let fits = |step: &f64| {
        let (first, last) = span(*step);
        last - first <= count.max(1) as f64
    };
    let step = steps.find(fits).unwrap_or(100.0 * magnitude);
    let (first, last) = span(step);
    (0..=(last - first) as usize).map(|i| (first + i as f64) * step).collect()
}

/// Where an axis of amounts starts: at zero, or nearer to the data where they fill less than a third of it.
pub fn floor_of(low: f64, high: f64) -> f64 {
    if low > 0.0 && high - low < high / 3.0 { (low - (high - low) / 2.0).max(0.0) } else { low.min(0.0) }
}

/// A number at a tick: as many decimals as the step needs, thousands separated.
pub fn tick_text(value: f64) -> String {
    crate::words::exact(value)
}

/// Every how many of `n` entries a label fits where `room` labels do, from 1, 2, 3, 6, 12, …
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
        assert_eq!(ticks(0.0, 132.0, 4), [0.0, 50.0, 100.0, 150.0]);
        assert_eq!(ticks(0.0, 0.0, 4), [0.0, 0.5, 1.0]);
        assert_eq!(stride(12, 6), 2);
        assert_eq!(stride(30, 8), 6);
    }

    proptest! {
        #[test]
        fn ticks_contain_the_data_and_are_few(low in -1e3..1e4_f64, span in 1e-3..1e4_f64, count in 2..8_usize) {
            let made = ticks(low, low + span, count);
            prop_assert!(made.len() >= 2 && made.len() <= count + 1);
            prop_assert!(made[0] <= low + 1e-6 * span && made[made.len() - 1] >= low + span - 1e-6 * span);
        }
    }
}
