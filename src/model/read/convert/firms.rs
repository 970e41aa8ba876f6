//! Industries with their correlation, incumbent enterprises, and how they close.

use super::super::credit_code;
use super::super::fields::{Fields, single};
use super::super::node::{Node, NodeValue, Table};
use super::super::problem::{Problem, Problems};
use super::super::scalar::{self, kind_name};
use super::super::site::{Role, Site};
use super::super::unit::Scale;
use super::condition::{self, About};
use super::{List, Lists};
use crate::format::Dimension;
use crate::scenario::{
    Correlation, Enterprise, ExitRule, Industry, IndustryIx, Quantity, Shock, correlation as matrices,
};
use crate::text::text;
use crate::text::tidy;
use nalgebra::DMatrix;
use std::collections::HashMap;

/// Correlation of industries of which the file says nothing.
const DEFAULT_CORRELATION: f64 = 0.4;
/// Part of an enterprise's variance that its industry has in common, where the file says nothing.
const DEFAULT_COMMON_SHARE: f64 = 0.1;
/// How far above the roster's median an output must lie to look like 万元 taken for 亿元.
const MAGNITUDE: f64 = 1e4;

/// `[[industries]]`.
pub(crate) fn industries(lists: &Lists<'_>, out: &mut Problems) -> Vec<Industry> {
    let list = &lists.industries;
    list.entries.iter().enumerate().map(|(i, entry)| industry(entry, Lists::id(list, i), out)).collect()
}

fn industry(entry: &Fields<'_>, id: String, out: &mut Problems) -> Industry {
    let size_exponent = entry.quantity_or("size_exponent", 0.0, out);
    let reference_output = entry.quantity("reference_output", out);
    if size_exponent != Quantity::Fixed(0.0) && entry.table.get("reference_output").is_none() {
        out.push(
            Problem::error(
                entry.origin_of("size_exponent"),
                entry.path_of("reference_output"),
                text!(
                    "有 size_exponent 而没有 reference_output",
                    "`size_exponent` without `reference_output`"
                ),
            )
            .remedy(text!(
                "写上参考产值，如 reference_output = \"5亿元\"",
                "add it, such as reference_output = \"5亿元\""
            )),
        );
    }
    if reference_output == Some(Quantity::Fixed(0.0)) {
        positive_wanted(entry, "reference_output", out);
    }
    Industry {
        name: entry.name(&id, out),
        id,
        growth: entry.quantity_or("growth", 0.0, out),
        volatility: entry.quantity_or("volatility", 0.0, out),
        common_share: entry.quantity_or("common_share", DEFAULT_COMMON_SHARE, out),
        shock: shock(entry, None, out).unwrap_or(Shock::Normal),
        size_exponent,
        reference_output,
        tax_rate: entry.quantity_or("tax_rate", 0.0, out),
        seasonality: entry.shares_of_months("seasonality", out),
    }
}

fn positive_wanted(entry: &Fields<'_>, key: &str, out: &mut Problems) {
    out.push(
        Problem::error(entry.origin_of(key), entry.path_of(key), text!("0", "0"))
            .allowed(text!("必须大于 0", "must be more than 0")),
    );
}

/// The law of own shocks, if the entry gives one; degrees of freedom alone are those of an inherited t.
fn shock(entry: &Fields<'_>, inherited: Option<Shock>, out: &mut Problems) -> Option<Shock> {
    let allowed = text!("至少 1", "at least 1");
    let freedom = entry.number("degrees_of_freedom", 1.0..=1e6, allowed, out);
    let inherits_t = matches!(inherited, Some(Shock::StudentT { .. })) && freedom.is_some();
    let chosen = entry.choice("shock", out).or(inherits_t.then_some("student-t"));
    if entry.table.get("degrees_of_freedom").is_some() && chosen != Some("student-t") {
        out.push(
            Problem::warning(
                entry.origin_of("degrees_of_freedom"),
                entry.path_of("degrees_of_freedom"),
                text!("没有作用：shock 不是 student-t", "has no effect: `shock` is not \"student-t\""),
            )
            .remedy(text!("写上 shock = \"student-t\"，或删去它", "add shock = \"student-t\", or drop it")),
        );
    }
    Some(match chosen? {
        "laplace" => Shock::Laplace,
        "student-t" => Shock::StudentT { degrees_of_freedom: freedom.unwrap_or(3.0) },
        _ => Shock::Normal,
    })
}

