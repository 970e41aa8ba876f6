//! Resources, supplies, and parcels with their routes.

use super::*;
use crate::scenario::{Parcel, Route};

impl<'a> Builder<'a> {
    pub(super) fn available(&mut self, r: usize) -> ValueRef {
        let resource = &self.scenario.resources[r];
        let thing = Subject::Resource(r);
        self.own(thing, Field::Available, &resource.available, Limit::Amount)
    }

    pub(super) fn supply(&mut self, s: usize) -> SupplyPlan {
        let supply = &self.scenario.supplies[s];
        let thing = Subject::Supply(s);
        // A policy reaches the supplies that are scheduled from its beginning on.
        let when = When::Month(supply.month);
        let mut field =
            |field, quantity, limit| self.field(field, &[(thing, Some(quantity))], when, 0.0, limit);
        SupplyPlan {
            resource: supply.resource.0,
            amount: field(Field::Amount, &supply.amount, Limit::Amount),
            month: supply.month,
            delay: field(Field::Delay, &supply.delay, Limit::Months),
            probability: field(Field::Probability, &supply.probability, Limit::Share),
            key: self.event(thing, Event::Arrives),
        }
    }

    pub(super) fn crews(&mut self) -> Option<ValueRef> {
        let thing = Subject::Land;
        let when = self.start();
        let is_set = self.effects.set(Site { subject: Subject::Land, field: Field::Crews }, when).is_some();
        let quantity = self.scenario.crews.as_ref();
        if quantity.is_none() && !is_set {
            return None;
        }
        let crews = self.field(Field::Crews, &[(thing, quantity)], when, 0.0, Limit::Amount);
        Some(self.values.map(Function::WholeCrews, [crews; 3]))
    }

    pub(super) fn parcel(&mut self, p: usize, parcel: &'a Parcel, routes: &[usize]) -> ParcelPlan {
        let thing = Subject::Parcel(p);
        ParcelPlan {
            area: self.own(thing, Field::Area, &parcel.area, Limit::Amount),
            start: parcel.start,
            attempts: parcel
                .routes
                .iter()
                .map(|route| self.attempt(thing, parcel, route.0, routes))
                .collect(),
            months_key: self.event(thing, Event::AttemptMonths),
            success_key: self.event(thing, Event::AttemptSucceeds),
        }
    }

    pub(super) fn attempt(
        &mut self,
        thing: Subject,
        parcel: &Parcel,
        r: usize,
        routes: &[usize],
    ) -> AttemptPlan {
        let route: &Route = &self.scenario.routes[r];
        let parent = Subject::Route(r);
        let months = [(thing, parcel.months.as_ref()), (parent, Some(&route.months))];
        let success = [(thing, parcel.success.as_ref()), (parent, Some(&route.success))];
        AttemptPlan {
            route: routes.iter().position(|&used| used == r).unwrap_or_default(),
            months: self.dated(|b, when| b.template(Field::Months, &months, when, 1.0, Limit::MonthsFromOne)),
            success: self.dated(|b, when| b.field(Field::Success, &success, when, 0.0, Limit::Share)),
        }
    }
}
