//! The targets at a glance, of parks in which nothing is left to chance.

use crate::common::{at_least_of, name, park, plain, simulated};
use parkcast::report::{Length, of_run};
use parkcast::scenario::{Bounds, EnterpriseMetric, Measure, ParkMetric, Scenario, Target};
use parkcast::tables::TableId;
use parkcast::text::Lang;

fn target(id: &str, measure: Measure, at_least: f64, year: usize) -> Target {
    let bounds = Bounds { at_least: Some(at_least), at_most: None };
    Target { id: id.into(), name: name(id), year, measure, bounds }
}

/// A firm of 9 亿元 on 100 亩 that grows by 8% a year, 2024 and 2025.
fn sure_park(targets: Vec<Target>) -> Scenario {
    let mut scenario = park(2);
    scenario.industries[0].volatility = 0.0.into();
    scenario.targets = targets;
    scenario
}

/// Rows of the table as a reader has them.
fn rows(scenario: &Scenario, lang: Lang) -> Vec<Vec<String>> {
    let results = simulated(&plain(scenario).trials(64)).results;
    let report = of_run(&results, scenario, &[], String::new(), Length::Brief, lang).unwrap();
    let table = report.tables.iter().find(|table| table.id == TableId::Outlook).unwrap();
    let row = |row: &Vec<_>| {
        let cells = row.iter().zip(&table.columns);
        cells.map(|(cell, column): (&parkcast::tables::Cell, _)| cell.shown(column.kind, lang)).collect()
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn what_there_is_what_is_missing_and_what_it_takes() {
    let count = Measure::CountEnterprises(at_least_of(EnterpriseMetric::Output, 10.0));
    let scenario = sure_park(vec![
        target("firms", count, 1.0, 1),
        target("output", Measure::Park(ParkMetric::Output), 12.0, 2),
        target("tax", Measure::Park(ParkMetric::TaxPerMu), 20.0, 1),
    ]);
    let rows = rows(&scenario, Lang::Zh);
    // 9, 9.72 and 10.4976 亿元; the square root of 12/9 is 1.1547; tax is 3% of output, 27 万元/亩.
    assert_eq!(rows[0][..6], ["firms", "2024年不低于1个", "0", "0", "1", "再增1个"]);
    assert_eq!(rows[0][7], "2025");
    assert_eq!(rows[1][..6], ["output", "2025年不低于12亿元", "9.00亿元", "10.5亿元", "1.50亿元", "+15.5%"]);
    assert_eq!(rows[1][7], "2025年未过半");
    assert_eq!(rows[2][..6], ["tax", "2024年不低于20万元/亩", "27.0万元/亩", "29.2万元/亩", "无", "已达到"]);
    assert_eq!(rows[2][7], "2024");
    assert_eq!((rows.len(), rows[3][0].as_str()), (4, "全部目标同时实现"));
}

/// The roster's figures are not those that a change leaves.
#[test]
fn nothing_is_said_of_a_base_year_that_the_scenario_changes() {
    use parkcast::scenario::{Change, ChangeOp, Field, Site, Subject};
    let mut scenario = sure_park(vec![target("output", Measure::Park(ParkMetric::Output), 12.0, 2)]);
    scenario.changes = vec![Change {
        label: "output".into(),
        sites: vec![Site { subject: Subject::Enterprise(0), field: Field::Output }],
        op: ChangeOp::Multiply,
        effect: 2.0.into(),
    }];
    assert_eq!(rows(&scenario, Lang::En)[0][2], "");
}
