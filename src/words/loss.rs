//! Loss of a project in words.

use super::name;
use crate::results::{ProjectStatus, ResourceFacts};
use crate::text::{Lang, Text, text};
use std::collections::BTreeMap;

/// Never carried out, by the key in the results.
const WITHDRAWN: &str = "withdrawn";
/// Key of a project that was lost because its enterprise closed.
const CLOSED: &str = "closed";

/// `true` if a project was lost for a reason of its own, and not for want of resources.
pub fn is_own_loss(reason: &str) -> bool {
    matches!(reason, WITHDRAWN | CLOSED)
}

/// Mean numbers of projects that operate, are built, wait, prepare and have stopped, and of those that are lost by reason, with one
/// decimal and such that they add up to all.
pub fn status_adding_up(status: &ProjectStatus) -> ([f64; 5], BTreeMap<&str, f64>) {
    let states = [&status.operating, &status.building, &status.waiting, &status.preparing, &status.stopped];
    let means: Vec<f64> =
        states.map(|stat| stat.mean).into_iter().chain(status.lost.values().copied()).collect();
    let printed = super::adding_up(&means, 1);
    let lost = status.lost.keys().map(String::as_str).zip(printed[states.len()..].iter().copied());
    (std::array::from_fn(|i| printed[i]), lost.collect())
}

/// Reason why a project was lost, from the key in the results: "withdrawn", "closed", or the ids of the resources that it waited for.
pub fn loss(reason: &str, resources: &[ResourceFacts]) -> Text {
    match reason {
        WITHDRAWN => text!("签约后未实施", "signed but never carried out"),
        CLOSED => text!("所属企业关闭", "its enterprise closed"),
        short => {
            let list = |lang: Lang, between: &str| {
                let named = short.split('+').map(|id| {
                    let known = resources.iter().find(|resource| resource.id == id);
                    known.map_or_else(|| super::clean(id, super::NAME_LIMIT), |one| name(&one.name, lang))
                });
                named.collect::<Vec<_>>().join(between)
            };
            let (zh, en) = (list(Lang::Zh, "、"), list(Lang::En, ", "));
            text!("等待{zh}超过期限", "waited too long for {en}")
        }
    }
}
