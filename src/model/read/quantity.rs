//! Quantities: fixed numbers, "a to b", "a / b / c" and `{ dist = … }`.

use super::calendar::calendar;
use super::dist;
use super::node::{Node, NodeValue, Origin};
use super::number;
use super::problem::{Problem, Problems};
use super::range::check_range;
use super::scalar::{fixed, interval_ends, kind_name, quantile_parts, uncertain_refused, with_unit};
use super::site::{Role, Site};
use super::unit::Scale;
use crate::format::Dimension;
use crate::law::{Distribution, Law, LogNormal, Metalog, Normal, Unit};
use crate::scenario::Quantity;
use crate::text::text;

/// Reads a value that may be uncertain.
pub(crate) fn quantity(node: &Node, site: Site<'_>, out: &mut Problems) -> Option<Quantity> {
    if site.scale.dimension == Dimension::Months && calendar(&node.value).is_some() {
        out.push(date_refused(node, site));
        return None;
    }
    match &node.value {
        NodeValue::Table(table) => dist::law(table, node.origin, site, out),
        NodeValue::Text(text) => match (interval_ends(text), quantile_parts(text)) {
            (Some((low, high)), _) => interval(low, high, node.origin, site, out),
            (None, Some(parts)) => quantiles(parts, node.origin, site, out),
            (None, None) => fixed(node, site, out).map(Quantity::Fixed),
        },
        _ => fixed(node, site, out).map(Quantity::Fixed),
    }
}

/// A date where there is nothing that it could be counted from.
fn date_refused(node: &Node, site: Site<'_>) -> Problem {
    Problem::error(node.origin, site.path, kind_name(&node.value))
        .allowed(text!(
            "月数，如 6 或 \"3 to 9\"；月份只用于已知项目的各步和供给的 delay",
            "months, such as 6 or \"3 to 9\"; dates are for the steps of known projects and the `delay` of supplies"
        ))
}

/// The ends of "5 to 3亿元" the other way round, with the unit that holds for both still at the end.
fn turned(low: &str, high: &str) -> (String, String) {
    match (number::leading(low), number::leading(high)) {
        (Ok((_, "")), Ok((_, unit))) if !unit.is_empty() => {
            let number = high.strip_suffix(unit).unwrap_or(high).trim_end();
            (number.to_owned(), format!("{low}{unit}"))
        }
        _ => (high.to_owned(), low.to_owned()),
    }
}

/// Reads "a to b", the central 90% interval.
fn interval(low: &str, high: &str, origin: Origin, site: Site<'_>, out: &mut Problems) -> Option<Quantity> {
    if site.role == Role::Threshold {
        uncertain_refused(origin, site, out);
        return None;
    }
    let b = with_unit(high, origin, site, out)?;
    // A unit after b holds for both ends.
    let unit = number::leading(high).map_or("", |(_, unit)| unit);
    let a = match number::leading(low) {
        Ok((_, "")) => with_unit(&format!("{low}{unit}"), origin, site, out)?,
        _ => with_unit(low, origin, site, out)?,
    };
    let unit_of_low = number::leading(low).map_or("", |(_, unit)| unit);
    if unit.is_empty() && site.scale.factor(unit_of_low).is_some_and(|worth| worth != 1.0) {
        out.push(
            Problem::error(
                origin,
                site.path,
                text!("“{low}”有单位，“{high}”没有", "\"{low}\" has a unit, \"{high}\" has none"),
            )
            .remedy(text!("写作 \"{low} to {high}{unit_of_low}\"", "write \"{low} to {high}{unit_of_low}\"")),
        );
        return None;
    }
    let plain = !a.1 && !b.1;
    let (a, b) = (a.0, b.0);
    if !check_range(a, origin, site, plain, out) || !check_range(b, origin, site, plain, out) {
        return None;
    }
    if b < a {
        let (start, end) = turned(low, high);
        out.push(
            Problem::error(
                origin,
                site.path,
                text!("区间的上端 {high} 小于下端 {low}", "the range ends at {high}, below its start {low}"),
            )
            .remedy(text!("写作 \"{start} to {end}\"", "write \"{start} to {end}\"")),
        );
        return None;
    }
    if site.role == Role::Multiply && a <= 0.0 {
        out.push(
            Problem::error(
                origin,
                site.path,
                text!("倍数的区间从 {low} 开始", "a range of factors that begins at {low}"),
            )
            .allowed(text!("必须大于 0", "must be more than 0")),
        );
        return None;
    }
    if a == b {
        return Some(Quantity::Fixed(a));
    }
    let lognormal = match site.role {
        Role::Multiply => true,
        Role::Add => false,
        _ => a > 0.0 && site.scale.non_negative(),
    };
    if !lognormal {
        return Some(Quantity::of(Law::Normal(Normal::between(a, b))));
    }
    match LogNormal::between(a, b) {
        Ok(law) => Some(Quantity::of(Law::LogNormal(law))),
        Err(fault) => {
            out.push(Problem::of(fault, origin, site.path));
            None
        }
    }
}

