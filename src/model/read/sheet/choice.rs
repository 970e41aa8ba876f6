//! Which of several columns is meant: that of the base year, measured and not planned, by the name that the
//! scenario's basis uses.

use super::column::{Column, shown_key};
use super::fault::Fault;
use super::grid::{Row, Value};
use super::label;
use super::period::{self, Part, Period};
use super::{Rows, Wanted};
use crate::format::TableSpec;
use crate::read::node::Place;
use crate::text::{Text, text};
use unicode_normalization::UnicodeNormalization;

/// What the lines above the table say of when its numbers are of.
#[derive(Debug, Default)]
pub(super) struct Title {
    period: Option<(Period, String, Place)>,
}

impl Title {
    /// Reads the rows above the heading; of several years none is the table's.
    pub fn of(rows: &[Row]) -> Self {
        let mut periods = rows.iter().flat_map(|row| &row.cells).filter_map(|cell| {
            let Value::Text(written) = &cell.value else { return None };
            let plain: String = written.nfkc().filter(|c| !c.is_whitespace()).collect();
            period::of_title(&plain).map(|period| (period, super::grid::clip(written), cell.place))
        });
        let first = periods.next();
        let same = periods
            .all(|(period, _, _)| first.as_ref().is_some_and(|(known, _, _)| known.year == period.year));
        Self { period: first.filter(|_| same) }
    }

    fn year(&self) -> Option<i32> {
        self.period.as_ref().and_then(|(period, _, _)| period.year)
    }
}

/// The columns that are read, and what there is to say about the others.
#[derive(Default)]
pub(super) struct Choice {
    /// One column for each key.
    pub columns: Vec<Column>,
    /// Columns that mean a key but are not read, and have been named in a notice.
    pub passed_over: Vec<usize>,
    /// How the columns were chosen.
    pub notices: Vec<Fault>,
    /// Where they could not be.
    pub errors: Vec<Fault>,
}

/// How well a column's period is that which is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is of another year, planned, or a part of the year.
    Not,
    /// It does not say.
    Unsaid,
    /// It is the wanted year's.
    Wanted,
}

/// Chooses a column for each key.
pub(super) fn choose(
    found: Vec<Column>,
    table: &'static TableSpec,
    wanted: &Wanted,
    title: &Title,
) -> Choice {
    let mut choice = Choice::default();
    let mut groups: Vec<Vec<Column>> = Vec::new();
    let is_year = |column: &Column| column.field.key == "output" && column.period.part == Part::Whole;
    let has_year = found.iter().any(is_year);
    for mut column in found {
        if (has_year || wanted.rows == Rows::Updates)
            && column.field.key == "output"
            && months_to_date(&column, wanted).is_some()
            && let Some(field) = table.field("output_to_date")
        {
            column.field = field;
        }
        match groups.iter_mut().find(|group| group[0].path() == column.path()) {
            Some(group) => group.push(column),
            None => groups.push(vec![column]),
        }
    }
    for group in groups {
        choose_one(group, table, wanted, title, &mut choice);
    }
    choice.columns.sort_by_key(|column| column.index);
    choice
}

/// The months of the year after the base year that a column sums up, where it does.
fn months_to_date(column: &Column, wanted: &Wanted) -> Option<u32> {
    let Period { year, relative, planned, part, .. } = column.period;
    let is_first_year = year.is_none_or(|year| wanted.base_year.is_none_or(|base| year == base + 1))
        && relative.unwrap_or(0) == 0;
    match part {
        Part::ToDate(months) if is_first_year && !planned => months,
        _ => None,
    }
}

fn choose_one(
    group: Vec<Column>,
    table: &'static TableSpec,
    wanted: &Wanted,
    title: &Title,
    choice: &mut Choice,
) {
    let of_a_year = label::is_of_a_year(table, group[0].field);
    let fit = |column: &Column| if of_a_year { fit(column, wanted, title) } else { Fit::Wanted };
    let best = group.iter().map(fit).max().unwrap_or(Fit::Not);
    if best == Fit::Not {
        let fault = none_fits(&group, wanted);
        choice.passed_over.extend(group.iter().map(|column| column.index));
        let is_update = wanted.rows == Rows::Updates;
        let sum = group
            .iter()
            .filter(|column| column.field.key == "output_to_date")
            .find_map(|column| Some((column, months_to_date(column, wanted)?)));
        if let Some((column, months)) = sum {
            // In a sheet of a year as a whole the sum is one column among others.
            let is_error = is_update || wanted.known_months().is_some();
            let faults = if is_error { &mut choice.errors } else { &mut choice.notices };
            faults.push(other_months(column, months, wanted, is_error));
        } else if group[0].field.required && !is_update {
            choice.errors.push(fault(true));
        } else {
            choice.notices.push(fault(false));
        }
        return;
    }
    let (mut fits, mut others): (Vec<Column>, Vec<Column>) =
        group.into_iter().partition(|column| fit(column) == best);
    fits.sort_by_key(|column| (strength(column, wanted), column.index));
    let tied = fits.len() > 1 && label::fold(&fits[0].name) == label::fold(&fits[1].name);
    if tied && (of_a_year || fits[0].field.required) {
        choice.errors.push(same(&fits[0], &fits[1], of_a_year));
        return;
    }
    if tied {
        choice.passed_over.extend(fits.iter().chain(&others).map(|column| column.index));
        choice.notices.push(none_of_them(&fits));
        return;
    }
    let mut fits = fits.into_iter();
    let Some(chosen) = fits.next() else { return };
    let synonyms: Vec<Column> = fits.collect();
    let plain =
        synonyms.iter().any(|other| label::is_revenue(&other.name) == label::is_revenue(&chosen.name));
    others.extend(synonyms);
    others.sort_by_key(|column| column.index);
    if !others.is_empty() {
        choice.notices.push(taken(&chosen, &others, plain));
        choice.passed_over.extend(others.iter().map(|column| column.index));
    }
    choice.columns.push(chosen);
}

