//! The units that lines above the table state, given to the columns that have none of their own.

use super::super::node::Place;
use super::super::unit::Scale;
use super::block::Block;
use super::column::Column;
use super::fault::Fault;
use super::grid::{Cell, Grid, Value, clip};
use super::{label, unit};
use crate::format::{Dimension, TableSpec};
use crate::text::{Text, text};

/// A unit that a line above the table states.
struct Unit {
    unit: String,
    /// What it is the unit of, where the line says so.
    of: Option<String>,
    place: Place,
}

/// What the lines above the table state.
#[derive(Default)]
pub(super) struct Stated {
    units: Vec<Unit>,
    /// Units of money that are not known.
    unknown: Vec<(String, String, Place)>,
}

/// Reads the cells above the heading, those in its upper rows that are lines of their own, and notes of units
/// below the table.
pub(super) fn stated(grid: &Grid, block: &Block) -> Stated {
    let (top, bottom) = (*block.rows.start(), *block.rows.end());
    let mut stated = Stated::default();
    let lines = grid.rows[..top].iter().flat_map(|row| &row.cells);
    let among = grid.rows[top..bottom].iter().flat_map(|row| &row.cells);
    let among = among.filter(|cell| cell.shown().contains([':', '：']));
    let notes = grid.rows[bottom + 1..].iter().filter(|row| row.cells.len() == 1).flat_map(|row| &row.cells);
    let notes = notes.filter(|cell| matches!(&cell.value, Value::Text(text) if text.contains("单位")));
    for cell in lines.chain(among).chain(notes) {
        let Cell { value: Value::Text(written), place, .. } = cell else { continue };
        let line = unit::line(written);
        stated.units.extend(line.units.into_iter().map(|(of, unit)| Unit { unit, of, place: *place }));
        stated.unknown.extend(line.unknown.map(|unknown| (unknown, clip(written), *place)));
    }
    stated
}

/// Gives every column without a unit the one stated for it, else the one that is usual. Says how numbers without
/// a unit in their heading are read, or where that cannot be told.
pub(super) fn give(
    stated: &Stated,
    heading: Place,
    columns: &mut [Column],
    table: &'static TableSpec,
) -> Result<Option<Fault>, Vec<Fault>> {
    let (mut faults, mut taken, mut assumed) = (Vec::new(), Vec::new(), Vec::new());
    for column in columns {
        let Some(dimension) = column.dimension() else { continue };
        let fits = fitting(stated, column, dimension, table);
        if let Some(own) = &column.unit {
            let worth = |unit: &str| Scale::of(dimension).factor(unit);
            if !fits.iter().any(|unit| worth(&unit.unit) == worth(own)) {
                faults.extend(fits.first().map(|unit| contradiction(column, own, unit)));
            }
            continue;
        }
        match (fits.as_slice(), usual(dimension)) {
            ([unit], _) => {
                taken.push(format!("{} → {}", column.heading, unit.unit));
                column.unit = Some(unit.unit.clone());
            }
            ([first, .., last], _) => faults.push(several(column, first, last)),
            ([], _) if is_money(dimension) && !stated.unknown.is_empty() => {
                faults.push(unknown(column, &stated.unknown[0]));
            }
            ([], Some(unit)) if column.entry.is_none() => {
                assumed.push(format!("{} → {unit}", column.heading))
            }
            ([], _) => {}
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(said(&taken, &assumed).map(|notice| notice.at(heading)))
}

fn is_money(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Output | Dimension::Money)
}

/// What numbers without any unit are in.
fn usual(dimension: Dimension) -> Option<&'static str> {
    match dimension {
        Dimension::Output => Some("亿元"),
        Dimension::Money => Some("万元"),
        Dimension::Land => Some("亩"),
        Dimension::PerMu => Some("万元/亩"),
        _ => None,
    }
}

