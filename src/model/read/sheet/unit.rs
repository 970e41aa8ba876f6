//! Units as offices write them: in brackets, in a line above the table, with or without 人民币.

use super::super::unit::Scale;
use crate::format::Dimension;
use crate::format::units::units;
use unicode_normalization::UnicodeNormalization;

/// Units of yearbooks that are numbers too, longest first, with the form that is known.
const OF_YEARBOOKS: &[(&str, &str)] = &[
    ("100 million yuan", "亿元"),
    ("10 million yuan", "千万元"),
    ("10,000 yuan", "万元"),
    ("10 000 yuan", "万元"),
    ("10000 yuan", "万元"),
    ("1,000 yuan", "千元"),
    ("1 000 yuan", "千元"),
    ("1000 yuan", "千元"),
    ("rmb'000", "千元"),
    ("rmb’000", "千元"),
    ("cny'000", "千元"),
    ("billion yuan", "billion-yuan"),
    ("million yuan", "million-yuan"),
    ("thousand yuan", "thousand-yuan"),
    ("billion cny", "billion-cny"),
    ("million cny", "million-cny"),
    ("thousand cny", "thousand-cny"),
];

/// What a line above the table says of units.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Line {
    /// Units, each with what it is the unit of where the line says so: "产值" in "产值：亿元".
    pub units: Vec<(Option<String>, String)>,
    /// What should be a unit of money and is none: "万美元".
    pub unknown: Option<String>,
}

/// `token` as the unit of `dimension` that it is, in the spelling that is known.
pub(super) fn of_dimension(token: &str, dimension: Dimension) -> Option<String> {
    let plain: String = token.nfkc().filter(|c| !c.is_whitespace()).collect();
    let currency = ["人民币", "RMB", "rmb"];
    let bare = currency.iter().fold(plain.as_str(), |text, word| {
        text.strip_prefix(word).or_else(|| text.strip_suffix(word)).unwrap_or(text)
    });
    // "million yuan" has a space of its own; "㎡" is "m2" once widths are folded.
    let forms = [token.trim().to_owned(), bare.to_owned(), bare.replace('-', " "), bare.replace("m2", "㎡")];
    forms.into_iter().find(|form| !form.is_empty() && Scale::of(dimension).factor(form).is_some())
}

/// The unit that "万" after a number means under a heading: 万元 where that is in 元, or in 万元 itself.
pub(super) fn of_magnitude(token: &str, of_heading: Option<&str>, dimension: Dimension) -> Option<String> {
    let is_magnitude = matches!(token, "千" | "万" | "百万" | "千万" | "亿");
    let unit = is_magnitude.then(|| of_dimension(&format!("{token}元"), dimension)).flatten()?;
    of_heading.is_some_and(|heading| heading == "元" || heading == unit).then_some(unit)
}

/// `token` as a unit of money or of area.
fn any(token: &str) -> Option<String> {
    [Dimension::Money, Dimension::Land].iter().find_map(|dimension| of_dimension(token, *dimension))
}

/// Whether `token` can only be meant as a unit of money.
pub(super) fn looks_like_money(token: &str) -> bool {
    const LETTERS: &str = "十百千万亿美港欧日台英新澳加元币人民圆角分";
    const CODES: &[&str] =
        &["usd", "hkd", "eur", "jpy", "gbp", "twd", "cny", "rmb", "yuan", "dollar", "euro"];
    let token = token.to_lowercase();
    let is_code = || {
        CODES.iter().any(|code| {
            token.ends_with(code) || token.strip_suffix('s').is_some_and(|one| one.ends_with(code))
        })
    };
    let is_chinese = token.chars().all(|c| LETTERS.contains(c))
        && (token.ends_with(['元', '币', '圆'])
            || matches!(token.as_str(), "万" | "亿" | "千" | "百万" | "千万"));
    !token.is_empty() && (is_chinese || is_code())
}

