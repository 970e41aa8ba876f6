//! What the texts of a heading say: the key of the format, the unit of its numbers and the period they are of.

use super::period::{self, Part, Period};
use super::unit;
use crate::format::rosters::{FORECAST_WORDS, LAND_NEED, ROSTERS};
use crate::format::{Dimension, FieldSpec, Kind, TableSpec, table};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Remarks in the brackets of a heading that change nothing.
const REMARKS: &[&str] = &[
    "必填",
    "选填",
    "可选",
    "required",
    "optional",
    "单位",
    "金额",
    "人民币",
    "现价",
    "当年价",
    "当年价格",
    "可比价",
    "含税",
    "不含税",
    "全口径",
    "规上",
    "规上工业",
    "在地",
    "在地口径",
    "法人口径",
    "园区口径",
    "报表口径",
    "全称",
    "保留两位小数",
    "保留2位小数",
];

/// What one text of a heading says by itself.
#[derive(Debug, Clone)]
struct Piece {
    /// It without brackets and width, as written.
    written: String,
    /// The same without the period, empty where it is nothing else.
    item: String,
    /// What stands in its brackets and may be a unit.
    units: Vec<String>,
    /// The period that the words outside the brackets name.
    period: Period,
    /// The period in the brackets.
    aside: Period,
}

/// What a column holds, as far as its heading says.
#[derive(Debug, Clone)]
pub(super) struct Meant {
    /// The key.
    pub field: &'static FieldSpec,
    /// The entry of the key's own table: "land" in `needs.land`.
    pub entry: Option<String>,
    /// The name under which the key was known.
    pub name: String,
    /// Units that the heading names, the outermost first: one, unless it contradicts itself.
    pub units: Vec<String>,
    /// When its numbers are of.
    pub period: Period,
}

/// Whether a name, or what the scenario says of output, means revenue.
pub(super) fn is_revenue(name: &str) -> bool {
    let name = name.to_lowercase();
    ["收入", "营收", "revenue", "sales", "turnover"].iter().any(|word| name.contains(word))
}

/// Whether what the scenario says of output means output itself.
pub(super) fn is_output(basis: &str) -> bool {
    let basis = basis.to_lowercase();
    basis.contains("产值") || basis.contains("output")
}

/// Whether the numbers of `field` are of a year, so that a sheet may hold them for several.
pub(super) fn is_of_a_year(table: &TableSpec, field: &FieldSpec) -> bool {
    table.key == "enterprises" && matches!(field.key, "output" | "land" | "tax" | "output_to_date")
}

/// Words below an item that mean the item itself.
const NEUTRAL: &[&str] = &[
    "合计",
    "小计",
    "总计",
    "总额",
    "总量",
    "总值",
    "金额",
    "数额",
    "数量",
    "数值",
    "绝对量",
    "绝对数",
    "绝对值",
];

/// Longest text that can be a heading, in bytes.
const LONGEST: usize = 400;

/// What the texts of one column mean together, from the uppermost down.
pub(super) fn meant(texts: &[&str], table: &'static TableSpec) -> Option<Meant> {
    if texts.iter().any(|text| text.len() > LONGEST) {
        return None;
    }
    let pieces: Vec<Piece> = texts.iter().map(|text| piece(text, table)).collect();
    let (first, field, entry, name, periods) = item(&pieces, table)?;
    let mut period = Period::default();
    for (at, piece) in pieces.iter().enumerate() {
        period = period.and(&piece.aside)?;
        if periods.contains(&at) {
            period = period.and(&piece.period)?;
        }
    }
    // Growth of a year is how something has grown; only where it says so is it what is expected.
    let is_growth = matches!(field.kind, Kind::Quantity(Dimension::Growth));
    let is_expected = is_growth && (period.planned || is_growth_to_come(&name));
    let own_period = !is_of_a_year(table, field)
        && !pieces[first].item.is_empty()
        && pieces[first..].iter().any(|piece| piece.item != piece.written && !piece.item.is_empty());
    if (own_period && !is_expected) || (is_growth && !is_expected && !period.is_empty()) {
        return None;
    }
    let units = match field.kind {
        Kind::Quantity(_) | Kind::Needs(_) => units(&pieces, field, entry.as_deref()),
        _ => Vec::new(),
    };
    Some(Meant { field, entry, name, units, period })
}

/// Whether a text of a heading is nothing but a period, "2023年" or "1-8月累计".
pub(super) fn is_period(text: &str, table: &'static TableSpec) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let piece = piece(text, table);
    piece.item.is_empty() && !(piece.period.is_empty() && piece.aside.is_empty())
}

