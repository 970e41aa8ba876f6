//! `{ dist = … }`: laws by the parameters that their families declare.

use super::node::{NodeValue, Origin, Table};
use super::problem::{Problem, Problems};
use super::range::check_range;
use super::scalar::{kind_name, meant, numbers, uncertain_refused, unchecked};
use super::site::{Role, Site};
use super::unit::Scale;
use crate::format::Dimension;
use crate::law::{Bounds, FAMILIES, Family, Fault, Given, Law, Parameter, ParameterKind, Unit};
use crate::scenario::Quantity;
use crate::text::{Text, text, tidy};

/// Least probability that a truncation must leave.
const MIN_MASS: f64 = 1e-9;

/// A table with the parameters of a law.
struct Reader<'a, 'o> {
    table: &'a Table,
    origin: Origin,
    site: Site<'a>,
    out: &'o mut Problems,
}

/// Reads `{ dist = … }`.
pub(crate) fn law(table: &Table, origin: Origin, site: Site<'_>, out: &mut Problems) -> Option<Quantity> {
    if site.role == Role::Threshold {
        uncertain_refused(origin, site, out);
        return None;
    }
    let mut reader = Reader { table, origin, site, out };
    let family = reader.family()?;
    if !reader.keys_fit(family) {
        return None;
    }
    let min = reader.limit("min", f64::NEG_INFINITY)?;
    let max = reader.limit("max", f64::INFINITY)?;
    let given = reader.given(family, min, max)?;
    let law = (family.make)(&given).map_err(|fault| reader.report(fault)).ok()?;
    if let Some(value) = law.point() {
        return reader.sure(value, min, max);
    }
    if !reader.no_negative_factor(family, &law, min) {
        return None;
    }
    if family.is_bounded {
        return Some(Quantity::of(law));
    }
    reader.leaves_something(&law, min, max).then_some(Quantity::Uncertain { law, min, max })
}

