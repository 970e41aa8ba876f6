//! Metrics: the figures of the park, of industries and of enterprises at a year's end (MODEL section 8), each declared
//! once.
//!
//! A table says all that the rest of the program needs to know of its metrics: keys in files and results, what they
//! measure, what they are called. The order of the park's table is that of its rows in blocks and summaries.

use super::{ResourceIx, Scenario};
use crate::format::Dimension;
use crate::text::{Text, text};

/// Declaration of a metric.
#[derive(Debug)]
pub struct MetricSpec<M> {
    /// The metric.
    pub metric: M,
    /// Key in scenario files and in results, such as "tax_per_mu".
    pub key: &'static str,
    /// Dimension, which decides its unit, how its bounds are read and how it is shown.
    pub dimension: Dimension,
    /// The metric of an enterprise like which it follows the output of a single enterprise, all else being equal;
    /// `None` where such output does not move it, or moves it in jumps.
    pub moves_like: Option<EnterpriseMetric>,
    /// Name in both languages.
    pub name: fn() -> Text,
}

impl<M> MetricSpec<M> {
    /// Unit in the model; of growth and of numbers of things, "".
    pub fn unit(&self) -> &'static str {
        match self.dimension {
            Dimension::Output => "亿元",
            Dimension::Money => "万元",
            Dimension::Land => "亩",
            Dimension::PerMu => "万元/亩",
            _ => "",
        }
    }
}

/// Metrics of one kind of thing.
pub trait Metric: Copy + PartialEq + std::fmt::Debug + 'static {
    /// Declarations of all of them.
    const TABLE: &'static [MetricSpec<Self>];

    /// Place in the table; of metrics of resources, which stand behind it, its length.
    fn place(self) -> usize;

    /// Declaration of the metric with a key.
    fn of_key(key: &str) -> Option<&'static MetricSpec<Self>> {
        Self::TABLE.iter().find(|spec| spec.key == key)
    }

    /// Declaration of the metric that a file calls by its key or by a Chinese name, with or without 园区 before it.
    fn of_name(name: &str) -> Option<&'static MetricSpec<Self>> {
        let plain = |name: &str| name.trim().trim_start_matches("园区").to_owned();
        let name = plain(name);
        let known = ALSO_CALLED.iter().find(|(other, _)| *other == name).map(|(_, key)| *key);
        Self::of_key(&name).or_else(|| {
            Self::TABLE.iter().find(|spec| plain(&(spec.name)().zh) == name || Some(spec.key) == known)
        })
    }

    /// Declaration of the metric; `None` for metrics of resources.
    fn spec(self) -> Option<&'static MetricSpec<Self>> {
        Self::TABLE.get(self.place())
    }

    /// True if shocks of single enterprises move it smoothly, so that the law of a shock tells how likely a bound is kept.
    fn follows_shocks(self) -> bool {
        self.spec().is_some_and(|spec| spec.moves_like.is_some())
    }
}

/// Other Chinese names of metrics, with their keys.
const ALSO_CALLED: &[(&str, &str)] = &[
    ("总产值", "output"),
    ("工业总产值", "output"),
    ("增速", "growth"),
    ("增长率", "growth"),
    ("产值增长率", "growth"),
    ("税金", "tax"),
    ("税收收入", "tax"),
    ("用地", "land"),
    ("占地", "land"),
    ("土地", "land"),
    ("企业户数", "enterprises"),
    ("规上企业", "above_scale_enterprises"),
    ("规上工业总产值", "above_scale_output"),
    ("盘活土地", "land_reclaimed"),
    ("可用土地", "land_free"),
    ("签约项目", "projects_signed"),
    ("开工项目", "projects_started"),
    ("投产项目", "projects_operating"),
    ("流失项目", "projects_lost"),
    ("退出企业", "exits"),
];