/// Parts of a text that lists units. A stroke parts them too: a sheet of firms has no column of 万元/亩.
fn tokens(content: &str) -> impl Iterator<Item = &str> {
    let parts = content.split(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | '、' | '/' | '。' | '和' | '及' | '或' | '|')
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// A line whose units are spelt in one piece: "千 元" is 千元 and not 元, as 仟元 is.
fn closed_up(line: String) -> String {
    let line = line.replace('仟', "千").replace('佰', "百");
    let mut closed = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        if !c.is_whitespace() {
            closed.push(c);
            continue;
        }
        let mut gap = String::from(c);
        while let Some(space) = rest.next_if(|next| next.is_whitespace()) {
            gap.push(space);
        }
        let next = rest.peek().copied();
        let parts = |before: &str, after: &str| {
            closed.ends_with(|last| before.contains(last)) && next.is_some_and(|next| after.contains(next))
        };
        let is_within = parts("十百千万亿", "百千万亿元") || parts("方", "米") || parts("公", "顷");
        if !is_within {
            closed.push_str(&gap);
        }
    }
    closed
}

/// Reads a cell above the table.
pub(super) fn line(cell: &str) -> Line {
    /// Longest line that is looked through, in bytes: a title, not a text.
    const LONGEST: usize = 600;
    if cell.len() > LONGEST {
        return Line::default();
    }
    let mut text = closed_up(cell.nfkc().collect::<String>().trim().to_lowercase());
    for (written, known) in OF_YEARBOOKS {
        text = text.replace(written, known);
    }
    if let Some(content) = before_the_word_unit(&text) {
        return listed(content);
    }
    if let Some(content) = after_the_word_unit(&text) {
        return listed(&content);
    }
    let brackets: Vec<&str> = brackets(&text);
    let mut found = Line::default();
    for content in &brackets {
        found.add(all_units(content));
    }
    if brackets.is_empty() {
        found.add(all_units(&text));
        if found == Line::default() {
            found.add(at_its_end(&text));
        }
    }
    found
}

/// A unit after the last space: "一览表  万元". After a number, as in "000 yuan", it may be a part of one.
fn at_its_end(text: &str) -> Line {
    let mut words = text.split_whitespace().rev();
    let (last, before) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    match before.ends_with(|c: char| c.is_ascii_digit()) {
        true if looks_like_money(last) => Line { unknown: Some(text.to_owned()), ..Line::default() },
        true => Line::default(),
        false if before.is_empty() => Line::default(),
        false => all_units(last),
    }
}

impl Line {
    fn add(&mut self, other: Self) {
        self.units.extend(other.units);
        self.unknown = self.unknown.take().or(other.unknown);
    }
}

/// The unit in "本表以万元为计量单位".
fn before_the_word_unit(text: &str) -> Option<&str> {
    let end = ["为计量单位", "为单位"].iter().find_map(|word| text.find(word))?;
    let start = text[..end].rfind('以')? + '以'.len_utf8();
    Some(&text[start..end])
}

/// What "单位" may be the unit of, right before it.
const ITEMS: &[&str] = &["产值", "税收", "收入", "土地", "用地"];

/// What follows "单位", unless that is the office which fills the sheet in.
fn after_the_word_unit(text: &str) -> Option<String> {
    const MEASURES: &[&str] = &[
        "计量", "金额", "货币", "产值", "税收", "面积", "土地", "数量", "统计", "数据", "数值", "计价",
        "币种", "收入", "指标",
    ];
    let at = |word: &str| text.find(word).map(|at| (at, at + word.len()));
    let (start, end) = at("单位")
        .or_else(|| at("units:"))
        .or_else(|| at("unit:"))
        .or_else(|| at("units"))
        .or_else(|| at("unit"))?;
    let before = text[..start].trim_end();
    let parted = before.is_empty() || before.ends_with(|c: char| !c.is_alphanumeric() || c == '位');
    let measures = MEASURES.iter().any(|word| before.ends_with(word));
    let spaced = text[..start].ends_with(char::is_whitespace);
    if !(parted || measures || spaced) {
        return None;
    }
    let rest = text[end..]
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '均' | '都' | '为' | '是'));
    let is_list = before.contains(['、', ',', '和', '及']);
    let item = ITEMS.iter().find(|item| before.ends_with(*item) && !is_list);
    let of = item.map_or(String::new(), |item| format!("{item}:"));
    // "单位：万元（产值）" and "单位：产值（万元）" both name what the unit is of.
    Some(of + &rest.replace("单位", "").replace(['(', '['], ":").replace([')', ']', '】'], ","))
}

