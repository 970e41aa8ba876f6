//! Changes, policies and mixes, resolved to the fields they touch.

use super::{PolicyIx, Quantity, ResourceIx};
use crate::text::Name;

/// A list of the scenario, with the place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// Place in `industries`.
    Industry(usize),
    /// Place in `enterprises`.
    Enterprise(usize),
    /// Place in `exits`.
    Exit(usize),
    /// Place in `resources`.
    Resource(usize),
    /// Place in `supplies`.
    Supply(usize),
    /// The table `[land]`.
    Land,
    /// Place in `routes`.
    Route(usize),
    /// Place in `parcels`.
    Parcel(usize),
    /// Place in `projects`.
    Project(usize),
    /// Place in `channels`.
    Channel(usize),
}

/// A numeric field that changes can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the field of that name")]
pub enum Field {
    Growth,
    Volatility,
    CommonShare,
    SizeExponent,
    ReferenceOutput,
    TaxRate,
    Output,
    Land,
    Tax,
    OutputToDate,
    AnnualRate,
    ClearMonths,
    Available,
    Amount,
    Delay,
    Probability,
    Crews,
    Months,
    Success,
    Area,
    Capacity,
    Needs(ResourceIx),
    NeedsPerOutput(ResourceIx),
    Conversion,
    Prep,
    Build,
    Ramp,
    Patience,
    Priority,
    OperatingMonths,
    Rate,
    Dispersion,
    FactorLoading,
}

/// One field of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    /// The thing.
    pub subject: Subject,
    /// The field.
    pub field: Field,
}

/// What a change does to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeOp {
    /// Replaces the value.
    Set,
    /// Multiplies it.
    Multiply,
    /// Adds to it.
    Add,
}

/// One effect on all the fields that a change selects.
#[derive(Debug, Clone)]
pub struct Change {
    /// Names the effect's own draw, unique in its policy (or among the scenario's changes) and independent of
    /// what else is in the file: selector, field and operation, with a number where these repeat.
    pub label: String,
    /// The fields, at least one.
    pub sites: Vec<Site>,
    /// What is done.
    pub op: ChangeOp,
    /// With what; uncertain effects are drawn once per trial for all the fields.
    pub effect: Quantity,
}

/// A costed bundle of changes.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Unique id.
    pub id: String,
    /// Display name.
    pub name: Name,
    /// Cost at dose 1, 万元.
    pub cost: Quantity,
    /// Largest dose.
    pub max_dose: f64,
    /// Month t from which it holds; `None`: from the first simulated month.
    pub from: Option<usize>,
    /// What it changes.
    pub changes: Vec<Change>,
}

/// Policies with doses.
#[derive(Debug, Clone)]
pub struct Mix {
    /// Unique id.
    pub id: String,
    /// Display name.
    pub name: Name,
    /// Policies and their doses, in the order of the file.
    pub doses: Vec<(PolicyIx, f64)>,
}
