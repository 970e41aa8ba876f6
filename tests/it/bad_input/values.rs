//! What the good scenario means, in the model's units.

use super::{GOOD, read};
use parkcast::law::Law;
use parkcast::scenario::{
    ChangeOp, Comparison, EnterpriseIx, EnterpriseMetric, Field, IndustryIx, Measure, ParkMetric, PolicyIx,
    Quantity, ResourceIx, Scenario, Shock, Stage, Subject, TargetIx,
};

fn scenario(text: &str) -> Scenario {
    let reading = read(text).unwrap_or_else(|refusal| panic!("{:#?}", refusal.problems));
    reading.scenario
}

#[test]
fn the_clock_counts_months_from_january_after_the_base_year() {
    let it = scenario(GOOD);
    assert_eq!((it.years(), it.months(), it.park.known_months), (2, 24, 0));
    assert_eq!(it.supplies[0].month, 6);
    assert_eq!(it.parcels[0].start, 3);
    assert_eq!(it.policies[1].from, Some(4));
    assert_eq!(it.targets[1].year, 2);
}

#[test]
fn known_months_move_what_lies_in_the_past() {
    let later = GOOD
        .replace("as_of = \"2023-12\"", "as_of = 2024-05-31")
        .replace("tax = \"1.2亿元\"", "tax = \"1.2亿元\"\noutput_to_date = \"18亿元\"");
    let it = scenario(&later);
    assert_eq!(it.park.known_months, 5);
    assert_eq!(it.parcels[0].start, 6);
    assert_eq!(it.policies[1].from, Some(6));
    assert_eq!(it.enterprises[0].output_to_date, Some(Quantity::Fixed(18.0)));
}

#[test]
fn units_become_the_models_own() {
    let it = scenario(GOOD);
    let enterprise = &it.enterprises[0];
    assert_eq!(enterprise.output, Quantity::Fixed(42.0));
    assert_eq!(enterprise.tax, Some(Quantity::Fixed(12_000.0)));
    assert_eq!(it.enterprises[1].land, Quantity::Fixed(150.0));
    assert_eq!(it.industries[0].tax_rate, Quantity::Fixed(0.03));
    assert_eq!(it.policies[0].cost, Quantity::Fixed(1800.0));
    let needs = [(ResourceIx::LAND, Quantity::Fixed(130.0)), (ResourceIx(1), Quantity::Fixed(0.5))];
    assert_eq!(it.projects[1].life.needs, needs);
    assert_eq!(it.exits[0].condition.tests[0].metric, EnterpriseMetric::OutputPerMu);
    assert_eq!(it.exits[0].condition.tests[0].comparison, Comparison::LessThan);
}

#[test]
fn defaults_are_those_of_the_model() {
    let it = scenario(GOOD);
    let metal = &it.industries[2];
    assert_eq!(metal.common_share, Quantity::Fixed(0.1));
    assert_eq!(metal.shock, Shock::Normal);
    assert_eq!(metal.tax_rate, Quantity::Fixed(0.0));
    assert!(metal.seasonality.iter().all(|share| (share - 1.0 / 12.0).abs() < 1e-15));
    assert_eq!(it.industries[0].shock, Shock::StudentT { degrees_of_freedom: 3.0 });
    assert_eq!(it.correlation.matrix[(0, 1)], 0.25);
    assert_eq!(it.correlation.matrix[(2, 1)], 0.35);
    let project = &it.projects[1];
    assert_eq!(project.stage, Stage::Signed);
    assert_eq!(project.life.build, Quantity::Fixed(1.0));
    assert_eq!(project.life.patience, Some(Quantity::Fixed(9.0)));
    assert_eq!(it.projects[0].life.patience, None);
    assert_eq!(it.channels[0].profile, [1.0; 12]);
    assert_eq!(it.resources[0].unit, "亩");
    assert_eq!(it.policies[1].max_dose, 1.0);
    let bare = GOOD.replace("[correlation]\ndefault = 0.35\npersistence = 0.2\ndegrees_of_freedom = 6\npairs = [[\"textile\", \"food\", 0.25]]\n", "");
    assert_eq!(scenario(&bare).correlation.matrix[(0, 1)], 0.4);
    let landless = GOOD.replace("[[resources]]\nid = \"land\"\navailable = \"120亩\"\n", "");
    let resources = scenario(&landless).resources;
    assert_eq!((resources[0].id.as_str(), &resources[0].available), ("land", &Quantity::Fixed(0.0)));
    assert_eq!(resources[1].id, "factory");
}

#[test]
fn an_expansion_has_its_enterprises_industry() {
    let it = scenario(GOOD);
    assert_eq!(it.projects[0].enterprise, Some(EnterpriseIx(0)));
    assert_eq!(it.projects[0].industry, IndustryIx(0));
}

