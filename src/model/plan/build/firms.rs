//! Industries, their factors, incumbents and the rules by which these close.

use super::*;
use crate::law::{Distribution, StudentT, chi_squared};
use crate::scenario::figure::Figures;
use crate::scenario::{Enterprise, ExitRule, Industry, Shock};

/// Beyond this |T| a Student shock does not go (MODEL section 4).
const STUDENT_T_CUT: f64 = 20.0;

impl<'a> Builder<'a> {
    pub(super) fn factors(&mut self) -> FactorPlan {
        let scenario = self.scenario;
        let n = scenario.industries.len();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by_key(|&i| &scenario.industries[i].id);
        let correlation = &scenario.correlation;
        let permuted = nalgebra::DMatrix::from_fn(n, n, |r, c| correlation.matrix[(order[r], order[c])]);
        let chi_squared = correlation.degrees_of_freedom.map(|v| {
            let purpose = Purpose::Event(Event::ChiSquared);
            let key = self.streams.key(scenario, Owner::Correlation, purpose);
            (self.yearly_source(n, key), chi_squared(v, &mut Tables::default()), v)
        });
        FactorPlan {
            lower: crate::scenario::correlation::lower_factor(&permuted),
            order,
            sources: (0..n)
                .map(|i| {
                    let key = self.event(Subject::Industry(i), Event::Factor);
                    self.yearly_source(i, key)
                })
                .collect(),
            persistence: correlation.persistence,
            chi_squared,
        }
    }

    pub(super) fn industry(&mut self, i: usize, industry: &'a Industry) -> IndustryPlan {
        let thing = Subject::Industry(i);
        let volatility = self.own(thing, Field::Volatility, &industry.volatility, Limit::Amount);
        let share = self.own(thing, Field::CommonShare, &industry.common_share, Limit::Share);
        let tax_rate = self.own(thing, Field::TaxRate, &industry.tax_rate, Limit::Share);
        let season = Season::new(industry.seasonality);
        IndustryPlan {
            season,
            linear: Ramps::new(season, RampShape::Linear),
            s_curve: Ramps::new(season, RampShape::SCurve),
            common: self.values.map(Function::CommonLoading, [volatility, share, share]),
            tax_per_output: self.values.map(Function::TaxPerOutput, [tax_rate; 3]),
            largest: self.largest(|enterprise| enterprise.industry.0 == i),
        }
    }

    pub(super) fn exit(&mut self, j: usize, rule: &'a ExitRule) -> ExitPlan {
        let thing = Subject::Exit(j);
        let hazard = self.dated(|b, when| {
            let source = [(thing, Some(&rule.annual_rate))];
            let rate = b.field(Field::AnnualRate, &source, when, 0.0, Limit::Share);
            b.values.map(Function::Hazard, [rate; 3])
        });
        let when = self.start();
        let clear = [(thing, rule.clear_months.as_ref())];
        let is_set = self.effects.set(Site { subject: thing, field: Field::ClearMonths }, when).is_some();
        let clears = rule.clear_months.is_some() || is_set;
        ExitPlan {
            hazard,
            clear: clears.then(|| self.template(Field::ClearMonths, &clear, when, 0.0, Limit::Months)),
        }
    }

    pub(super) fn enterprise(&mut self, e: usize, enterprise: &'a Enterprise) -> EnterprisePlan {
        let i = enterprise.industry.0;
        let industry = &self.scenario.industries[i];
        let parent = Subject::Industry(i);
        let thing = Subject::Enterprise(e);
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
        let tax = self.tax(thing, enterprise, parent, industry);
        let shock_key = self.event(thing, Event::Shock);
        EnterprisePlan {
            industry: i,
            output,
            size: enterprise.output.mean(),
            land,
            tax,
            growth,
            common: self.values.map(Function::CommonLoading, [volatility, share, share]),
            own: self.values.map(Function::OwnLoading, [volatility, share, share]),
            shock: self.shock(enterprise.shock.unwrap_or(industry.shock)),
            shock_source: self.yearly_source(self.scenario.industries.len() + 1 + e, shock_key),
            to_date: self.output_to_date(thing, enterprise, parent, industry),
            exits: self.exit_candidates(enterprise, output, land, tax),
            exit_key: self.event(thing, Event::Exit),
            clear_key: self.event(thing, Event::Clear),
            expansions: (0..self.scenario.projects.len())
                .filter(|&p| self.scenario.projects[p].enterprise.is_some_and(|x| x.0 == e))
                .collect(),
        }
    }

    pub(super) fn growth(
        &mut self,
        thing: Subject,
        enterprise: &Enterprise,
        parent: Subject,
        industry: &Industry,
        when: When,
    ) -> ValueRef {
        let sources = [(thing, enterprise.growth.as_ref()), (parent, Some(&industry.growth))];
        self.field(Field::Growth, &sources, when, 0.0, Limit::Growth)
    }

