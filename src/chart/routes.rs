//! Idle land reclaimed, by the route that did it.

use super::ChartError;
use super::axis;
use super::page::{self, Heading, Sheet, Sketch};
use super::steps::{self, Step, Tone};
use crate::results::{Results, RouteResult, Stat};
use crate::text::{Lang, Text, text};
use crate::words;

const NAME_WIDTH: f64 = 330.0;
/// Routes that the reading speaks of.
const MOST_READ: usize = 8;

pub(super) fn draw(results: &Results, sheet: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = sheet.lang;
    let routes: Vec<(&RouteResult, Stat)> =
        results.routes.iter().filter_map(|route| Some((route, route.years.last()?.land))).collect();
    let park = results.park.last();
    let Some((year, all)) = park.and_then(|park| Some((park.year, park.stat("land_reclaimed")?))) else {
        return Ok(None);
    };
    if routes.is_empty() || all.p95 <= 0.0 {
        return Ok(None);
    }
    let mut steps = rows(&routes, all, lang);
    let heights = vec![steps::ROW_HEIGHT; steps.len()];
    let (shown, heading) = page::rows_that_fit(sheet, &heights, steps::AXIS_HEIGHT, |hidden| {
        let how = text!(
            "到{year}年末累计盘活的闲置土地（亩）：平均值，横线为90%区间",
            "Idle land reclaimed by the end of {year} (mu): means; whiskers: 90% range"
        );
        Heading {
            title: title(&routes, (year, all)).get(lang).into(),
            subtitle: format!("{}{}", how.get(lang), page::hidden(hidden).get(lang)),
            reading: reading(&routes, (year, all)).get(lang).into(),
        }
    });
    steps.truncate(shown);
    page::compose(sheet, heading, steps::height(&steps), |pen, body| {
        steps::draw(pen, body, &steps, sheet.name_room(NAME_WIDTH), false, axis::tick_text)
    })
    .map(Some)
}

fn rows(routes: &[(&RouteResult, Stat)], all: &Stat, lang: Lang) -> Vec<Step> {
    let row = |name: String, land: &Stat, tone: Tone| Step {
        name,
        from: 0.0,
        to: land.mean,
        range: Some([land.p05, land.p95]),
        value: words::fixed(land.mean, 1),
        tone,
    };
    let mut sorted: Vec<_> = routes.iter().collect();
    sorted.sort_by(|(_, a), (_, b)| b.mean.total_cmp(&a.mean));
    let total = row(text!("合计", "Together").get(lang).into(), all, Tone::End);
    let routes = sorted.iter().map(|(route, land)| row(words::name(&route.name, lang), land, Tone::Main));
    std::iter::once(total).chain(routes).collect()
}

/// The route that reclaims most.
fn title(routes: &[(&RouteResult, Stat)], (year, all): (i32, &Stat)) -> Text {
    let total = words::rounded(all.mean);
    let Some((route, land)) = routes.iter().max_by(|(_, a), (_, b)| a.mean.total_cmp(&b.mean)) else {
        return Text::same("");
    };
    let (zh, en) = (page::quoted(&route.name, Lang::Zh), page::quoted(&route.name, Lang::En));
    let percent = words::rounded(100.0 * land.mean / all.mean);
    if routes.len() == 1 {
        return text!(
            "到{year}年末平均盘活{total}亩，全部来自{zh}",
            "{total} mu reclaimed by the end of {year} on average, all of it by {en}"
        );
    }
    text!(
        "到{year}年末平均盘活{total}亩，最多的途径是{zh}（约占{percent}%）",
        "{total} mu reclaimed by the end of {year} on average, more by {en} than by any other route (about {percent}%)"
    )
}

fn reading(routes: &[(&RouteResult, Stat)], (year, all): (i32, &Stat)) -> Text {
    let [low, mean, high] = [all.p05, all.mean, all.p95].map(words::rounded);
    let list = |lang: Lang, between: &str| {
        let said = routes
            .iter()
            .take(MOST_READ)
            .map(|(route, land)| format!("{} {}", words::name(&route.name, lang), words::rounded(land.mean)));
        said.collect::<Vec<_>>().join(between)
    };
    let (zh, en) = (list(Lang::Zh, "、"), list(Lang::En, ", "));
    text!(
        "到{year}年末合计平均{mean}亩，90%的情形在{low}至{high}亩之间。各途径平均（亩）：{zh}。一宗地一种途径未成功再采用下一种，每宗只计入办成的途径",
        "By the end of {year} {mean} mu on average, nine times in ten between {low} and {high}. By route (mu): {en}. A parcel goes from route to route until one succeeds, and counts there"
    )
}
