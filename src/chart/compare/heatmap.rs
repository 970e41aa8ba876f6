//! The probability of each target under every alternative as a table of shades, with the difference from the reference.

use super::names::Names;
use super::{even_odds, hidden, hidden_outcomes, named, outcome_name, outcomes, sheet, shown, widest_value};
use crate::chart::ChartError;
use crate::chart::canvas::Rect;
use crate::chart::page::{Sheet, Sketch};
use crate::chart::pen::{Anchor, Pen};
use crate::chart::theme::{THEME, chance_color, ink_on};
use crate::chart::wrap::wrap;
use crate::compare::Comparison;
use crate::text::{Lang, Text, text};
use crate::words;

const MOST_COLUMNS: usize = 9;
const ROW_HEIGHT: f64 = 46.0;
const NAME_WIDTH: f64 = 350.0;
/// Least width of a column: a long English word of its name.
const LEAST_COLUMN: f64 = 100.0;
const NAME_LINES: usize = 4;
const NAME_GAP: f64 = 16.0;

pub fn draw(results: &Comparison, on: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let lang = on.lang;
    let rows = shown(results, on, ROW_HEIGHT);
    if rows.len() < 2 {
        return Ok(None);
    }
    let names = Names::new(results, &rows, NAME_WIDTH, on);
    let cells = on.size.width() - 2.0 * on.size.margin() - names.width - NAME_GAP;
    let room = (cells / (widest_value(results, lang) + 14.0).max(LEAST_COLUMN)) as usize;
    let columns = outcomes(results, room.clamp(1, MOST_COLUMNS));
    let how = text!(
        "格中为实现概率，括号内为与参照相差的百分点（不显著的不列）；颜色越深概率越高",
        "Probability, and points against the reference where they can be told apart; the darker, the likelier"
    );
    let said = (
        even_odds::title(results),
        format!(
            "{}{}{}",
            how.get(lang),
            hidden(results, rows.len()).get(lang),
            hidden_outcomes(results, columns.len()).get(lang)
        ),
        reading(results),
    );
    let header = NAME_LINES as f64 * THEME.strong.leading() + 12.0;
    let needed = rows.len() as f64 * ROW_HEIGHT + header;
    sheet(on, said, needed, |pen, body| chart(pen, body, results, (&rows, &names), &columns, header, lang))
}

/// Effect of the answer on the targets.
fn reading(results: &Comparison) -> Text {
    if !results.is_choice() {
        return text!(
            "横着看一个情景下各项目标的把握，竖着看一项目标在各情景下的把握",
            "Across: every target under one scenario; down: one target under every scenario"
        );
    }
    let gains = |a: usize| {
        let told = results.outcomes.iter().filter_map(|outcome| outcome.alternatives[a].difference);
        told.filter(|difference| difference.told_apart && difference.difference > 0.0).count()
    };
    let all = results.outcomes.len();
    let best = results.choice().map(|choice| choice.best).filter(|&best| gains(best) > 0);
    let Some(best) = best else {
        return text!(
            "横着看一个方案对各项目标的作用，竖着看一项目标在各方案下的把握",
            "Across: what an alternative does for each target; down: one target under every alternative"
        );
    };
    let (zh, en, n) = (named(results, best, Lang::Zh), named(results, best, Lang::En), gains(best));
    text!(
        "横着看一个方案对各项目标的作用，竖着看一项目标在各方案下的把握。最有把握的{zh}使{all}项中的{n}项明显提高",
        "Across: what an alternative does for each target; down: one target under every alternative. The likeliest, {en}, surely raises {n} of {all}"
    )
}

fn chart(
    pen: &Pen,
    body: Rect,
    results: &Comparison,
    (rows, names): (&[usize], &Names),
    columns: &[usize],
    header: f64,
    lang: Lang,
) -> Result<(), ChartError> {
    let left = body.left + names.width + NAME_GAP;
    let one = (body.right - left) / columns.len() as f64;
    let pitch = ((body.height() - header) / rows.len() as f64).min(60.0);
    let top = body.top + header;
    for i in 0..rows.len() {
        names.write(pen, i, (body.left, top + (i as f64 + 0.5) * pitch), None)?;
    }
    for (column, &o) in columns.iter().enumerate() {
        let (x, outcome) = (left + column as f64 * one, &results.outcomes[o]);
        let lines = wrap(&outcome_name(outcome, lang), THEME.strong, one - 10.0, NAME_LINES);
        let middle = top - 8.0 - lines.len() as f64 * THEME.strong.leading() / 2.0;
        pen.lines(&lines, THEME.strong.color(THEME.ink), (x + one / 2.0, middle), Anchor::Center)?;
        for (i, &a) in rows.iter().enumerate() {
            let chance = &outcome.alternatives[a];
            let area = Rect::new(
                x + 2.0,
                top + i as f64 * pitch + 2.0,
                x + one - 2.0,
                top + (i + 1) as f64 * pitch - 2.0,
            );
            let color = chance_color(chance.probability.probability);
            let mut cell = pen.panel(area, 0.0..1.0, 0.0..1.0)?;
            cell.bar((0.0, 0.0), (1.0, 1.0), color)?;
            let ink = ink_on(color);
            let said = words::probability(&chance.probability);
            let told = chance.difference.filter(|difference| difference.told_apart);
            let (middle, centre) = ((area.top + area.bottom) / 2.0, (area.left + area.right) / 2.0);
            let shift = if told.is_some() { THEME.strong.size * 0.55 } else { 0.0 };
            pen.text(said.get(lang), THEME.strong.color(ink), (centre, middle - shift), Anchor::Center)?;
            if let Some(difference) = told {
                let reference = &outcome.alternatives[results.reference()].probability;
                let printed = words::between(reference, &chance.probability, difference.difference);
                let points = format!("({})", words::points(printed));
                pen.text(
                    &points,
                    THEME.tick.color(ink),
                    (centre, middle + THEME.tick.size * 0.75),
                    Anchor::Center,
                )?;
            }
        }
    }
    Ok(())
}
