//! Land and waiting projects, month by month.

use super::ChartError;
use super::axis;
use super::canvas::Rect;
use super::fan::{self, Fan};
use super::page::{self, Heading, Sheet, Sketch};
use super::theme::{THEME, Type};
use crate::results::{MonthResult, Results, Stat};
use crate::text::{Lang, Text, text};
use crate::words;

const GAP: f64 = 48.0;

type Pick = fn(&MonthResult) -> &Stat;

pub(super) fn draw(results: &Results, sheet: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = sheet.lang;
    let fans = fans(results, lang);
    let (Some(title), false) = (title(&results.months), fans.is_empty()) else { return Ok(None) };
    let subtitle = text!(
        "月末数；内带为50%区间，外带为90%区间，实线为中位数",
        "At each month's end; inner band 50%, outer band 90%, line: median"
    );
    let heading = Heading {
        title: title.get(lang).into(),
        subtitle: subtitle.get(lang).into(),
        reading: reading(&results.months).get(lang).into(),
    };
    let columns = if fans.len() > 1 { 2 } else { 1 };
    let rows = fans.len().div_ceil(columns);
    page::compose(sheet, heading, rows as f64 * (fan::LEAST_HEIGHT + 60.0), |pen, body| {
        let width = (body.width() - GAP * (columns as f64 - 1.0)) / columns as f64;
        let pitch = (body.height() + 20.0) / rows as f64;
        let name_style = Type { weight: THEME.value.weight, ..THEME.name };
        for (i, one) in fans.iter().enumerate() {
            let x = body.left + (i % columns) as f64 * (width + GAP);
            let y = body.top + (i / columns) as f64 * pitch;
            fan::draw(pen, Rect::new(x, y, x + width, y + pitch - 20.0), one, name_style, lang)?;
        }
        Ok(())
    })
    .map(Some)
}

/// Free land and waiting projects at the end, in words.
fn reading(months: &[MonthResult]) -> Text {
    let Some(last) = months.last() else { return Text::same("") };
    let when = words::month(&last.month);
    let stat = |stat: &Stat| (words::rounded(stat.p05), words::rounded(stat.p50), words::rounded(stat.p95));
    let ((free_low, free, free_high), (low, waiting, high)) =
        (stat(&last.land_free), stat(&last.projects_waiting));
    let (zh_when, en_when) = (when.zh, when.en);
    text!(
        "到{zh_when}，可用土地大多在{free_low}至{free_high}亩之间（中位数{free}亩），等待土地等要素的项目在{low}至{high}个之间（中位数{waiting}个）。有项目在等待，说明要素供给跟不上签约",
        "By {en_when} free land will most likely be between {free_low} and {free_high} mu (median {free}), and {low} to {high} projects (median {waiting}) will be waiting for land or other resources. Where projects wait, supply does not keep up with signings"
    )
}

/// The figures in which something happens. Occupied land alone, unmoved, is no news: then there is no chart.
fn fans(results: &Results, lang: Lang) -> Vec<Fan> {
    let moving: [(Text, Pick); 3] = [
        (text!("可用土地（亩）", "Free land (mu)"), |month| &month.land_free),
        (text!("累计盘活收回的土地（亩）", "Idle land reclaimed so far (mu)"), |month| {
            &month.land_reclaimed
        }),
        (text!("等待要素的项目（个）", "Projects waiting for resources"), |month| {
            &month.projects_waiting
        }),
    ];
    let is_there = |pick: Pick| results.months.iter().any(|month| pick(month).p95 > 0.0);
    let mut shown: Vec<(Text, Pick)> = moving.into_iter().filter(|(_, pick)| is_there(*pick)).collect();
    let occupied: Pick = |month| &month.land_occupied;
    if !shown.is_empty() && is_there(occupied) {
        shown.push((text!("企业占用土地（亩）", "Land occupied by enterprises (mu)"), occupied));
    }
    let ticks = month_ticks(&results.months);
    let points = |pick: Pick| -> Vec<_> {
        results.months.iter().enumerate().map(|(i, month)| (i as f64, *pick(month))).collect()
    };
    let fan = |(name, pick): (Text, Pick)| Fan {
        name: name.get(lang).into(),
        points: points(pick),
        limits: Vec::new(),
        ticks: ticks.clone(),
        decimals: 0,
        from_zero: false,
    };
    shown.into_iter().map(fan).collect()
}

/// Every so many months, counted back from the last one, which is the one that the labels at the end speak of.
fn month_ticks(months: &[MonthResult]) -> Vec<(f64, String)> {
    let stride = axis::stride(months.len(), 6);
    let last = months.len().saturating_sub(1);
    let chosen = months.iter().enumerate().filter(|(i, _)| (last - i).is_multiple_of(stride));
    chosen.map(|(i, month)| (i as f64, words::clean(&month.month, 10))).collect()
}

/// Finding about the end: land that was reclaimed or is left free, and projects that still wait.
fn title(months: &[MonthResult]) -> Option<Text> {
    let last = months.last()?;
    let when = words::month(&last.month);
    let (zh_when, en_when) = (when.zh, when.en);
    let Text { zh, en } = queue(&last.projects_waiting);
    let land = if last.land_reclaimed.p95 > 0.0 {
        let (mid, range) = (words::rounded(last.land_reclaimed.p50), range(&last.land_reclaimed));
        let (zh_range, en_range) = (range.zh, range.en);
        text!(
            "到{zh_when}累计盘活土地中位数为{mid}亩{zh_range}",
            "{mid} mu of idle land reclaimed by {en_when} (median{en_range})"
        )
    } else if last.land_free.p95 > 0.0 {
        let mid = words::rounded(last.land_free.p50);
        text!("到{zh_when}可用土地中位数为{mid}亩", "Free land in {en_when}: median {mid} mu")
    } else if months.iter().any(|month| month.land_free.p95 > 0.0) {
        text!("到{zh_when}可用土地已基本用完", "Hardly any land is still free in {en_when}")
    } else {
        return Some(text!("到{zh_when}，{zh}", "In {en_when}, {en}"));
    };
    let (zh_land, en_land) = (land.zh, land.en);
    Some(text!("{zh_land}，{zh}", "{en_land}; {en}"))
}

/// The range of a figure in brackets; nothing where it is always the same.
fn range(stat: &Stat) -> Text {
    let (low, high) = (words::rounded(stat.p05), words::rounded(stat.p95));
    if low == high {
        return Text::same("");
    }
    text!("（90%的可能在{low}至{high}亩）", ", 90% range {low} to {high}")
}

fn queue(waiting: &Stat) -> Text {
    if waiting.p95 <= 0.0 {
        return text!("基本没有项目等待要素", "hardly a project waits for resources");
    }
    if waiting.p50 < 0.5 {
        let most = words::rounded(waiting.p95);
        return text!("大多没有项目等待要素（高值{most}个）", "most likely no project waits (high {most})");
    }
    let mid = words::rounded(waiting.p50);
    let en = words::counted(waiting.p50.round() as u64, "project", "projects");
    text!("等待要素的项目中位数为{mid}个", "{en} waiting (median)")
}
