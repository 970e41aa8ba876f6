//! Assumptions of a scenario, with sources: small tables entry by entry, rosters in a row and in full for whoever looks them up.

use super::Block;
use crate::format;
use crate::scenario::{Assumption, Scenario};
use crate::tables::{Cell, Column, Kind, Table, TableId};
use crate::text::{Lang, Text, text};
use crate::words;

/// Entries up to which a table is shown one by one.
const MOST_ENTRIES: usize = 6;
/// Characters of an entry's values in a report; the workbook has as many as there are.
const MOST_VALUES: usize = 120;
/// Characters of the scenario's remark.
const MOST_REMARK: usize = 400;
/// Characters that are ever kept of them.
const LONGEST: usize = 4_000;

/// Paragraphs about the assumptions, and every one of them as a table.
pub fn assumptions(scenario: &Scenario, lang: Lang) -> (Vec<Block>, Table) {
    let all = &scenario.assumptions;
    let unsourced = all.iter().filter(|one| one.source.is_none()).count();
    let n = all.len();
    let said = text!(
        "情景由{n}组数字构成，其中{unsourced}组未注明来源，属情景假设（表中标“情景假设”）。假设不同，概率也会不同；区间只反映抽样误差，不含假设本身的误差。",
        "The scenario consists of {n} entries, of which {unsourced} name no source and are assumed (marked \"assumption\"). Other assumptions give other probabilities: intervals reflect sampling error only, not errors of the assumptions."
    );
    let mut blocks = vec![Block::Paragraph(said.get(lang).into())];
    let note = words::clean(&scenario.note, MOST_REMARK);
    if !note.is_empty() {
        let said = text!("情景文件的说明：{note}", "The scenario's own remark: {note}");
        blocks.push(Block::Paragraph(said.get(lang).into()));
    }
    if !scenario.changes.is_empty() {
        let n = scenario.changes.len();
        let said = text!(
            "此外，情景文件对这些数字作了{n}项变动。",
            "On top of these the scenario makes {n} changes of its own."
        );
        blocks.push(Block::Paragraph(said.get(lang).into()));
    }
    blocks.push(Block::Table(shown(all, lang)));
    let whole = whole(all, lang);
    blocks.push(Block::Appendix(whole.clone()));
    (blocks, whole)
}

/// The tables of which there are entries, in order, with their entries.
fn by_table(all: &[Assumption]) -> Vec<(&'static str, Vec<&Assumption>)> {
    let mut tables: Vec<(&'static str, Vec<&Assumption>)> = Vec::new();
    for one in all {
        match tables.last_mut() {
            Some((table, entries)) if *table == one.table => entries.push(one),
            _ => tables.push((one.table, vec![one])),
        }
    }
    tables
}

fn table_name(key: &str) -> Text {
    format::table(key)
        .map_or_else(|| Text::same(key), |table| Text { zh: table.zh.into(), en: table.en.into() })
}

fn columns(lang: Lang) -> Vec<Column> {
    let heads =
        [text!("类别", "Table"), text!("名称", "Name"), text!("取值", "Values"), text!("来源", "Source")];
    heads
        .into_iter()
        .map(|head| Column { head: head.get(lang).into(), brief: None, kind: Kind::Text })
        .collect()
}

fn row(one: &Assumption, limit: usize, lang: Lang) -> Vec<Cell> {
    let values: Vec<String> = one
        .values
        .iter()
        .map(|value| {
            let (label, written) = (value.label.get(lang), words::clean(value.written.get(lang), LONGEST));
            text!("{label}：{written}", "{label}: {written}").get(lang).to_owned()
        })
        .collect();
    let values = words::clean(&values.join(text!("；", "; ").get(lang)), limit);
    [table_name(one.table).get(lang).to_owned(), words::name(&one.name, lang), values, source(one, lang)]
        .map(Cell::Text)
        .into()
}

fn source(one: &Assumption, lang: Lang) -> String {
    match &one.source {
        Some(source) => words::clean(source.get(lang), LONGEST),
        None => text!("情景假设", "assumption").get(lang).into(),
    }
}

fn shown(all: &[Assumption], lang: Lang) -> Table {
    let mut rows = Vec::new();
    for (table, entries) in by_table(all) {
        if entries.len() <= MOST_ENTRIES {
            rows.extend(entries.iter().map(|one| row(one, MOST_VALUES, lang)));
            continue;
        }
        let (n, unsourced) = (entries.len(), entries.iter().filter(|one| one.source.is_none()).count());
        let (count, assumed) = (
            text!("共{n}项，全表见“全部假设”", "{n} entries; see \"All assumptions\" for each"),
            match unsourced {
                0 => common_source(&entries)
                    .unwrap_or_else(|| text!("各有来源，见全表", "each has its source, see there")),
                all if all == n => text!("情景假设", "assumption"),
                some => text!("其中{some}项为情景假设", "{some} of them are assumptions"),
            },
        );
        let name = table_name(table);
        rows.push(
            [name.get(lang), text!("名册", "roster").get(lang), count.get(lang), assumed.get(lang)]
                .map(Cell::text)
                .into(),
        );
    }
    let title = text!("主要假设及来源", "Main assumptions and their sources");
    Table { id: TableId::Assumptions, title: title.get(lang).into(), columns: columns(lang), rows }
}

/// Source that all of the entries name, as those of a roster do whose file names one for all.
fn common_source(entries: &[&Assumption]) -> Option<Text> {
    let first = entries.first()?.source.as_ref()?;
    let shown = |lang| words::clean(first.get(lang), LONGEST);
    let is_common = entries.iter().all(|one| one.source.as_ref() == Some(first));
    is_common.then(|| Text { zh: shown(Lang::Zh), en: shown(Lang::En) })
}

fn whole(all: &[Assumption], lang: Lang) -> Table {
    let rows = all.iter().map(|one| row(one, LONGEST, lang)).collect();
    let title = text!("全部假设", "All assumptions");
    Table { id: TableId::AllAssumptions, title: title.get(lang).into(), columns: columns(lang), rows }
}
