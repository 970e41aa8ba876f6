//! Sources of randomness by name: what is drawn, for which thing, and in which group of streams.
//!
//! The plan notes each stream as it makes its key, without a text; names are looked up in the scenario where they are
//! wanted. A group can be given a seed of its own, so that it is drawn anew while all else stays as it was.

use crate::format;
use crate::random::StreamKey;
use crate::scenario::{Change, ChangeOp, Field, PolicyIx, Scenario, Subject};
use crate::text::{Name, Text, text};

/// Streams that are drawn anew together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Uncertain growth and volatility of industries and enterprises.
    Growth,
    /// Uncertain output, land and tax of enterprises in the base year.
    BaseYear,
    /// Industry factors.
    Factors,
    /// Enterprises' own shocks.
    Shocks,
    /// Exits, and when their land is free.
    Exits,
    /// Idle parcels, their routes and the crews.
    Land,
    /// Resources and their supplies.
    Supplies,
    /// Known projects.
    Projects,
    /// Channels of investment promotion: how many projects they sign, and which.
    Promotion,
    /// Uncertain effects of policies and other changes.
    Effects,
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 10] = [
        Self::Growth,
        Self::BaseYear,
        Self::Factors,
        Self::Shocks,
        Self::Exits,
        Self::Land,
        Self::Supplies,
        Self::Projects,
        Self::Promotion,
        Self::Effects,
    ];

    /// Name of the group.
    pub fn name(self) -> Text {
        match self {
            Self::Growth => text!("增速与波动", "growth and volatility"),
            Self::BaseYear => text!("基年数据", "base-year figures"),
            Self::Factors => text!("产业因子", "industry factors"),
            Self::Shocks => text!("企业自身冲击", "firms' own shocks"),
            Self::Exits => text!("企业退出", "exits"),
            Self::Land => text!("闲置土地处置", "work on idle land"),
            Self::Supplies => text!("资源供给", "supplies"),
            Self::Projects => text!("已知项目", "known projects"),
            Self::Promotion => text!("招商", "investment promotion"),
            Self::Effects => text!("政策效果", "effects of policies"),
        }
    }
}

/// Seeds of the groups of streams: one for all, unless a group has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeds([u64; Group::ALL.len()]);

impl Seeds {
    /// The same seeds, but for one group.
    #[must_use]
    pub fn with(mut self, group: Group, seed: u64) -> Self {
        self.0[group as usize] = seed;
        self
    }

    /// Seed of a group.
    pub fn of(&self, group: Group) -> u64 {
        self.0[group as usize]
    }
}

impl From<u64> for Seeds {
    fn from(seed: u64) -> Self {
        Self([seed; Group::ALL.len()])
    }
}

/// Something that happens, as the purpose of a stream. No key is a field's, which is the purpose of the stream from which
/// an uncertain field is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// An industry's factor of a year.
    Factor,
    /// The χ² of a year, by which factors have heavy tails.
    ChiSquared,
    /// An enterprise's own shock of a year.
    Shock,
    /// Whether and when an enterprise closes, and by which rule.
    Exit,
    /// How long the land of an enterprise that has closed is not free.
    Clear,
    /// Whether a supply arrives.
    Arrives,
    /// How long an attempt on a parcel takes.
    AttemptMonths,
    /// Whether an attempt on a parcel succeeds.
    AttemptSucceeds,
    /// Whether a project under negotiation is signed.
    Signs,
    /// Whether a signed project is carried out.
    Converts,
    /// A channel's Gamma factor of a year.
    DispersionFactor,
    /// Number of projects that a channel signs in a month.
    Count,
}

impl Event {
    /// All events.
    pub const ALL: [Self; 12] = [
        Self::Factor,
        Self::ChiSquared,
        Self::Shock,
        Self::Exit,
        Self::Clear,
        Self::Arrives,
        Self::AttemptMonths,
        Self::AttemptSucceeds,
        Self::Signs,
        Self::Converts,
        Self::DispersionFactor,
        Self::Count,
    ];

    /// Purpose by which the stream is addressed.
    pub fn key(self) -> &'static str {
        match self {
            Self::Factor => "factor",
            Self::ChiSquared => "chi-squared",
            Self::Shock => "shock",
            Self::Exit => "exit",
            Self::Clear => "months until cleared",
            Self::Arrives => "arrives",
            Self::AttemptMonths => "months of attempt",
            Self::AttemptSucceeds => "attempt succeeds",
            Self::Signs => "signs",
            Self::Converts => "converts",
            Self::DispersionFactor => "dispersion factor",
            Self::Count => "count",
        }
    }

    /// Name of the event.
    pub fn name(self) -> Text {
        match self {
            Self::Factor => text!("产业因子", "industry factor"),
            Self::ChiSquared => text!("年景的剧烈程度", "how extreme the year is"),
            Self::Shock => text!("自身冲击", "own shock"),
            Self::Exit => text!("是否退出、何时退出", "whether and when it closes"),
            Self::Clear => text!("腾地所需月数", "months until its land is free"),
            Self::Arrives => text!("是否到位", "whether it arrives"),
            Self::AttemptMonths => text!("处置所需月数", "months that an attempt takes"),
            Self::AttemptSucceeds => text!("处置是否成功", "whether an attempt succeeds"),
            Self::Signs => text!("是否签约", "whether it is signed"),
            Self::Converts => text!("是否履约", "whether it is carried out"),
            Self::DispersionFactor => text!("招商年景", "how good the year is for promotion"),
            Self::Count => text!("每月签约数", "signings of a month"),
        }
    }
}

