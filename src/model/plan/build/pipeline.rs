//! Known projects and channels.

use super::*;
use crate::law::gamma_of_unit_mean;
use crate::plan::NegotiationPlan;
use crate::scenario::{Channel, Project, ProjectLife, Stage};

impl<'a> Builder<'a> {
    pub(super) fn project(&mut self, p: usize, project: &'a Project) -> ProjectPlan {
        let thing = Subject::Project(p);
        let life: &ProjectLife = &project.life;
        let when = self.start();
        let negotiation = (project.stage == Stage::Negotiating).then(|| NegotiationPlan {
            probability: self.own(thing, Field::Probability, &project.probability, Limit::Share),
            months: self.own(thing, Field::Signing, &project.signing, Limit::Months),
            key: self.event(thing, Event::Signs),
        });
        let mut own = |field, quantity, limit| self.own(thing, field, quantity, limit);
        ProjectPlan {
            industry: project.industry.0,
            enterprise: project.enterprise.map(|e| e.0),
            stage: project.stage,
            negotiation,
            operating_months: own(Field::OperatingMonths, &project.operating_months, Limit::Months),
            capacity: own(Field::Capacity, &life.capacity, Limit::Amount),
            needs: life
                .needs
                .iter()
                .map(|(r, need)| (r.0, own(Field::Needs(*r), need, Limit::Amount)))
                .collect(),
            conversion: own(Field::Conversion, &life.conversion, Limit::Share),
            prep: own(Field::Prep, &life.prep, Limit::Months),
            build: own(Field::Build, &life.build, Limit::MonthsFromOne),
            ramp: own(Field::Ramp, &life.ramp, Limit::Months),
            ramp_shape: life.ramp_shape,
            priority: own(Field::Priority, &life.priority, Limit::Free),
            patience: self.field(
                Field::Patience,
                &[(thing, life.patience.as_ref())],
                when,
                NEVER,
                Limit::Months,
            ),
            key: self.event(thing, Event::Converts),
        }
    }

    pub(super) fn channel(&mut self, c: usize, channel: &'a Channel) -> ChannelPlan {
        let thing = Subject::Channel(c);
        let life = &channel.life;
        let rate = [(thing, Some(&channel.rate))];
        let conversion = [(thing, Some(&life.conversion))];
        let dispersion = self.own(thing, Field::Dispersion, &channel.dispersion, Limit::Amount);
        let dispersion = match self.values.known(dispersion) {
            Some(0.0) => Dispersion::None,
            Some(variance) => Dispersion::Fixed(gamma_of_unit_mean(variance, &mut self.laws.tables)),
            None => Dispersion::Varying(dispersion),
        };
        let mut each = |field, quantity, limit| self.recurring(thing, field, quantity, 0.0, limit);
        let needs =
            life.needs.iter().map(|(r, need)| (r.0, each(Field::Needs(*r), Some(need), Limit::Amount)));
        let needs = needs.collect();
        let per_output = channel.needs_per_output.iter();
        let needs_per_output = per_output
            .map(|(r, need)| (r.0, each(Field::NeedsPerOutput(*r), Some(need), Limit::Amount)))
            .collect();
        ChannelPlan {
            industry: channel.industry.0,
            profile: channel.profile,
            dispersion,
            dispersion_key: self.event(thing, Event::DispersionFactor),
            factor_loading: self.own(thing, Field::FactorLoading, &channel.factor_loading, Limit::Free),
            count_key: self.event(thing, Event::Count),
            conversion_key: self.event(thing, Event::Converts),
            capacity: self.recurring(thing, Field::Capacity, Some(&life.capacity), 0.0, Limit::Amount),
            needs,
            needs_per_output,
            prep: self.recurring(thing, Field::Prep, Some(&life.prep), 0.0, Limit::Months),
            build: self.recurring(thing, Field::Build, Some(&life.build), 1.0, Limit::MonthsFromOne),
            ramp: self.recurring(thing, Field::Ramp, Some(&life.ramp), 0.0, Limit::Months),
            ramp_shape: life.ramp_shape,
            patience: self.recurring(thing, Field::Patience, life.patience.as_ref(), NEVER, Limit::Months),
            priority: self.recurring(thing, Field::Priority, Some(&life.priority), 0.0, Limit::Free),
            rate: self.dated(|b, when| b.field(Field::Rate, &rate, when, 0.0, Limit::Amount)),
            conversion: self
                .dated(|b, when| b.field(Field::Conversion, &conversion, when, 1.0, Limit::Share)),
        }
    }

    pub(super) fn recurring(
        &mut self,
        thing: Subject,
        field: Field,
        quantity: Option<&Quantity>,
        default: f64,
        limit: Limit,
    ) -> Recurring {
        let source = [(thing, quantity)];
        Recurring {
            template: self.dated(|b, when| b.template(field, &source, when, default, limit)),
            key: self.streams.key(self.scenario, Owner::Subject(thing), Purpose::Field(field)),
        }
    }
}
