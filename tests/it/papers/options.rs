//! `docs/options.md`, generated from the command line's own declarations.

use super::kept;
use clap::{Arg, Command, CommandFactory};
use parkcast::cli::Arguments;
use parkcast::text::{Lang, Text, text};
use std::fmt::Write;

/// Help that says the same in Chinese and, after a dot, in English.
fn help(styled: Option<&clap::builder::StyledStr>) -> Text {
    let both = styled.map(ToString::to_string).unwrap_or_default();
    let (zh, en) = both.split_once('·').unwrap_or((&both, &both));
    Text { zh: cell(zh), en: cell(en) }
}

/// A text as a cell of a table holds it.
fn cell(text: &str) -> String {
    text.trim().replace('|', "\\|")
}

/// The page in one language.
fn page(lang: Lang) -> String {
    let mut command = Arguments::command();
    command.build();
    let title = text!("命令选项", "Options");
    let other = text!(
        "[English](options.en.md) · [返回首页](../README.md)",
        "[中文](options.md) · [Back to the start](../README.en.md)"
    );
    let opening = text!(
        "本页由程序的声明生成（`just papers`），与 `parkcast 命令 --help` 所说的一样。怎样用见[使用指南](guide.md)。",
        "Generated from the program's own declarations (`just papers`); it says what `parkcast COMMAND --help` says. For how \
         to use it see the [Guide](guide.en.md)."
    );
    let mut page = format!("# {}\n\n{}\n\n{}\n", title.get(lang), other.get(lang), opening.get(lang));
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        write!(page, "\n{}", section(command, lang)).unwrap();
    }
    page
}

/// What a command does, and its options.
fn section(command: &Command, lang: Lang) -> String {
    let name = command.get_name();
    let about = help(command.get_about());
    let stop = text!("。", ".");
    let mut section = format!("## parkcast {name}\n\n{}{}\n\n", about.get(lang), stop.get(lang));
    let places: Vec<String> = command.get_positionals().map(written).collect();
    writeln!(section, "```text\nparkcast {name} [OPTIONS] {}", places.join(" ")).unwrap();
    let section = section.trim_end().to_owned() + "\n```\n\n";
    let heads = text!(
        "| 选项 | 作用 | 取值 |\n| --- | --- | --- |\n",
        "| Option | Meaning | Values |\n| --- | --- | --- |\n"
    );
    let options = command.get_arguments().filter(|option| option.get_id() != "help");
    let rows: Vec<String> = options.map(|option| row(option, lang)).collect();
    section + heads.get(lang) + &rows.concat()
}

/// An option as it is written: "--trials N", "SCENARIO...".
fn written(option: &Arg) -> String {
    let takes_value = option.get_action().takes_values();
    let names = option.get_value_names().unwrap_or_default();
    let value = names.first().filter(|_| takes_value).map(|name| format!("<{name}>"));
    let many = if option.get_num_args().is_some_and(|range| range.max_values() > 1) { "..." } else { "" };
    match (option.get_long(), option.get_short()) {
        (Some(long), Some(short)) => format!("-{short}, --{long}"),
        (Some(long), None) => format!("--{long} {}", value.unwrap_or_default()).trim_end().to_owned(),
        _ => value.unwrap_or_default() + many,
    }
}

fn row(option: &Arg, lang: Lang) -> String {
    let meaning = help(option.get_help());
    let values = values(option, lang);
    format!(
        "| `{}` | {} | {} |\n",
        cell(&written(option)),
        meaning.get(lang),
        values.join(text!("；", "; ").get(lang))
    )
}

/// The values that an option allows, and the one that it has by default.
fn values(option: &Arg, lang: Lang) -> Vec<String> {
    let mut values = Vec::new();
    if option.get_action().takes_values() {
        for value in option.get_possible_values() {
            let (name, meaning) = (value.get_name(), help(value.get_help()));
            let meaning = meaning.get(lang);
            values.push(if meaning.is_empty() { format!("`{name}`") } else { format!("`{name}` {meaning}") });
        }
        for default in option.get_default_values() {
            let default = default.to_str().unwrap();
            let said = text!("默认 `{default}`", "default `{default}`");
            values.push(said.get(lang).to_owned());
        }
    }
    values
}

#[test]
fn the_options_are_those_of_the_program() {
    kept("docs/options.md", &page(Lang::Zh));
    kept("docs/options.en.md", &page(Lang::En));
}