/// Declares the metrics of one kind of thing: the type and its table, in the same order.
macro_rules! metrics {
    (
        $(#[$doc:meta])* $name:ident {
            $($(#[$row_doc:meta])* $variant:ident = $key:literal, $dimension:ident, $moves_like:expr, $text:expr;)+
        }
        $(and of each resource { $($(#[$more_doc:meta])* $more:ident,)+ })?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$row_doc])* $variant,)+
            $($($(#[$more_doc])* $more(ResourceIx),)+)?
        }

        impl Metric for $name {
            const TABLE: &'static [MetricSpec<Self>] = &[$(MetricSpec {
                metric: Self::$variant,
                key: $key,
                dimension: Dimension::$dimension,
                moves_like: $moves_like,
                name: || $text,
            },)+];

            #[inline(always)]
            fn place(self) -> usize {
                enum Place { $($variant,)+ }
                match self {
                    $(Self::$variant => Place::$variant as usize,)+
                    $($(Self::$more(_) => Self::TABLE.len(),)+)?
                }
            }
        }
    };
}

metrics! {
    /// A metric of the park at a year's end (`park.*`).
    ParkMetric {
        /// Output of the year, 亿元.
        Output = "output", Output, Some(EnterpriseMetric::Output), text!("园区产值", "Output of the park");
        /// Output of enterprises with at least 2,000 万元, 亿元.
        AboveScaleOutput = "above_scale_output", Output, None, text!("规上产值", "Output of above-scale firms");
        /// Enterprises with an output of at least 2,000 万元.
        AboveScaleEnterprises = "above_scale_enterprises", Plain, None, text!("规上企业数", "Above-scale enterprises");
        /// Output against the year before, as a fraction.
        Growth = "growth", Growth, Some(EnterpriseMetric::Growth), text!("园区产值增速", "Growth of the park's output");
        /// Tax of the year, 万元.
        Tax = "tax", Money, Some(EnterpriseMetric::Tax), text!("园区税收", "Tax of the park");
        /// Land of operating or building enterprises, 亩.
        Land = "land", Land, None, text!("在用土地", "Land in use");
        /// Output per 亩, 万元/亩.
        OutputPerMu = "output_per_mu", PerMu, Some(EnterpriseMetric::OutputPerMu), text!("亩均产值", "Output per mu");
        /// Tax per 亩, 万元/亩.
        TaxPerMu = "tax_per_mu", PerMu, Some(EnterpriseMetric::TaxPerMu), text!("亩均税收", "Tax per mu");
        /// Idle land reclaimed so far, 亩.
        LandReclaimed = "land_reclaimed", Land, None, text!("累计盘活土地", "Idle land reclaimed");
        /// Free land, 亩.
        LandFree = "land_free", Land, None, text!("可供土地", "Free land");
        /// Projects signed so far.
        ProjectsSigned = "projects_signed", Plain, None, text!("累计签约项目", "Projects signed");
        /// Projects that took their resources so far.
        ProjectsStarted = "projects_started", Plain, None, text!("累计开工项目", "Projects started");
        /// Projects that began operating so far.
        ProjectsOperating = "projects_operating", Plain, None, text!("累计投产项目", "Projects operating");
        /// Projects lost so far.
        ProjectsLost = "projects_lost", Plain, None, text!("累计终止项目", "Projects lost");
        /// Enterprises closed so far.
        Exits = "exits", Plain, None, text!("累计退出企业", "Enterprises closed");
    }
    and of each resource {
        /// Free amount of a resource.
        Free,
        /// Amount of a resource that projects hold.
        Used,
    }
}

metrics! {
    /// A metric of an industry at a year's end (`industries.ID.*`).
    IndustryMetric {
        /// Output of the year, 亿元.
        Output = "output", Output, Some(EnterpriseMetric::Output), text!("产值", "output");
        /// Output against the year before, as a fraction.
        Growth = "growth", Growth, Some(EnterpriseMetric::Growth), text!("产值增速", "growth of output");
        /// Enterprises operating at the year's end.
        Enterprises = "enterprises", Plain, None, text!("企业数", "enterprises");
    }
}

metrics! {
    /// A metric of an enterprise at a year's end (`enterprises.NAME.*`).
    EnterpriseMetric {
        /// Output of the year, 亿元.
        Output = "output", Output, Some(Self::Output), text!("产值", "output");
        /// Output against the year before, as a fraction.
        Growth = "growth", Growth, Some(Self::Growth), text!("产值增速", "growth of output");
        /// Tax of the year, 万元.
        Tax = "tax", Money, Some(Self::Tax), text!("税收", "tax");
        /// Land that it and its expansions hold, 亩.
        Land = "land", Land, None, text!("土地", "land");
        /// Output per 亩, 万元/亩.
        OutputPerMu = "output_per_mu", PerMu, Some(Self::OutputPerMu), text!("亩均产值", "output per mu");
        /// Tax per 亩, 万元/亩.
        TaxPerMu = "tax_per_mu", PerMu, Some(Self::TaxPerMu), text!("亩均税收", "tax per mu");
    }
}

/// Heading of a metric in the summary of a run.
type Heading = fn() -> Text;

/// Metrics of the park that the summary of a run shows, in its order, with their headings.
pub static SUMMARY: [(ParkMetric, Heading); 8] = [
    (ParkMetric::Output, || text!("产值（亿元）", "Output (bn yuan)")),
    (ParkMetric::Growth, || text!("增速（同比）", "Growth on the year before")),
    (ParkMetric::Tax, || text!("税收（万元）", "Tax (10k yuan)")),
    (ParkMetric::TaxPerMu, || text!("亩均税收（万元/亩）", "Tax per mu (10k yuan/mu)")),
    (ParkMetric::LandReclaimed, || text!("累计盘活土地（亩）", "Idle land reclaimed (mu)")),
    (ParkMetric::LandFree, || text!("可供土地（亩）", "Free land (mu)")),
    (ParkMetric::ProjectsOperating, || text!("累计投产项目（个）", "Projects operating")),
    (ParkMetric::ProjectsLost, || text!("累计终止项目（个）", "Projects lost")),
];

/// Prefix of the keys of [`ParkMetric::Free`]; the resource's id follows.
pub const FREE: &str = "free.";

/// Prefix of the keys of [`ParkMetric::Used`].
pub const USED: &str = "used.";

impl ParkMetric {
    /// Metrics of a park with `resources` resources, in the order of their rows.
    pub fn all(resources: usize) -> impl Iterator<Item = Self> {
        let free = (0..resources).map(|r| Self::Free(ResourceIx(r)));
        let used = (0..resources).map(|r| Self::Used(ResourceIx(r)));
        Self::TABLE.iter().map(|spec| spec.metric).chain(free).chain(used)
    }

    /// Key, such as "output" or "free.factory".
    pub fn key(self, scenario: &Scenario) -> String {
        match self {
            Self::Free(r) => format!("{FREE}{}", scenario.resources[r.0].id),
            Self::Used(r) => format!("{USED}{}", scenario.resources[r.0].id),
            own => own.spec().map_or_else(String::new, |spec| spec.key.into()),
        }
    }

    /// Unit; of growth and of numbers of things, "".
    pub fn unit(self, scenario: &Scenario) -> &str {
        match self {
            Self::Free(r) | Self::Used(r) => &scenario.resources[r.0].unit,
            own => own.spec().map_or("", MetricSpec::unit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn holds<M: Metric>() {
        let keys: BTreeSet<&str> = M::TABLE.iter().map(|spec| spec.key).collect();
        let zh: BTreeSet<String> = M::TABLE.iter().map(|spec| (spec.name)().zh).collect();
        let en: BTreeSet<String> = M::TABLE.iter().map(|spec| (spec.name)().en).collect();
        assert_eq!([keys.len(), zh.len(), en.len()], [M::TABLE.len(); 3], "{:?}", M::TABLE);
        for (place, spec) in M::TABLE.iter().enumerate() {
            assert_eq!(spec.metric.place(), place, "{spec:?}");
            assert_eq!(M::of_key(spec.key).map(|found| found.metric), Some(spec.metric));
            assert!(!spec.key.contains('.') && !(spec.name)().zh.is_empty(), "{spec:?}");
            // An enterprise's metric is like itself, or moves not at all.
            assert!(spec.moves_like.is_none_or(|like| like.follows_shocks()), "{spec:?}");
        }
    }

    #[test]
    fn tables_name_each_metric_once_at_its_place() {
        holds::<ParkMetric>();
        holds::<IndustryMetric>();
        holds::<EnterpriseMetric>();
        for spec in EnterpriseMetric::TABLE {
            assert!(spec.moves_like.is_none_or(|like| like == spec.metric), "{spec:?}");
        }
    }

    #[test]
    fn metrics_are_found_by_their_chinese_names() {
        fn key<M: Metric>(name: &str) -> Option<&'static str> {
            M::of_name(name).map(|spec| spec.key)
        }
        for (name, park) in [
            ("亩均税收", Some("tax_per_mu")),
            ("园区产值", Some("output")),
            ("产值", Some("output")),
            ("园区产值增速", Some("growth")),
            ("增速", Some("growth")),
            ("规上企业数", Some("above_scale_enterprises")),
            ("tax", Some("tax")),
            ("产量", None),
        ] {
            assert_eq!(key::<ParkMetric>(name), park, "{name}");
        }
        assert_eq!(key::<EnterpriseMetric>("亩均产值"), Some("output_per_mu"));
        assert_eq!(key::<IndustryMetric>("企业户数"), Some("enterprises"));
        for (name, metric) in ALSO_CALLED {
            let known = ParkMetric::of_key(metric).is_some() || IndustryMetric::of_key(metric).is_some();
            assert!(known && ParkMetric::of_key(name).is_none(), "{name}");
        }
    }

    #[test]
    fn metrics_of_resources_stand_behind_the_others() {
        let own = ParkMetric::TABLE.len();
        let all: Vec<ParkMetric> = ParkMetric::all(2).collect();
        assert_eq!(all.len(), own + 4);
        assert_eq!(all[own + 1], ParkMetric::Free(ResourceIx(1)));
        assert_eq!(all[own + 2], ParkMetric::Used(ResourceIx(0)));
    }
}
