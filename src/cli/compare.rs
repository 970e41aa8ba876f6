//! `parkcast compare`.

use super::arguments::CompareOptions;
use super::console::{colour_on_stdout, print, say};
use super::failure::{Failure, OrFail, Status};
use super::machine::{Machine, picture_files, table_files};
use super::progress::Progress;
use super::question::design;
use super::scenarios::{output_name, read_all};
use crate::compare::Comparison;
use crate::results::json;
use crate::text::{Lang, text};
use crate::{chart, tables, terminal, write};
use std::path::Path;

/// Compares alternatives on the same trials and writes results, tables and charts.
pub fn compare(options: &CompareOptions) -> Result<Status, Failure> {
    let (scenarios, lang) = read_all(&options.scenarios, options.output.lang).of_comparison()?;
    let design = design(&options.question, &options.effort, &scenarios, lang)?;
    let folder = options.output.out.join(format!("{}-compare", output_name(design.home())));
    write::probe(&folder).or_fail(lang)?;
    let machine = Machine::new(options.effort.threads, options.output.quiet);
    machine.work(|| {
        let results = design.run(machine.threads, &Progress::new(&machine, "", lang)).or_fail(lang)?;
        hand_over(&folder, options, &results, lang)
    })
}

/// Writes everything and prints the answer.
fn hand_over(
    folder: &Path,
    options: &CompareOptions,
    results: &Comparison,
    lang: Lang,
) -> Result<Status, Failure> {
    let json = json(results);
    let mut files = if options.output.no_charts {
        Vec::new()
    } else {
        let pictures = &options.output.pictures;
        picture_files(chart::draw_comparison(results, lang, pictures.size), pictures.scale, lang)?
    };
    files.extend(table_files(&tables::of_comparison(results, lang), lang));
    files.push(("results.json".into(), json.clone().into_bytes()));
    write::write_folder(folder, &files).or_fail(lang)?;
    let printed = if options.output.json {
        print(&json)
    } else if options.output.quiet {
        Ok(())
    } else {
        print(&terminal::comparison(results, lang, colour_on_stdout()))
    };
    printed.or_fail(lang)?;
    if !options.output.json && !options.output.quiet {
        let folder = folder.display();
        let written = if options.output.no_charts {
            text!("表格和 results.json 在 {folder}", "tables and results.json are in {folder}")
        } else {
            text!("图表、表格和 results.json 在 {folder}", "charts, tables and results.json are in {folder}")
        };
        say(written.get(lang));
    }
    Ok(if results.provenance.interrupted { Status::Interrupted } else { Status::Done })
}