/// Whether a text of a heading needs an item above it: a period, or a word such as "绝对量（万元）".
pub(super) fn lacks_item(text: &str, table: &'static TableSpec) -> bool {
    is_period(text, table) || (text.len() <= LONGEST && NEUTRAL.contains(&piece(text, table).item.as_str()))
}

/// Whether a text of a heading is how an amount grows, "增速（%）".
pub(super) fn is_growth(text: &str, table: &'static TableSpec) -> bool {
    meant(&[text], table).is_some_and(|meant| meant.field.kind == Kind::Quantity(Dimension::Growth))
}

/// Whether a text of a heading is nothing but a unit, "万元" or "（亩）".
pub(super) fn is_unit(text: &str) -> bool {
    let line = unit::line(text.trim_matches(['(', ')', '（', '）']));
    line.units.len() == 1 && line.units[0].0.is_none() && text.chars().count() <= 8
}

/// Whether a text in the lower rows of a heading fills a cell and says nothing: "单位" before a row of units, "—".
pub(super) fn is_filler(text: &str) -> bool {
    let text = text.trim_matches(['(', ')', '（', '）', ':', '：']);
    matches!(text, "单位" | "计量单位" | "金额单位" | "-" | "—" | "——" | "/" | "\\")
}

/// Whether a text alone names a key of the table.
pub(super) fn names_a_key(text: &str, table: &'static TableSpec) -> bool {
    meant(&[text], table).is_some()
}

type Item = (usize, &'static FieldSpec, Option<String>, String, Range<usize>);

/// The key that the pieces name: all of them together ("用地", "面积"), else the lower ones alone ("主要指标",
/// "产值"). Gives the first piece that belongs to the name, and the pieces whose period counts.
fn item(pieces: &[Piece], table: &'static TableSpec) -> Option<Item> {
    let all = 0..pieces.len();
    // "1-8月累计" alone is a sum of output.
    if let [Piece { item, period: Period { part: Part::ToDate(Some(_)), .. }, .. }] = pieces
        && item.is_empty()
        && let Some(field) = table.field("output_to_date")
    {
        return Some((0, field, None, field.aliases[0].to_owned(), all));
    }
    for first in all.clone() {
        let upper = &pieces[..first];
        // What hangs under an amount is some part of it ("产值", "增速"), not the key of that name.
        let is_amount = |piece: &Piece| {
            matches!(field(&piece.item, table), Some((FieldSpec { kind: Kind::Quantity(_), .. }, _)))
        };
        if upper.iter().any(is_amount) {
            break;
        }
        let below = &pieces[first..];
        if below[0].item.is_empty() && first > 0 {
            continue;
        }
        let written: String = below.iter().map(|piece| piece.written.as_str()).collect();
        if let Some((field, entry)) = field(&written, table) {
            return Some((first, field, entry, written, 0..first));
        }
        let names: Vec<&str> =
            below.iter().map(|piece| piece.item.as_str()).filter(|name| !name.is_empty()).collect();
        let named = match names.as_slice() {
            [names @ .., last] if !names.is_empty() && NEUTRAL.contains(last) => names.concat(),
            names => names.concat(),
        };
        if let Some((field, entry)) = field(&named, table) {
            return Some((first, field, entry, named, all));
        }
    }
    None
}

/// Units of the pieces that measure what the key holds; else what stands in the brackets, to be refused.
fn units(pieces: &[Piece], field: &FieldSpec, entry: Option<&str>) -> Vec<String> {
    let dimension = match (field.kind, entry) {
        (Kind::Quantity(dimension), _) => dimension,
        (Kind::Needs(_), Some("land")) => Dimension::Land,
        (Kind::Needs(dimension), _) => dimension,
        _ => return Vec::new(),
    };
    let among = pieces.iter().flat_map(|piece| &piece.units);
    let mut known: Vec<String> =
        among.clone().filter_map(|token| unit::of_dimension(token, dimension)).collect();
    known.dedup();
    if known.is_empty() {
        // Brackets of a group of columns may hold the units of others.
        let own = pieces.iter().rev().find(|piece| !piece.units.is_empty() && !piece.item.is_empty());
        known.extend(own.and_then(|piece| piece.units.last()).cloned());
    }
    known
}

fn piece(text: &str, table: &'static TableSpec) -> Piece {
    let text: String = text.nfkc().collect();
    let (mut written, mut inside) = (String::new(), None);
    let (mut units, mut aside) = (Vec::new(), Period::default());
    for character in text.chars() {
        match (character, &mut inside) {
            ('(' | '[' | '【' | '〔', None) => inside = Some(String::new()),
            (')' | ']' | '】' | '〕', Some(content)) => {
                aside = in_brackets(content, &mut units, aside);
                inside = None;
            }
            (character, Some(content)) => content.push(character),
            (character, None) => written.push(character),
        }
    }
    let mut written = written.trim().to_owned();
    if field(&written, table).is_none()
        && let Some((name, unit)) = bare_unit(&written, table)
    {
        written = name;
        units.push(unit);
    }
    if units.is_empty() && is_unit(&written) {
        units.push(std::mem::take(&mut written));
    }
    // "增速（预计）" is "预计增速".
    if aside.planned && is_growth_to_come(&format!("预计{written}")) {
        written.insert_str(0, "预计");
    }
    let spaceless: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let (item, own) = period::split(&spaceless, |name| field(name, table).is_some());
    let item = if own.is_empty() { written.clone() } else { item };
    Piece { written, item, units, period: own, aside }
}

/// Takes what stands in brackets: units, and periods such as "2023年".
fn in_brackets(content: &str, units: &mut Vec<String>, mut period: Period) -> Period {
    let is_end = |c: char| matches!(c, ',' | ';' | '、' | ':');
    for token in content.split(is_end).map(str::trim).filter(|token| !token.is_empty()) {
        let token = token.strip_prefix("单位").unwrap_or(token).trim();
        let (rest, said) = period::split(token, |_| false);
        if rest.is_empty() && !said.is_empty() {
            period = said.and(&period).unwrap_or(period);
        } else if !token.is_empty() && !REMARKS.contains(&token) && !matches!(token, "unit" | "units") {
            units.push(token.to_owned());
        }
    }
    period
}

/// "产值:万元" or "用地 亩" as name and unit, where the name is a key's.
fn bare_unit(written: &str, table: &'static TableSpec) -> Option<(String, String)> {
    [Dimension::Output, Dimension::Land, Dimension::Growth].into_iter().find_map(|dimension| {
        let (name, unit) = unit::at_the_end(written, dimension)?;
        let spaceless: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let (item, _) = period::split(&spaceless, |name| field(name, table).is_some());
        let (field, _) = field(&item, table)?;
        let fits = match field.kind {
            Kind::Quantity(of) => unit::of_dimension(&unit, of).is_some(),
            Kind::Needs(_) => dimension == Dimension::Land,
            _ => false,
        };
        fits.then_some((name, unit))
    })
}

/// The keys of every roster by their names, as they are compared.
static NAMES: LazyLock<HashMap<&str, HashMap<String, &FieldSpec>>> = LazyLock::new(|| {
    let names = |field: &'static FieldSpec| {
        std::iter::once(&field.key).chain(field.aliases).map(move |name| (fold(name), field))
    };
    let of_table =
        |list: &str| table(list).map(|table| (table.key, table.fields.iter().flat_map(names).collect()));
    ROSTERS.iter().filter_map(|(_, list)| of_table(list)).collect()
});

