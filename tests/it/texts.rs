//! Every text of the program, in both languages: `text!` pairs are the one catalogue of what people read.
//!
//! The source is read as the compiler reads it, so that no text can be forgotten or hidden in a comment. The snapshot is the
//! catalogue for translators; a change of a wording shows there in review.

use crate::sources::{sources, without_tests};
use clap::CommandFactory;
use parkcast::cli::Arguments;
use parkcast::format::{TABLES, score_item};
use parkcast::text::has_chinese;
use proc_macro2::{Literal, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Units that English texts write as the format does; the README gives them in English.
const UNITS: &[&str] = &["亿元", "万元", "亩", "公顷", "平方米", "年", "元"];

/// Files whose Chinese outside `text!` is no wording of the program's own.
const CHINESE_FILES: &[(&str, &str)] = &[
    ("src/model/format/names.rs", "names of tables as files may write them"),
    ("src/model/format/rosters.rs", "headings and stages as offices write them"),
    ("src/model/format/tables.rs", "declares both languages side by side, checked below"),
    ("src/model/format/units.rs", "units that are understood"),
    ("src/model/scenario/metric.rs", "units as results.json writes them"),
    ("src/starter/sheets.rs", "the workbook in both languages, cell by cell"),
    ("src/starter/workbook.rs", "the workbook in both languages, cell by cell"),
    ("src/model/read/calendar.rs", "dates as offices write them"),
    ("src/model/read/similar.rs", "what companies are called besides their own name"),
    ("src/model/read/update.rs", "words with which things are counted"),
    ("src/model/read/unit.rs", "units that are understood"),
    ("src/model/read/scalar.rs", "units and intervals that are understood"),
    ("src/model/read/convert/assumptions/amount.rs", "the unit of land"),
    ("src/model/read/convert/assumptions/mod.rs", "sources that say they are none"),
    ("src/model/read/check/bounds.rs", "units that are understood"),
    ("src/model/read/convert/land.rs", "the unit of land"),
    ("src/model/read/convert/targets.rs", "names of figures as files may write them"),
    ("src/model/read/sheet/cell.rs", "what headings of dates are called"),
    ("src/model/read/sheet/heading.rs", "growth as headings call it"),
    ("src/model/read/sheet/label.rs", "headings as offices write them"),
    ("src/model/read/sheet/note.rs", "notes below a table as offices write them"),
    ("src/model/read/sheet/number.rs", "numbers as offices write them"),
    ("src/model/read/sheet/period.rs", "years, plans and months as headings give them"),
    ("src/model/read/sheet/shown.rs", "the Chinese name of a number format"),
    ("src/model/read/sheet/total.rs", "rows that are totals"),
    ("src/model/read/sheet/unit.rs", "units as offices write them"),
    ("src/model/read/sheet/units.rs", "units that are usual"),
    ("src/report/docx/mod.rs", "numbers of headings"),
    ("src/report/docx/look.rs", "names of typefaces"),
    ("src/report/xlsx/mod.rs", "names of typefaces"),
    ("src/words/unit.rs", "units as results.json writes them"),
];

/// Literals with Chinese elsewhere.
const CHINESE_LITERALS: &[(&str, &str)] = &[("个百分点", "a unit that --precision understands")];

/// Pairs, by their English, that need no Chinese.
const ODD_PAIRS: &[(&str, &str)] = &[
    ("parkcast {version}", "the program's name"),
    ("multiply, add, set", "keys of the format"),
    ("dist = {listed}", "a key of the format"),
    ("is {en}", "Chinese needs no verb here"),
    ("{millions} m yuan", "the Chinese amount has its unit already"),
];

/// Pairs, by their English, that fill in different things.
const ODD_PLACEHOLDERS: &[(&str, &str)] = &[
    ("{count}{of_all} {is} {en}", "English says of how many with the first of them"),
    ("{en}", "the parts are sentences in English"),
    ("{en} waiting (median)", "the number with its noun"),
    ("; {en} not drawn", "the number with its noun"),
    ("{shown}: ready to run ({en})\n", "the numbers with their nouns"),
    ("{millions} m yuan", "English counts millions"),
    ("{name} {year}", "the month's name"),
    ("{day} {name} {year}", "the month's name"),
    (
        "{updated} updated, {added} new{new_en}, {absent} not there{gone_en}",
        "Chinese counts with a word for the thing",
    ),
    (
        "{updated} replaced whole, {added} new{new_en}, {absent} not there{gone_en}",
        "Chinese counts with a word for the thing",
    ),
    ("{n}. {title}", "numbers of headings"),
    ("{section}.{n} {title}", "numbers of headings"),
];

/// Endings and verbs that follow a number in English alone.
const GRAMMAR: &[&str] = &["s", "is"];

/// A `text!` pair.
struct Pair {
    file: String,
    line: usize,
    zh: String,
    en: String,
}

/// A string literal outside `text!`.
struct Stray {
    file: String,
    line: usize,
    text: String,
}

/// What the sources say.
#[derive(Default)]
struct Catalogue {
    pairs: Vec<Pair>,
    strays: Vec<Stray>,
}

impl Catalogue {
    fn read() -> Self {
        let mut catalogue = Self::default();
        for (file, tokens) in sources() {
            catalogue.collect(tokens, &format!("src/{file}"));
        }
        catalogue
    }

    fn collect(&mut self, tokens: TokenStream, file: &str) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match (token, &tokens[at..]) {
                // Comments are attributes too; those that are help are checked as clap shows them.
                (TokenTree::Punct(mark), [TokenTree::Group(_), ..]) if mark.as_char() == '#' => at += 1,
                (TokenTree::Punct(mark), [TokenTree::Punct(inner), TokenTree::Group(_), ..])
                    if mark.as_char() == '#' && inner.as_char() == '!' =>
                {
                    at += 2;
                }
                (TokenTree::Ident(name), [TokenTree::Punct(mark), TokenTree::Group(pair), ..])
                    if name == "text" && mark.as_char() == '!' =>
                {
                    at += 2;
                    let line = name.span().start().line;
                    let mut texts = pair.stream().into_iter().filter_map(|token| match token {
                        TokenTree::Literal(literal) => string(literal),
                        _ => None,
                    });
                    let (zh, en) = (texts.next().unwrap(), texts.next().unwrap());
                    self.pairs.push(Pair { file: file.to_owned(), line, zh, en });
                }
                (TokenTree::Group(group), _) => self.collect(group.stream(), file),
                (TokenTree::Literal(literal), _) => {
                    let line = literal.span().start().line;
                    let text = string(literal.clone()).filter(|text| has_chinese(text));
                    self.strays.extend(text.map(|text| Stray { file: file.to_owned(), line, text }));
                }
                _ => {}
            }
        }
    }
}