impl Reader<'_, '_> {
    /// The family that `dist` names.
    fn family(&mut self) -> Option<&'static Family> {
        let names: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
        let listed = names.join(", ");
        let allowed = text!("dist = {listed}", "dist = {listed}");
        let Some(node) = self.table.get("dist") else {
            self.report(Fault::new(text!("没有 dist 的表", "a table without `dist`")).allowed(allowed));
            return None;
        };
        let NodeValue::Text(found) = &node.value else {
            let problem = Problem::error(node.origin, self.site.path, kind_name(&node.value));
            self.out.push(problem.allowed(allowed));
            return None;
        };
        let known = Family::named(found);
        if known.is_none() {
            let what = text!("未知的分布“{found}”", "unknown distribution \"{found}\"");
            let mut problem = Problem::error(node.origin, self.site.path, what).allowed(allowed);
            problem.remedy = meant(found, &names);
            self.out.push(problem);
        }
        known
    }

    /// Whether every key belongs to the family.
    fn keys_fit(&mut self, family: &Family) -> bool {
        let own = family.parameters().map(|parameter| parameter.key);
        let allowed: Vec<&str> = own.chain(["min", "max"]).collect();
        let mut fit = true;
        for entry in self.table.entries.iter().filter(|entry| entry.key != "dist") {
            if allowed.contains(&entry.key.as_str()) {
                continue;
            }
            fit = false;
            let (key, listed, path, name) = (&entry.key, allowed.join(", "), self.site.path, family.name);
            let mut problem = Problem::error(
                entry.key_origin,
                format!("{path}.{key}"),
                text!("分布 {name} 没有 {key}", "a {name} law has no `{key}`"),
            )
            .allowed(text!("{listed}", "{listed}"));
            problem.remedy = meant(key, &allowed);
            self.out.push(problem);
        }
        fit
    }

    /// The parameters of the form that the file has begun, all of them or none.
    fn given(&mut self, family: &Family, min: f64, max: f64) -> Option<Given> {
        let is_begun = |form: &&[Parameter]| form.iter().any(|p| self.table.get(p.key).is_some());
        let begun: Vec<&[Parameter]> = family.forms.iter().copied().filter(is_begun).collect();
        if let [one, other, ..] = begun[..] {
            self.report(either(one, other));
            return None;
        }
        let form = begun.first().or(family.forms.first()).copied().unwrap_or_default();
        let (mut given, mut whole) = (Given::new(bounds(self.site, (min, max)), unit(self.site)), true);
        for parameter in form {
            if self.table.get(parameter.key).is_some() {
                match self.parameter(parameter) {
                    Some(numbers) => given.push(parameter.key, numbers),
                    None => whole = false,
                }
            } else if parameter.kind.is_required() {
                let key = parameter.key;
                self.report(Fault::new(text!("缺少 {key}", "`{key}` is missing")));
                whole = false;
            }
        }
        whole.then_some(given)
    }

    /// The numbers of a parameter that is there.
    fn parameter(&mut self, parameter: &Parameter) -> Option<Vec<f64>> {
        let key = parameter.key;
        match parameter.kind {
            ParameterKind::Value => self.value(key).map(|value| vec![value]),
            ParameterKind::Spread => self.spread(key).map(|value| vec![value]),
            ParameterKind::Number => {
                self.unranged(key, Scale::of(Dimension::Signed)).map(|value| vec![value])
            }
            ParameterKind::Values => self.values(key),
            ParameterKind::Weights => {
                let path = format!("{}.{key}", self.site.path);
                let site = Site { path: &path, scale: Scale::of(Dimension::Plain), role: Role::Threshold };
                let weights = numbers(self.table, key, site, self.out)?;
                Some(weights.into_iter().map(|(weight, _)| weight).collect())
            }
        }
    }

    /// A number on a scale, whatever its range.
    fn unranged(&mut self, key: &str, scale: Scale<'_>) -> Option<f64> {
        let node = self.table.get(key)?;
        let path = format!("{}.{key}", self.site.path);
        // The role keeps multipliers free of units; a threshold has no range.
        let role = if self.site.role == Role::Multiply { Role::Multiply } else { Role::Threshold };
        unchecked(node, Site { path: &path, scale, role }, self.out)
    }

    /// A possible value of the quantity.
    fn value(&mut self, key: &str) -> Option<f64> {
        let value = self.unranged(key, self.site.scale)?;
        let node = self.table.get(key)?;
        let path = format!("{}.{key}", self.site.path);
        let plain = matches!(node.value, NodeValue::Integer(_) | NodeValue::Float(_));
        check_range(value, node.origin, Site { path: &path, ..self.site }, plain, self.out).then_some(value)
    }

    /// Possible values of the quantity.
    fn values(&mut self, key: &str) -> Option<Vec<f64>> {
        let path = format!("{}.{key}", self.site.path);
        let site = Site { path: &path, ..self.site };
        let values = numbers(self.table, key, site, self.out)?;
        let fit = |&(value, origin): &(f64, Origin)| check_range(value, origin, site, false, self.out);
        values.iter().all(fit).then(|| values.into_iter().map(|(value, _)| value).collect())
    }

    /// A distance between values.
    fn spread(&mut self, key: &str) -> Option<f64> {
        let distance = self.unranged(key, self.site.scale)?;
        if distance >= 0.0 {
            return Some(distance);
        }
        let shown = tidy(distance);
        self.report(Fault::new(text!("{key} = {shown} 为负", "{key} = {shown} is negative")));
        None
    }

    /// `min` or `max`.
    fn limit(&mut self, key: &str, otherwise: f64) -> Option<f64> {
        match self.table.get(key) {
            Some(_) => self.unranged(key, self.site.scale),
            None => Some(otherwise),
        }
    }

    /// The value of a law that has but one.
    fn sure(&mut self, value: f64, min: f64, max: f64) -> Option<Quantity> {
        if (min..=max).contains(&value) {
            return Some(Quantity::Fixed(value));
        }
        let shown = tidy(value);
        self.report(Fault::new(text!(
            "{shown} 不在 min 与 max 之间",
            "{shown} does not lie between `min` and `max`"
        )));
        None
    }

    /// Refuses a law of factors that may be negative.
    fn no_negative_factor(&mut self, family: &Family, law: &Law, min: f64) -> bool {
        let is_negative = self.site.role == Role::Multiply && law.support().0 < 0.0 && min < 0.0;
        if is_negative {
            let name = family.name;
            self.report(
                Fault::new(text!("{name} 分布的倍数可能为负", "a {name} factor may be negative"))
                    .remedy(text!("用 lognormal，或加上 min = 0", "use lognormal, or add `min = 0`")),
            );
        }
        !is_negative
    }

    /// Whether a truncation leaves something.
    fn leaves_something(&mut self, law: &Law, min: f64, max: f64) -> bool {
        if law.mass(min, max) >= MIN_MASS {
            return true;
        }
        let (shown_min, shown_max) = (tidy(min), tidy(max));
        self.report(
            Fault::new(text!(
                "[{shown_min}, {shown_max}] 之内几乎没有概率",
                "next to no probability lies in [{shown_min}, {shown_max}]"
            ))
            .allowed(text!(
                "min 与 max 之间至少要有 1e-9 的概率",
                "`min` and `max` must leave a probability of at least 1e-9"
            )),
        );
        false
    }

    /// Reports a fault at the parameter that it names, or at the whole table.
    fn report(&mut self, fault: Fault) {
        let path = self.site.path;
        let named = fault.key.and_then(|key| Some((self.table.get(key)?.origin, format!("{path}.{key}"))));
        let (origin, path) = named.unwrap_or_else(|| (self.origin, path.to_owned()));
        self.out.push(Problem::of(fault, origin, path));
    }
}

/// The bounds of a law at a site.
pub(crate) fn bounds(site: Site<'_>, given: (f64, f64)) -> Bounds {
    let natural = match site.role {
        Role::Value if site.scale.dimension == Dimension::Share => (0.0, 1.0),
        Role::Value if site.scale.non_negative() => (0.0, f64::INFINITY),
        Role::Multiply => (0.0, f64::INFINITY),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    };
    Bounds { given, natural }
}

/// The unit in which a site's numbers are shown: fractions as percentages, all else in the model's own.
fn unit(site: Site<'_>) -> Unit {
    let is_fraction =
        matches!(site.scale.dimension, Dimension::Growth | Dimension::Share | Dimension::Volatility);
    if is_fraction && site.role != Role::Multiply {
        Unit { name: "%".to_owned(), worth: 0.01 }
    } else {
        Unit { name: String::new(), worth: 1.0 }
    }
}

/// Two forms that are both begun, of which a file gives one.
fn either(one: &[Parameter], other: &[Parameter]) -> Fault {
    let list = |form: &[Parameter]| {
        let keys = form.iter().map(|parameter| parameter.key);
        Text {
            zh: keys.clone().collect::<Vec<_>>().join("、"),
            en: keys.map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" and "),
        }
    };
    let (Text { zh: first_zh, en: first_en }, Text { zh: second_zh, en: second_en }) =
        (list(one), list(other));
    Fault::new(text!("{first_zh}与 {second_zh} 不能同时给出", "give either {first_en} or {second_en}"))
}