/// The key that a heading without its unit names.
pub(super) fn field(name: &str, table: &'static TableSpec) -> Option<(&'static FieldSpec, Option<String>)> {
    let folded = fold(name);
    let known = |folded: &str| NAMES.get(table.key)?.get(folded).copied();
    if let Some(field) = known(&folded) {
        return (!matches!(field.kind, Kind::Needs(_))).then_some((field, None));
    }
    if let Some(growth) = table.field("growth").filter(|_| is_growth_to_come(&folded)) {
        return Some((growth, None));
    }
    if LAND_NEED.contains(&folded.as_str()) {
        let needs = table.fields.iter().find(|field| matches!(field.kind, Kind::Needs(_)))?;
        return Some((needs, Some("land".to_owned())));
    }
    let (table_name, entry) = name.split_once('.')?;
    let field = known(&fold(table_name)).filter(|field| matches!(field.kind, Kind::Needs(_)))?;
    let entry = entry.trim();
    (!entry.is_empty()).then(|| (field, Some(entry.to_owned())))
}

/// Whether a heading says that the growth below it is that of the years to come: "预计年均增速", "2025年计划增长率".
fn is_growth_to_come(name: &str) -> bool {
    const GROWTH: &[&str] = &["增速", "增长", "增长率", "增幅", "产值增速", "产值增长", "产值增长率"];
    let Some(word) = FORECAST_WORDS.iter().find(|word| name.contains(**word)) else { return false };
    let rest = name.replace(word, "");
    GROWTH.contains(&&*rest.replace(|c: char| c.is_ascii_digit() || "年均每的-".contains(c), ""))
}