/// `[[enterprises]]`, the rosters' rows included.
pub(crate) fn enterprises(lists: &Lists<'_>, industries: &[Industry], out: &mut Problems) -> Vec<Enterprise> {
    let list = &lists.enterprises;
    let mut enterprises = Vec::with_capacity(list.entries.len());
    for (i, entry) in list.entries.iter().enumerate() {
        let enterprise = enterprise(entry, Lists::id(list, i), lists, industries, out);
        check_to_date(entry, &enterprise, lists, industries, out);
        enterprises.push(enterprise);
    }
    check_magnitudes(list, &enterprises, out);
    check_codes(list, out);
    enterprises
}

/// Credit codes: one enterprise has one, and each is of one enterprise. What is none is of no use, which is said once.
fn check_codes(list: &List<'_>, out: &mut Problems) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut odd: Vec<usize> = Vec::new();
    for (i, entry) in list.entries.iter().enumerate() {
        let Some(given) = entry.text("credit_code", out) else { continue };
        let Some(code) = credit_code::code(&given) else {
            odd.push(i);
            continue;
        };
        if let Some(first) = seen.insert(code, i) {
            let (one, other) = (&list.names.ids[first], &list.names.ids[i]);
            out.push(
                Problem::error(
                    entry.origin_of("credit_code"),
                    entry.path_of("credit_code"),
                    text!("“{other}”与“{one}”的代码相同", "\"{other}\" has the code of \"{one}\""),
                )
                .remedy(text!("同一家企业只列一次", "list an enterprise once"))
                .also(list.entries[first].origin_of("credit_code"), text!("先在这里", "first here")),
            );
        }
    }
    let Some(&first) = odd.first() else { return };
    let (count, entry) = (odd.len(), &list.entries[first]);
    let names = odd.iter().take(5).map(|&i| list.names.ids[i].as_str()).collect::<Vec<_>>().join("、");
    out.push(
        Problem::warning(
            entry.origin_of("credit_code"),
            entry.path_of("credit_code"),
            text!(
                "{count} 户的统一社会信用代码不对（18 位，末位是校验位），不用来认企业：{names}",
                "credit codes of {count} enterprises are wrong (18 signs, the last a check) and tell nothing: {names}"
            ),
        )
        .remedy(text!(
            "核对代码；表格里的代码要按文本存储，不然会丢位数",
            "check them; a sheet has to hold codes as text, or it loses digits"
        )),
    );
}

fn enterprise(
    entry: &Fields<'_>,
    id: String,
    lists: &Lists<'_>,
    industries: &[Industry],
    out: &mut Problems,
) -> Enterprise {
    let industry = entry.reference("industry", &lists.industries.names, out);
    let inherited = industry.and_then(|i| industries.get(i)).map(|industry| industry.shock);
    let output = entry.quantity_or("output", 1.0, out);
    if output == Quantity::Fixed(0.0) {
        out.push(
            Problem::warning(
                entry.origin_of("output"),
                entry.path_of("output"),
                text!("产值为 0：它不会增长", "an output of 0, which does not grow"),
            )
            .remedy(text!(
                "停产企业不必列入；其土地可列为 [[parcels]]",
                "leave out what does not produce; its land may be one of the [[parcels]]"
            )),
        );
    }
    Enterprise {
        name: entry.name(&id, out),
        industry: IndustryIx(industry.unwrap_or(0)),
        zone: entry.label("zone", out),
        tags: entry.tags(out),
        output,
        land: entry.quantity_or("land", 0.0, out),
        tax: entry.quantity("tax", out),
        growth: entry.quantity("growth", out),
        volatility: entry.quantity("volatility", out),
        common_share: entry.quantity("common_share", out),
        shock: shock(entry, inherited, out),
        tax_rate: entry.quantity("tax_rate", out),
        output_to_date: entry.quantity("output_to_date", out).filter(|_| lists.clock.known_months > 0),
    }
}

