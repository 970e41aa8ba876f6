//! `{ dist = … }`: laws by their parameters.

use super::node::{NodeValue, Origin, Table};
use super::problem::{Problem, Problems};
use super::quantity::{
    Role, Site, check_range, check_shape, check_sigma, check_truncation, kind_name, lognormal_between, meant,
    numbers, tidy, unchecked,
};
use super::unit::Scale;
use crate::format::{DISTRIBUTIONS, Dimension};
use crate::scenario::{Law, Quantity};
use crate::text::text;

/// How near to 1 the sum of weights must lie to be that of probabilities.
const SUM_TOLERANCE: f64 = 1e-9;
/// How near to 1 the sum of weights may lie without them looking like probabilities.
const LIKE_PROBABILITIES: f64 = 0.1;

/// The parameters of a law, each looked up once.
struct Parameters<'a, 'o> {
    table: &'a Table,
    origin: Origin,
    site: Site<'a>,
    out: &'o mut Problems,
}

/// Reads `{ dist = … }`.
pub(crate) fn law(table: &Table, origin: Origin, site: Site<'_>, out: &mut Problems) -> Option<Quantity> {
    if site.role == Role::Threshold {
        out.push(
            Problem::error(
                origin,
                site.path,
                text!("这里不能用不确定的值", "an uncertain value cannot stand here"),
            )
            .allowed(text!("一个确定的数", "one fixed number")),
        );
        return None;
    }
    let name = dist_name(table, origin, site, out)?;
    if !keys_fit(table, name, site, out) {
        return None;
    }
    let mut parameters = Parameters { table, origin, site, out };
    let min = parameters.limit("min", f64::NEG_INFINITY)?;
    let max = parameters.limit("max", f64::INFINITY)?;
    let law = parameters.by_name(name)?;
    if let Some(value) = point(&law) {
        return parameters.sure(value, min, max);
    }
    if !parameters.no_negative_law(&law) {
        return None;
    }
    check_truncation(&law, min, max, origin, site, out).then_some(())?;
    Some(Quantity::Uncertain { law, min, max })
}

fn dist_name(table: &Table, origin: Origin, site: Site<'_>, out: &mut Problems) -> Option<&'static str> {
    let names: Vec<&str> = DISTRIBUTIONS.iter().map(|(name, _)| *name).collect();
    let listed = names.join(", ");
    let allowed = text!("dist = {listed}", "dist = {listed}");
    let Some(node) = table.get("dist") else {
        out.push(
            Problem::error(origin, site.path, text!("没有 dist 的表", "a table without `dist`"))
                .allowed(allowed),
        );
        return None;
    };
    let NodeValue::Text(found) = &node.value else {
        out.push(Problem::error(node.origin, site.path, kind_name(&node.value)).allowed(allowed));
        return None;
    };
    let known = DISTRIBUTIONS.iter().find(|(name, _)| name == found);
    if known.is_none() {
        let mut problem = Problem::error(
            node.origin,
            site.path,
            text!("未知的分布“{found}”", "unknown distribution \"{found}\""),
        )
        .allowed(allowed);
        problem.remedy = meant(found, &names);
        out.push(problem);
    }
    known.map(|(name, _)| *name)
}

/// Whether every key belongs to the law.
fn keys_fit(table: &Table, name: &str, site: Site<'_>, out: &mut Problems) -> bool {
    let own = DISTRIBUTIONS.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, keys)| *keys);
    let allowed: Vec<&str> = own.iter().chain(&["min", "max"]).copied().collect();
    let mut fit = true;
    for entry in table.entries.iter().filter(|entry| entry.key != "dist") {
        if allowed.contains(&entry.key.as_str()) {
            continue;
        }
        fit = false;
        let (key, listed, path) = (&entry.key, allowed.join(", "), site.path);
        let mut problem = Problem::error(
            entry.key_origin,
            format!("{path}.{key}"),
            text!("分布 {name} 没有 {key}", "a {name} law has no `{key}`"),
        )
        .allowed(text!("{listed}", "{listed}"));
        problem.remedy = meant(key, &allowed);
        out.push(problem);
    }
    fit
}

/// The value of a law that leaves no doubt.
fn point(law: &Law) -> Option<f64> {
    match law {
        Law::Normal { mean, sd } | Law::Gamma { mean, sd } if *sd == 0.0 => Some(*mean),
        Law::LogNormal { mu, sigma } if *sigma == 0.0 => Some(mu.exp()),
        Law::Uniform { low, high } | Law::Triangular { low, high, .. } | Law::Pert { low, high, .. }
            if low == high =>
        {
            Some(*low)
        }
        Law::Discrete { values, .. } if values.len() == 1 => values.first().copied(),
        _ => None,
    }
}