/// The value of a string literal.
fn string(literal: Literal) -> Option<String> {
    let token = TokenStream::from(TokenTree::Literal(literal));
    syn::parse2::<syn::LitStr>(token).ok().map(|string| string.value())
}

/// A format string as its words, and the names of what is filled in.
fn split(format: &str) -> (String, BTreeSet<String>) {
    let escaped = format.replace("{{", "\u{1}").replace("}}", "\u{2}");
    let (mut words, mut names) = (String::new(), BTreeSet::new());
    for (i, part) in escaped.split('{').enumerate() {
        match part.split_once('}') {
            Some((name, rest)) if i > 0 => {
                names.insert(name.split(':').next().unwrap().to_owned());
                words.push_str(rest);
            }
            _ => words.push_str(part),
        }
    }
    (words, names)
}

/// A name without the language that it is of: `zh`, `name_en` and `en_most` stand beside twins.
fn neutral(name: &str) -> String {
    name.split('_').filter(|part| !matches!(*part, "zh" | "en")).collect::<Vec<_>>().join("_")
}

fn is_grammar(name: &str) -> bool {
    GRAMMAR.contains(&name.trim_end_matches(|c: char| c == '_' || c.is_ascii_digit()))
}

fn has_words(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.len() > 1)
}

fn without_units(text: &str) -> String {
    UNITS.iter().fold(text.to_owned(), |text, unit| text.replace(unit, ""))
}

fn is_listed(list: &[(&str, &str)], text: &str) -> bool {
    list.iter().any(|(listed, _)| *listed == text)
}

/// What is wrong with a pair.
fn faults(pair: &Pair) -> Vec<&'static str> {
    let ((zh, zh_names), (en, en_names)) = (split(&pair.zh), split(&pair.en));
    let mut faults = Vec::new();
    if pair.zh.is_empty() || pair.en.is_empty() {
        faults.push("one language is empty");
    }
    if !is_listed(ODD_PAIRS, &pair.en) {
        if !has_chinese(&zh) && has_words(&en) {
            faults.push("words in English alone");
        }
        if has_chinese(&without_units(&en)) {
            faults.push("Chinese in English");
        }
        if has_chinese(&zh) && !en.chars().any(char::is_alphanumeric) && en_names.is_empty() {
            faults.push("words in Chinese alone");
        }
    }
    let filled = |names: BTreeSet<String>| -> BTreeSet<String> {
        names.iter().map(|name| neutral(name)).filter(|name| !is_grammar(name)).collect()
    };
    if filled(zh_names) != filled(en_names) && !is_listed(ODD_PLACEHOLDERS, &pair.en) {
        faults.push("different things are filled in");
    }
    faults
}

/// Whether a text says the same in Chinese and, after the dot, in English.
fn is_bilingual(text: &str) -> bool {
    text.split_once('·').is_some_and(|(zh, en)| has_chinese(zh) && has_words(en) && !has_chinese(en))
}

