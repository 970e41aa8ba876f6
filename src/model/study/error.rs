//! Reasons for which a study has no answer.

use crate::compare::{CompareError, MOST_POLICIES};
use crate::observe::RunError;
use crate::text::{Text, text};
use std::fmt;

/// Failure of a run or comparison, or of what was asked of it.
#[derive(Debug, Clone, PartialEq)]
pub enum StudyError {
    /// The scenario has no mix of this id or name.
    NoMix {
        /// Path of the scenario file.
        scenario: String,
        /// Id or name that was asked for.
        wanted: String,
        /// Ids of its mixes.
        known: Vec<String>,
    },
    /// The scenario has no policy of this id or name.
    NoPolicy {
        /// Id or name that was asked for.
        wanted: String,
        /// Ids of its policies.
        known: Vec<String>,
    },
    /// The scenarios share no target that demands the same in each.
    NothingShared,
    /// There is only one alternative.
    OneAlternative,
    /// The number of policies in a mix whose contributions are wanted is not one that can be split.
    Contributions {
        /// Id of the mix.
        mix: String,
        /// Number of its policies.
        policies: usize,
    },
    /// Something that was asked of a comparison is not there or not possible.
    Compare(CompareError),
    /// The number of trials is 0.
    NoTrials,
    /// A longest time was set, but the watcher has no clock.
    NoClock,
    /// The watcher said stop before the first trial was done.
    Stopped,
    /// The figures of some targets are undefined in every trial, so that no probability of theirs means anything.
    Undefined {
        /// Names of the targets.
        targets: Vec<String>,
    },
    /// The trials failed.
    Run(RunError),
}

impl StudyError {
    /// The error in words, with what is possible instead.
    pub fn text(&self) -> Text {
        match self {
            Self::NoMix { scenario, known, .. } if known.is_empty() => text!(
                "{scenario} 没有政策组合；请去掉 --mix，或在情景中加入 [[mixes]]",
                "{scenario} has no mixes; leave out --mix, or add [[mixes]] to the scenario"
            ),
            Self::NoMix { scenario, wanted, known } => {
                let (zh, en) = (known.join("、"), known.join(", "));
                text!(
                    "{scenario} 没有政策组合“{wanted}”；可选：{zh}",
                    "{scenario} has no mix `{wanted}`; there are: {en}"
                )
            }
            Self::NoPolicy { wanted, known } => {
                let (zh, en) = (known.join("、"), known.join(", "));
                text!("没有政策“{wanted}”；可选：{zh}", "there is no policy `{wanted}`; there are: {en}")
            }
            Self::NothingShared => text!(
                "这些情景没有共同的目标；只能按编号和要求都相同的目标比较",
                "these scenarios have no target in common; they are compared by targets of the same id that demand the same"
            ),
            Self::OneAlternative => text!(
                "没有可比的：只有一个方案；请在情景中加入 [[mixes]]，多选一个 --mix，或再给一个情景文件",
                "there is nothing to compare: there is one alternative; add [[mixes]] to the scenario, choose another --mix, or give another scenario file"
            ),
            Self::Contributions { mix, policies } => text!(
                "组合“{mix}”的政策数是{policies}；能分解作用的是2到{MOST_POLICIES}项",
                "contributions are worked out for mixes of 2 to {MOST_POLICIES} policies; the number in `{mix}` is {policies}"
            ),
            Self::Compare(error) => error.text(),
            Self::NoTrials => {
                text!("试验次数是0；至少要1次", "the number of trials is 0; at least 1 is needed")
            }
            Self::NoClock => text!(
                "设了最长时间，但没有时钟；请提供 Watch::elapsed",
                "a longest time is set, but there is no clock; provide Watch::elapsed"
            ),
            Self::Stopped => text!("第一次试验完成前已中断", "stopped before the first trial was done"),
            Self::Undefined { targets } => {
                let (zh, en) = (targets.join("、"), targets.join(", "));
                text!(
                    "目标的指标在每次试验中都没有定义，没有概率可言：{zh}；亩均指标要有用地，增速要有上年产值，补上数据或换一个指标",
                    "figures of targets that are undefined in every trial, so that there is no probability: {en}; figures per mu need land, growth needs output the year before: fill them in, or choose other figures"
                )
            }
            Self::Run(error) => text!("模拟失败：{error}", "the simulation failed: {error}"),
        }
    }
}

impl fmt::Display for StudyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for StudyError {}

impl From<CompareError> for StudyError {
    fn from(error: CompareError) -> Self {
        Self::Compare(error)
    }
}

impl From<RunError> for StudyError {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}