/// Whether the column's numbers are those of the year that its key wants.
fn fit(column: &Column, wanted: &Wanted, title: &Title) -> Fit {
    let Period { year, relative, planned, part, .. } = column.period;
    let is_to_date = column.field.key == "output_to_date";
    let wanted_year = wanted.base_year.map(|base| if is_to_date { base + 1 } else { base });
    if planned || part == Part::Other || (!is_to_date && part != Part::Whole) {
        return Fit::Not;
    }
    if let Part::ToDate(Some(months)) = part
        && wanted.base_year.is_some()
        && wanted.known_months() != Some(months)
    {
        return Fit::Not;
    }
    // 本年 is the year of the title, else the last complete one; 上年 can be told only from a title.
    let year = match (year, relative) {
        (Some(year), _) => Some(year),
        (None, Some(0)) => title.year().or(wanted_year),
        (None, Some(years)) => match title.year() {
            Some(title) => Some(title + years),
            None => return Fit::Not,
        },
        (None, None) => None,
    };
    match (year, wanted_year) {
        (Some(year), Some(wanted)) if year == wanted => Fit::Wanted,
        (Some(_), Some(_)) => Fit::Not,
        _ => Fit::Unsaid,
    }
}

/// Ranks names of the same key: what the scenario's basis speaks of first, then in the order of the format.
fn strength(column: &Column, wanted: &Wanted) -> (bool, usize, usize) {
    let basis = wanted.basis.as_deref().unwrap_or("");
    let is_output = matches!(column.field.key, "output" | "output_to_date");
    let of_basis = !is_output || label::is_revenue(&column.name) == label::is_revenue(basis);
    let named = if is_output && basis.contains(&column.name) { column.name.len() } else { 0 };
    let folded = label::fold(&column.name);
    let names = std::iter::once(&column.field.key).chain(column.field.aliases);
    let order = names.into_iter().position(|name| label::fold(name) == folded).unwrap_or(usize::MAX);
    (!of_basis, usize::MAX - named, order)
}

/// Names of columns, in both languages.
pub(super) fn list<'a>(columns: impl IntoIterator<Item = &'a Column>) -> Text {
    let shown: Vec<Text> = columns.into_iter().map(Column::shown).collect();
    let joined = |pick: fn(&Text) -> &String, between| {
        shown.iter().map(|text| pick(text).as_str()).collect::<Vec<_>>().join(between)
    };
    Text { zh: joined(|text| &text.zh, "、"), en: joined(|text| &text.en, ", ") }
}

/// Says which column is read; a warning where the others have as good a claim.
fn taken(chosen: &Column, others: &[Column], is_close: bool) -> Fault {
    let key = shown_key(chosen.field);
    let (Text { zh: read_zh, en: read_en }, Text { zh, en }) = (chosen.shown(), list(others));
    let found = text!(
        "有几列都表示 {key}：读取 {read_zh}，未读取 {zh}",
        "several columns mean {key}: {read_en} is read, {en} not"
    );
    let fault = if is_close {
        Fault::warning(found)
            .remedy(text!("若应读另一列，请改名不读的那一列", "rename this one if another is meant"))
    } else {
        Fault::notice(found)
    };
    fault.at(chosen.place)
}

fn same(first: &Column, second: &Column, of_a_year: bool) -> Fault {
    let key = shown_key(second.field);
    let Text { zh, en } = list([first, second]);
    let fault = Fault::error(text!("{zh}都表示 {key}", "{en} both mean {key}")).at(second.place);
    if of_a_year {
        fault.remedy(text!(
            "在两列的表头分别写明年份或单位，如“2023年产值（万元）”，或删去其中一列",
            "state the year in the headings of both, as in \"2023 output (万元)\", or remove one of them"
        ))
    } else {
        fault.remedy(text!("删除或改名其中一列", "remove or rename one of them"))
    }
}