#[test]
fn every_text_is_whole_in_both_languages() {
    let mut wrong = String::new();
    for pair in &Catalogue::read().pairs {
        let Pair { file, line, zh, en } = pair;
        for fault in faults(pair) {
            writeln!(wrong, "{file}:{line}: {fault}\n    {zh}\n    {en}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_wrong_with_a_text_is_seen() {
    let seen = |zh: &str, en: &str| {
        faults(&Pair { file: String::new(), line: 0, zh: zh.to_owned(), en: en.to_owned() })
    };
    assert_eq!(seen("“{zh}”第{n}年，单位：{{亩}}", "year {n} of {en}, in {{亩}}"), [""; 0]);
    assert_eq!(
        seen("没有 {key}", ""),
        ["one language is empty", "words in Chinese alone", "different things are filled in"]
    );
    assert_eq!(seen("no {key}", "no {key}"), ["words in English alone"]);
    assert_eq!(seen("没有企业", "no 企业"), ["Chinese in English"]);
    assert_eq!(seen("{name_zh}共{n}项", "{name_en}"), ["different things are filled in"]);
    let mut catalogue = Catalogue::default();
    let source = "//! 园区\n/// 园区\nfn f() { g(\"园区\", text!(\"园\\u{533a}\", \"park\")); /* \"企业\" */ }\n\
                  #[cfg(test)]\nmod tests { const A: &str = \"企业\"; }";
    catalogue.collect(without_tests(source.parse().unwrap()), "f.rs");
    let Catalogue { pairs, strays } = &catalogue;
    assert_eq!((pairs.len(), pairs[0].zh.as_str(), pairs[0].line), (1, "园区", 3));
    assert_eq!((strays.len(), strays[0].text.as_str()), (1, "园区"));
}

#[test]
fn chinese_stands_in_texts_alone() {
    let Catalogue { strays, .. } = Catalogue::read();
    let mut wrong = String::new();
    for Stray { file, line, text } in &strays {
        let said_by_clap = file == "src/cli/arguments.rs" && is_bilingual(text);
        if !is_listed(CHINESE_FILES, file) && !is_listed(CHINESE_LITERALS, text) && !said_by_clap {
            writeln!(wrong, "{file}:{line}: \"{text}\"").unwrap();
        }
    }
    assert!(wrong.is_empty(), "write these as text!(\"中文\", \"English\"):\n{wrong}");
}

#[test]
fn every_exception_is_one() {
    let Catalogue { pairs, strays } = Catalogue::read();
    for (english, _) in ODD_PAIRS.iter().chain(ODD_PLACEHOLDERS) {
        assert!(pairs.iter().any(|pair| pair.en == *english), "{english}");
    }
    for (file, _) in CHINESE_FILES {
        assert!(strays.iter().any(|stray| stray.file == *file), "{file}");
    }
    for (literal, _) in CHINESE_LITERALS {
        assert!(strays.iter().any(|stray| stray.text == *literal), "{literal}");
    }
}

#[test]
fn the_format_is_described_in_both_languages() {
    for table in TABLES.iter().chain([score_item()]) {
        let fields = table.fields.iter().map(|field| (field.key, field.zh, field.en));
        for (key, zh, en) in fields.chain([(table.key, table.zh, table.en)]) {
            assert!(has_chinese(zh), "{}.{key}: {zh}", table.key);
            assert!(has_words(en) && !has_chinese(&without_units(en)), "{}.{key}: {en}", table.key);
        }
        for field in table.fields {
            assert!(field.aliases.iter().all(|alias| has_chinese(alias)), "{}.{}", table.key, field.key);
        }
    }
}

#[test]
fn help_is_in_both_languages() {
    let mut command = Arguments::command();
    command.build();
    let mut wrong = String::new();
    let mut look = |path: &str, help: Option<String>| {
        let help = help.unwrap_or_default();
        if !is_bilingual(&help) {
            writeln!(wrong, "{path}: {help}").unwrap();
        }
    };
    for command in [&command].into_iter().chain(command.get_subcommands()) {
        let name = command.get_name();
        // Clap's own: it speaks English only.
        let is_claps = |id: &str| matches!(id, "help" | "version");
        if is_claps(name) {
            continue;
        }
        look(name, command.get_about().map(ToString::to_string));
        for argument in command.get_arguments().filter(|argument| !is_claps(argument.get_id().as_str())) {
            let path = format!("{name} {}", argument.get_id());
            look(&path, argument.get_help().map(ToString::to_string));
            for value in
                argument.get_possible_values().iter().filter(|_| argument.get_action().takes_values())
            {
                if value.get_help().is_some() {
                    look(&format!("{path} {}", value.get_name()), value.get_help().map(ToString::to_string));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn catalogue() {
    let mut text = String::new();
    let mut current = "";
    let pairs = Catalogue::read().pairs;
    for Pair { file, zh, en, .. } in &pairs {
        if current != file {
            writeln!(text, "\n== {file}").unwrap();
            current = file;
        }
        writeln!(text, "{zh:?}\n    {en:?}").unwrap();
    }
    insta::assert_snapshot!(text);
}