/// The units after "单位：", whatever else stands among them.
fn listed(content: &str) -> Line {
    let mut found = Line::default();
    for token in tokens(content) {
        let (label, unit) = token.split_once(':').unwrap_or(("", token));
        match (any(unit), any(label)) {
            (Some(unit), _) => found.units.push((named(label), unit)),
            (None, Some(unit_first)) => found.units.push((named(unit), unit_first)),
            (None, None) if looks_like_money(unit) => found.unknown = Some(unit.to_owned()),
            (None, None) => {
                found.units.extend(ending_in_a_unit(unit).map(|(name, unit)| (named(name), unit)));
            }
        }
    }
    found
}

/// The units of a text that holds nothing else: "万元、亩" in the brackets of a title.
fn all_units(content: &str) -> Line {
    const LABELS: &[&str] = &["金额", "面积", "货币", "币种", "人民币", "计价", "现价", "当年价", "当年价格"];
    let mut found = Line::default();
    for token in tokens(content) {
        let (label, unit) = token.split_once(':').unwrap_or(("", token));
        match any(unit) {
            Some(unit) if label.is_empty() || LABELS.contains(&label) => found.units.push((None, unit)),
            None if looks_like_money(unit) => found.unknown = Some(unit.to_owned()),
            None if LABELS.contains(&unit) || matches!(unit, "%" | "户" | "家" | "个" | "人" | "吨") => {
            }
            _ => return Line::default(),
        }
    }
    found
}

/// "产值万元" as the name and the unit.
fn ending_in_a_unit(token: &str) -> Option<(&str, String)> {
    let ends = token.char_indices().skip(1).map(|(at, _)| at);
    ends.into_iter().find_map(|at| Some((&token[..at], any(&token[at..])?)))
}

/// What a unit is of, where that is more than "an amount".
fn named(label: &str) -> Option<String> {
    const GENERAL: &[&str] =
        &["", "金额", "货币", "币种", "人民币", "计价", "数据", "数值", "面积", "指标", "经济指标"];
    let label = label.trim().trim_end_matches(['为', '是']).trim_end_matches("单位");
    (!GENERAL.contains(&label)).then(|| label.to_owned())
}

fn brackets(text: &str) -> Vec<&str> {
    let opens = |c: char| matches!(c, '(' | '[' | '【' | '〔');
    let closes = |c: char| matches!(c, ')' | ']' | '】' | '〕');
    text.split(opens).skip(1).map(|part| part.split(closes).next().unwrap_or(part)).collect()
}

