//! Notes about a comparison, put into words with their remedies.

use crate::study::Remark;
use crate::text::{Text, text};

/// A remark in words.
pub fn note(remark: &Remark) -> Text {
    match remark {
        Remark::LeftOut(ids) => {
            let (zh, en) = (ids.join("、"), ids.join(", "));
            text!(
                "注意：各情景的要求不同，不作比较：{zh}",
                "note: not compared, as the scenarios do not all demand the same: {en}"
            )
        }
        Remark::NoSobol => text!(
            "注意：比较用独立随机抽样，不用 sobol",
            "note: comparisons sample independently, without sobol"
        ),
        Remark::NoContributions(id) => text!(
            "注意：试验次数少，没有分解各项政策的作用；需要时加 --contributions {id}",
            "note: with so few trials contributions of policies are left out; ask for them by --contributions {id}"
        ),
    }
}
