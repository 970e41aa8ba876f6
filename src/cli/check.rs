//! `parkcast check`.

use super::arguments::CheckOptions;
use super::console::{lang_of, lang_of_refusal, print, show_problems};
use super::failure::{Failure, OrFail, Status};
use crate::read::read_scenario;
use crate::text::text;
use crate::words;

/// Reads scenario files and reports their problems; runs nothing and writes nothing.
pub fn check(options: &CheckOptions) -> Result<Status, Failure> {
    let mut status = Status::Done;
    for path in &options.scenarios {
        match read_scenario(path) {
            Ok(reading) => {
                let lang = lang_of(options.lang, &reading.scenario);
                show_problems(&reading.problems, &reading.sources, lang);
                let (shown, scenario) = (path.display(), &reading.scenario);
                let (firms, targets, mixes) =
                    (scenario.enterprises.len(), scenario.targets.len(), scenario.mixes.len());
                let en = [
                    words::counted(firms as u64, "enterprise", "enterprises"),
                    words::counted(targets as u64, "target", "targets"),
                    words::counted(mixes as u64, "mix", "mixes"),
                ]
                .join(", ");
                let line = text!(
                    "{shown}：可以运行（{firms} 户企业，{targets} 个目标，{mixes} 个政策组合）\n",
                    "{shown}: ready to run ({en})\n"
                );
                print(line.get(lang)).or_fail(lang)?;
            }
            Err(refusal) => {
                let lang = lang_of_refusal(options.lang, &refusal);
                show_problems(&refusal.problems, &refusal.sources, lang);
                status = Status::Refused;
            }
        }
    }
    Ok(status)
}
