//! A build of the program in words.

use super::clean;
use crate::program::Program;
use crate::text::{Text, text};

/// Characters of a commit's hash that tell it from every other one of the project.
const HASH: usize = 12;

/// What tells builds of the program apart: "0.2.0, commit 1f2e3d4c5b6a, draws 1".
pub fn program(program: &Program) -> Text {
    let commit = program.commit.as_deref().map(|commit| {
        let commit = short(commit);
        text!("，提交 {commit}", ", commit {commit}")
    });
    let draws = program.draws.map(|draws| text!("，抽样版本 {draws}", ", draws {draws}"));
    let Text { mut zh, mut en } = Text::same(clean(&program.version, 20));
    for detail in commit.into_iter().chain(draws) {
        zh += &detail.zh;
        en += &detail.en;
    }
    Text { zh, en }
}

/// A commit by the beginning of its hash, "1f2e3d4c5b6a" or "1f2e3d4c5b6a-dirty".
fn short(commit: &str) -> String {
    let (hash, mark) = commit.strip_suffix("-dirty").map_or((commit, ""), |hash| (hash, "-dirty"));
    let hash: String = hash.chars().take(HASH).collect();
    clean(&hash, HASH) + mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_shown_by_what_is_known_of_it() {
        let hash = "0123456789abcdef0123456789abcdef01234567";
        for (commit, draws, zh, en) in [
            (None, None, "0.2.0", "0.2.0"),
            (None, Some(1), "0.2.0，抽样版本 1", "0.2.0, draws 1"),
            (Some(hash.to_owned()), None, "0.2.0，提交 0123456789ab", "0.2.0, commit 0123456789ab"),
            (
                Some(format!("{hash}-dirty")),
                Some(2),
                "0.2.0，提交 0123456789ab-dirty，抽样版本 2",
                "0.2.0, commit 0123456789ab-dirty, draws 2",
            ),
        ] {
            let shown = program(&Program { version: "0.2.0".into(), commit, draws });
            assert_eq!((shown.zh.as_str(), shown.en.as_str()), (zh, en));
        }
    }
}