/// `output_to_date` needs known months, and a seasonality that gives them some of the year and leaves some.
fn check_to_date(
    entry: &Fields<'_>,
    enterprise: &Enterprise,
    lists: &Lists<'_>,
    industries: &[Industry],
    out: &mut Problems,
) {
    let key = "output_to_date";
    let k = lists.clock.known_months;
    if entry.table.get(key).is_none() || !lists.clock.sure {
        return;
    }
    if k == 0 {
        out.push(
            Problem::warning(
                entry.origin_of(key),
                entry.path_of(key),
                text!("没有作用：第一年没有已知的月份", "has no effect: no month of the first year is known"),
            )
            .remedy(text!("设 park.as_of 为最后一个已知的月份", "set `park.as_of` to the last month known")),
        );
        return;
    }
    let Some(industry) = industries.get(enterprise.industry.0) else { return };
    let known: f64 = industry.seasonality[..k].iter().sum();
    if known <= 0.0 || known >= 1.0 - 1e-12 {
        let percent = tidy(known * 100.0);
        out.push(
            Problem::error(
                entry.origin_of(key),
                entry.path_of(key),
                text!(
                    "按产业的 seasonality，已知的月份占全年 {percent}%",
                    "by the industry's seasonality the known months carry {percent}% of the year"
                ),
            )
            .allowed(text!("大于 0%、小于 100%", "more than 0% and less than 100%")),
        );
    }
}

/// Finds outputs that can only be 万元 written as 亿元; what is odd in other ways is looked at when all is read.
fn check_magnitudes(list: &List<'_>, enterprises: &[Enterprise], out: &mut Problems) {
    let mut medians: Vec<f64> = enterprises.iter().map(|enterprise| enterprise.output.median()).collect();
    let outputs = medians.clone();
    medians.retain(|&output| output > 0.0);
    medians.sort_by(f64::total_cmp);
    let Some(&middle) = medians.get(medians.len().saturating_sub(1) / 2) else { return };
    for (entry, &output) in list.entries.iter().zip(&outputs) {
        let node = entry.node("output");
        let plain =
            node.is_some_and(|node| matches!(node.value, NodeValue::Integer(_) | NodeValue::Float(_)));
        let times = output / middle;
        let alone = plain && middle >= MAGNITUDE;
        let (shown, shown_middle) = (tidy(output), tidy(middle));
        let found = text!(
            "产值 {shown}亿元；名册的中位数是 {shown_middle}亿元",
            "an output of {shown}亿元, where the roster's median is {shown_middle}亿元"
        );
        let (origin, path) = (entry.origin_of("output"), entry.path_of("output"));
        let problem = if plain && times >= MAGNITUDE {
            Problem::error(origin, path, found)
        } else if alone {
            Problem::warning(origin, path, found)
        } else {
            continue;
        };
        out.push(problem.remedy(text!(
            "没有单位的数按亿元计；是否应为 \"{shown}万元\"？",
            "a number without unit is in 亿元; did you mean \"{shown}万元\"?"
        )));
    }
}

/// `[[exits]]`.
pub(crate) fn exits(lists: &Lists<'_>, out: &mut Problems) -> Vec<ExitRule> {
    let list = &lists.exits;
    let mut rules = Vec::with_capacity(list.entries.len());
    for (i, entry) in list.entries.iter().enumerate() {
        rules.push(ExitRule {
            name: entry.name(&Lists::id(list, i), out),
            condition: condition::of(entry, About::Incumbents, lists, out),
            annual_rate: entry.quantity_or("annual_rate", 0.0, out),
            clear_months: entry.quantity("clear_months", out),
        });
    }
    rules
}

/// `[correlation]`.
pub(crate) fn correlation(document: &Table, lists: &Lists<'_>, out: &mut Problems) -> Correlation {
    let count = lists.industries.entries.len();
    let Some(entry) = single(document, "correlation") else {
        return Correlation {
            matrix: matrix(count, DEFAULT_CORRELATION, &HashMap::new()),
            persistence: 0.0,
            degrees_of_freedom: None,
        };
    };
    let between = || text!("-1 到 1", "-1 to 1");
    let default = entry.number("default", -1.0..=1.0, between(), out).unwrap_or(DEFAULT_CORRELATION);
    let before = out.list.len();
    let pairs = pairs(&entry, lists, out);
    let matrix = matrix(count, default, &pairs);
    if out.list.len() == before {
        check_matrix(&entry, &matrix, lists, out);
    }
    Correlation {
        matrix,
        persistence: entry
            .number("persistence", 0.0..1.0, text!("0 到 1，不含 1", "from 0 to below 1"), out)
            .unwrap_or(0.0),
        degrees_of_freedom: entry.number("degrees_of_freedom", 4.0..=1e6, text!("至少 4", "at least 4"), out),
    }
}

fn matrix(count: usize, default: f64, pairs: &HashMap<(usize, usize), f64>) -> DMatrix<f64> {
    DMatrix::from_fn(count, count, |i, j| {
        if i == j { 1.0 } else { pairs.get(&(i.min(j), i.max(j))).copied().unwrap_or(default) }
    })
}