/// The stated units that can be the column's, each worth once: those stated for it by name, else those stated for
/// all.
fn fitting<'a>(
    stated: &'a Stated,
    column: &Column,
    dimension: Dimension,
    table: &'static TableSpec,
) -> Vec<&'a Unit> {
    let scale = Scale::of(dimension);
    if !matches!(dimension, Dimension::Output | Dimension::Money | Dimension::Land | Dimension::PerMu) {
        return Vec::new();
    }
    let measures = |unit: &&Unit| scale.factor(&unit.unit).is_some();
    let names_it = |of: &str| match label::meant(&[of], table) {
        Some(meant) => meant.field.key == column.field.key,
        None => column.name.contains(of),
    };
    let named = |unit: &&Unit| unit.of.as_deref().is_some_and(names_it);
    let mut fits: Vec<&Unit> = stated.units.iter().filter(measures).filter(named).collect();
    if fits.is_empty() {
        fits = stated.units.iter().filter(measures).filter(|unit| unit.of.is_none()).collect();
    }
    let mut once: Vec<&Unit> = Vec::new();
    for unit in fits {
        if !once.iter().any(|known| scale.factor(&known.unit) == scale.factor(&unit.unit)) {
            once.push(unit);
        }
    }
    once
}

fn said(taken: &[String], assumed: &[String]) -> Option<Fault> {
    let (taken, assumed) = (taken.join("、"), assumed.join("、"));
    let Text { zh, en } = match (taken.is_empty(), assumed.is_empty()) {
        (true, true) => return None,
        (false, true) => text!(
            "表头未写单位，按表头上方写的单位读取：{taken}",
            "headings without a unit are read in the one stated above the table: {taken}"
        ),
        (true, false) => {
            text!("表头未写单位，按下列单位读取：{assumed}", "headings without a unit are read as: {assumed}")
        }
        (false, false) => text!(
            "表头未写单位，按表头上方写的单位读取：{taken}；上方也没有写的，按下列单位读取：{assumed}",
            "headings without a unit are read in the one stated above the table: {taken}; where none is stated, as: {assumed}"
        ),
    };
    let notice = Fault::notice(text!("{zh}", "{en}"));
    Some(if assumed.is_empty() {
        notice
    } else {
        notice.remedy(text!(
            "在表头写明单位，如“产值(亿元)”",
            "state the unit in the heading: \"output (亿元)\""
        ))
    })
}

fn contradiction(column: &Column, own: &str, stated: &Unit) -> Fault {
    let Text { zh, en } = column.shown();
    let above = &stated.unit;
    Fault::error(text!(
        "{zh}的单位是{own}，表头上方写的却是{above}",
        "{en} is in {own}, but {above} is stated above the table"
    ))
    .at(stated.place)
    .remedy(text!(
        "核对后改正其中一处；各列单位不同的，在上方都列出，如“单位：{own}、{above}”",
        "correct one of them; where columns differ, list all their units above the table: {own}, {above}"
    ))
}

fn several(column: &Column, first: &Unit, last: &Unit) -> Fault {
    let Text { zh, en } = column.shown();
    let (a, b) = (&first.unit, &last.unit);
    Fault::error(text!(
        "{zh}没有写单位，表头上方写了{a}、{b}，不知是哪一个",
        "{en} has no unit, and above the table both {a} and {b} are stated"
    ))
    .at(column.place)
    .remedy(text!(
        "在该列表头写明单位，或在上方写明各是什么的单位，如“单位：产值亿元、税收万元”",
        "state the unit in the heading, or above the table what each is the unit of"
    ))
}

fn unknown(column: &Column, (unit, line, place): &(String, String, Place)) -> Fault {
    let Text { zh, en } = column.shown();
    let allowed = Scale::of(Dimension::Money).allowed();
    Fault::error(text!(
        "表头上方“{line}”中的“{unit}”不是能读的单位，{zh}也没有写单位",
        "\"{unit}\" in \"{line}\" above the table is no unit that can be read, and {en} has none"
    ))
    .at(*place)
    .allowed(text!("单位：{allowed}", "units: {allowed}"))
    .remedy(text!("在表头写明单位", "state the unit in the heading"))
}
