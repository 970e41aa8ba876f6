//! Ranges of values, and what to do with real values outside them.

use super::node::Origin;
use super::problem::{Problem, Problems};
use super::site::{Role, Site};
use crate::format::Dimension;
use crate::text::{Text, text, tidy};

/// Largest amount: beyond it lie slips, and sums that lose their last digits.
const LARGEST: f64 = 1e15;
/// Bare rates of growth above this are asked about: 1 is 100%, where 1% may be meant.
pub(crate) const USUAL_GROWTH: f64 = 0.5;

/// Least and largest value, and the wording of the range where `value` lies outside, for a role on a scale.
fn range(site: Site<'_>, value: f64) -> (f64, f64, Text) {
    let at_most = || text!("不超过 1000 万亿", "at most 1,000 trillion");
    match (site.role, site.scale.dimension) {
        (Role::Threshold, _) => (f64::MIN, f64::MAX, text!("有限的数", "a finite number")),
        (Role::Add, Dimension::Growth | Dimension::Share) => {
            (-1.0, 1.0, text!("-100 到 100 个百分点", "-100% to 100%"))
        }
        (Role::Add, Dimension::Volatility) => (-5.0, 5.0, text!("-500% 到 500%", "-500% to 500%")),
        (Role::Add, _) => {
            (-LARGEST, LARGEST, text!("绝对值不超过 1000 万亿", "at most 1,000 trillion in size"))
        }
        (Role::Multiply, _) => (0.0, 1e6, text!("0 到 100 万", "0 to 1 million")),
        (_, Dimension::Growth) => (-0.99, 2.0, text!("-99% 到 200%", "-99% to 200%")),
        (_, Dimension::Share) => (0.0, 1.0, text!("0 到 1（0% 到 100%）", "0 to 1 (0% to 100%)")),
        (_, Dimension::Volatility) => (0.0, 5.0, text!("0 到 5（500%）", "0 to 5 (500%)")),
        (_, Dimension::Rate) => (0.0, 1e4, text!("每年 0 到 10000", "0 to 10,000 a year")),
        (_, Dimension::Months) => (0.0, 1e6, text!("0 到 100 万个月", "0 to 1 million months")),
        (_, Dimension::Signed) => (-1e6, 1e6, text!("-100 万到 100 万", "-1 million to 1 million")),
        (_, Dimension::Whole) => {
            (-1e9, 1e9, text!("整数，绝对值不超过 10 亿", "a whole number of at most 1 billion in size"))
        }
        _ if value < 0.0 => (0.0, LARGEST, text!("不小于 0", "0 or more")),
        _ => (0.0, LARGEST, at_most()),
    }
}

/// Whether a value lies in the range of its dimension; reports it where not.
pub(crate) fn check_range(
    value: f64,
    origin: Origin,
    site: Site<'_>,
    plain: bool,
    out: &mut Problems,
) -> bool {
    let (low, high, allowed) = range(site, value);
    let whole = site.scale.dimension != Dimension::Whole || site.role != Role::Value || value.fract() == 0.0;
    let shown = tidy(value);
    if (low..=high).contains(&value) && whole {
        if plain
            && site.role == Role::Value
            && site.scale.dimension == Dimension::Growth
            && value > USUAL_GROWTH
        {
            out.push(asked(value, origin, site.path));
        }
        return true;
    }
    let fraction =
        matches!(site.scale.dimension, Dimension::Growth | Dimension::Share | Dimension::Volatility)
            && matches!(site.role, Role::Value | Role::Add);
    let found = if fraction && plain {
        let percent = tidy(value * 100.0);
        text!("{shown}，即 {percent}%", "{shown}, that is {percent}%")
    } else {
        text!("{shown}", "{shown}")
    };
    let mut problem = Problem::error(origin, site.path, found).allowed(allowed);
    let is_percent = fraction && plain && value >= 2.0 && value > high;
    problem.remedy = if is_percent && (low..=high).contains(&(value / 100.0)) {
        let meant = tidy(value / 100.0);
        Some(text!("是否应为 {meant}（或 \"{shown}%\"）？", "did you mean {meant} (or \"{shown}%\")?"))
    } else {
        (site.role == Role::Value).then(|| remedy(value < low, site)).flatten()
    };
    out.push(problem);
    false
}

/// A bare rate of growth that is possible, and more likely a number of percent.
pub(crate) fn asked(value: f64, origin: Origin, path: &str) -> Problem {
    let (shown, percent) = (tidy(value), tidy(value * 100.0));
    Problem::warning(origin, path, text!("{shown}，即 {percent}%", "{shown}, that is {percent}%"))
        .remedy(text!("是否应为 \"{shown}%\"？", "did you mean \"{shown}%\"?"))
}

/// What to do with a value that offices have and the model does not: it lies below the range, or above it.
fn remedy(is_below: bool, site: Site<'_>) -> Option<Text> {
    let key = site.path.rsplit('.').next().unwrap_or_default();
    let remedy = match (site.scale.dimension, key, is_below) {
        (_, "tax", true) => text!(
            "退税多于缴税的企业（如留抵退税）：留空（按税率计）或填 0",
            "where refunds exceed what was paid, leave it empty (output times tax rate) or write 0"
        ),
        (Dimension::Output, "output" | "output_to_date", true) => text!(
            "冲减以前时期的，填本期实际产值；停产的填 0",
            "write what was made in this period, without corrections of earlier ones; 0 where nothing was made"
        ),
        (Dimension::Growth, _, true) => text!(
            "关停用 [[exits]]；已停产的企业不必列入",
            "closings belong to [[exits]]; leave out enterprises that have closed"
        ),
        (Dimension::Growth, _, false) => text!(
            "这里是今后各年增速的中位数，不是上年实际增速：新投产企业翻番的一年不会年年重现",
            "this is the median growth of the years to come, not that of last year: a new firm does not double every year"
        ),
        (Dimension::Months, _, true) => text!("已经过了的时间写 0", "write 0 for what is over already"),
        (Dimension::Months, _, false) => {
            text!("不设期限的，不写此项", "leave it out where there is no limit")
        }
        (Dimension::Share | Dimension::Volatility | Dimension::Signed | Dimension::Whole, ..) => return None,
        (_, _, true) => text!("没有就写 0", "write 0 where there is none"),
        (_, _, false) => text!("检查单位", "check the unit"),
    };
    Some(remedy)
}