/// The thing to which a stream belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A thing of the scenario.
    Subject(Subject),
    /// The industries together.
    Correlation,
    /// The scenario's own changes.
    Changes,
    /// A policy.
    Policy(PolicyIx),
}

/// What is drawn from a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// An uncertain field.
    Field(Field),
    /// Something that happens.
    Event(Event),
    /// The effect of a change, by its place in its policy or among the scenario's own.
    Effect(usize),
}

/// A source of randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stream {
    /// To which it belongs.
    pub owner: Owner,
    /// What is drawn from it.
    pub purpose: Purpose,
}

/// The table in which a thing of the scenario stands: the kind in the address of its streams.
fn table(subject: Subject) -> &'static str {
    match subject {
        Subject::Industry(_) => "industries",
        Subject::Enterprise(_) => "enterprises",
        Subject::Exit(_) => "exits",
        Subject::Resource(_) => "resources",
        Subject::Supply(_) => "supplies",
        Subject::Land => "land",
        Subject::Route(_) => "routes",
        Subject::Parcel(_) => "parcels",
        Subject::Project(_) => "projects",
        Subject::Channel(_) => "channels",
    }
}

impl Stream {
    /// Address of the stream with these seeds.
    pub fn key(self, scenario: &Scenario, seeds: &Seeds) -> StreamKey {
        let of =
            |purpose: &str| StreamKey::new(seeds.of(self.group()), self.kind(), self.id(scenario), purpose);
        match self.purpose {
            Purpose::Event(event) => of(event.key()),
            Purpose::Field(field @ (Field::Needs(r) | Field::NeedsPerOutput(r))) => {
                of(&format!("{}.{}", field.key(), scenario.resources[r.0].id))
            }
            Purpose::Field(field) => of(field.key()),
            Purpose::Effect(_) => of(self.change(scenario).map_or("", |change| &change.label)),
        }
    }

    /// Kind of the thing: the table in which it stands.
    pub fn kind(self) -> &'static str {
        match self.owner {
            Owner::Subject(subject) => table(subject),
            Owner::Correlation => "correlation",
            Owner::Changes => "changes",
            Owner::Policy(_) => "policies",
        }
    }

    /// Id of the thing among its kind, or its name where it has no id.
    pub fn id(self, scenario: &Scenario) -> &str {
        match self.owner {
            Owner::Subject(Subject::Industry(i)) => &scenario.industries[i].id,
            Owner::Subject(Subject::Enterprise(e)) => &scenario.enterprises[e].name.name,
            Owner::Subject(Subject::Exit(j)) => &scenario.exits[j].name.name,
            Owner::Subject(Subject::Resource(r)) => &scenario.resources[r].id,
            Owner::Subject(Subject::Supply(s)) => &scenario.supplies[s].name.name,
            Owner::Subject(Subject::Route(r)) => &scenario.routes[r].id,
            Owner::Subject(Subject::Parcel(p)) => &scenario.parcels[p].name.name,
            Owner::Subject(Subject::Project(p)) => &scenario.projects[p].name.name,
            Owner::Subject(Subject::Channel(c)) => &scenario.channels[c].id,
            Owner::Policy(policy) => &scenario.policies[policy.0].id,
            Owner::Subject(Subject::Land) | Owner::Correlation | Owner::Changes => "",
        }
    }

    /// Name of the thing.
    pub fn thing(self, scenario: &Scenario) -> Name {
        match self.owner {
            Owner::Subject(Subject::Industry(i)) => scenario.industries[i].name.clone(),
            Owner::Subject(Subject::Enterprise(e)) => scenario.enterprises[e].name.clone(),
            Owner::Subject(Subject::Exit(j)) => scenario.exits[j].name.clone(),
            Owner::Subject(Subject::Resource(r)) => scenario.resources[r].name.clone(),
            Owner::Subject(Subject::Supply(s)) => scenario.supplies[s].name.clone(),
            Owner::Subject(Subject::Land) => text!("土地", "land").into(),
            Owner::Subject(Subject::Route(r)) => scenario.routes[r].name.clone(),
            Owner::Subject(Subject::Parcel(p)) => scenario.parcels[p].name.clone(),
            Owner::Subject(Subject::Project(p)) => scenario.projects[p].name.clone(),
            Owner::Subject(Subject::Channel(c)) => scenario.channels[c].name.clone(),
            Owner::Correlation => text!("所有产业", "all industries").into(),
            Owner::Changes => text!("情景的变动", "the scenario's changes").into(),
            Owner::Policy(policy) => scenario.policies[policy.0].name.clone(),
        }
    }

    /// Name of what is drawn.
    pub fn what(self, scenario: &Scenario) -> Text {
        match self.purpose {
            Purpose::Event(event) => event.name(),
            Purpose::Field(field) => field_name(self.kind(), field, scenario),
            Purpose::Effect(_) => {
                self.change(scenario).map_or(Text::same(""), |change| effect(change, scenario))
            }
        }
    }

    /// Group of the stream.
    pub fn group(self) -> Group {
        let Owner::Subject(subject) = self.owner else {
            return if self.owner == Owner::Correlation { Group::Factors } else { Group::Effects };
        };
        match (subject, self.purpose) {
            (_, Purpose::Event(Event::Factor)) => Group::Factors,
            (_, Purpose::Event(Event::Shock)) => Group::Shocks,
            (Subject::Exit(_), _) | (_, Purpose::Event(Event::Exit | Event::Clear)) => Group::Exits,
            (
                Subject::Enterprise(_),
                Purpose::Field(Field::Output | Field::Land | Field::Tax | Field::OutputToDate),
            )
            | (_, Purpose::Field(Field::TaxRate)) => Group::BaseYear,
            (Subject::Industry(_) | Subject::Enterprise(_), _) => Group::Growth,
            (Subject::Resource(_) | Subject::Supply(_), _) => Group::Supplies,
            (Subject::Land | Subject::Route(_) | Subject::Parcel(_), _) => Group::Land,
            (Subject::Project(_), _) => Group::Projects,
            (Subject::Channel(_), _) => Group::Promotion,
        }
    }

    /// The change of which the effect is drawn.
    fn change(self, scenario: &Scenario) -> Option<&Change> {
        let changes = match self.owner {
            Owner::Changes => &scenario.changes,
            Owner::Policy(policy) => &scenario.policies[policy.0].changes,
            Owner::Subject(_) | Owner::Correlation => return None,
        };
        match self.purpose {
            Purpose::Effect(i) => changes.get(i),
            Purpose::Field(_) | Purpose::Event(_) => None,
        }
    }
}