/// A name as it is compared: without width, case, space, and the marks of forms ("*企业名称", "output_to_date").
pub(super) fn fold(name: &str) -> String {
    name.nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '_' | '-' | '\u{200b}' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_heading_can_name_two_columns() {
        for (_, list) in ROSTERS {
            let mut known: HashMap<String, &str> = HashMap::new();
            for field in table(list).unwrap().fields {
                for name in std::iter::once(&field.key).chain(field.aliases) {
                    let earlier = known.insert(fold(name), field.key);
                    assert!(earlier.is_none_or(|key| key == field.key), "{list}: {name} of {}", field.key);
                }
            }
        }
    }

    /// The key, its units and its year.
    fn read(texts: &[&str]) -> Option<(&'static str, Vec<String>, Option<i32>)> {
        let meant = meant(texts, table("enterprises").unwrap())?;
        Some((meant.field.key, meant.units, meant.period.year))
    }

    #[test]
    fn units_periods_and_remarks_are_taken_apart() {
        let wan = || vec!["万元".to_owned()];
        for heading in [
            "产值（万元）",
            "产值(万元，现价)",
            "产值（现价）（万元）",
            "产值【单位：万元】",
            "产值:万元",
            "产值 万元",
            "产值/万元",
            "产值（人民币万元）",
            "产值（单位:人民币万元）",
            "* 产值（万元）",
        ] {
            assert_eq!(read(&[heading]), Some(("output", wan(), None)), "{heading}");
        }
        for heading in
            ["2023年产值（万元）", "产值（2023年，万元）", "2023年工业总产值万元", "2023 年产值（万元）"]
        {
            assert_eq!(read(&[heading]), Some(("output", wan(), Some(2023))), "{heading}");
        }
        assert_eq!(read(&["用地（㎡）"]), Some(("land", vec!["m2".to_owned()], None)));
        assert_eq!(read(&["2023年企业名称"]), None);
        assert_eq!(read(&["2023年增速"]), None);
    }

    #[test]
    fn growth_is_that_of_the_years_to_come_where_it_says_so() {
        for texts in [
            &["预计增速"][..],
            &["预计年均增速"],
            &["2025年预计增速"],
            &["增速（预计）"],
            &["预计增速（2025年）"],
            &["2025年计划", "增长率"],
            &["今后", "年均增速"],
        ] {
            assert_eq!(read(texts).map(|(key, _, _)| key), Some("growth"), "{texts:?}");
        }
        for texts in [&["增速"][..], &["增长率（2023年）"], &["计划投资增长"], &["产值（万元）", "增速"]]
        {
            assert_eq!(read(texts), None, "{texts:?}");
        }
    }

    #[test]
    fn a_sum_since_january_alone_is_the_output_to_date() {
        assert_eq!(read(&["1-8月累计（亿元）"]), Some(("output_to_date", vec!["亿元".to_owned()], None)));
        assert_eq!(
            read(&["2024年1-8月累计"]).map(|(key, _, year)| (key, year)),
            Some(("output_to_date", Some(2024)))
        );
        assert_eq!(read(&["产值", "1-8月累计"]).unwrap().0, "output");
        for heading in ["1-8月增速", "1-13月累计", "8月", "累计"] {
            assert_eq!(read(&[heading]), None, "{heading}");
        }
    }

    #[test]
    fn two_texts_name_one_key() {
        assert_eq!(read(&["用地", "面积"]), Some(("land", vec![], None)));
        assert_eq!(read(&["2023年", "产值（万元）"]), Some(("output", vec!["万元".to_owned()], Some(2023))));
        assert_eq!(read(&["产值（万元）", "2023年"]), Some(("output", vec!["万元".to_owned()], Some(2023))));
        assert_eq!(read(&["产值", "万元"]), Some(("output", vec!["万元".to_owned()], None)));
        assert_eq!(read(&["主要经济指标（万元、亩）", "用地"]), Some(("land", vec!["亩".to_owned()], None)));
        assert_eq!(read(&["企业", "名称"]).unwrap().0, "name");
        assert_eq!(read(&["企业基本情况", "所属行业"]).unwrap().0, "industry");
        assert_eq!(read(&["2023年", "企业名称"]).unwrap().0, "name");
        assert_eq!(read(&["产值（万元）", "合计"]).unwrap().0, "output");
        assert_eq!(read(&["累计", "产值"]).unwrap().0, "output_to_date");
        assert_eq!(read(&["产值（万元）", "增速"]), None);
        assert_eq!(read(&["产值（万元）", "其中：出口"]), None);
        assert_eq!(read(&["2023年", "增速"]), None);
    }
}