impl Parameters<'_, '_> {
    fn by_name(&mut self, name: &str) -> Option<Law> {
        match name {
            "normal" => self.normal(),
            "lognormal" => self.lognormal(),
            "uniform" => {
                let [low, high] = self.ordered(["low", "high"])?;
                Some(Law::Uniform { low, high })
            }
            "triangular" => {
                let [low, mode, high] = self.ordered(["low", "mode", "high"])?;
                Some(Law::Triangular { low, mode, high })
            }
            "pert" => {
                let [low, mode, high] = self.ordered(["low", "mode", "high"])?;
                Some(Law::Pert { low, mode, high })
            }
            "beta" => self.beta(),
            "gamma" => self.gamma(),
            _ => self.discrete(),
        }
    }

    /// The law of the value itself where nothing is uncertain about it.
    fn sure(&mut self, value: f64, min: f64, max: f64) -> Option<Quantity> {
        if (min..=max).contains(&value) {
            return Some(Quantity::Fixed(value));
        }
        let shown = tidy(value);
        self.report(text!("{shown} 不在 min 与 max 之间", "{shown} does not lie between `min` and `max`"));
        None
    }

    fn report(&mut self, found: crate::text::Text) {
        self.out.push(Problem::error(self.origin, self.site.path, found));
    }

    fn missing(&mut self, key: &str) {
        self.report(text!("缺少 {key}", "`{key}` is missing"));
    }

    /// A parameter on the value's own scale, whatever its range.
    fn free(&mut self, key: &str, scale: Scale<'_>) -> Option<f64> {
        let Some(node) = self.table.get(key) else {
            self.missing(key);
            return None;
        };
        let path = format!("{}.{key}", self.site.path);
        // The role keeps multipliers free of units; a threshold has no range.
        let role = if self.site.role == Role::Multiply { Role::Multiply } else { Role::Threshold };
        unchecked(node, Site { path: &path, scale, role }, self.out)
    }

    /// A parameter that is itself a possible value.
    fn value(&mut self, key: &str) -> Option<f64> {
        let value = self.free(key, self.site.scale)?;
        let node = self.table.get(key)?;
        let path = format!("{}.{key}", self.site.path);
        let plain = matches!(node.value, NodeValue::Integer(_) | NodeValue::Float(_));
        check_range(value, node.origin, Site { path: &path, ..self.site }, plain, self.out).then_some(value)
    }

    fn plain(&mut self, key: &str) -> Option<f64> {
        self.free(key, Scale::of(Dimension::Signed))
    }

    fn limit(&mut self, key: &str, otherwise: f64) -> Option<f64> {
        match self.table.get(key) {
            Some(_) => self.free(key, self.site.scale),
            None => Some(otherwise),
        }
    }

    /// Values that must not fall.
    fn ordered<const N: usize>(&mut self, keys: [&str; N]) -> Option<[f64; N]> {
        let values = keys.map(|key| self.value(key));
        if values.iter().any(Option::is_none) {
            return None;
        }
        let values = values.map(Option::unwrap_or_default);
        if values.windows(2).all(|pair| pair[0] <= pair[1]) {
            return Some(values);
        }
        let shown = keys
            .iter()
            .zip(values)
            .map(|(key, v)| format!("{key} = {}", tidy(v)))
            .collect::<Vec<_>>()
            .join(", ");
        let order = keys.join(" <= ");
        self.out.push(
            Problem::error(self.origin, self.site.path, text!("{shown}", "{shown}"))
                .allowed(text!("{order}", "{order}")),
        );
        None
    }

    fn sd(&mut self) -> Option<f64> {
        let sd = self.free("sd", self.site.scale)?;
        if sd >= 0.0 {
            return Some(sd);
        }
        let shown = tidy(sd);
        self.report(text!("sd = {shown} 为负", "sd = {shown} is negative"));
        None
    }

    fn normal(&mut self) -> Option<Law> {
        let (mean, sd) = (self.value("mean"), self.sd());
        Some(Law::Normal { mean: mean?, sd: sd? })
    }

    fn lognormal(&mut self) -> Option<Law> {
        let by_interval = self.table.get("p05").is_some() || self.table.get("p95").is_some();
        if by_interval {
            if self.table.get("median").is_some() || self.table.get("sigma").is_some() {
                self.report(text!(
                    "median、sigma 与 p05、p95 不能同时给出",
                    "give either `median` and `sigma` or `p05` and `p95`"
                ));
                return None;
            }
            let [low, high] = self.ordered(["p05", "p95"])?;
            self.positive("p05", low)?;
            return lognormal_between(low, high, self.origin, self.site, self.out);
        }
        let (median, sigma) = (self.value("median"), self.plain("sigma"));
        let (median, sigma) = (median?, sigma?);
        self.positive("median", median)?;
        let origin = self.table.get("sigma").map_or(self.origin, |node| node.origin);
        check_sigma(sigma, origin, self.site, self.out).then(|| Law::LogNormal { mu: median.ln(), sigma })
    }

