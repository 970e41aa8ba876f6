//! Projects by where they end up: operating, on the way, or lost and why.

use super::ChartError;
use super::axis;
use super::page::{self, Heading, Sheet, Sketch};
use super::steps::{self, Step, Tone};
use crate::results::{ProjectStatus, Results, Stat};
use crate::text::{Lang, Text, text};
use crate::words;

const NAME_WIDTH: f64 = 380.0;
/// Ways of losing projects that are shown one by one.
const MOST_REASONS: usize = 6;
/// Fewer projects than this on average are not worth a row.
const NEGLIGIBLE: f64 = 0.005;

pub(super) fn draw(results: &Results, sheet: &Sheet) -> Result<Option<Sketch>, ChartError> {
    let (Some(fates), Some(last)) = (&results.fates, results.months.last()) else { return Ok(None) };
    let lang = sheet.lang;
    let when = words::month(&last.month);
    let (zh_when, en_when) = (when.zh, when.en);
    let subtitle = text!(
        "到{zh_when}末，已知和新签约的项目（个）：平均值，横线为90%区间",
        "Projects known or signed, as they stand at the end of {en_when}: means; whiskers: 90% range"
    );
    let heading = Heading {
        title: title(results, fates).get(lang).into(),
        subtitle: subtitle.get(lang).into(),
        reading: reading(results, fates).get(lang).into(),
    };
    let steps = rows(results, fates, lang);
    page::compose(sheet, heading, steps::height(&steps), |pen, body| {
        steps::draw(pen, body, &steps, sheet.name_room(NAME_WIDTH), false, axis::tick_text)
    })
    .map(Some)
}

fn rows(results: &Results, fates: &ProjectStatus, lang: Lang) -> Vec<Step> {
    let (printed, printed_lost) = words::status_adding_up(fates);
    let row = |name: Text, (mean, printed): (f64, f64), stat: Option<&Stat>, tone: Tone| Step {
        name: name.get(lang).into(),
        from: 0.0,
        to: mean,
        range: stat.map(|stat| [stat.p05, stat.p95]),
        value: words::fixed(printed, 1),
        tone,
    };
    let of = |name: Text, stat: &Stat, printed, tone| row(name, (stat.mean, printed), Some(stat), tone);
    let mut rows = vec![of(text!("全部项目", "All projects"), &fates.signed, fates.signed.mean, Tone::End)];
    let states = [
        (text!("已投产", "Operating"), &fates.operating, Tone::Main),
        (text!("在建", "Building"), &fates.building, Tone::Main),
        (text!("等待要素", "Waiting for resources"), &fates.waiting, Tone::Pale),
        (text!("前期准备", "Preparing"), &fates.preparing, Tone::Pale),
        (text!("投产后随企业关闭", "Stopped with its enterprise"), &fates.stopped, Tone::Pale),
    ];
    rows.extend(
        states
            .into_iter()
            .zip(printed)
            .filter(|((_, stat, _), _)| stat.mean >= NEGLIGIBLE)
            .map(|((name, stat, tone), printed)| of(name, stat, printed, tone)),
    );
    let lost = losses(fates);
    for (reason, mean) in lost.iter().take(MOST_REASONS).filter(|(_, mean)| *mean >= NEGLIGIBLE) {
        let why = words::loss(reason, &results.scenario.resources);
        let (zh, en) = (why.zh, why.en);
        rows.push(row(text!("终止：{zh}", "Lost: {en}"), (*mean, printed_lost[reason]), None, Tone::Pale));
    }
    let rest: f64 = lost.iter().skip(MOST_REASONS).map(|(_, mean)| mean).sum();
    if rest >= NEGLIGIBLE {
        let printed = lost.iter().skip(MOST_REASONS).map(|(reason, _)| printed_lost[reason]).sum();
        rows.push(row(text!("终止：其他原因", "Lost: other reasons"), (rest, printed), None, Tone::Pale));
    }
    rows
}

/// Ways of losing projects, the most frequent first.
fn losses(fates: &ProjectStatus) -> Vec<(&str, f64)> {
    let mut lost: Vec<_> = fates.lost.iter().map(|(reason, mean)| (reason.as_str(), *mean)).collect();
    lost.sort_by(|a, b| b.1.total_cmp(&a.1));
    lost
}

/// Number of ten projects that operate, number that are lost, and the main reason of loss.
fn title(results: &Results, fates: &ProjectStatus) -> Text {
    let of_ten = |mean: f64| words::fixed(10.0 * mean / fates.signed.mean, 1);
    let lost: f64 = fates.lost.values().sum();
    let operating = of_ten(fates.operating.mean);
    let Some(&(reason, most)) = losses(fates).first().filter(|(_, mean)| *mean >= NEGLIGIBLE) else {
        return text!(
            "每10个项目平均有{operating}个投产，没有项目终止",
            "Of ten projects {operating} come to operate on average, and none is lost"
        );
    };
    let (lost_said, why) = (of_ten(lost), words::loss(reason, &results.scenario.resources));
    let (zh, en) = (why.zh, why.en);
    if most < 0.5 * lost {
        return text!(
            "每10个项目平均有{operating}个投产、{lost_said}个终止，最常见的原因是{zh}",
            "Of ten projects {operating} come to operate and {lost_said} are lost on average, most often: {en}"
        );
    }
    text!(
        "每10个项目平均有{operating}个投产、{lost_said}个终止，主要原因是{zh}",
        "Of ten projects {operating} come to operate and {lost_said} are lost on average, mostly: {en}"
    )
}

fn reading(results: &Results, fates: &ProjectStatus) -> Text {
    let short: f64 =
        fates.lost.iter().filter(|(reason, _)| !words::is_own_loss(reason)).map(|(_, mean)| mean).sum();
    let [signed, operating, building, waiting, preparing] =
        [&fates.signed, &fates.operating, &fates.building, &fates.waiting, &fates.preparing]
            .map(|stat| words::fixed(stat.mean, 1));
    let (lost, short) = (words::fixed(fates.lost.values().sum(), 1), words::fixed(short, 1));
    let when = results.months.last().map_or(Text::same(""), |month| words::month(&month.month));
    let (zh, en) = (when.zh, when.en);
    text!(
        "到{zh}末平均有项目{signed}个：已投产{operating}个，在建{building}个，等待土地等要素{waiting}个，前期准备{preparing}个，终止{lost}个，其中{short}个因等待要素超过期限。等待和因要素不足而终止的项目越多，增加要素供给的作用越大",
        "By the end of {en} there are {signed} projects on average: {operating} operate, {building} are being built, {waiting} wait for land or other resources, {preparing} prepare, {lost} are lost, {short} of them for want of resources. The more wait or are lost so, the more supply would help"
    )
}
