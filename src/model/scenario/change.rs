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
    Signing,
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

/// The keys of the fields that stand alone; needs are by resource.
const KEYS: [(&str, Field); 32] = [
    ("growth", Field::Growth),
    ("volatility", Field::Volatility),
    ("common_share", Field::CommonShare),
    ("size_exponent", Field::SizeExponent),
    ("reference_output", Field::ReferenceOutput),
    ("tax_rate", Field::TaxRate),
    ("output", Field::Output),
    ("land", Field::Land),
    ("tax", Field::Tax),
    ("output_to_date", Field::OutputToDate),
    ("annual_rate", Field::AnnualRate),
    ("clear_months", Field::ClearMonths),
    ("available", Field::Available),
    ("amount", Field::Amount),
    ("delay", Field::Delay),
    ("probability", Field::Probability),
    ("crews", Field::Crews),
    ("months", Field::Months),
    ("success", Field::Success),
    ("area", Field::Area),
    ("capacity", Field::Capacity),
    ("conversion", Field::Conversion),
    ("signing", Field::Signing),
    ("prep", Field::Prep),
    ("build", Field::Build),
    ("ramp", Field::Ramp),
    ("patience", Field::Patience),
    ("priority", Field::Priority),
    ("operating_months", Field::OperatingMonths),
    ("rate", Field::Rate),
    ("dispersion", Field::Dispersion),
    ("factor_loading", Field::FactorLoading),
];

impl Field {
    /// The field behind a key, but for `needs` and `needs_per_output`, which are many.
    pub fn from_key(key: &str) -> Option<Self> {
        KEYS.iter().find(|(known, _)| *known == key).map(|(_, field)| *field)
    }

    /// The key of the field.
    pub fn key(self) -> &'static str {
        match self {
            Self::Needs(_) => "needs",
            Self::NeedsPerOutput(_) => "needs_per_output",
            alone => KEYS.iter().find(|(_, field)| *field == alone).map_or("", |(key, _)| key),
        }
    }
}

/// One field of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    /// The thing.
    pub subject: Subject,
    /// The field.
    pub field: Field,
}

impl Site {
    /// True if a policy that begins in some month can change it from then on (MODEL section 10).
    pub fn can_begin_later(self) -> bool {
        match self.subject {
            Subject::Industry(_) | Subject::Enterprise(_) => self.field == Field::Growth,
            Subject::Exit(_) => self.field == Field::AnnualRate,
            Subject::Supply(_) | Subject::Project(_) | Subject::Route(_) => true,
            Subject::Parcel(_) => matches!(self.field, Field::Months | Field::Success),
            Subject::Channel(_) => !matches!(self.field, Field::Dispersion | Field::FactorLoading),
            Subject::Resource(_) | Subject::Land => false,
        }
    }
}

/// Operation of a change on a field.
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
    /// Operation.
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
    /// Changes that it makes.
    pub changes: Vec<Change>,
}

impl Policy {
    /// Every field that it sets, with the change that does so; the last one counts.
    pub fn sets(&self) -> impl Iterator<Item = (Site, &Change)> {
        let sets = self.changes.iter().filter(|change| change.op == ChangeOp::Set);
        sets.flat_map(|change| change.sites.iter().map(move |&site| (site, change)))
    }
}

impl Change {
    /// True if two changes that set the same field can stand together: where both set it to the same number.
    pub fn agrees_with(&self, other: &Change) -> bool {
        self.effect.fixed().is_some() && self.effect.fixed() == other.effect.fixed()
    }
}

impl Mix {
    /// Id of no action, which every scenario can be compared with; a mix of this id has no policies.
    pub const NONE: &str = "none";
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