/// Reads "a / b / c", the 5, 50 and 95% quantiles of a metalog law. It is bounded by what the quantity can be: an amount
/// by 0, a share by 0 and 1.
fn quantiles(parts: [&str; 3], origin: Origin, site: Site<'_>, out: &mut Problems) -> Option<Quantity> {
    if site.role == Role::Threshold {
        uncertain_refused(origin, site, out);
        return None;
    }
    // A unit after c holds for all that have none.
    let unit = number::leading(parts[2]).map_or("", |(_, unit)| unit);
    let mut values = [0.0; 3];
    let mut plain = true;
    for (value, part) in values.iter_mut().zip(parts) {
        let read = match number::leading(part) {
            Ok((_, "")) => with_unit(&format!("{part}{unit}"), origin, site, out)?,
            _ => with_unit(part, origin, site, out)?,
        };
        *value = read.0;
        plain &= !read.1;
    }
    if !values.iter().all(|&value| check_range(value, origin, site, plain, out)) {
        return None;
    }
    if site.role == Role::Multiply && values[0] <= 0.0 {
        let low = parts[0];
        out.push(
            Problem::error(origin, site.path, text!("倍数 {low}", "a factor of {low}"))
                .allowed(text!("必须大于 0", "must be more than 0")),
        );
        return None;
    }
    let none = (f64::NEG_INFINITY, f64::INFINITY);
    match Metalog::through(values, dist::bounds(site, none), &shown_unit(unit, site)) {
        Ok(law) => Some(law.point().map_or_else(|| Quantity::of(Law::Metalog(law.clone())), Quantity::Fixed)),
        Err(fault) => {
            out.push(Problem::of(fault, origin, site.path));
            None
        }
    }
}

