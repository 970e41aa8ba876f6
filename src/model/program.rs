//! The program itself, as results name it.

use crate::random::DRAWS;
use serde::{Deserialize, Serialize};

/// Build of parkcast that made some results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Version, such as "0.2.0".
    pub version: String,
    /// Hash of the commit it was built from, followed by "-dirty" where its sources had been changed since. Absent where the build
    /// could not tell, and in results of version 0.1.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Number of its draws, see [`DRAWS`]. Absent in results of version 0.1.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draws: Option<u32>,
}

impl Program {
    /// The program that is running.
    pub fn this() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").into(),
            commit: option_env!("PARKCAST_COMMIT").map(str::to_owned),
            draws: Some(DRAWS),
        }
    }

    /// Whether both are known to come to the same numbers from the same scenario.
    pub fn draws_like(&self, other: &Self) -> bool {
        self.draws.is_some() && self.draws == other.draws
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_known_draws_are_alike() {
        for (one, other, alike) in
            [(Some(1), Some(1), true), (Some(1), Some(2), false), (None, Some(1), false), (None, None, false)]
        {
            let program = |draws| Program { draws, ..Program::this() };
            assert_eq!(program(one).draws_like(&program(other)), alike, "{one:?} {other:?}");
        }
    }

    #[test]
    fn results_of_the_first_version_name_the_version_alone() {
        let read: Program = serde_json::from_str(r#"{"version": "0.1.0"}"#).unwrap();
        assert_eq!(read, Program { version: "0.1.0".into(), commit: None, draws: None });
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"version":"0.1.0"}"#);
    }
}
