//! Reasons for which something asked of a comparison is refused.

use crate::text::{Text, text};
use std::fmt;

/// Refusal of something asked of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompareError {
    /// No alternative has this id or name.
    NoMix {
        /// Id or name that was asked for.
        wanted: String,
        /// Ids of the alternatives.
        known: Vec<String>,
    },
    /// No target, goal or score has this id or name.
    NoCriterion {
        /// Id or name that was asked for.
        wanted: String,
        /// Ids of the criteria.
        known: Vec<String>,
    },
    /// The policy changes something that can only be changed from the start.
    Fixed {
        /// Id of the policy.
        policy: String,
        /// The change, as the scenario words it.
        change: String,
    },
    /// The policy and another one in the reference set a field to different values.
    Clash {
        /// Id of the policy.
        policy: String,
        /// Id of the other one.
        other: String,
    },
}

impl CompareError {
    /// The refusal in words, with what is possible instead.
    pub fn text(&self) -> Text {
        match self {
            Self::NoMix { wanted, known } => {
                let (zh, en) = (known.join("、"), known.join(", "));
                text!("没有政策组合“{wanted}”；可选：{zh}", "there is no mix `{wanted}`; there are: {en}")
            }
            Self::NoCriterion { wanted, known } => {
                let (zh, en) = (known.join("、"), known.join(", "));
                text!(
                    "没有目标“{wanted}”；可选：{zh}",
                    "there is no target, goal or score `{wanted}`; there are: {en}"
                )
            }
            Self::Fixed { policy, change } => text!(
                "政策“{policy}”不能推迟：{change} 只能从一开始就变动",
                "the policy `{policy}` cannot begin later: {change} can only be changed from the start"
            ),
            Self::Clash { policy, other } => text!(
                "政策“{policy}”和参照中的“{other}”把同一个字段设为不同的值，不能合用",
                "the policies `{policy}` and, in the reference, `{other}` set the same field to different values"
            ),
        }
    }
}

impl fmt::Display for CompareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for CompareError {}