/// The pairs of industries that have a correlation of their own.
fn pairs(entry: &Fields<'_>, lists: &Lists<'_>, out: &mut Problems) -> HashMap<(usize, usize), f64> {
    let mut pairs = HashMap::new();
    let Some(node) = entry.node("pairs") else { return pairs };
    let NodeValue::List(items) = &node.value else {
        out.push(
            Problem::error(node.origin, "correlation.pairs", kind_name(&node.value)).allowed(pair_form()),
        );
        return pairs;
    };
    let mut places: HashMap<(usize, usize), &Node> = HashMap::new();
    for (n, item) in items.iter().enumerate() {
        let path = format!("correlation.pairs[{}]", n + 1);
        let Some((a, b, rho)) = pair(item, &path, lists, out) else { continue };
        let key = (a.min(b), a.max(b));
        if let Some(first) = places.insert(key, item) {
            out.push(
                Problem::error(
                    item.origin,
                    path,
                    text!("这两个产业已经列出", "these two industries are there already"),
                )
                .also(first.origin, text!("先在这里", "first here")),
            );
            continue;
        }
        pairs.insert(key, rho);
    }
    pairs
}

fn pair_form() -> crate::text::Text {
    text!("[\"产业\", \"产业\", 相关系数]", "[\"industry\", \"industry\", correlation]")
}

fn pair(item: &Node, path: &str, lists: &Lists<'_>, out: &mut Problems) -> Option<(usize, usize, f64)> {
    let parts = match &item.value {
        NodeValue::List(parts) => parts.as_slice(),
        _ => &[],
    };
    let [
        Node { value: NodeValue::Text(a), origin: at_a },
        Node { value: NodeValue::Text(b), origin: at_b },
        rho,
    ] = parts
    else {
        out.push(Problem::error(item.origin, path, kind_name(&item.value)).allowed(pair_form()));
        return None;
    };
    let names = &lists.industries.names;
    let (a, b) = (names.find(a, *at_a, path, out), names.find(b, *at_b, path, out));
    let site = Site { path, scale: Scale::of(Dimension::Signed), role: Role::Threshold };
    let value = scalar::unchecked(rho, site, out)?;
    if !(-1.0..=1.0).contains(&value) {
        let shown = tidy(value);
        out.push(
            Problem::error(rho.origin, path, text!("{shown}", "{shown}"))
                .allowed(text!("-1 到 1", "-1 to 1")),
        );
        return None;
    }
    let (a, b) = (a?, b?);
    if a == b {
        out.push(
            Problem::error(item.origin, path, text!("同一个产业", "an industry with itself"))
                .allowed(pair_form()),
        );
        return None;
    }
    Some((a, b, value))
}

/// Refuses a matrix that no factors can have, with the pairs to blame and the nearest that some can.
fn check_matrix(entry: &Fields<'_>, matrix: &DMatrix<f64>, lists: &Lists<'_>, out: &mut Problems) {
    if matrices::is_semidefinite(matrix) {
        return;
    }
    let nearest = matrices::nearest(matrix);
    let ids = &lists.industries.names.ids;
    let mut moved: Vec<(f64, usize, usize)> = (0..matrix.nrows())
        .flat_map(|i| (i + 1..matrix.nrows()).map(move |j| (i, j)))
        .map(|(i, j)| ((matrix[(i, j)] - nearest[(i, j)]).abs(), i, j))
        .filter(|(change, _, _)| *change > 1e-9)
        .collect();
    moved.sort_by(|a, b| b.0.total_cmp(&a.0));
    let shown = |m: &DMatrix<f64>, (_, i, j): &(f64, usize, usize)| {
        format!("[\"{}\", \"{}\", {}]", ids[*i], ids[*j], tidy(m[(*i, *j)]))
    };
    let blamed = moved.iter().take(5).map(|pair| shown(matrix, pair)).collect::<Vec<_>>().join(", ");
    let mended = moved.iter().take(50).map(|pair| shown(&nearest, pair)).collect::<Vec<_>>().join(", ");
    let origin = if entry.table.get("pairs").is_some() {
        entry.origin_of("pairs")
    } else {
        entry.origin_of("default")
    };
    out.push(
        Problem::error(
            origin,
            "correlation",
            text!("这些相关系数不能同时成立：{blamed}", "these correlations cannot hold together: {blamed}"),
        )
        .allowed(text!("相关矩阵必须半正定", "the matrix must be positive semidefinite"))
        .remedy(text!("最近的可行矩阵：pairs = [{mended}]", "the nearest possible: pairs = [{mended}]")),
    );
}
