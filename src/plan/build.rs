//! From a scenario and a mix to a plan.

use super::effects::{Effects, When, drawn_once};
use super::members::{matches, measure};
use super::values::{Dosed, Function, Limit, NEVER, ValueRef, Values};
use super::*;
use crate::random::draw::{Ready, Tables};
use crate::scenario::{
    Channel, Enterprise, ExitRule, Field, Industry, Measure, Metric, Parcel, Project, ProjectLife, Quantity,
    Route, Shock, Site, Subject,
};

/// Beyond this |T| a Student shock does not go (MODEL section 4).
const STUDENT_T_CUT: f64 = 20.0;

/// What the compilation carries along.
struct Builder<'a> {
    scenario: &'a Scenario,
    seed: u64,
    values: Values,
    tables: Tables,
    effects: Effects,
}

/// A thing of the scenario, by where its changes and its streams are found.
#[derive(Clone, Copy)]
struct Thing<'a> {
    subject: Subject,
    kind: &'static str,
    name: &'a str,
}

/// A field, of a thing or inherited from another: the things in order of precedence, each with its quantity
/// where the file gives one.
type Sources<'a> = [(Thing<'a>, Option<&'a Quantity>)];

/// Compiles the plan.
pub fn plan(scenario: &Scenario, mix: Option<usize>, seed: u64) -> Plan {
    let (mut values, mut tables) = (Values::default(), Tables::default());
    let effects = Effects::new(scenario, mix, seed, &mut values, &mut tables);
    let mut b = Builder { scenario, seed, values, tables, effects };
    let park_metrics = park_metrics(scenario.resources.len());
    let industries = scenario.industries.iter().enumerate().map(|(i, x)| b.industry(i, x)).collect();
    let exits = scenario.exits.iter().enumerate().map(|(j, x)| b.exit(j, x)).collect();
    let enterprises = scenario.enterprises.iter().enumerate().map(|(e, x)| b.enterprise(e, x)).collect();
    let available = (0..scenario.resources.len()).map(|r| b.available(r)).collect();
    let supplies = (0..scenario.supplies.len()).map(|s| b.supply(s)).collect();
    let crews = b.crews();
    let parcels = scenario.parcels.iter().enumerate().map(|(p, x)| b.parcel(p, x)).collect();
    let projects = scenario.projects.iter().enumerate().map(|(p, x)| b.project(p, x)).collect();
    let channels = scenario.channels.iter().enumerate().map(|(c, x)| b.channel(c, x)).collect();
    Plan {
        years: scenario.years(),
        months: scenario.months(),
        known_months: scenario.park.known_months,
        epoch_of_month: (0..=scenario.months())
            .map(|t| b.effects.starts.iter().filter(|&&s| s <= t).count())
            .collect(),
        factors: b.factors(),
        industries,
        enterprises,
        exits,
        available,
        supplies,
        crews,
        parcels,
        projects,
        channels,
        targets: (scenario.targets.iter())
            .map(|target| TargetPlan {
                year: target.year,
                measure: measure(scenario, &target.measure, &park_metrics),
                bounds: target.bounds,
            })
            .collect(),
        goals: scenario.goals.iter().map(|g| (g.targets.iter().map(|t| t.0).collect(), g.all)).collect(),
        thresholds: thresholds(scenario),
        values: b.values,
    }
}

/// Output thresholds that targets name, ascending.
fn thresholds(scenario: &Scenario) -> Vec<f64> {
    let conditions = scenario.targets.iter().filter_map(|target| match &target.measure {
        Measure::CountEnterprises(condition) | Measure::CountIndustries(condition) => Some(condition),
        _ => None,
    });
    let tests = conditions.flat_map(|condition| &condition.tests);
    let mut list: Vec<f64> = tests.filter(|t| t.metric == Metric::Output).map(|t| t.threshold).collect();
    list.sort_by(f64::total_cmp);
    list.dedup();
    list
}

impl<'a> Builder<'a> {
    fn key(&self, thing: Thing, purpose: &str) -> StreamKey {
        StreamKey::new(self.seed, thing.kind, thing.name, purpose)
    }

    /// The name of a field, as purpose of its stream.
    fn purpose(&self, field: Field) -> String {
        match field {
            Field::Needs(r) => format!("needs.{}", self.scenario.resources[r.0].id),
            Field::NeedsPerOutput(r) => format!("needs_per_output.{}", self.scenario.resources[r.0].id),
            other => format!("{other:?}"),
        }
    }