/// A heading whose unit has no brackets, "产值:万元", "用地 亩", as name and unit; the longest unit first.
pub(super) fn at_the_end(heading: &str, dimension: Dimension) -> Option<(String, String)> {
    let all = units(dimension).map(str::len).max().unwrap_or(0) + "人民币".len();
    let starts = heading.char_indices().skip(1).map(|(at, _)| at);
    starts.filter(|at| heading.len() - at <= all).find_map(|at| {
        let unit = of_dimension(&heading[at..], dimension)?;
        let name = heading[..at]
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '/' | '-' | '_' | ','));
        (!name.is_empty()).then(|| (name.trim_end_matches("单位").to_owned(), unit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(cell: &str) -> Vec<String> {
        let line = line(cell);
        let units = line.units.into_iter().map(|(of, unit)| match of {
            Some(of) => format!("{of}={unit}"),
            None => unit,
        });
        line.unknown.map(|unknown| format!("?{unknown}")).into_iter().chain(units).collect()
    }

    #[test]
    fn units_are_found_wherever_offices_write_them() {
        let cases: &[(&str, &[&str])] = &[
            ("单位：万元  亩", &["万元", "亩"]),
            ("单位：万元、亩", &["万元", "亩"]),
            ("单位:万元/亩", &["万元", "亩"]),
            ("（单位：千元）", &["千元"]),
            ("计量单位：千元", &["千元"]),
            ("金额单位：人民币万元", &["万元"]),
            ("单位：人民币（万元）", &["万元"]),
            ("单位 ：百万元", &["百万元"]),
            ("单位：万元人民币", &["万元"]),
            ("单位为万元", &["万元"]),
            ("2023年12月   单位：万元", &["万元"]),
            ("某园区规上企业一览表（万元）", &["万元"]),
            ("某园区规上企业一览表【万元、亩】", &["万元", "亩"]),
            ("一览表（2023年）（金额：万元）", &["万元"]),
            ("某园区规上企业一览表   万元", &["万元"]),
            ("万元", &["万元"]),
            ("人民币万元", &["万元"]),
            ("单位：产值（亿元）、税收（万元）、用地（亩）", &["产值=亿元", "税收=万元", "用地=亩"]),
            ("单位：亿元（产值），万元（税收）", &["产值=亿元", "税收=万元"]),
            ("单位：产值亿元；税收万元", &["产值=亿元", "税收=万元"]),
            ("金额单位：万元，面积单位：平方米", &["万元", "平方米"]),
            ("注：产值单位为万元，税收单位为千元", &["产值=万元", "税收=千元"]),
            ("注：产值、税收单位为千元", &["千元"]),
            ("某园区一览表\n单位：万元", &["万元"]),
            ("单位：㎡", &["m2"]),
            ("计量单位：千 元", &["千元"]),
            ("单位: 百 万 元   亩", &["百万元", "亩"]),
            ("单位：亿 元、公 顷", &["亿元", "公顷"]),
            ("单位：仟元", &["千元"]),
            ("单位：RMB'000", &["千元"]),
            ("备注：以上数据单位均为百万元。", &["百万元"]),
            ("（本表以万元为计量单位）", &["万元"]),
            ("Unit: 100 million yuan", &["亿元"]),
            ("Unit: 10,000 yuan, mu", &["万元", "mu"]),
            ("(million yuan)", &["million yuan"]),
            ("单位：万美元", &["?万美元"]),
            ("一览表（十万元）", &["?十万元"]),
            ("单位：万", &["?万"]),
            ("000 yuan", &["?000 yuan"]),
            ("单位：千万美元、亩", &["?千万美元", "亩"]),
        ];
        for (cell, units) in cases {
            assert_eq!(found(cell), *units, "{cell}");
        }
    }

    #[test]
    fn what_is_no_unit_is_left_alone() {
        for cell in [
            "填报单位：百万元科技有限公司",
            "填报单位：某园区管委会",
            "单位负责人：张三",
            "十亿元企业一览表",
            "规模以上（2000万元以上）企业",
            "某园区企业一览表（2023年）",
            "一览表（含万元以下企业）",
            "2023年12月31日",
        ] {
            assert_eq!(line(cell), Line::default(), "{cell}");
        }
    }

    #[test]
    fn a_unit_may_follow_its_heading_without_brackets() {
        let split = |heading: &str, dimension| at_the_end(heading, dimension).unwrap();
        let pair = |name: &str, unit: &str| (name.to_owned(), unit.to_owned());
        assert_eq!(split("产值:万元", Dimension::Output), pair("产值", "万元"));
        assert_eq!(split("产值 百万元", Dimension::Output), pair("产值", "百万元"));
        assert_eq!(split("产值单位:万元", Dimension::Output), pair("产值", "万元"));
        assert_eq!(split("用地亩", Dimension::Land), pair("用地", "亩"));
        assert_eq!(at_the_end("产值", Dimension::Output), None);
    }
}
