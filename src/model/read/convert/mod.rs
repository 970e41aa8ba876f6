//! Nodes to a [`Scenario`].
//!
//! Every entry is converted even where parts of it are wrong, with a stand-in for what is missing, so that all
//! problems are found at once; a scenario with an error is never handed out.

mod assumptions;
mod changes;
mod condition;
mod dates;
mod firms;
mod headline;
mod land;
mod park;
mod policies;
mod projects;
mod scores;
mod sites;
mod targets;

use super::check;
use super::fields::{Fields, entries, is_unsure, single};
use super::lookalike;
use super::names::Names;
use super::node::{Sources, Table};
use super::problem::{Problems, Severity};
use crate::scenario::{InputFile, Scenario};
pub(super) use park::language;
use park::{Clock, Top};
use std::collections::BTreeSet;
use std::path::{MAIN_SEPARATOR, Path};

/// The entries of one list, and their names.
struct List<'a> {
    entries: Vec<Fields<'a>>,
    names: Names,
}

impl<'a> List<'a> {
    fn collect(document: &'a Table, key: &'static str, out: &mut Problems) -> Self {
        let entries = entries(document, key);
        let mut names = Names::collect(key, &entries, out);
        names.unsure = is_unsure(document, key);
        Self { entries, names }
    }

    /// The resources, land first, which is there in any case.
    fn resources(document: &'a Table, out: &mut Problems) -> Self {
        let mut entries = entries(document, "resources");
        let mut quiet = Problems::default();
        let is_land = |entry: &Fields<'_>, quiet: &mut Problems| {
            entry.label("id", quiet).is_some_and(|id| lookalike::folded(&id) == "land")
        };
        let land = entries.iter().position(|entry| is_land(entry, &mut quiet));
        if let Some(land) = land {
            entries[..=land].rotate_right(1);
        }
        let mut names = Names::collect("resources", &entries, out);
        names.unsure = is_unsure(document, "resources");
        if land.is_none() {
            names.add_first("land", &land::land_name().name);
        }
        Self { entries, names }
    }
}

/// Everything that conversion looks things up in.
struct Lists<'a> {
    clock: Clock,
    industries: List<'a>,
    enterprises: List<'a>,
    exits: List<'a>,
    resources: List<'a>,
    /// Unit of each resource.
    units: Vec<String>,
    supplies: List<'a>,
    routes: List<'a>,
    parcels: List<'a>,
    projects: List<'a>,
    channels: List<'a>,
    targets: List<'a>,
    goals: List<'a>,
    scores: List<'a>,
    policies: List<'a>,
    mixes: List<'a>,
    /// Zones and tags that something can have.
    zones: BTreeSet<String>,
    tags: BTreeSet<String>,
}

impl<'a> Lists<'a> {
    fn collect(document: &'a Table, clock: Clock, out: &mut Problems) -> Self {
        let resources = List::resources(document, out);
        let units = land::units(&resources.entries, resources.names.ids.len(), out);
        let mut lists = Self {
            clock,
            industries: List::collect(document, "industries", out),
            enterprises: List::collect(document, "enterprises", out),
            exits: List::collect(document, "exits", out),
            resources,
            units,
            supplies: List::collect(document, "supplies", out),
            routes: List::collect(document, "routes", out),
            parcels: List::collect(document, "parcels", out),
            projects: List::collect(document, "projects", out),
            channels: List::collect(document, "channels", out),
            targets: List::collect(document, "targets", out),
            goals: List::collect(document, "goals", out),
            scores: List::collect(document, "scores", out),
            policies: List::collect(document, "policies", out),
            mixes: List::collect(document, "mixes", out),
            zones: BTreeSet::new(),
            tags: BTreeSet::new(),
        };
        lists.collect_marks();
        lists
    }

    fn collect_marks(&mut self) {
        let mut quiet = Problems::default();
        for list in [&self.enterprises, &self.projects, &self.channels] {
            for entry in &list.entries {
                self.zones.extend(entry.label("zone", &mut quiet));
                self.tags.extend(entry.tags(&mut quiet));
            }
        }
    }

    /// Whether entries that could not be read may have zones and tags of their own.
    fn marks_unsure(&self) -> bool {
        [&self.enterprises, &self.projects, &self.channels].iter().any(|list| list.names.unsure)
    }

    /// The id of place `i` in `list`, never empty in a scenario that is handed out.
    fn id(list: &List<'_>, i: usize) -> String {
        list.names.ids[i].clone()
    }
}

/// Converts the document; `None` where anything in it is wrong, which is reported.
pub(crate) fn scenario(
    document: &Table,
    path: &Path,
    sources: &Sources,
    out: &mut Problems,
) -> Option<Scenario> {
    let clock = park::clock(document, out);
    let lists = Lists::collect(document, clock, out);
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let park = park::park(document, clock, &stem, out);
    let Top { title, note, language } = park::top(document, &park.name, out);
    let industries = firms::industries(&lists, out);
    let enterprises = firms::enterprises(&lists, &industries, out);
    let mut scenario = Scenario {
        path: path.to_path_buf(),
        stem,
        title,
        note,
        language,
        headline: None,
        park,
        run: park::run(document, out),
        correlation: firms::correlation(document, &lists, out),
        industries,
        enterprises,
        exits: firms::exits(&lists, out),
        resources: land::resources(&lists, out),
        supplies: land::supplies(&lists, out),
        crews: single(document, "land").and_then(|land| land.quantity("crews", out)),
        routes: land::routes(&lists, out),
        parcels: land::parcels(&lists, out),
        projects: projects::projects(&lists, out),
        channels: projects::channels(&lists, out),
        targets: targets::targets(&lists, out),
        goals: targets::goals(&lists, out),
        scores: Vec::new(),
        budget: single(document, "budget").and_then(|budget| budget.fixed("limit", out)),
        changes: Vec::new(),
        policies: Vec::new(),
        mixes: Vec::new(),
        assumptions: assumptions::assumptions(document, &lists.units, out),
        inputs: inputs(path, sources),
    };
    scenario.scores = scores::scores(&scenario.targets, &lists, out);
    scenario.headline = headline::headline(document, &scenario, &lists, out);
    scenario.changes = changes::of_scenario(document, &mut scenario, &lists, out);
    projects::check_probabilities(&scenario.projects, &scenario.changes, &lists, out);
    scenario.policies = policies::policies(&mut scenario, &lists, out);
    scenario.mixes = policies::mixes(&scenario, &lists, out);
    if is_sound(out) {
        check::scenario(document, &scenario, out);
    }
    (!out.has_errors()).then_some(scenario)
}

/// Whether the scenario is what the document says, but for bounds and thresholds: one that is refused leaves all else as it is.
fn is_sound(out: &Problems) -> bool {
    let mut errors = out.list.iter().filter(|problem| problem.severity == Severity::Error);
    errors.all(|problem| {
        let path = &problem.path;
        path.contains(".where.") || path.ends_with(".at_least") || path.ends_with(".at_most")
    })
}

fn inputs(scenario: &Path, sources: &Sources) -> Vec<InputFile> {
    let folder = scenario.parent().unwrap_or(Path::new(""));
    // As a scenario names it, whatever the system's separator: the names are part of a checksum.
    let shown = |path: &Path| {
        path.strip_prefix(folder).unwrap_or(path).display().to_string().replace(MAIN_SEPARATOR, "/")
    };
    sources
        .files
        .iter()
        .map(|source| InputFile { path: shown(&source.path), sha256: source.sha256.clone() })
        .collect()
}