    /// First simulated month: what is looked at once is looked at then.
    fn start(&self) -> When {
        When::Month(self.scenario.park.known_months + 1)
    }

    /// One entry for each epoch, from its first month.
    fn dated<T>(&mut self, mut make: impl FnMut(&mut Self, When) -> T) -> Dated<T> {
        let first = self.start();
        let starts: Vec<When> = std::iter::once(first)
            .chain(self.effects.starts.iter().map(|&month| When::Month(month)))
            .collect();
        starts.into_iter().map(|when| make(self, when)).collect()
    }

    /// The value before multipliers and addends: a `set` or the quantity of the first thing that has either.
    fn base(&mut self, field: Field, sources: &Sources, when: When, default: f64) -> ValueRef {
        for &(thing, quantity) in sources {
            if let Some(set) = self.effects.set(Site { subject: thing.subject, field }, when) {
                return set;
            }
            if let Some(quantity) = quantity {
                let key = self.key(thing, &self.purpose(field));
                return drawn_once(quantity, key, &mut self.values, &mut self.tables);
            }
        }
        self.values.constant(default)
    }

    fn factors_and_addends(&self, field: Field, sources: &Sources, when: When) -> (Vec<Dosed>, Vec<Dosed>) {
        let sites: Vec<Site> =
            sources.iter().map(|(thing, _)| Site { subject: thing.subject, field }).collect();
        self.effects.factors_and_addends(&sites, when)
    }

    /// A field with all its changes. Multipliers and addends on what it inherits from reach it too, whether or
    /// not it overrides.
    fn field(&mut self, field: Field, sources: &Sources, when: When, default: f64, limit: Limit) -> ValueRef {
        let base = self.base(field, sources, when, default);
        let (factors, addends) = self.factors_and_addends(field, sources, when);
        self.values.change(base, factors, addends, limit)
    }

    /// A field of one thing that is looked at once.
    fn own(&mut self, thing: Thing, field: Field, quantity: &Quantity, limit: Limit) -> ValueRef {
        let when = self.start();
        self.field(field, &[(thing, Some(quantity))], when, 0.0, limit)
    }

    /// A field that is drawn each time it is used.
    fn template(
        &mut self,
        field: Field,
        sources: &Sources,
        when: When,
        default: f64,
        limit: Limit,
    ) -> Template {
        for &(thing, quantity) in sources {
            if self.effects.set(Site { subject: thing.subject, field }, when).is_some() {
                break;
            }
            let Some(quantity) = quantity else { continue };
            let Ready::Uncertain(draw) = Ready::new(quantity, &mut self.tables) else { break };
            let (factors, addends) = self.factors_and_addends(field, sources, when);
            let (one, zero) = (self.values.constant(1.0), self.values.constant(0.0));
            let scale = self.values.change(one, factors, vec![], Limit::Free);
            let shift = self.values.change(zero, vec![], addends, Limit::Free);
            return Template::Drawn { draw, scale, shift, limit };
        }
        Template::Same(self.field(field, sources, when, default, limit))
    }

