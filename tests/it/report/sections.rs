//! What stands in the reports of a run and of a comparison: every chart in one section, every table somewhere.

use crate::charts::{comparison, park};
use crate::common::busy_park;
use parkcast::chart::{CHARTS, Picture, Size, draw_all, draw_comparison};
use parkcast::report::{Block, Length, Report, of_comparison, of_run, xlsx};
use parkcast::tables::{Kind, TableId};
use parkcast::text::Lang;
use std::collections::HashSet;

/// The report of a run and that of a comparison that have everything, each with the charts that it is made from.
fn whole() -> [(Vec<Picture>, Report); 2] {
    let scenario = busy_park(2);
    let lang = Lang::En;
    let run = park::park(&park::REAL);
    let drawn = draw_all(&run, lang, Size::Page).unwrap();
    let of_run = of_run(&run, &scenario, &drawn, String::new(), Length::Full, lang).unwrap();
    let (_, compared) = comparison::cases().into_iter().next().unwrap();
    let pictures = draw_comparison(&compared, lang, Size::Page).unwrap();
    let of_comparison =
        of_comparison(&compared, &scenario, &pictures, String::new(), Length::Full, lang).unwrap();
    [(drawn, of_run), (pictures, of_comparison)]
}

fn blocks(report: &Report) -> impl Iterator<Item = &Block> {
    report.sections.iter().flat_map(|section| &section.blocks)
}

#[test]
fn every_chart_stands_in_one_section() {
    let mut kinds = HashSet::new();
    for (pictures, report) in whole() {
        let slides = |report: &Report| -> Vec<String> {
            let shown = blocks(report).filter_map(|block| match block {
                Block::Illustration(shown) => Some(shown.slide.clone()),
                _ => None,
            });
            shown.collect()
        };
        let mut shown = slides(&report);
        shown.sort();
        let drawn: Vec<String> =
            (1..).zip(&pictures).map(|(n, one)| parkcast::report::slide(n, one.kind)).collect();
        assert_eq!(shown, drawn);
        kinds.extend(pictures.iter().map(|picture| picture.kind));
    }
    // Nothing above is said of a chart that these results have nothing to show in.
    assert_eq!(kinds.len(), CHARTS.len());
}

#[test]
fn names_of_charts_are_their_own() {
    let stems: HashSet<&str> = CHARTS.iter().map(|chart| chart.stem).collect();
    assert_eq!(stems.len(), CHARTS.len());
    assert!(CHARTS.iter().all(|chart| chart.kind.spec().stem == chart.stem));
}

#[test]
fn tables_that_sections_ask_for_are_there() {
    let [(_, of_run), (_, of_comparison)] = whole();
    let shown = |report: &Report| -> HashSet<TableId> {
        let shown = blocks(report).filter_map(|block| match block {
            Block::Table(table) => Some(table.id),
            _ => None,
        });
        shown.collect()
    };
    let run = [TableId::Outlook, TableId::Targets, TableId::Bands, TableId::Summary, TableId::Fates];
    assert!(run.iter().all(|id| shown(&of_run).contains(id)), "{:?}", shown(&of_run));
    let comparison = [TableId::Headline, TableId::Bands];
    assert!(comparison.iter().all(|id| shown(&of_comparison).contains(id)), "{:?}", shown(&of_comparison));
}

/// A workbook's charts find the columns that they are drawn from.
#[test]
fn tables_of_a_workbook_have_their_charts() {
    let charts = whole().map(|(_, report)| {
        let parts = super::package::parts(&xlsx(&report).unwrap());
        parts.keys().filter(|name| name.starts_with("xl/charts/chart")).count()
    });
    // Targets, parts, years, three counts, routes and the park; the headline of a comparison.
    assert_eq!(charts, [8, 1]);
}

#[test]
fn a_brief_comparison_begins_with_its_alternatives_and_has_one_chart() {
    let (_, compared) = comparison::cases().into_iter().next().unwrap();
    let pictures = draw_comparison(&compared, Lang::En, Size::Page).unwrap();
    let brief =
        of_comparison(&compared, &busy_park(2), &pictures, String::new(), Length::Brief, Lang::En).unwrap();
    let Some(Block::Table(first)) = blocks(&brief).next() else { panic!("a table comes first") };
    let whole = brief.tables.iter().find(|table| table.id == first.id).unwrap();
    assert_eq!(first.id, TableId::Headline);
    assert!(first.columns.len() < whole.columns.len() && first.rows.len() == whole.rows.len());
    assert!(first.columns.iter().all(|column| column.kind != Kind::Interval));
    assert!(first.rows.iter().all(|row| row.len() == first.columns.len()));
    assert_eq!(blocks(&brief).filter(|block| matches!(block, Block::Illustration(_))).count(), 1);
}