/// Name of a field as rosters head it, and as the format's key reads.
fn field_name(kind: &str, field: Field, scenario: &Scenario) -> Text {
    let declared = format::table(kind).and_then(|table| table.field(field.key()));
    let zh = declared.and_then(|field| field.aliases.first()).copied().unwrap_or(field.key());
    let en = field.key().replace('_', " ");
    match field {
        Field::Needs(r) | Field::NeedsPerOutput(r) => {
            let resource = &scenario.resources[r.0].name;
            let (of_zh, of_en) = (&resource.name, resource.get(crate::text::Lang::En));
            text!("{zh}：{of_zh}", "{en}: {of_en}")
        }
        _ => Text { zh: zh.to_owned(), en },
    }
}

/// Name of the effect of a change, by what it does to the first field that it selects.
fn effect(change: &Change, scenario: &Scenario) -> Text {
    let Some(site) = change.sites.first() else { return Text::same(&change.label) };
    let kind = table(site.subject);
    let Text { zh, en } = field_name(kind, site.field, scenario);
    let (kind_zh, kind_en) = (format::table(kind).map_or(kind, |table| table.zh), kind);
    match change.op {
        ChangeOp::Set => text!("{kind_zh}的{zh}改为", "{kind_en}: {en} set to"),
        ChangeOp::Multiply => text!("{kind_zh}的{zh}乘以", "{kind_en}: {en} times"),
        ChangeOp::Add => text!("{kind_zh}的{zh}加上", "{kind_en}: {en} plus"),
    }
}

/// The streams of a plan in the making.
#[derive(Debug)]
pub(super) struct Streams {
    seeds: Seeds,
    noted: Vec<(StreamKey, Stream)>,
}

impl Streams {
    /// None yet.
    pub fn new(seeds: Seeds) -> Self {
        Self { seeds, noted: Vec::new() }
    }

    /// Address of a stream, which is noted.
    pub fn key(&mut self, scenario: &Scenario, owner: Owner, purpose: Purpose) -> StreamKey {
        let stream = Stream { owner, purpose };
        let key = stream.key(scenario, &self.seeds);
        self.noted.push((key, stream));
        key
    }

    /// All of them, each once, by their addresses.
    pub fn finish(mut self) -> Vec<(StreamKey, Stream)> {
        self.noted.sort_unstable_by_key(|(key, _)| *key);
        self.noted.dedup_by_key(|(key, _)| *key);
        self.noted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_and_fields_do_not_share_streams() {
        for (i, event) in Event::ALL.iter().enumerate() {
            let key = event.key();
            assert!(Field::from_key(key).is_none(), "{key}");
            assert!(Event::ALL[..i].iter().all(|other| other.key() != key), "{key}");
        }
    }

    #[test]
    fn groups_stand_in_their_order() {
        for (place, group) in Group::ALL.into_iter().enumerate() {
            assert_eq!(group as usize, place);
            let seeds = Seeds::from(1).with(group, 2);
            assert_eq!(Group::ALL.map(|group| seeds.of(group)).iter().sum::<u64>(), 11);
        }
    }
}