    fn positive(&mut self, key: &str, value: f64) -> Option<()> {
        if value > 0.0 {
            return Some(());
        }
        let shown = tidy(value);
        self.out.push(
            Problem::error(self.origin, self.site.path, text!("{key} = {shown}", "{key} = {shown}"))
                .allowed(text!("必须大于 0", "must be more than 0")),
        );
        None
    }

    fn beta(&mut self) -> Option<Law> {
        let (alpha, beta) = (self.plain("alpha"), self.plain("beta"));
        let (alpha, beta) = (alpha?, beta?);
        let fits = check_shape("alpha", alpha, self.origin, self.site, self.out)
            & check_shape("beta", beta, self.origin, self.site, self.out);
        fits.then_some(Law::Beta { alpha, beta })
    }

    fn gamma(&mut self) -> Option<Law> {
        let (mean, sd) = (self.value("mean"), self.sd());
        let (mean, sd) = (mean?, sd?);
        self.positive("mean", mean)?;
        let fits =
            sd == 0.0 || check_shape("(mean/sd)²", (mean / sd).powi(2), self.origin, self.site, self.out);
        fits.then_some(Law::Gamma { mean, sd })
    }

    fn discrete(&mut self) -> Option<Law> {
        let path = format!("{}.values", self.site.path);
        if self.table.get("values").is_none() {
            self.missing("values");
            return None;
        }
        let site = Site { path: &path, ..self.site };
        let values = numbers(self.table, "values", site, self.out)?;
        for &(value, origin) in &values {
            check_range(value, origin, site, false, self.out).then_some(())?;
        }
        let values: Vec<f64> = values.into_iter().map(|(value, _)| value).collect();
        let weights = self.weights(values.len())?;
        let sum: f64 = weights.iter().sum();
        let probabilities = weights.iter().map(|weight| weight / sum).collect();
        Some(Law::Discrete { values, probabilities })
    }

    /// Relative weights, equal where none are given.
    fn weights(&mut self, count: usize) -> Option<Vec<f64>> {
        if self.table.get("weights").is_none() {
            return Some(vec![1.0; count]);
        }
        let path = format!("{}.weights", self.site.path);
        let site = Site { path: &path, scale: Scale::of(Dimension::Plain), role: Role::Threshold };
        let weights = numbers(self.table, "weights", site, self.out)?;
        let weights: Vec<f64> = weights.into_iter().map(|(weight, _)| weight).collect();
        let sum: f64 = weights.iter().sum();
        if weights.len() == count
            && weights.iter().all(|&weight| weight >= 0.0)
            && sum > 0.0
            && sum.is_finite()
        {
            return self.not_nearly_probabilities(sum, &path).then_some(weights);
        }
        let found = weights.len();
        let shown = tidy(sum);
        self.out.push(
            Problem::error(
                self.origin,
                path.clone(),
                text!("{found} 个权重，和为 {shown}", "{found} weights of sum {shown}"),
            )
            .allowed(text!(
                "{count} 个非负的权重，和大于 0",
                "{count} weights, none negative, of a sum above 0"
            )),
        );
        None
    }

    /// Refuses weights that look like probabilities with one of them mistyped: they would be scaled unnoticed.
    fn not_nearly_probabilities(&mut self, sum: f64, path: &str) -> bool {
        let off = (sum - 1.0).abs();
        // A little more than the bound, for the rounding of a sum such as 0.5 + 0.6.
        if off <= SUM_TOLERANCE || off > LIKE_PROBABILITIES + SUM_TOLERANCE {
            return true;
        }
        let (shown, origin) = (tidy(sum), self.table.get("weights").map_or(self.origin, |node| node.origin));
        self.out.push(
            Problem::error(
                origin,
                path,
                text!(
                    "权重像是概率，和却是 {shown}",
                    "the weights look like probabilities, but their sum is {shown}"
                ),
            )
            .allowed(text!("概率的和为 1", "probabilities of sum 1"))
            .remedy(text!(
                "改正其中一个；若只表示相对大小，写成整数，如 [5, 3, 2]",
                "mend one of them; if only their ratios count, write whole numbers, such as [5, 3, 2]"
            )),
        );
        false
    }

    /// Refuses a law of percentage points or factors that cannot be what is wanted: a factor below zero.
    fn no_negative_law(&mut self, law: &Law) -> bool {
        let negative = self.site.role == Role::Multiply && matches!(law, Law::Normal { .. });
        if negative
            && !matches!(
                self.table.get("min").map(|node| &node.value),
                Some(NodeValue::Integer(0..) | NodeValue::Float(0.0..))
            )
        {
            self.out.push(
                Problem::error(
                    self.origin,
                    self.site.path,
                    text!("正态的倍数可能为负", "a normal factor may be negative"),
                )
                .remedy(text!("用 lognormal，或加上 min = 0", "use lognormal, or add `min = 0`")),
            );
            return false;
        }
        true
    }
}