    fn industry_thing(&self, i: usize) -> Thing<'a> {
        Thing { subject: Subject::Industry(i), kind: "industries", name: &self.scenario.industries[i].id }
    }

    fn factors(&self) -> FactorPlan {
        let scenario = self.scenario;
        let n = scenario.industries.len();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by_key(|&i| &scenario.industries[i].id);
        let correlation = &scenario.correlation;
        let permuted = nalgebra::DMatrix::from_fn(n, n, |r, c| correlation.matrix[(order[r], order[c])]);
        let chi_squared = correlation.degrees_of_freedom.map(|v| {
            let key = StreamKey::new(self.seed, "correlation", "", "chi_squared");
            (key, Draw::chi_squared(v, &mut Tables::default()), v)
        });
        FactorPlan {
            lower: crate::scenario::correlation::lower_factor(&permuted),
            order,
            keys: (0..n).map(|i| self.key(self.industry_thing(i), "factor")).collect(),
            persistence: correlation.persistence,
            chi_squared,
        }
    }

    fn industry(&mut self, i: usize, industry: &'a Industry) -> IndustryPlan {
        let thing = self.industry_thing(i);
        let volatility = self.own(thing, Field::Volatility, &industry.volatility, Limit::Amount);
        let share = self.own(thing, Field::CommonShare, &industry.common_share, Limit::Share);
        let tax_rate = self.own(thing, Field::TaxRate, &industry.tax_rate, Limit::Share);
        let mut cumulative = [0.0; 13];
        for m in 0..12 {
            cumulative[m + 1] = cumulative[m] + industry.seasonality[m];
        }
        // The year is whole, whatever rounding left of the twelve shares.
        cumulative[12] = 1.0;
        IndustryPlan {
            season: industry.seasonality,
            cumulative,
            common: self.values.map(Function::CommonLoading, [volatility, share, share]),
            tax_per_output: self.values.map(Function::TaxPerOutput, [tax_rate; 3]),
        }
    }

    fn exit(&mut self, j: usize, rule: &'a ExitRule) -> ExitPlan {
        let thing = Thing { subject: Subject::Exit(j), kind: "exits", name: &rule.name.name };
        let hazard = self.dated(|b, when| {
            let source = [(thing, Some(&rule.annual_rate))];
            let rate = b.field(Field::AnnualRate, &source, when, 0.0, Limit::Share);
            b.values.map(Function::Hazard, [rate; 3])
        });
        let when = self.start();
        let clear = [(thing, rule.clear_months.as_ref())];
        let is_set =
            self.effects.set(Site { subject: thing.subject, field: Field::ClearMonths }, when).is_some();
        let clears = rule.clear_months.is_some() || is_set;
        ExitPlan {
            hazard,
            clear: clears.then(|| self.template(Field::ClearMonths, &clear, when, 0.0, Limit::Months)),
        }
    }

    fn enterprise(&mut self, e: usize, enterprise: &'a Enterprise) -> EnterprisePlan {
        let i = enterprise.industry.0;
        let industry = &self.scenario.industries[i];
        let parent = self.industry_thing(i);
        let thing =
            Thing { subject: Subject::Enterprise(e), kind: "enterprises", name: &enterprise.name.name };
        let when = self.start();
        let output = self.own(thing, Field::Output, &enterprise.output, Limit::Amount);
        let land = self.own(thing, Field::Land, &enterprise.land, Limit::Amount);
        let share_sources =
            [(thing, enterprise.common_share.as_ref()), (parent, Some(&industry.common_share))];
        let share = self.field(Field::CommonShare, &share_sources, when, 0.0, Limit::Share);
        let volatility = self.volatility(thing, enterprise, parent, industry, output);
        let growth = (1..=self.scenario.years())
            .map(|year| {
                let growth =
                    self.growth(thing, enterprise, parent, industry, When::Growth { year, to_date: false });
                self.values.map(Function::GrowthFactor, [growth; 3])
            })
            .collect();
        EnterprisePlan {
            industry: i,
            output,
            land,
            tax: self.tax(thing, enterprise, parent, industry),
            growth,
            common: self.values.map(Function::CommonLoading, [volatility, share, share]),
            own: self.values.map(Function::OwnLoading, [volatility, share, share]),
            shock: self.shock(enterprise.shock.unwrap_or(industry.shock)),
            shock_key: self.key(thing, "shock"),
            to_date: self.output_to_date(thing, enterprise, parent, industry),
            exits: self.exit_candidates(enterprise, output, land),
            exit_key: self.key(thing, "exit"),
            clear_key: self.key(thing, "clear"),
            expansions: (0..self.scenario.projects.len())
                .filter(|&p| self.scenario.projects[p].enterprise.is_some_and(|x| x.0 == e))
                .collect(),
        }
    }

    fn growth(
        &mut self,
        thing: Thing,
        enterprise: &Enterprise,
        parent: Thing,
        industry: &Industry,
        when: When,
    ) -> ValueRef {
        let sources = [(thing, enterprise.growth.as_ref()), (parent, Some(&industry.growth))];
        self.field(Field::Growth, &sources, when, 0.0, Limit::Growth)
    }

    /// Its own volatility as it is, or the industry's by the size rule.
    fn volatility(
        &mut self,
        thing: Thing,
        enterprise: &Enterprise,
        parent: Thing,
        industry: &Industry,
        output: ValueRef,
    ) -> ValueRef {
        let when = self.start();
        let sources = [(thing, enterprise.volatility.as_ref()), (parent, Some(&industry.volatility))];
        let volatility = self.field(Field::Volatility, &sources, when, 0.0, Limit::Amount);
        let site = Site { subject: thing.subject, field: Field::Volatility };
        let is_own = enterprise.volatility.is_some() || self.effects.set(site, when).is_some();
        let exponent = self.own(parent, Field::SizeExponent, &industry.size_exponent, Limit::Amount);
        if is_own || self.values.known(exponent) == Some(0.0) {
            return volatility;
        }
        let reference = [(parent, industry.reference_output.as_ref())];
        let reference = self.field(Field::ReferenceOutput, &reference, when, 1.0, Limit::Amount);
        let size = self.values.map(Function::Ratio, [output, reference, reference]);
        self.values.map(Function::SizedVolatility, [volatility, size, exponent])
    }

    fn tax(&mut self, thing: Thing, enterprise: &Enterprise, parent: Thing, industry: &Industry) -> TaxRule {
        let when = self.start();
        let site = Site { subject: thing.subject, field: Field::Tax };
        if enterprise.tax.is_some() || self.effects.set(site, when).is_some() {
            let source = [(thing, enterprise.tax.as_ref())];
            return TaxRule::Own(self.field(Field::Tax, &source, when, 0.0, Limit::Amount));
        }
        let sources = [(thing, enterprise.tax_rate.as_ref()), (parent, Some(&industry.tax_rate))];
        let rate = self.field(Field::TaxRate, &sources, when, 0.0, Limit::Share);
        TaxRule::PerOutput(self.values.map(Function::TaxPerOutput, [rate; 3]))
    }

    fn shock(&mut self, shock: Shock) -> ShockPlan {
        match shock {
            Shock::Normal => ShockPlan::Normal,
            Shock::Laplace => ShockPlan::Laplace,
            Shock::StudentT { degrees_of_freedom } => ShockPlan::Drawn(Arc::new(
                Draw::student_t_of_unit_variance(degrees_of_freedom, STUDENT_T_CUT, &mut self.tables),
            )),
        }
    }

    /// Output of the known months, and what the changes make of the growth to come.
    fn output_to_date(
        &mut self,
        thing: Thing,
        enterprise: &Enterprise,
        parent: Thing,
        industry: &Industry,
    ) -> Option<(ValueRef, ValueRef)> {
        let output = enterprise.output_to_date.as_ref().filter(|_| self.scenario.park.known_months > 0)?;
        let output = self.own(thing, Field::OutputToDate, output, Limit::Amount);
        let after = self.growth(thing, enterprise, parent, industry, When::Growth { year: 1, to_date: true });
        // The growth before all changes: no `set`, no multiplier, no addend.
        let (from, quantity) = match &enterprise.growth {
            Some(own) => (thing, own),
            None => (parent, &industry.growth),
        };
        let key = self.key(from, &self.purpose(Field::Growth));
        let before = drawn_once(quantity, key, &mut self.values, &mut self.tables);
        let before = self.values.change(before, vec![], vec![], Limit::Growth);
        Some((output, self.values.map(Function::GrowthRatio, [after, before, before])))
    }

    /// The rules that can close an enterprise, their comparisons settled where its values are known.
    fn exit_candidates(
        &mut self,
        enterprise: &Enterprise,
        output: ValueRef,
        land: ValueRef,
    ) -> Vec<ExitCandidate> {
        let (name, zone) = (Some(enterprise.name.name.as_str()), enterprise.zone.as_deref());
        let rules = self.scenario.exits.iter().enumerate();
        let matching = rules.filter(|(_, rule)| {
            matches(&rule.condition, enterprise.industry.0, zone, name, &enterprise.tags)
        });
        let known = |metric| match metric {
            Metric::Output => self.values.known(output),
            Metric::Land => self.values.known(land),
            // A growth against the year before the base year is not known to anyone.
            Metric::Growth | Metric::Enterprises => Some(f64::NAN),
            Metric::Tax | Metric::OutputPerMu | Metric::TaxPerMu => None,
        };
        let candidates = matching.filter_map(|(rule, exit)| {
            let mut tests = Vec::new();
            for test in &exit.condition.tests {
                match known(test.metric) {
                    Some(value) if test.holds(value) => {}
                    Some(_) => return None,
                    None => tests.push(*test),
                }
            }
            Some(ExitCandidate { rule, tests })
        });
        candidates.collect()
    }

    fn available(&mut self, r: usize) -> ValueRef {
        let resource = &self.scenario.resources[r];
        let thing = Thing { subject: Subject::Resource(r), kind: "resources", name: &resource.id };
        self.own(thing, Field::Available, &resource.available, Limit::Amount)
    }

    fn supply(&mut self, s: usize) -> SupplyPlan {
        let supply = &self.scenario.supplies[s];
        let thing = Thing { subject: Subject::Supply(s), kind: "supplies", name: &supply.name.name };
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
            key: self.key(thing, "arrives"),
        }
    }

    fn crews(&mut self) -> Option<ValueRef> {
        let thing = Thing { subject: Subject::Land, kind: "land", name: "" };
        let when = self.start();
        let is_set = self.effects.set(Site { subject: Subject::Land, field: Field::Crews }, when).is_some();
        let quantity = self.scenario.crews.as_ref();
        if quantity.is_none() && !is_set {
            return None;
        }
        let crews = self.field(Field::Crews, &[(thing, quantity)], when, 0.0, Limit::Amount);
        Some(self.values.map(Function::WholeCrews, [crews; 3]))
    }

    fn parcel(&mut self, p: usize, parcel: &'a Parcel) -> ParcelPlan {
        let thing = Thing { subject: Subject::Parcel(p), kind: "parcels", name: &parcel.name.name };
        ParcelPlan {
            area: self.own(thing, Field::Area, &parcel.area, Limit::Amount),
            start: parcel.start,
            attempts: parcel.routes.iter().map(|route| self.attempt(thing, parcel, route.0)).collect(),
            months_key: self.key(thing, "months"),
            success_key: self.key(thing, "success"),
        }
    }

    fn attempt(&mut self, thing: Thing, parcel: &Parcel, r: usize) -> AttemptPlan {
        let route: &Route = &self.scenario.routes[r];
        let parent = Thing { subject: Subject::Route(r), kind: "routes", name: &route.id };
        let months = [(thing, parcel.months.as_ref()), (parent, Some(&route.months))];
        let success = [(thing, parcel.success.as_ref()), (parent, Some(&route.success))];
        AttemptPlan {
            months: self.dated(|b, when| b.template(Field::Months, &months, when, 1.0, Limit::MonthsFromOne)),
            success: self.dated(|b, when| b.field(Field::Success, &success, when, 0.0, Limit::Share)),
        }
    }

    fn project(&mut self, p: usize, project: &'a Project) -> ProjectPlan {
        let thing = Thing { subject: Subject::Project(p), kind: "projects", name: &project.name.name };
        let life: &ProjectLife = &project.life;
        let when = self.start();
        let mut own = |field, quantity, limit| self.own(thing, field, quantity, limit);
        ProjectPlan {
            industry: project.industry.0,
            enterprise: project.enterprise.map(|e| e.0),
            stage: project.stage,
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
            key: self.key(thing, "conversion"),
        }
    }

    fn channel(&mut self, c: usize, channel: &'a Channel) -> ChannelPlan {
        let thing = Thing { subject: Subject::Channel(c), kind: "channels", name: &channel.id };
        let life = &channel.life;
        let rate = [(thing, Some(&channel.rate))];
        let conversion = [(thing, Some(&life.conversion))];
        let dispersion = self.own(thing, Field::Dispersion, &channel.dispersion, Limit::Amount);
        let dispersion = match self.values.known(dispersion) {
            Some(0.0) => Dispersion::None,
            Some(variance) => Dispersion::Fixed(Draw::gamma_of_unit_mean(variance, &mut self.tables)),
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
            dispersion_key: self.key(thing, "dispersion factor"),
            factor_loading: self.own(thing, Field::FactorLoading, &channel.factor_loading, Limit::Free),
            count_key: self.key(thing, "count"),
            conversion_key: self.key(thing, "converts"),
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

    fn recurring(
        &mut self,
        thing: Thing,
        field: Field,
        quantity: Option<&Quantity>,
        default: f64,
        limit: Limit,
    ) -> Recurring {
        let source = [(thing, quantity)];
        Recurring {
            template: self.dated(|b, when| b.template(field, &source, when, default, limit)),
            key: self.key(thing, &self.purpose(field)),
        }
    }
}
