//! `[park]`, `[run]` and the clock.

use super::super::calendar;
use super::super::fields::{Fields, single};
use super::super::node::{FileIx, Node, NodeValue, Origin, Table};
use super::super::problem::{Problem, Problems};
use super::super::scalar::{kind_name, meant};
use crate::format;
use crate::scenario::{Park, RunDefaults, SamplingKind};
use crate::text::{Lang, Name, text};

/// The years of the scenario; months are counted from January of base_year + 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    pub(crate) base_year: i32,
    pub(crate) end_year: i32,
    /// Months of the first year that are already known.
    pub(crate) known_months: usize,
    /// Whether the years could be read; if not, nothing is said about months and years elsewhere.
    pub(crate) sure: bool,
}

impl Clock {
    /// Number of simulated months.
    pub(crate) fn months(self) -> i64 {
        12 * i64::from(self.end_year - self.base_year)
    }

    /// The first simulated month.
    pub(crate) fn first(self) -> i64 {
        self.known_months as i64 + 1
    }

    /// Month t of the calendar month, 1 for January of the first year; may be 0 or negative.
    pub(crate) fn index(self, (year, month): (i64, i64)) -> i64 {
        (year - i64::from(self.base_year) - 1) * 12 + month
    }

    /// The month of `key`, counted from January of the first year.
    pub(crate) fn month(self, fields: &Fields<'_>, key: &str, out: &mut Problems) -> Option<i64> {
        let node = fields.node(key)?;
        match calendar::month(node, &fields.path_of(key)) {
            Ok(month) => self.sure.then(|| self.index(month)),
            Err(problem) => {
                out.push(*problem);
                None
            }
        }
    }
}

/// The clock; stands at 2000 where the years cannot be read.
pub(crate) fn clock(document: &Table, out: &mut Problems) -> Clock {
    let unknown = Clock { base_year: 2000, end_year: 2001, known_months: 0, sure: false };
    let Some(park) = single(document, "park") else { return unknown };
    let base = park.integer("base_year", 1900..=2200, out);
    let end = park.integer("end_year", 1900..=2300, out);
    let (Some(base), Some(end)) = (base, end) else { return unknown };
    let most = i64::from(Park::MAX_YEARS);
    let years = base + 1..=base + most;
    if !years.contains(&end) {
        let (first, last) = (years.start(), years.end());
        out.push(
            Problem::error(park.origin_of("end_year"), "park.end_year", text!("{end}", "{end}")).allowed(
                text!(
                    "{first} 到 {last}（基年之后 1 到 {most} 年）",
                    "{first} to {last} (1 to {most} years after the base year)"
                ),
            ),
        );
        return unknown;
    }
    let mut clock = Clock { base_year: base as i32, end_year: end as i32, known_months: 0, sure: true };
    if let (Some(node), Some(month)) = (park.node("as_of"), clock.month(&park, "as_of", out)) {
        if (0..=11).contains(&month) {
            clock.known_months = month as usize;
        } else {
            let next = base + 1;
            out.push(
                Problem::error(node.origin, "park.as_of", kind_name(&node.value))
                    .allowed(text!("{base}-12 到 {next}-11", "{base}-12 to {next}-11")),
            );
        }
    }
    clock
}

/// `[park]`.
pub(crate) fn park(document: &Table, clock: Clock, stem: &str, out: &mut Problems) -> Park {
    let (name, basis) = match single(document, "park") {
        Some(park) => (park.name(stem, out), park.name_of("basis", "basis_en", "", out)),
        None => (Name::default(), Name::default()),
    };
    Park {
        name,
        basis,
        base_year: clock.base_year,
        end_year: clock.end_year,
        known_months: clock.known_months,
    }
}

/// What stands at the top of the file.
#[derive(Default)]
pub(crate) struct Top {
    /// The park's name where there is none.
    pub(crate) title: Name,
    pub(crate) note: String,
    pub(crate) language: Option<Lang>,
}

/// The keys at the top of the file.
pub(crate) fn top(document: &Table, park: &Name, out: &mut Problems) -> Top {
    let Some(top) = fields_at_top(document) else { return Top::default() };
    // The path of a key at the top is the key itself.
    let mut local = Problems::default();
    let title = match top.label("title", &mut local) {
        Some(name) => Name { name, name_en: top.label("title_en", &mut local) },
        None => park.clone(),
    };
    let note = top.text("note", &mut local).unwrap_or_default();
    let language = language_of(&top, &mut local);
    // What it names is looked up once all targets are known.
    top.label("headline", &mut local);
    for mut problem in local.list {
        problem.path = problem.path.trim_start_matches('.').to_owned();
        out.push(problem);
    }
    Top { title, note, language }
}

/// The language that a document names, whatever else is in it.
pub(crate) fn language(document: &Table) -> Option<Lang> {
    language_of(&fields_at_top(document)?, &mut Problems::default())
}

pub(crate) fn fields_at_top(document: &Table) -> Option<Fields<'_>> {
    let (spec, origin) = (format::table("")?, Origin::file(FileIx(0)));
    Some(Fields { table: document, spec, origin, path: String::new() })
}

fn language_of(top: &Fields, out: &mut Problems) -> Option<Lang> {
    top.choice("language", out).map(|language| match language {
        "zh" => Lang::Zh,
        _ => Lang::En,
    })
}

/// `[run]`.
pub(crate) fn run(document: &Table, out: &mut Problems) -> RunDefaults {
    let defaults = RunDefaults::default();
    let Some(run) = single(document, "run") else { return defaults };
    let sampling = run.node("sampling").and_then(|node| sampling(node, out));
    RunDefaults {
        trials: run
            .integer("trials", 1..=RunDefaults::MAX_TRIALS as i64, out)
            .map_or(defaults.trials, |trials| trials as u64),
        seed: run.integer("seed", 0..=i64::MAX, out).map_or(defaults.seed, |seed| seed as u64),
        sampling: sampling.unwrap_or(defaults.sampling),
    }
}

fn sampling(node: &Node, out: &mut Problems) -> Option<SamplingKind> {
    let found = if let NodeValue::Text(found) = &node.value { Some(found.as_str()) } else { None };
    match found {
        Some("random") => Some(SamplingKind::Random),
        Some("sobol") => Some(SamplingKind::Sobol),
        _ => {
            let mut problem = Problem::error(node.origin, "run.sampling", kind_name(&node.value))
                .allowed(text!("\"random\" 或 \"sobol\"", "\"random\" or \"sobol\""));
            if let Some(found) = found {
                problem.remedy = meant(found, &["random", "sobol"]);
            }
            out.push(problem);
            None
        }
    }
}
