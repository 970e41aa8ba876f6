//! What `parkcast init` puts into a new folder: a small commented scenario, and the workbook in which its enterprises,
//! projects, parcels, supplies and channels are filled in.

mod sheets;
mod workbook;

use crate::text::Lang;
use rust_xlsxwriter::XlsxError;

/// Name of the scenario.
pub const SCENARIO: &str = "scenario.toml";
/// Name of the workbook.
pub const WORKBOOK: &str = "park.xlsx";

/// The files by name, the same bytes every time.
///
/// # Errors
/// Where the workbook cannot be made, which is a defect of the program.
pub fn files(lang: Lang) -> Result<Vec<(String, Vec<u8>)>, XlsxError> {
    let scenario = scenario(lang).as_bytes().to_vec();
    Ok(vec![(SCENARIO.to_owned(), scenario), (WORKBOOK.to_owned(), workbook::workbook(lang)?)])
}

fn scenario(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => include_str!("scenario.toml"),
        Lang::En => include_str!("scenario.en.toml"),
    }
}

#[cfg(test)]
mod tests {
    use super::sheets::{Both, INDUSTRIES, RESOURCES, ROUTES, SHEETS};
    use super::*;
    use crate::read::{Files, read_from};
    use crate::scenario::Quantity;

    #[test]
    fn the_bytes_are_the_same_every_time() {
        for lang in [Lang::Zh, Lang::En] {
            assert_eq!(files(lang).unwrap(), files(lang).unwrap());
        }
    }

    #[test]
    fn columns_and_choices_are_those_of_the_format_and_the_scenario() {
        for sheet in SHEETS {
            for column in sheet.columns {
                assert!(workbook::field(sheet, column).is_some(), "{}.{}", sheet.table, column.key);
            }
        }
        for lang in [Lang::Zh, Lang::En] {
            let document: toml::Table = scenario(lang).parse().unwrap();
            let names = |list: &str| -> Vec<String> {
                let list = document[list].as_array().unwrap().iter();
                list.map(|entry| entry["name"].as_str().unwrap().to_owned()).collect()
            };
            let offered =
                |choices: &[Both]| choices.iter().map(|choice| choice.get(lang)).collect::<Vec<_>>();
            assert_eq!(names("industries"), offered(INDUSTRIES));
            assert_eq!(names("resources"), offered(RESOURCES));
            assert_eq!(names("routes"), offered(ROUTES));
            for sheet in SHEETS {
                let named = document[&format!("{}_file", sheet.table)].as_str().unwrap();
                assert_eq!(named, format!("{WORKBOOK}#{}", sheet.name.get(lang)));
            }
        }
    }

    #[test]
    fn what_is_written_is_read_without_a_word() {
        for lang in [Lang::Zh, Lang::En] {
            let files = files(lang).unwrap().into_iter().collect();
            let reading = read_from(Files::Memory(&files), "scenario.toml").unwrap();
            assert_eq!(reading.problems.list.len(), 0);
            let [textile, food] = &reading.scenario.enterprises[..] else { panic!("two examples") };
            assert_eq!((&textile.output, &food.output), (&Quantity::Fixed(21.5), &Quantity::Fixed(8.6)));
            assert_eq!((&textile.land, &food.land), (&Quantity::Fixed(260.0), &Quantity::Fixed(140.0)));
        }
    }
}
