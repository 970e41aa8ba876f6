//! The distribution of the park's output under each alternative, one above the other on one scale.

use super::names::{self, Names};
use super::{hidden, sheet, shown, widest};
use crate::chart::ChartError;
use crate::chart::axis;
use crate::chart::canvas::Rect;
use crate::chart::page::{Sheet, Sketch};
use crate::chart::pen::{Anchor, Pen};
use crate::chart::theme::THEME;
use crate::compare::Comparison;
use crate::results::Stat;
use crate::text::{Lang, Text, text};
use crate::words;

const ROW_HEIGHT: f64 = 44.0;
const NAME_WIDTH: f64 = 340.0;
const AXIS_HEIGHT: f64 = 28.0;
/// Height of the highest ridge, in rows.
const PEAK: f64 = 1.5;

pub fn draw(results: &Comparison, on: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = on.lang;
    let rows: Vec<usize> =
        shown(results, on, ROW_HEIGHT).into_iter().filter(|&a| output(results, a).is_some()).collect();
    if rows.len() < 2 {
        return Ok(None);
    }
    let (year, unit) = (results.figures.year, words::output_unit());
    let unit = unit.get(lang);
    let how = text!(
        "{year}年产值的分布，单位：{unit}；竖线为中位数，虚线为参照的中位数；低值、高值为5%、95%",
        "Distribution of output in {year}, {unit}; line: median; dashed: the reference's median; low and high: 5% and 95%"
    );
    let subtitle = format!("{}{}", how.get(lang), hidden(results, rows.len()).get(lang));
    let said = (title(results, &rows), subtitle, reading(results, &rows));
    let needed = (rows.len() as f64 + PEAK - 1.0) * ROW_HEIGHT + AXIS_HEIGHT;
    sheet(on, said, needed, |pen, body| chart(pen, body, results, &rows, on))
}

fn output(results: &Comparison, alternative: usize) -> Option<&Stat> {
    results.figures.alternatives[alternative].get("output")?.stat()
}

/// Between which medians the alternatives lie.
fn reading(results: &Comparison, rows: &[usize]) -> Text {
    let (range, year) = (range_of_medians(results, rows), results.figures.year);
    let (zh, en) = (range.zh, range.en);
    text!(
        "每条曲线是一个方案下{year}年产值的概率分布：越靠右产值越高，越宽不确定性越大。各方案的中位数在{zh}之间；曲线重叠越多，说明偶然因素的影响相对方案选择越大",
        "Each curve shows what output may be in {year} under one alternative: further right is more, wider is less certain. Medians lie between {en}; where curves mostly overlap, chance matters more than the choice"
    )
}

fn range_of_medians(results: &Comparison, rows: &[usize]) -> Text {
    let medians = rows.iter().filter_map(|&a| output(results, a)).map(|stat| stat.p50);
    let (least, most) = super::extent(medians);
    words::output_range(least, most)
}

/// Finding: the shift of the median by the answer, against the spread that is there anyway; of scenarios alone by the one that
/// shifts it most.
fn title(results: &Comparison, rows: &[usize]) -> Text {
    let year = results.figures.year;
    let median = |a: usize| output(results, a).map(|stat| stat.p50);
    let reference = results.reference();
    let shift = |a: usize| Some(median(a)? - median(reference)?);
    let shown = match results.choice() {
        Some(choice) => Some(choice.best),
        None => rows.iter().copied().max_by(|&a, &b| {
            let [a, b] = [a, b].map(|a| shift(a).map_or(0.0, f64::abs));
            a.total_cmp(&b)
        }),
    };
    let shown = shown.filter(|&a| a != reference);
    let moved = shown.and_then(|a| Some((a, shift(a)?, output(results, reference)?)));
    let Some((a, shift, from)) = moved.filter(|(_, shift, _)| *shift != 0.0) else {
        let Text { zh, en } = range_of_medians(results, rows);
        return text!("{year}年产值的中位数在{zh}之间", "Median outputs of {year} lie between {en}");
    };
    let (zh, en) = (
        names::quoted(&results.alternatives[a], Lang::Zh),
        names::quoted(&results.alternatives[a], Lang::En),
    );
    let best = if results.is_choice() {
        text!("最有把握的", ", the likeliest to succeed,")
    } else {
        Text::same("")
    };
    let (size, spread) = (words::output(shift.abs()), words::output(from.p95 - from.p05));
    let (size_zh, size_en, spread_zh, spread_en) = (size.zh, size.en, spread.zh, spread.en);
    let (best_zh, best_en) = (best.zh, best.en);
    let way = if shift > 0.0 {
        text!("增加{size_zh}", "adds {size_en} to")
    } else {
        text!("减少{size_zh}", "takes {size_en} from")
    };
    let (way_zh, way_en) = (way.zh, way.en);
    if shift.abs() < 0.5 * (from.p95 - from.p05) {
        return text!(
            "{best_zh}{zh}使{year}年产值中位数{way_zh}，而高值与低值之间相差{spread_zh}",
            "{en}{best_en} {way_en} the median output of {year}; high and low lie {spread_en} apart"
        );
    }
    text!("{best_zh}{zh}使{year}年产值中位数{way_zh}", "{en}{best_en} {way_en} the median output of {year}")
}

