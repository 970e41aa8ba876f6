//! What is printed, and in which language.

use crate::read::problem::Problems;
use crate::read::{Refusal, node::Sources, render};
use crate::scenario::Scenario;
use crate::text::{Lang, Name, has_chinese};
use std::io::{ErrorKind, IsTerminal, Write};

/// Prints data. A reader that has gone away (`| head`) is no error.
pub fn print(data: &str) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    match out.write_all(data.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}

/// Says something to the person at the terminal, who may have closed it.
pub fn say(message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{message}");
}

/// Shows the problems of a scenario's files, if there are any.
pub fn show_problems(problems: &Problems, sources: &Sources, lang: Lang) {
    let shown = render::render(problems, sources, lang, colour_on_stderr());
    if !shown.is_empty() {
        say(shown.trim_end());
    }
}

fn colour_on_stderr() -> bool {
    std::io::stderr().is_terminal()
        && !matches!(anstream::stderr().current_choice(), anstream::ColorChoice::Never)
}

/// Tells whether tables may be coloured.
pub fn colour_on_stdout() -> bool {
    std::io::stdout().is_terminal()
        && !matches!(anstream::stdout().current_choice(), anstream::ColorChoice::Never)
}

/// The language to speak of a scenario: the one asked for, else its own, else the environment's, else that of its text.
pub fn lang_of(asked: Option<Lang>, scenario: &Scenario) -> Lang {
    let targets = scenario.targets.iter().map(|target| &target.name);
    let industries = scenario.industries.iter().map(|industry| &industry.name);
    let enterprises = scenario.enterprises.iter().map(|enterprise| &enterprise.name);
    let names = [&scenario.title, &scenario.park.name]
        .into_iter()
        .chain(targets)
        .chain(industries)
        .chain(enterprises);
    lang_of_names(asked.or(scenario.language), names)
}

/// The same where there is no scenario but what it named: the language asked for, else the environment's, else that of the
/// names.
pub fn lang_of_names<'a>(asked: Option<Lang>, names: impl IntoIterator<Item = &'a Name>) -> Lang {
    let mut names = names.into_iter();
    asked.or_else(environment).unwrap_or_else(|| Lang::of(names.any(|name| has_chinese(&name.name))))
}

/// The same for files that could not be read as a scenario.
pub fn lang_of_refusal(asked: Option<Lang>, refusal: &Refusal) -> Lang {
    let mut files = refusal.sources.files.iter();
    asked
        .or(refusal.language)
        .or_else(environment)
        .unwrap_or_else(|| Lang::of(files.any(|file| has_chinese(&file.text))))
}

/// The language where there is no file to go by.
pub fn lang_of_machine(asked: Option<Lang>) -> Lang {
    asked.or_else(environment).unwrap_or(Lang::En)
}

/// The language that the environment names, or else the system, if one does.
fn environment() -> Option<Lang> {
    let locales = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().flat_map(std::env::var);
    locales.chain(system()).find_map(|locale| named(&locale))
}

#[cfg(any(windows, target_os = "macos"))]
use sys_locale::get_locale as system;

/// Locale of the system, where it is kept elsewhere than in the environment.
#[cfg(not(any(windows, target_os = "macos")))]
fn system() -> Option<String> {
    None
}

/// The language of a locale such as "zh_CN.UTF-8" or "zh-CN"; "C" and "POSIX" name none.
fn named(locale: &str) -> Option<Lang> {
    match locale.split(['.', '@']).next() {
        None | Some("" | "C" | "POSIX") => None,
        Some(name) => Some(Lang::of(name.starts_with("zh"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_a_language_or_none() {
        for (locale, lang) in [
            ("zh_CN.UTF-8", Some(Lang::Zh)),
            ("zh", Some(Lang::Zh)),
            ("zh-Hans-CN", Some(Lang::Zh)),
            ("en-US", Some(Lang::En)),
            ("en_GB.UTF-8", Some(Lang::En)),
            ("de_AT@euro", Some(Lang::En)),
            ("C", None),
            ("C.UTF-8", None),
            ("POSIX", None),
            ("", None),
        ] {
            assert_eq!(named(locale), lang, "{locale}");
        }
    }
}
