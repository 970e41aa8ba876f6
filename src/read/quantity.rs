//! Quantities: fixed numbers, "a to b" and `{ dist = … }`.

use super::dist;
use super::node::{Node, NodeValue, Origin};
use super::number;
use super::problem::{Problem, Problems};
use super::scalar::{Role, Site, check_range, fixed, interval_ends, uncertain_refused, with_unit};
use crate::law::{Law, LogNormal, Normal};
use crate::scenario::Quantity;
use crate::text::text;

/// Reads a value that may be uncertain.
pub(crate) fn quantity(node: &Node, site: Site<'_>, out: &mut Problems) -> Option<Quantity> {
    match &node.value {
        NodeValue::Table(table) => dist::law(table, node.origin, site, out),
        NodeValue::Text(text) => match interval_ends(text) {
            Some((low, high)) => interval(low, high, node.origin, site, out),
            None => fixed(node, site, out).map(Quantity::Fixed),
        },
        _ => fixed(node, site, out).map(Quantity::Fixed),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Dimension;
    use crate::law::Z95;
    use crate::read::node::FileIx;
    use crate::read::unit::Scale;

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
}
