//! A comparison as the options of `compare` and `report` ask for it.

use super::arguments::{Effort, Question};
use super::console::say;
use super::failure::{Failure, OrFail};
use super::notes::note;
use crate::scenario::Scenario;
use crate::study::{Compare, ComparisonDesign};
use crate::text::Lang;

/// The design that answers a question; what should be known about it is said.
///
/// # Errors
/// Where something that is asked for is not there.
pub fn design<'a>(
    question: &Question,
    effort: &Effort,
    scenarios: &'a [Scenario],
    lang: Lang,
) -> Result<ComparisonDesign<'a>, Failure> {
    let asked = Compare::of(scenarios).mixes(&question.mixes).delays(&question.delay);
    let asked = question.reference.iter().fold(asked, Compare::reference);
    let asked = question.by.iter().fold(asked, Compare::headline);
    let asked = question.tolerance.into_iter().fold(asked, Compare::tolerance);
    let asked = question.contributions.iter().fold(asked, Compare::contributions);
    let asked = effort.seed.into_iter().fold(asked, Compare::seed);
    let asked = effort.trials.into_iter().fold(asked, |asked, trials| asked.trials(trials.get()));
    let design = asked.design().or_fail(lang)?;
    design.remarks().iter().for_each(|remark| say(note(remark).get(lang)));
    Ok(design)
}
