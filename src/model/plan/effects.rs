//! The effects in force: the scenario's own changes and the policies of the mix, by the field they reach.

use super::streams::{Owner, Purpose, Streams};
use super::values::{Dosed, ValueRef, Values};
use crate::law::Prepared;
use crate::random::StreamKey;
use crate::random::draw::Tables;
use crate::scenario::{Change, ChangeOp, PolicyIx, Quantity, Scenario, Site};
use std::collections::HashMap;

/// One effect on one field.
#[derive(Debug, Clone, Copy)]
pub struct Effect {
    op: ChangeOp,
    value: ValueRef,
    dose: f64,
    /// Month in which it begins; the scenario's own changes have always been there.
    begins: Begins,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// Part of the scenario.
    Always,
    /// A policy that begins with the first simulated month.
    AtOnce,
    /// A policy that begins later.
    Month(usize),
}

/// When a field is looked at.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// In this month.
    Month(usize),
    /// As the growth of year `year`; with `to_date` only the months after `as_of` are to come.
    Growth {
        /// The year.
        year: usize,
        /// True if the known months are already in the output to date.
        to_date: bool,
    },
}

/// All effects in force.
#[derive(Debug, Default)]
pub struct Effects {
    by_site: HashMap<Site, Vec<Effect>>,
    known_months: usize,
    /// First month of each epoch after the first, ascending.
    pub starts: Vec<usize>,
}

impl Effects {
    /// Gathers the scenario's changes and those of policies at doses, and draws what is uncertain about them.
    pub fn new(
        scenario: &Scenario,
        doses: &[(PolicyIx, f64)],
        streams: &mut Streams,
        values: &mut Values,
        tables: &mut Tables,
    ) -> Self {
        let mut effects = Self { known_months: scenario.park.known_months, ..Self::default() };
        for (i, change) in scenario.changes.iter().enumerate() {
            let key = || streams.key(scenario, Owner::Changes, Purpose::Effect(i));
            let value = drawn_once(&change.effect, key, values, tables);
            effects.add(change, value, 1.0, Begins::Always);
        }
        for &(place, dose) in doses {
            if dose == 0.0 {
                continue;
            }
            let policy = &scenario.policies[place.0];
            let begins = match policy.from {
                Some(month) if month > scenario.park.known_months + 1 => Begins::Month(month),
                _ => Begins::AtOnce,
            };
            for (i, change) in policy.changes.iter().enumerate() {
                let key = || streams.key(scenario, Owner::Policy(place), Purpose::Effect(i));
                let value = drawn_once(&change.effect, key, values, tables);
                effects.add(change, value, dose, begins);
            }
            if let Begins::Month(month) = begins
                && month <= scenario.months()
                && !effects.starts.contains(&month)
            {
                effects.starts.push(month);
            }
        }
        effects.starts.sort_unstable();
        effects
    }

    fn add(&mut self, change: &Change, value: ValueRef, dose: f64, begins: Begins) {
        for &site in &change.sites {
            self.by_site.entry(site).or_default().push(Effect { op: change.op, value, dose, begins });
        }
    }

    /// The value that the last `set` of a field gives it.
    pub fn set(&self, site: Site, when: When) -> Option<ValueRef> {
        let in_force = |effect: &&Effect| effect.op == ChangeOp::Set && self.share(effect, when) > 0.0;
        self.at(site).iter().rev().find(in_force).map(|effect| effect.value)
    }

    /// The multipliers and the addends on a field.
    pub fn factors_and_addends(&self, sites: &[Site], when: When) -> (Vec<Dosed>, Vec<Dosed>) {
        let list = |op| {
            let effects = sites.iter().flat_map(|site| self.at(*site));
            let dosed = effects
                .filter(|effect| effect.op == op)
                .map(|effect| Dosed { effect: effect.value, dose: effect.dose * self.share(effect, when) });
            dosed.filter(|dosed| dosed.dose != 0.0).collect()
        };
        (list(ChangeOp::Multiply), list(ChangeOp::Add))
    }

    fn at(&self, site: Site) -> &[Effect] {
        self.by_site.get(&site).map(Vec::as_slice).unwrap_or_default()
    }

    /// The share of its dose with which an effect holds: 0 before it begins; for growth, in the year in which
    /// it begins, the share of the months to come that lie after its beginning (MODEL section 10).
    fn share(&self, effect: &Effect, when: When) -> f64 {
        let begins = match effect.begins {
            Begins::Always => return 1.0,
            Begins::AtOnce => self.known_months + 1,
            Begins::Month(month) => month,
        };
        match when {
            When::Month(month) => f64::from(u8::from(month >= begins)),
            When::Growth { year, to_date } => {
                let first_year = (begins - 1) / 12 + 1;
                if year != first_year {
                    return f64::from(u8::from(year > first_year));
                }
                let month_of_year = (begins - 1) % 12 + 1;
                let months = if to_date && year == 1 { 12 - self.known_months } else { 12 };
                (13 - month_of_year) as f64 / months as f64
            }
        }
    }
}

/// A quantity as a value of the trial: known, or drawn once from the stream of a key.
pub fn drawn_once(
    quantity: &Quantity,
    key: impl FnOnce() -> StreamKey,
    values: &mut Values,
    tables: &mut Tables,
) -> ValueRef {
    match quantity.prepare(tables) {
        Prepared::Known(value) => values.constant(value),
        Prepared::Uncertain(draw) => values.draw(key(), draw),
    }
}
