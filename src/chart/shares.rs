//! Shares of a count in line with the probability that is printed beside them.

/// The shares of each value, scaled on either side of the target so that those which reach it sum to `probability`.
///
/// A target's probability is often an average of each trial's chance given all but some of its shocks, which is more
/// precise than the share of hits. Scaled to it the shares are the post-stratified estimate, and what is drawn adds up to what is
/// said. Where no trial hits, or all do, there is nothing to scale.
pub(super) fn in_line(shares: &[f64], reaches: impl Fn(usize) -> bool, probability: f64) -> Vec<f64> {
    let total: f64 = shares.iter().sum();
    let hits: f64 =
        shares.iter().enumerate().filter(|(value, _)| reaches(*value)).map(|(_, share)| share).sum();
    let misses = total - hits;
    if hits <= 0.0 || misses <= 0.0 || !(0.0..=1.0).contains(&probability) {
        return shares.to_vec();
    }
    let scale = |reaches: bool| if reaches { probability / hits } else { (1.0 - probability) / misses };
    shares.iter().enumerate().map(|(value, share)| share * scale(reaches(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_that_reach_sum_to_the_probability() {
        let shares = in_line(&[0.1, 0.3, 0.4, 0.2], |value| value >= 2, 0.63);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((shares[2] + shares[3] - 0.63).abs() < 1e-12);
        // Within a side the proportions stay.
        assert!((shares[2] / shares[3] - 2.0).abs() < 1e-12 && (shares[1] / shares[0] - 3.0).abs() < 1e-12);
    }

    #[test]
    fn without_a_hit_or_a_miss_there_is_nothing_to_scale() {
        assert_eq!(in_line(&[0.5, 0.5], |_| false, 1e-5), [0.5, 0.5]);
        assert_eq!(in_line(&[0.5, 0.5], |_| true, 0.9999), [0.5, 0.5]);
    }
}