/// Reports columns of the same heading that an entry need not have: 预计增速 after every amount.
fn none_of_them(columns: &[Column]) -> Fault {
    let key = shown_key(columns[0].field);
    let Text { zh, en } = list(columns);
    Fault::warning(text!(
        "{zh}表头相同，分不清哪一列是 {key}，都未读取",
        "{en} have the same heading; which of them is {key} cannot be told, and none is read"
    ))
    .at(columns[0].place)
    .remedy(text!("若要读取其中一列，请改名其余各列", "rename the others if one of them is meant"))
}

/// Refuses, or reports, a key of which only other years, plans or parts of a year are there.
fn none_fits<'a>(group: &'a [Column], wanted: &Wanted) -> impl Fn(bool) -> Fault + use<'a> {
    let is_to_date = group[0].field.key == "output_to_date";
    let year = wanted.base_year.map(|base| if is_to_date { base + 1 } else { base });
    move |is_error| {
        let key = shown_key(group[0].field);
        let Text { zh, en } = list(group);
        let of_year = year.map_or_else(|| Text::same(""), |year| text!(" {year} 年", " of {year}"));
        let Text { zh: year_zh, en: year_en } = of_year;
        let fault = if is_error {
            Fault::error(text!(
                "{key} 没有{year_zh}全年的实际数；只有 {zh}",
                "there is no column of {key}{year_en}, measured and for the whole year; there is only {en}"
            ))
        } else {
            Fault::warning(text!(
                "未读取 {zh}：不是{year_zh}的实际数，{key} 视为没有写",
                "{en} not read: not measured figures{year_en}; {key} counts as not given"
            ))
        };
        fault.at(group[0].place).remedy(text!(
            "base_year 写数据完整的那一年，或补上{year_zh}的一列",
            "set `base_year` to the last complete year, or add a column{year_en}"
        ))
    }
}

/// Refuses, or reports, a sum since January that does not end with the last month that the scenario knows.
fn other_months(column: &Column, months: u32, wanted: &Wanted, is_error: bool) -> Fault {
    let heading = &column.heading;
    let year = wanted.base_year.unwrap_or_default() + 1;
    let as_of = format!("park.as_of = \"{year}-{months:02}\"");
    let severe = if is_error { Fault::error } else { Fault::warning };
    let fault = match wanted.known_months() {
        Some(known) => severe(text!(
            "“{heading}”是 {months} 个月的累计，而情景的数据截至 {known} 月",
            "\"{heading}\" sums up {months} months, but {known} months are known to the scenario"
        ))
        .remedy(text!(
            "设 {as_of}，或换成截至 {known} 月的表",
            "set {as_of}, or give the sums of {known} months"
        )),
        None => severe(text!(
            "未读取“{heading}”：是 {months} 个月的累计，而情景没有写数据截至哪个月",
            "\"{heading}\" is not read: it sums up {months} months, but the scenario does not say up to which month data are known"
        ))
        .remedy(text!("设 {as_of}", "set {as_of}")),
    };
    fault.at(column.place)
}

/// Warns where revenue is read although the scenario says that output is meant.
pub(super) fn other_than_the_basis(columns: &[Column], wanted: &Wanted) -> Option<Fault> {
    let basis =
        wanted.basis.as_deref().filter(|basis| label::is_output(basis) && !label::is_revenue(basis))?;
    let column =
        columns.iter().find(|column| column.field.key == "output" && label::is_revenue(&column.name))?;
    let Text { zh, en } = column.shown();
    Some(
        Fault::warning(text!(
            "口径（basis）是“{basis}”，读取的却是{zh}",
            "`basis` is \"{basis}\", but what is read is {en}"
        ))
        .at(column.place)
        .remedy(text!("核对后改正 basis，或补上产值一列", "correct `basis`, or add a column of output")),
    )
}

/// Warns where the title speaks of another year, and no column says of which year it is.
pub(super) fn title_of_another_year(columns: &[Column], wanted: &Wanted, title: &Title) -> Option<Fault> {
    let output = columns.iter().find(|column| column.field.key == "output" && column.field.required)?;
    let (period, written, place) = title.period.as_ref()?;
    let (base, year) = (wanted.base_year?, period.year?);
    let is_unsaid = output.period.year.is_none() && output.period.relative.is_none();
    let is_another = year != base || period.planned || period.part != Part::Whole;
    if !(is_unsaid && is_another) {
        return None;
    }
    let Text { zh, en } = output.shown();
    Some(
        Fault::warning(text!(
            "表上方写的是“{written}”，{zh}按基年 {base} 年全年读取",
            "above the table stands \"{written}\"; {en} is read as all of the base year {base}"
        ))
        .at(*place)
        .remedy(text!(
            "核对 base_year 与表中数字的年份",
            "check that `base_year` is the year of these numbers"
        )),
    )
}
