//! What is printed, and in which language.

use crate::read::problem::Problems;
use crate::read::{node::Sources, render};
use crate::scenario::Scenario;
use crate::text::{Lang, Text, has_chinese};
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

/// Says what went wrong.
pub fn say_error(message: &Text, lang: Lang) {
    let label = match lang {
        Lang::Zh => "错误",
        Lang::En => "error",
    };
    say(&format!("{label}: {}", message.get(lang)));
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

/// Whether tables may be coloured.
pub fn colour_on_stdout() -> bool {
    std::io::stdout().is_terminal()
        && !matches!(anstream::stdout().current_choice(), anstream::ColorChoice::Never)
}

/// The language of a scenario that was read: the one asked for, else that of its text.
pub fn lang_of(asked: Option<Lang>, scenario: &Scenario) -> Lang {
    let targets = scenario.targets.iter().map(|target| &target.name);
    let industries = scenario.industries.iter().map(|industry| &industry.name);
    let enterprises = scenario.enterprises.iter().map(|enterprise| &enterprise.name);
    let names = [&scenario.title, &scenario.park.name]
        .into_iter()
        .chain(targets)
        .chain(industries)
        .chain(enterprises);
    let is_chinese = names.into_iter().any(|name| has_chinese(&name.name));
    asked.unwrap_or(if is_chinese { Lang::Zh } else { Lang::En })
}

/// The language for problems of a file that could not be read as a scenario.
pub fn lang_of_sources(asked: Option<Lang>, sources: &Sources) -> Lang {
    let is_chinese = sources.files.iter().any(|file| has_chinese(&file.text));
    asked.unwrap_or_else(|| if is_chinese { Lang::Zh } else { environment() })
}

/// The language of the environment, where there is no file to go by.
pub fn environment() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    let chinese =
        set.into_iter().find(|value| !value.is_empty()).is_some_and(|value| value.starts_with("zh"));
    if chinese { Lang::Zh } else { Lang::En }
}
