//! Bridge from the output of the base year to that of the year that most targets are set for: what adds to it, what takes from it.

use super::ChartError;
use super::axis;
use super::page::{self, Heading, Sheet, Sketch};
use super::steps::{self, Step, Tone};
use crate::results::{OutputBridge, Results, Stat};
use crate::text::{Lang, Text, text};
use crate::words;

const NAME_WIDTH: f64 = 330.0;

pub(super) fn draw(results: &Results, sheet: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = sheet.lang;
    let year = results.judged_year();
    let parts = results.output_parts.iter().find(|parts| parts.year == year);
    let output = results.park.iter().find(|park| park.year == year).and_then(|park| park.stat("output"));
    let Some((parts, output)) = parts.zip(output) else { return Ok(None) };
    let steps = rows(results, parts, output, lang);
    let unit = words::output_unit();
    let (unit_zh, unit_en) = (unit.zh, unit.en);
    let subtitle = text!(
        "单位：{unit_zh}；各项为平均值，依次相加；横线为90%区间",
        "{unit_en}; means, which add up from top to bottom; whiskers: 90% range"
    );
    let heading = Heading {
        title: title(results, parts, output).get(lang).into(),
        subtitle: subtitle.get(lang).into(),
        reading: reading(results, parts, output).get(lang).into(),
    };
    page::compose(sheet, heading, steps::height(&steps), |pen, body| {
        steps::draw(pen, body, &steps, sheet.name_room(NAME_WIDTH), true, axis::tick_text)
    })
    .map(Some)
}

/// The parts with their names, in the order in which they are added.
fn named(parts: &OutputBridge) -> [(Text, &Stat); 5] {
    [
        (text!("现有企业增长", "Growth of enterprises"), &parts.growth),
        (text!("现有企业扩产", "Their expansions"), &parts.expansions),
        (text!("已知新项目", "Known new projects"), &parts.projects),
        (text!("新招商项目", "Newly promoted projects"), &parts.arrivals),
        (text!("企业退出", "Enterprises closed"), &parts.exits),
    ]
}

/// The base-year output and its parts as they are printed, so that they add up to the output, and their decimals.
fn printed(parts: &OutputBridge, output: &Stat, lang: Lang) -> (Vec<f64>, usize) {
    let unit = |yi: f64| words::output_in_unit(yi, lang);
    let means = named(parts).map(|(_, part)| unit(part.mean));
    let amounts: Vec<f64> = std::iter::once(unit(parts.base)).chain(means).collect();
    let decimals = words::decimals([unit(output.mean)]);
    (words::adding_up(&amounts, decimals), decimals)
}

/// An amount of what is printed, with its unit.
fn amount(parts: &OutputBridge, output: &Stat, of: impl Fn(&[f64]) -> f64) -> Text {
    let said = |lang| {
        let (printed, decimals) = printed(parts, output, lang);
        words::fixed(of(&printed), decimals)
    };
    let (zh, en) = (said(Lang::Zh), said(Lang::En));
    text!("{zh}亿元", "{en} bn yuan")
}

fn rows(results: &Results, parts: &OutputBridge, output: &Stat, lang: Lang) -> Vec<Step> {
    let unit = |yi: f64| words::output_in_unit(yi, lang);
    let (printed, decimals) = printed(parts, output, lang);
    let end = |year: i32, to: f64, range: Option<[f64; 2]>| Step {
        name: text!("{year}年产值", "Output of {year}").get(lang).into(),
        from: 0.0,
        to: unit(to),
        range: range.map(|range| range.map(unit)),
        value: words::fixed(unit(to), decimals),
        tone: Tone::End,
    };
    let mut rows = vec![end(results.scenario.base_year, parts.base, None)];
    let mut at = parts.base;
    for ((name, part), printed) in named(parts).into_iter().zip(&printed[1..]) {
        // What never happens is no step.
        if part.mean == 0.0 && part.sd == 0.0 {
            continue;
        }
        let to = at + part.mean;
        let value = words::fixed(*printed, decimals);
        rows.push(Step {
            name: name.get(lang).into(),
            from: unit(at),
            to: unit(to),
            range: Some([unit(at + part.p05), unit(at + part.p95)]),
            value: if *printed > 0.0 { format!("+{value}") } else { value },
            tone: if part.mean < 0.0 { Tone::Pale } else { Tone::Main },
        });
        at = to;
    }
    rows.push(end(parts.year, output.mean, Some([output.p05, output.p95])));
    rows
}

/// Finding: the growth of output, and its largest part.
fn title(results: &Results, parts: &OutputBridge, output: &Stat) -> Text {
    let (from, to, more) = (results.scenario.base_year, parts.year, output.mean - parts.base);
    let size = amount(parts, output, |printed| printed[1..].iter().sum::<f64>().abs());
    let (zh, en) = (size.zh, size.en);
    if more < 0.0 {
        return text!(
            "{from}年到{to}年，产值平均减少{zh}",
            "From {from} to {to} output falls by {en} on average"
        );
    }
    let largest =
        named(parts).into_iter().enumerate().max_by(|(_, (_, a)), (_, (_, b))| a.mean.total_cmp(&b.mean));
    let Some((place, (name, _))) = largest.filter(|(_, (_, part))| part.mean > 0.0 && more > 0.0) else {
        return text!("{from}年到{to}年，产值基本不变", "From {from} to {to} output hardly changes");
    };
    let (zh_name, en_name) = (name.zh, lower(&name.en));
    let part = amount(parts, output, |printed| printed[1 + place]);
    let (zh_part, en_part) = (part.zh, part.en);
    text!(
        "{from}年到{to}年，产值平均增加{zh}，其中最大的是{zh_name}（{zh_part}）",
        "From {from} to {to} output grows by {en} on average; the largest part is {en_name} ({en_part})"
    )
}

/// A name within a sentence.
fn lower(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map_or(String::new(), |first| first.to_lowercase().chain(rest).collect())
}

fn reading(results: &Results, parts: &OutputBridge, output: &Stat) -> Text {
    let [base, growth, expansions, projects, arrivals, exits] =
        std::array::from_fn(|place| amount(parts, output, |printed| printed[place]));
    let end = amount(parts, output, |printed| printed.iter().sum());
    let (from, to) = (results.scenario.base_year, parts.year);
    let zh = [&base, &growth, &expansions, &projects, &arrivals, &exits, &end].map(|text| text.zh.as_str());
    let en = [&base, &growth, &expansions, &projects, &arrivals, &exits, &end].map(|text| text.en.as_str());
    let ([base_zh, g_zh, x_zh, p_zh, a_zh, e_zh, end_zh], [base_en, g_en, x_en, p_en, a_en, e_en, end_en]) =
        (zh, en);
    text!(
        "从{from}年的{base_zh}出发：现有企业增长{g_zh}，扩产{x_zh}，已知新项目{p_zh}，新招商项目{a_zh}，企业退出{e_zh}，到{to}年平均为{end_zh}。新项目须经建设和逐步达产，当年贡献通常有限",
        "Starting from {base_en} in {from}: growth of enterprises {g_en}, their expansions {x_en}, known new projects {p_en}, newly promoted ones {a_en}, closings {e_en}; together {end_en} on average in {to}. New projects must be built and reach full production step by step, so that they add little at first"
    )
}