fn chart(pen: &Pen, body: Rect, results: &Comparison, rows: &[usize], on: &Sheet) -> Result<(), ChartError> {
    let lang = on.lang;
    let names = Names::new(results, rows, NAME_WIDTH, on);
    let distribution = &results.figures.output;
    let (low, high) = (distribution.edges[0], distribution.edges[distribution.edges.len() - 1]);
    let median = |a: usize| {
        output(results, a).map_or(String::new(), |stat| words::output(stat.p50).get(lang).to_owned())
    };
    let medians: Vec<String> = rows.iter().map(|&a| median(a)).collect();
    let medians_width = widest(medians.iter().map(String::as_str), THEME.strong) + 16.0;
    let plot = Rect::new(
        body.left + names.width + 18.0,
        body.top,
        body.right - medians_width,
        body.bottom - AXIS_HEIGHT,
    );
    let pitch = (plot.height() / (rows.len() as f64 + PEAK - 1.0)).min(70.0);
    let height = pitch * (rows.len() as f64 + PEAK - 1.0);
    let plot = Rect { bottom: plot.top + height, ..plot };
    let mut panel = pen.panel(plot, low..high, -height..0.0)?;
    let to_unit = |yi: f64| words::output_in_unit(yi, lang);
    for at in axis::ticks_inside(to_unit(low), to_unit(high), (plot.width() / 80.0) as usize) {
        let x = at / to_unit(1.0);
        panel.rule((x, 0.0), (x, -height), THEME.grid, 1.0)?;
        let (x, y) = panel.at((x, -height));
        pen.text(&axis::tick_text(at), THEME.tick, (x, y + 15.0), Anchor::Center)?;
    }
    let smooth: Vec<Vec<f64>> = rows.iter().map(|&a| smoothed(&distribution.shares[a])).collect();
    let peak = smooth.iter().flatten().copied().fold(1e-12, f64::max);
    let reference = output(results, results.reference()).map(|stat| stat.p50);
    for (i, (&a, shares)) in rows.iter().zip(&smooth).enumerate() {
        let base = -(pitch * (PEAK + i as f64) - 1.0);
        let top: Vec<(f64, f64)> = (shares.iter().zip(distribution.edges.windows(2)))
            .map(|(share, cell)| (0.5 * (cell[0] + cell[1]), base + share / peak * PEAK * pitch * 0.94))
            .collect();
        let floor: Vec<(f64, f64)> = top.iter().map(|(x, _)| (*x, base)).collect();
        let fill = if a == results.reference() { THEME.grid } else { THEME.outer };
        panel.band(&floor, &top, fill)?;
        panel.line(&top, THEME.main, 1.8)?;
        let (_, y) = panel.at((low, base + 0.3 * pitch));
        names.write(pen, i, (body.left, y), None)?;
        pen.text(&medians[i], THEME.strong, (body.right, y), Anchor::Right)?;
    }
    // Medians stand above all ridges, of which each covers the foot of the one behind.
    for (i, &a) in rows.iter().enumerate() {
        let base = -(pitch * (PEAK + i as f64) - 1.0);
        let Some(median) = output(results, a).map(|stat| stat.p50.clamp(low, high)) else { continue };
        panel.rule((median, base), (median, base + 0.45 * pitch), THEME.main, 2.6)?;
    }
    if let Some(median) = reference.filter(|median| (low..=high).contains(median)) {
        panel.dashed((median, 0.0), (median, -height), THEME.quiet)?;
    }
    Ok(())
}

/// Shares with their neighbours, weighted 1 : 2 : 3 : 2 : 1, so that what is seen is the shape and not the cells.
fn smoothed(shares: &[f64]) -> Vec<f64> {
    let weights = [1.0, 2.0, 3.0, 2.0, 1.0];
    let at = |i: isize| usize::try_from(i).ok().and_then(|i| shares.get(i)).copied().unwrap_or(0.0);
    let of = |i: usize| {
        let sum: f64 = weights.iter().enumerate().map(|(k, w)| w * at(i as isize + k as isize - 2)).sum();
        sum / 9.0
    };
    (0..shares.len()).map(of).collect()
}