/// A unit as it is written after a number.
fn shown_unit(unit: &str, site: Site<'_>) -> Unit {
    let scale = if site.role == Role::Multiply { Scale::of(Dimension::Plain) } else { site.scale };
    let space = if unit.starts_with(|c: char| c.is_ascii_alphabetic()) { " " } else { "" };
    Unit { name: format!("{space}{unit}"), worth: scale.factor(unit).unwrap_or(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Z95;
    use crate::read::node::FileIx;

    fn read(value: NodeValue, scale: Scale<'_>, role: Role) -> Result<Quantity, Problems> {
        let mut out = Problems::default();
        let node = Node { value, origin: Origin::file(FileIx(0)) };
        quantity(&node, Site { path: "x", scale, role }, &mut out).ok_or(out)
    }

    fn of(text: &str, dimension: Dimension) -> Quantity {
        read(NodeValue::Text(text.into()), Scale::of(dimension), Role::Value).unwrap()
    }

    #[test]
    fn texts_with_units_are_exact() {
        assert_eq!(of("3.6%", Dimension::Share), Quantity::Fixed(0.036));
        assert_eq!(of("2600万元", Dimension::Output), Quantity::Fixed(0.26));
        assert_eq!(of("1.2亿元", Dimension::Money), Quantity::Fixed(12_000.0));
        assert_eq!(of("1.5公顷", Dimension::Land), Quantity::Fixed(22.5));
        assert_eq!(of("1年", Dimension::Months), Quantity::Fixed(12.0));
        assert_eq!(of("6 months", Dimension::Months), Quantity::Fixed(6.0));
    }

    #[test]
    fn an_interval_is_the_central_ninety_percent() {
        let Quantity::Uncertain { law: Law::LogNormal(LogNormal { mu, sigma }), .. } =
            of("6 to 15亿元", Dimension::Output)
        else {
            panic!("not lognormal")
        };
        assert!(((mu - Z95 * sigma).exp() - 6.0).abs() < 1e-12);
        assert!(((mu + Z95 * sigma).exp() - 15.0).abs() < 1e-12);
        assert_eq!(of("6亿元 至 15亿元", Dimension::Output), of("6 to 15亿元", Dimension::Output));
        let normal = of("0 to 4", Dimension::Months);
        assert!(
            matches!(normal, Quantity::Uncertain { law: Law::Normal(Normal { mean, .. }), .. } if mean == 2.0)
        );
        assert!(matches!(of("2% to 8%", Dimension::Growth), Quantity::Uncertain { law: Law::Normal(_), .. }));
        assert_eq!(of("5 to 5", Dimension::Months), Quantity::Fixed(5.0));
    }

    #[test]
    fn ranges_as_offices_write_them() {
        let wanted = of("4% to 12%", Dimension::Growth);
        for text in
            ["4%—12%", "4%～12%", "4%~12%", "4% – 12%", "4%——12%", "4－12%", "4-12%", "4%至12%", "4到12%"]
        {
            assert_eq!(of(text, Dimension::Growth), wanted, "{text}");
        }
        for text in ["-2%~-1%", "-2%--1%", "-2%—-1%"] {
            assert_eq!(of(text, Dimension::Growth), of("-2% to -1%", Dimension::Growth), "{text}");
        }
        assert_eq!(of("0-6", Dimension::Months), of("0 to 6", Dimension::Months));
        assert_eq!(of("0-6个月", Dimension::Months), of("0 to 6", Dimension::Months));
        assert_eq!(of("42~50亿元", Dimension::Output), of("42 to 50亿元", Dimension::Output));
        assert_eq!(of("1e-3", Dimension::Share), Quantity::Fixed(0.001));
        assert_eq!(of("-5%", Dimension::Growth), Quantity::Fixed(-0.05));
        // A unit of the first number alone may or may not hold for both.
        for (text, dimension) in [("4%—12", Dimension::Growth), ("400万元 to 1200", Dimension::Output)] {
            let out = read(NodeValue::Text(text.into()), Scale::of(dimension), Role::Value).unwrap_err();
            assert!(out.list[0].found.en.contains("has a unit"), "{out:?}");
        }
    }

    #[test]
    fn a_month_of_the_calendar_is_no_number_of_months() {
        let values = [
            NodeValue::Text("2024-06".into()),
            NodeValue::Integer(202_406),
            NodeValue::Text("2024年".into()),
        ];
        for value in values {
            assert!(read(value, Scale::of(Dimension::Months), Role::Value).is_err());
        }
        assert_eq!(of("2年", Dimension::Months), Quantity::Fixed(24.0));
    }

    #[test]
    fn added_points_are_normal_and_factors_lognormal() {
        let added = NodeValue::Text("1 to 4个百分点".into());
        let added = read(added, Scale::of(Dimension::Share).added(), Role::Add).unwrap();
        assert!(
            matches!(added, Quantity::Uncertain { law: Law::Normal(Normal { mean, .. }), .. } if (mean - 0.025).abs() < 1e-15)
        );
        let factor = NodeValue::Text("0.5 to 0.8".into());
        let factor = read(factor, Scale::of(Dimension::Growth), Role::Multiply).unwrap();
        assert!(matches!(factor, Quantity::Uncertain { law: Law::LogNormal(_), .. }));
    }

    #[test]
    fn three_numbers_are_quantiles() {
        let law = |text: &str, dimension| match of(text, dimension) {
            Quantity::Uncertain { law: Law::Metalog(law), .. } => law,
            other => panic!("{text} is {other:?}"),
        };
        let growth = law("4% / 8% / 15%", Dimension::Growth);
        assert_eq!(growth.support(), (f64::NEG_INFINITY, f64::INFINITY));
        let share = law("4 / 8 / 15%", Dimension::Share);
        assert_eq!(share.support(), (0.0, 1.0));
        let output = law("6／9/15亿元", Dimension::Output);
        assert_eq!(output.support(), (0.0, f64::INFINITY));
        for (law, quantiles) in
            [(growth, [0.04, 0.08, 0.15]), (share, [0.04, 0.08, 0.15]), (output, [6.0, 9.0, 15.0])]
        {
            for (p, x) in [0.05, 0.5, 0.95].into_iter().zip(quantiles) {
                assert!((law.quantile(p) - x).abs() < 1e-12 * x.max(1.0), "{law:?}");
            }
        }
        // What may be 0 has no bound there: 5% of it lie below, and count as 0.
        assert_eq!(law("0 / 2 / 5", Dimension::Months).support().0, f64::NEG_INFINITY);
        let factor = NodeValue::Text("0.5 / 0.6 / 0.8".into());
        let factor = read(factor, Scale::of(Dimension::Growth), Role::Multiply).unwrap();
        assert!(
            matches!(factor, Quantity::Uncertain { law: Law::Metalog(law), .. } if law.support().0 == 0.0)
        );
        assert_eq!(law("1 / 2 / 4个/年", Dimension::Rate), law("1个/年/2个/年/4个/年", Dimension::Rate));
        assert_eq!(of("5 / 5 / 5", Dimension::Months), Quantity::Fixed(5.0));
    }

    #[test]
    fn quantiles_that_no_law_has_are_refused_in_their_unit() {
        let refused = |text: &str, dimension, role| {
            let out = read(NodeValue::Text(text.into()), Scale::of(dimension), role).unwrap_err();
            let problem = out.list.into_iter().next().unwrap();
            format!("{} [{}]", problem.found.en, problem.allowed.map_or(String::new(), |text| text.en))
        };
        assert_eq!(
            refused("4% / 14.8% / 15%", Dimension::Growth, Role::Value),
            "4% / 14.8% / 15%: no metalog law has these quantiles, the middle one lies too near to another \
             [a middle one between about 5.374% and 13.63%]"
        );
        assert_eq!(
            refused("9 / 6 / 12 months", Dimension::Months, Role::Value),
            "9 months / 6 months / 12 months [the 5, 50 and 95% quantiles, in rising order]"
        );
        let of_threshold = refused("4% / 8% / 15%", Dimension::Growth, Role::Threshold);
        assert_eq!(of_threshold, "an uncertain value cannot stand here [one fixed number]");
        assert_eq!(
            refused("0 / 1 / 2", Dimension::Growth, Role::Multiply),
            "a factor of 0 [must be more than 0]"
        );
    }
}
