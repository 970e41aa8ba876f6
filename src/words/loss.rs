//! Loss of a project in words.

use super::name;
use crate::results::ResourceFacts;
use crate::text::{Lang, Text, text};

/// Never carried out, by the key in the results.
const WITHDRAWN: &str = "withdrawn";
/// Key of a project that was lost because its enterprise closed.
const CLOSED: &str = "closed";

/// `true` if a project was lost for a reason of its own, and not for want of resources.
pub fn is_own_loss(reason: &str) -> bool {
    matches!(reason, WITHDRAWN | CLOSED)
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