    /// Volatility of an incumbent: its own as it is, or the industry's by the size rule.
    pub(super) fn volatility(
        &mut self,
        thing: Subject,
        enterprise: &Enterprise,
        parent: Subject,
        industry: &Industry,
        output: ValueRef,
    ) -> ValueRef {
        let when = self.start();
        let sources = [(thing, enterprise.volatility.as_ref()), (parent, Some(&industry.volatility))];
        let volatility = self.field(Field::Volatility, &sources, when, 0.0, Limit::Amount);
        let site = Site { subject: thing, field: Field::Volatility };
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

    pub(super) fn tax(
        &mut self,
        thing: Subject,
        enterprise: &Enterprise,
        parent: Subject,
        industry: &Industry,
    ) -> TaxRule {
        let when = self.start();
        let site = Site { subject: thing, field: Field::Tax };
        if enterprise.tax.is_some() || self.effects.set(site, when).is_some() {
            let source = [(thing, enterprise.tax.as_ref())];
            return TaxRule::Own(self.field(Field::Tax, &source, when, 0.0, Limit::Amount));
        }
        let sources = [(thing, enterprise.tax_rate.as_ref()), (parent, Some(&industry.tax_rate))];
        let rate = self.field(Field::TaxRate, &sources, when, 0.0, Limit::Share);
        TaxRule::PerOutput(self.values.map(Function::TaxPerOutput, [rate; 3]))
    }

    pub(super) fn shock(&mut self, shock: Shock) -> ShockPlan {
        match shock {
            Shock::Normal => ShockPlan::Normal,
            Shock::Laplace => ShockPlan::Laplace,
            Shock::StudentT { degrees_of_freedom } => self.student_t(degrees_of_freedom),
        }
    }

    /// Each law is tabulated once.
    fn student_t(&mut self, degrees_of_freedom: f64) -> ShockPlan {
        let known = self.laws.student_t.iter().find(|(known, _)| *known == degrees_of_freedom);
        if let Some((_, shock)) = known {
            return shock.clone();
        }
        let tables = &mut self.laws.tables;
        let law = StudentT::of_unit_variance(degrees_of_freedom, STUDENT_T_CUT);
        let (draw, cdf) = rayon::join(|| law.draw(tables), || StudentCdf::new(&law));
        let shock = ShockPlan::StudentT { draw: Arc::new(draw), cdf: Arc::new(cdf) };
        self.laws.student_t.push((degrees_of_freedom, shock.clone()));
        shock
    }

    /// The one of some incumbents with the largest base-year output; of equals the first by name.
    pub(super) fn largest(&self, among: impl Fn(&Enterprise) -> bool) -> Option<usize> {
        let list = &self.scenario.enterprises;
        let size = |e: usize| list[e].output.mean();
        (0..list.len()).filter(|&e| among(&list[e])).max_by(|&a, &b| {
            size(a).total_cmp(&size(b)).then_with(|| list[b].name.name.cmp(&list[a].name.name))
        })
    }

    /// Output of the known months, and what the changes make of the growth to come.
    pub(super) fn output_to_date(
        &mut self,
        thing: Subject,
        enterprise: &Enterprise,
        parent: Subject,
        industry: &Industry,
    ) -> Option<(ValueRef, ValueRef)> {
        let when = self.start();
        let is_set = self.effects.set(Site { subject: thing, field: Field::OutputToDate }, when).is_some();
        let output = enterprise.output_to_date.as_ref();
        if self.scenario.park.known_months == 0 || (output.is_none() && !is_set) {
            return None;
        }
        let output = self.field(Field::OutputToDate, &[(thing, output)], when, 0.0, Limit::Amount);
        let after = self.growth(thing, enterprise, parent, industry, When::Growth { year: 1, to_date: true });
        // The growth before all changes: no `set`, no multiplier, no addend.
        let (from, quantity) = match &enterprise.growth {
            Some(own) => (thing, own),
            None => (parent, &industry.growth),
        };
        let before = self.drawn_once(from, Field::Growth, quantity);
        let before = self.values.change(before, vec![], vec![], Limit::Growth);
        Some((output, self.values.map(Function::GrowthRatio, [after, before, before])))
    }

    /// The rules that can close an enterprise, their comparisons settled where its values are known.
    pub(super) fn exit_candidates(
        &mut self,
        enterprise: &Enterprise,
        output: ValueRef,
        land: ValueRef,
        tax: TaxRule,
    ) -> Vec<ExitCandidate> {
        let (name, zone) = (Some(enterprise.name.name.as_str()), enterprise.zone.as_deref());
        let rules = self.scenario.exits.iter().enumerate();
        let matching = rules.filter(|(_, rule)| {
            matches(&rule.condition, enterprise.industry.0, zone, name, &enterprise.tags)
        });
        let base_year = BaseYear {
            output: self.values.known(output),
            land: self.values.known(land),
            tax: match tax {
                TaxRule::Own(tax) => self.values.known(tax),
                TaxRule::PerOutput(rate) => {
                    self.values.known(output).zip(self.values.known(rate)).map(|(x, rate)| x * rate)
                }
            },
        };
        let settled = matching.filter_map(|(rule, exit)| {
            let mut tests = Vec::new();
            for test in &exit.condition.tests {
                match base_year.figure(test.metric) {
                    Some(value) if test.holds(value) => {}
                    Some(_) => return None,
                    None => tests.push(*test),
                }
            }
            Some(ExitCandidate { rule, tests })
        });
        // By name, so that the file's order does not decide which rule a draw stands for.
        let mut candidates: Vec<ExitCandidate> = settled.collect();
        candidates.sort_by_key(|candidate| &self.scenario.exits[candidate.rule].name.name);
        candidates
    }
}

/// Base-year figures of an enterprise, as far as they are the same in every trial.
struct BaseYear {
    output: Option<f64>,
    tax: Option<f64>,
    land: Option<f64>,
}

impl Figures for BaseYear {
    type Number = Option<f64>;

    fn output(&self) -> Option<f64> {
        self.output
    }

    /// Undefined: nothing is known of the year before the base year.
    fn output_before(&self) -> Option<f64> {
        Some(f64::NAN)
    }

    fn tax(&self) -> Option<f64> {
        self.tax
    }

    fn land(&self) -> Option<f64> {
        self.land
    }
}
