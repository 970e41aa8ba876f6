//! Why a file made from results could not be read, and what to do about it.

use crate::text::{self, Text, text};

/// Characters of what a file says that are shown.
const LONGEST: usize = 200;

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {fault}")]
pub struct Unreadable {
    /// What the file is called.
    pub name: String,
    /// Why.
    pub fault: Fault,
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is larger than anything that the program writes.
    #[error("it is too large")]
    TooLarge,
    /// It is of another program, or not one of those that can be read.
    #[error("it is of another program")]
    Foreign,
    /// It could be one of the program's, but carries no seal.
    #[error("it carries no seal")]
    NoSeal,
    /// It was written by a later version.
    #[error("its shape is {0}, which is newer")]
    Newer(u32),
    /// It is broken; what the reader says of it.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// It holds what no run and no comparison comes to; where.
    #[error("{0} is impossible")]
    Impossible(String),
}

impl Unreadable {
    /// What to tell the user, with the remedy.
    pub fn text(&self) -> Text {
        let shown = |text: &str| text::clean(text, LONGEST);
        let name = shown(&self.name);
        match &self.fault {
            Fault::TooLarge => text!(
                "{name} 太大，不像 parkcast 写的文件；请给出 results.json",
                "{name} is too large for a file of parkcast's; give it results.json"
            ),
            Fault::Foreign => text!(
                "{name} 不是 parkcast 写的结果；请给出 run 或 compare 写出的 results.json，或由它制成的图、网页、工作簿、文档",
                "{name} is none of parkcast's results; give it the results.json that run or compare wrote, or a picture, page, \
                 workbook or document made from one"
            ),
            Fault::NoSeal => text!(
                "{name} 里没有 parkcast 的印记：由旧版本或其他程序写出，或另存时丢失；请给出原文件或旁边的 results.json，或用 parkcast run 重新生成",
                "{name} carries no seal of parkcast: an earlier version or another program wrote it, or it was lost when saved again; \
                 give it the original or the results.json beside it, or make it anew with parkcast run"
            ),
            Fault::Newer(schema) => text!(
                "{name} 由更新的 parkcast 写出（格式{schema}）；请升级 parkcast",
                "{name} was written by a newer parkcast (shape {schema}); update parkcast"
            ),
            Fault::Damaged(reason) => {
                let reason = shown(reason);
                text!(
                    "{name} 已损坏（{reason}）；请换用原文件，或用 parkcast run 重新生成",
                    "{name} is damaged ({reason}); use the original, or make it anew with parkcast run"
                )
            }
            Fault::Impossible(place) => {
                let place = shown(place);
                text!(
                    "{name} 中的 {place} 不可能是模拟的结果；请换用原文件，或用 parkcast run 重新生成",
                    "{place} in {name} cannot have come out of a simulation; use the original, or make it anew with parkcast run"
                )
            }
        }
    }
}
