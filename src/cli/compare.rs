//! `parkcast compare`.

use super::arguments::CompareOptions;
use super::console::{colour_on_stdout, print, say, say_error};
use super::machine::{Machine, picture_files};
use super::scenarios::{folder_name, read_all};
use super::{Outcome, job, question};
use crate::compare::Comparison;
use crate::results::json;
use crate::text::{Lang, Text, text};
use crate::{chart, tables, terminal, write};
use std::path::Path;

/// Compares alternatives on the same trials and writes results, tables and charts.
pub fn compare(options: &CompareOptions) -> Outcome {
    let read = read_all(&options.scenarios, options.output.lang);
    let Some(&(_, lang)) = read.scenarios.first().filter(|_| !read.refused) else { return Outcome::Refused };
    let scenarios = read.scenarios.into_iter().map(|(scenario, _)| scenario).collect();
    let job = match question::job(&options.question, &options.effort, scenarios, lang) {
        Ok(job) => job,
        Err(message) => {
            say_error(&message, lang);
            return Outcome::Refused;
        }
    };
    let folder = options.output.out.join(format!("{}-compare", folder_name(&job.home().stem)));
    if let Err(error) = write::probe(&folder) {
        say_error(&error.text(), lang);
        return Outcome::Failed;
    }
    let machine = Machine::new(options.effort.threads, options.output.quiet);
    let done = job::compare(&job, &machine).and_then(|results| match results {
        Some(results) => hand_over(&folder, options, &results, lang),
        None => Ok(Outcome::Interrupted),
    });
    done.unwrap_or_else(|message| {
        say_error(&message, lang);
        Outcome::Failed
    })
}

/// Writes everything and prints the answer.
fn hand_over(
    folder: &Path,
    options: &CompareOptions,
    results: &Comparison,
    lang: Lang,
) -> Result<Outcome, Text> {
    let json = json(results);
    let mut files = if options.output.no_charts {
        Vec::new()
    } else {
        picture_files(
            chart::draw_comparison(results, lang, options.output.pictures.size),
            options.output.pictures.scale,
            lang,
        )?
    };
    let tables = tables::of_comparison(results, lang);
    files.extend(tables.iter().map(|table| (format!("{}.csv", table.id), tables::csv(table, lang))));
    files.push(("results.json".into(), json.clone().into_bytes()));
    write::write_folder(folder, &files).map_err(|error| error.text())?;
    let printed = if options.output.json {
        print(&json)
    } else if options.output.quiet {
        Ok(())
    } else {
        print(&terminal::comparison(results, lang, colour_on_stdout()))
    };
    printed.map_err(|error| text!("无法写到标准输出：{error}", "stdout could not be written: {error}"))?;
    if !options.output.json && !options.output.quiet {
        let folder = folder.display();
        let written = if options.output.no_charts {
            text!("表格和 results.json 在 {folder}", "tables and results.json are in {folder}")
        } else {
            text!("图表、表格和 results.json 在 {folder}", "charts, tables and results.json are in {folder}")
        };
        say(written.get(lang));
    }
    Ok(if results.provenance.interrupted { Outcome::Interrupted } else { Outcome::Done })
}
