//! The end of a command: its exit status, and what is said where it could not do what it was asked.

use super::console::say;
use crate::chart::ChartError;
use crate::report::FormatError;
use crate::study::StudyError;
use crate::text::{Lang, Text, text};
use crate::write::WriteError;
use std::io;
use std::process::ExitCode;

/// Status of a command that has ended; of several, the greatest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Done.
    Done,
    /// The run failed: disk, or a defect of the program.
    Failed,
    /// The scenario or the arguments are wrong.
    Refused,
    /// A repetition came to other numbers, as it may where another version made them.
    OtherDraws,
    /// A probability is below what the user asked for.
    BelowGate,
    /// A repetition came to other numbers.
    Differs,
    /// Interrupted; what is done is kept.
    Interrupted,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Done => 0,
            Status::Failed => 1,
            Status::Refused => 2,
            Status::OtherDraws => 3,
            Status::BelowGate | Status::Differs => 4,
            Status::Interrupted => 130,
        })
    }
}

/// Failure of a command. Commands return it, and whoever called them says it, once.
#[derive(Debug)]
pub struct Failure {
    /// Status to end with.
    pub status: Status,
    message: Option<Text>,
    lang: Lang,
}

impl Failure {
    /// A failure of which everything has been said.
    pub fn said(status: Status) -> Self {
        Self { status, message: None, lang: Lang::En }
    }

    /// A scenario, argument or file that is wrong.
    pub fn refused(message: Text, lang: Lang) -> Self {
        Self { status: Status::Refused, message: Some(message), lang }
    }

    /// Work that could not be done.
    pub fn failed(message: Text, lang: Lang) -> Self {
        Self { status: Status::Failed, message: Some(message), lang }
    }

    /// Says it on stderr and gives the status.
    pub fn say(self) -> Status {
        if let Some(Text { zh, en }) = self.message {
            say(text!("错误: {zh}", "error: {en}").get(self.lang));
        }
        self.status
    }
}

/// An error of the library as the failure of a command.
pub trait Fails {
    /// The failure, said in `lang`.
    fn failure(&self, lang: Lang) -> Failure;
}

impl Fails for StudyError {
    fn failure(&self, lang: Lang) -> Failure {
        match self {
            Self::Stopped => Failure::said(Status::Interrupted),
            Self::Run(_) => Failure::failed(self.text(), lang),
            _ => Failure::refused(self.text(), lang),
        }
    }
}

impl Fails for WriteError {
    fn failure(&self, lang: Lang) -> Failure {
        Failure::failed(self.text(), lang)
    }
}

impl Fails for FormatError {
    fn failure(&self, lang: Lang) -> Failure {
        Failure::failed(self.text(), lang)
    }
}

impl Fails for ChartError {
    fn failure(&self, lang: Lang) -> Failure {
        Failure::failed(self.text(), lang)
    }
}

/// An error of stdout: of all that is read and written, it alone fails with an error of the system's own.
impl Fails for io::Error {
    fn failure(&self, lang: Lang) -> Failure {
        let error = self;
        Failure::failed(text!("无法写到标准输出：{error}", "stdout could not be written: {error}"), lang)
    }
}

/// `?` for errors of the library.
pub trait OrFail<T> {
    /// The value, or the failure of a command that speaks `lang`.
    ///
    /// # Errors
    /// Where there is an error.
    fn or_fail(self, lang: Lang) -> Result<T, Failure>;
}

impl<T, E: Fails> OrFail<T> for Result<T, E> {
    fn or_fail(self, lang: Lang) -> Result<T, Failure> {
        self.map_err(|error| error.failure(lang))
    }
}