#[test]
fn targets_and_goals_are_resolved() {
    let it = scenario(GOOD);
    let Measure::CountEnterprises(condition) = &it.targets[0].measure else { panic!("not a count") };
    assert!(condition.tests_output());
    assert_eq!(condition.tests[0].threshold, 10.0);
    assert_eq!(it.targets[0].bounds.at_least, Some(2.0));
    assert!(matches!(it.targets[1].measure, Measure::Park(ParkMetric::TaxPerMu)));
    assert_eq!(it.targets[1].bounds.at_least, Some(22.0));
    assert_eq!(it.goals[0].targets, [TargetIx(0), TargetIx(1)]);
    assert!(it.goals[0].all);
}

#[test]
fn metrics_by_path() {
    let with = |metric: &str, bound: &str| {
        scenario(&GOOD.replace("\"park.tax_per_mu\"", metric).replace("\"22万元/亩\"", bound))
            .targets
            .remove(1)
    };
    let target = with("\"park.free.factory\"", "\"5000平方米\"");
    assert!(matches!(target.measure, Measure::Park(ParkMetric::Free(ResourceIx(1)))));
    assert_eq!(target.bounds.at_least, Some(0.5));
    let target = with("\"industries.textile.output\"", "\"40亿元\"");
    assert!(matches!(target.measure, Measure::Industry(IndustryIx(0), _)));
    let target = with("\"enterprises.甲纺织.growth\"", "\"-5%\"");
    assert!(matches!(target.measure, Measure::Enterprise(EnterpriseIx(0), EnterpriseMetric::Growth)));
    assert_eq!(target.bounds.at_least, Some(-0.05));
}

#[test]
fn policies_reach_what_they_select() {
    let it = scenario(GOOD);
    let clear = &it.policies[0];
    assert_eq!(clear.changes.len(), 2);
    assert_eq!(clear.changes[0].label, "routes[].months.multiply");
    assert_eq!(clear.changes[0].sites[0].subject, Subject::Route(0));
    assert_eq!(clear.changes[0].sites[0].field, Field::Months);
    assert!(matches!(clear.changes[0].effect, Quantity::Uncertain { law: Law::LogNormal(_), .. }));
    assert!(matches!(clear.changes[1].effect, Quantity::Uncertain { law: Law::Normal(_), .. }));
    let fixed = &it.policies[2].changes[0];
    assert_eq!((fixed.op, fixed.sites[0].subject), (ChangeOp::Set, Subject::Enterprise(0)));
    assert_eq!(it.mixes[0].doses, [(PolicyIx(0), 1.0), (PolicyIx(1), 0.5), (PolicyIx(2), 1.0)]);
}

#[test]
fn conditions_of_changes_compare_base_values() {
    let with = |condition: &str| {
        let text = GOOD.replace("where = { tags = \"flagship\" }", condition);
        scenario(&text).policies[2].changes[0].sites.iter().map(|site| site.subject).collect::<Vec<_>>()
    };
    assert_eq!(with("where = { output = \"< 10亿元\" }"), [Subject::Enterprise(1)]);
    assert_eq!(with("where = { tax_per_mu = \">= 30万元/亩\" }"), [Subject::Enterprise(0)]);
    assert_eq!(with("where = { industry = \"食品\" }"), [Subject::Enterprise(1)]);
    assert_eq!(with("where = { zone = \"东区\", output = \"> 1\" }"), [Subject::Enterprise(0)]);
    assert_eq!(with("id = \"乙食品\""), [Subject::Enterprise(1)]);
}

#[test]
fn changes_that_repeat_have_labels_of_their_own() {
    let text = GOOD.replace(
        "changes = [{ on = \"channels\", rate",
        "changes = [{ on = \"channels\", rate = { multiply = 2 } }, { on = \"channels\", rate",
    );
    let labels: Vec<String> =
        scenario(&text).policies[1].changes.iter().map(|change| change.label.clone()).collect();
    assert_eq!(labels, ["channels[].rate.multiply", "channels[].rate.multiply#2"]);
}

#[test]
fn the_inputs_are_hashed() {
    let it = scenario(GOOD);
    assert_eq!(it.inputs.len(), 1);
    assert_eq!(it.inputs[0].sha256.len(), 64);
}

#[test]
fn correlations_of_one_and_zero_are_taken_as_they_are() {
    for rho in ["1", "-1", "0"] {
        let text = GOOD
            .replace("default = 0.35", "default = 0")
            .replace("\"food\", 0.25", &format!("\"food\", {rho}"));
        assert_eq!(scenario(&text).correlation.matrix[(1, 0)], rho.parse::<f64>().unwrap());
    }
}
