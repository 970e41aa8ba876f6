//! Problems as people read them: what, where, what is allowed, how to mend it.

use super::fold::{Fold, fold, generic};
use super::node::{Origin, Place, Source, Sources, column_name};
use super::problem::{Problem, Problems, Severity};
use crate::format;
use crate::format::rosters::LAND_NEED;
use crate::text::{Lang, Text, text};
use annotate_snippets::{AnnotationKind, Group, Level, Origin as ShownOrigin, Renderer, Snippet};

/// Most messages that are shown.
const MAX_SHOWN: usize = 100;
/// Most ranges of rows that are listed.
const MAX_RANGES: usize = 12;
/// Most other wordings of problems alike that are shown.
const MAX_OTHERS: usize = 8;
/// Longest line that is shown, in bytes.
const MAX_LINE: usize = 2_000;

/// All problems, errors first, those of many rows as one, with a summary at the end; empty where there are none.
pub fn render(problems: &Problems, sources: &Sources, lang: Lang, colour: bool) -> String {
    let folds = fold(problems);
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut shown = String::new();
    for fold in folds.iter().take(MAX_SHOWN) {
        shown.push_str(&renderer.render(&[group(fold, sources, lang)]));
        shown.push_str("\n\n");
    }
    if let Some(rest) = folds.get(MAX_SHOWN..).filter(|rest| !rest.is_empty()) {
        let Text { zh, en } = counted(rest);
        shown.push_str(text!("……另有{zh}未列出", "... and {en} more, not listed").get(lang));
        shown.push_str("\n\n");
    }
    if !folds.is_empty() {
        let Text { zh, en } = counted(&folds);
        let summary = if problems.has_errors() {
            text!("{zh}；没有运行", "{en}; nothing was run")
        } else {
            text!("{zh}", "{en}")
        };
        shown.push_str(summary.get(lang));
        shown.push('\n');
    }
    shown
}

/// How many messages there are of each severity.
fn counted(folds: &[Fold<'_>]) -> Text {
    let count = |severity| folds.iter().filter(|fold| fold.first.severity == severity).count();
    let (errors, warnings, notices) =
        (count(Severity::Error), count(Severity::Warning), count(Severity::Notice));
    let s = |n: usize| if n == 1 { "" } else { "s" };
    let (s_1, s_2, s_3) = (s(errors), s(warnings), s(notices));
    let parts = [
        (errors, text!("{errors} 个错误", "{errors} problem{s_1}")),
        (warnings, text!("{warnings} 个警告", "{warnings} warning{s_2}")),
        (notices, text!("{notices} 个提示", "{notices} notice{s_3}")),
    ];
    let there: Vec<&Text> = parts.iter().filter(|(n, _)| *n > 0).map(|(_, part)| part).collect();
    let list = |lang, between| there.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join(between);
    Text { zh: list(Lang::Zh, "、"), en: list(Lang::En, ", ") }
}

/// Where something is, in words: `file:line:column`, or a sheet and its cell.
pub fn location(origin: Origin, sources: &Sources, lang: Lang) -> String {
    let Some(source) = sources.files.get(origin.file.0) else { return String::new() };
    let path = source.path.display();
    match origin.place {
        Place::File => path.to_string(),
        Place::Span { start, .. } => {
            let (line, column) = line_and_column(&source.text, start);
            format!("{path}:{line}:{column}")
        }
        Place::Cell { sheet, row, column } => {
            let cell = format!("{}{}", column_name(column), row + 1);
            match source.sheets.get(sheet) {
                Some(sheet) => text!("{path} 工作表“{sheet}” {cell}", "{path} sheet \"{sheet}\" {cell}")
                    .get(lang)
                    .to_owned(),
                None => format!("{path} {cell}"),
            }
        }
    }
}

fn group<'a>(fold: &Fold<'a>, sources: &'a Sources, lang: Lang) -> Group<'a> {
    let problem = fold.first;
    let (level, name) = match problem.severity {
        Severity::Error => (Level::ERROR, text!("错误", "error")),
        Severity::Warning => (Level::WARNING, text!("警告", "warning")),
        Severity::Notice => (Level::NOTE, text!("提示", "note")),
    };
    let mut group = level
        .with_name(name.get(lang).to_owned())
        .primary_title(one_line(&title(fold, sources, lang)))
        .elements(None::<ShownOrigin<'_>>);
    if let Some(origin) = problem.origin {
        group = place(group, origin, AnnotationKind::Primary, None, sources, lang);
    }
    if let Some((origin, what)) = &problem.also {
        group = place(group, *origin, AnnotationKind::Context, Some(what.get(lang)), sources, lang);
    }
    if let Some(allowed) = &problem.allowed {
        let name = text!("允许", "allowed");
        group = group
            .element(Level::NOTE.with_name(name.get(lang).to_owned()).message(one_line(allowed.get(lang))));
    }
    if let Some(remedy) = &problem.remedy {
        let name = text!("改法", "help");
        group = group
            .element(Level::HELP.with_name(name.get(lang).to_owned()).message(one_line(remedy.get(lang))));
    }
    for other in others(fold, sources, lang) {
        let name = text!("还有", "also");
        group = group.element(Level::NOTE.with_name(name.get(lang).to_owned()).message(one_line(&other)));
    }
    group
}

/// The path and what was found; for several problems alike, how many there are and in which rows.
fn title(fold: &Fold<'_>, sources: &Sources, lang: Lang) -> String {
    let Problem { path, found, origin, .. } = fold.first;
    let called = origin.filter(|_| lang == Lang::Zh).and_then(|origin| heading(path, origin, sources));
    let called = called.map_or_else(String::new, |heading| format!("（{heading}）"));
    if fold.others.is_empty() {
        let found = found.get(lang);
        return if path.is_empty() { found.to_owned() } else { format!("{path}{called}: {found}") };
    }
    let path = generic(path) + &called;
    let all = lines(fold, sources);
    let (count, rows) = (all.len(), ranges(&all));
    let things = things(&path).get(lang).to_owned();
    let found = found.get(lang);
    let title = match origin.map(|origin| origin.place) {
        Some(Place::Cell { .. }) => {
            text!(
                "{path}: {found}（{count} {things}：第 {rows} 行）",
                "{path}: {found} ({count} {things}: rows {rows})"
            )
        }
        _ => {
            text!(
                "{path}: {found}（{count} {things}：第 {rows} 行）",
                "{path}: {found} ({count} {things}: lines {rows})"
            )
        }
    };
    title.get(lang).to_owned()
}

/// What the sheets of offices call the key at the end of a path, where the file is a sheet.
fn heading(path: &str, origin: Origin, sources: &Sources) -> Option<&'static str> {
    let source = sources.files.get(origin.file.0)?;
    if source.path.extension().is_none_or(|extension| extension == "toml") {
        return None;
    }
    let (table, key) = path.split_once('[')?;
    let key = key.split_once("].")?.1;
    if key == "needs.land" {
        return LAND_NEED.first().copied();
    }
    format::table(table)?.field(key)?.aliases.first().copied()
}

/// What the entries of the table at `path` are counted as.
fn things(path: &str) -> Text {
    match path.split(['[', '.']).next() {
        Some("enterprises") => text!("户", "enterprises"),
        Some("projects") => text!("个项目", "projects"),
        Some("parcels") => text!("宗地块", "parcels"),
        _ => text!("处", "places"),
    }
}

/// How the others of a fold differ from its first: each wording once, with its line and its remedy.
fn others(fold: &Fold<'_>, sources: &Sources, lang: Lang) -> Vec<String> {
    let mut wordings = vec![&fold.first.found];
    let mut shown = Vec::new();
    for problem in &fold.others {
        if wordings.contains(&&problem.found) {
            continue;
        }
        wordings.push(&problem.found);
        let (Some(line), found) =
            (problem.origin.and_then(|origin| line(origin, sources)), problem.found.get(lang))
        else {
            continue;
        };
        let remedy = problem.remedy.as_ref().filter(|_| problem.remedy != fold.first.remedy);
        let remedy = remedy.map_or_else(String::new, |remedy| {
            let Text { zh, en } = remedy;
            text!("；{zh}", "; {en}").get(lang).to_owned()
        });
        shown
            .push(text!("第 {line} 行 {found}{remedy}", "line {line}: {found}{remedy}").get(lang).to_owned());
        if shown.len() == MAX_OTHERS {
            break;
        }
    }
    shown
}

/// The line of a place in its file, or its row in a sheet, counted from 1.
fn line(origin: Origin, sources: &Sources) -> Option<usize> {
    match origin.place {
        Place::File => None,
        Place::Cell { row, .. } => Some(row + 1),
        Place::Span { start, .. } => {
            sources.files.get(origin.file.0).map(|source| line_and_column(&source.text, start).0)
        }
    }
}

/// The lines of all problems of a fold. They are in the order of the file, whose lines are counted once.
fn lines(fold: &Fold<'_>, sources: &Sources) -> Vec<usize> {
    let (mut at, mut number) = (0, 1);
    let mut next = |origin: Origin| match origin.place {
        Place::Span { start, .. } => {
            let text = sources.files.get(origin.file.0)?.text.as_bytes();
            let start = start.min(text.len());
            number += text.get(at..start)?.iter().filter(|&&byte| byte == b'\n').count();
            at = start;
            Some(number)
        }
        _ => line(origin, sources),
    };
    fold.all().filter_map(|problem| next(problem.origin?)).collect()
}

/// Rising numbers with runs put together: "2–121、125".
fn ranges(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, end)) if number <= *end + 1 => *end = number,
            _ => runs.push((number, number)),
        }
    }
    let shown = runs
        .iter()
        .take(MAX_RANGES)
        .map(|&(start, end)| if start == end { format!("{start}") } else { format!("{start}–{end}") });
    let more = if runs.len() > MAX_RANGES { ", …" } else { "" };
    shown.collect::<Vec<_>>().join(", ") + more
}

/// Adds the lines at `origin`, or its name where there are no lines to show.
fn place<'a>(
    group: Group<'a>,
    origin: Origin,
    kind: AnnotationKind,
    label: Option<&'a str>,
    sources: &'a Sources,
    lang: Lang,
) -> Group<'a> {
    match snippet(origin, kind, label, sources) {
        Some(snippet) => group.element(snippet),
        None => {
            let mut shown = location(origin, sources, lang);
            if let Some(label) = label {
                shown = format!("{shown} ({label})");
            }
            group.element(ShownOrigin::path(shown))
        }
    }
}

fn snippet<'a>(
    origin: Origin,
    kind: AnnotationKind,
    label: Option<&'a str>,
    sources: &'a Sources,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let source: &Source = sources.files.get(origin.file.0)?;
    let Place::Span { start, end } = origin.place else { return None };
    let text = &source.text;
    let start = floor_boundary(text, start.min(text.len()));
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    if line_end - line_start > MAX_LINE {
        return None;
    }
    // What spans several lines is marked on its first.
    let end = floor_boundary(text, end.min(text.len())).clamp(start, line_end);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let line_number = 1 + text[..line_start].matches('\n').count();
    let most = line.len();
    let span = (start - line_start).min(most)..(end - line_start).min(most);
    Some(
        Snippet::source(line)
            .line_start(line_number)
            .path(source.path.display().to_string())
            .annotation(kind.span(span).label(label)),
    )
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Line and column, both counted from 1, the column in characters.
fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let at = floor_boundary(text, at.min(text.len()));
    let line_start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    (1 + text[..line_start].matches('\n').count(), 1 + text[line_start..at].chars().count())
}

/// What a file says may hold anything; a message keeps to its line and shows no more than 300 characters.
fn one_line(text: &str) -> String {
    let mut line: String = text
        .chars()
        .take(1_500)
        .map(|c| {
            if c.is_control()
                || ('\u{202a}'..='\u{202e}').contains(&c)
                || ('\u{2066}'..='\u{2069}').contains(&c)
            {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect();
    if text.chars().count() > 1_500 {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::super::node::FileIx;
    use super::*;
    use std::path::PathBuf;

    fn sources(text: &str) -> Sources {
        let source = Source {
            path: PathBuf::from("情景.toml"),
            text: text.into(),
            sheets: vec!["企业".into()],
            sha256: String::new(),
        };
        Sources { files: vec![source] }
    }

    #[test]
    fn columns_of_sheets() {
        let letters: Vec<String> = [0, 1, 25, 26, 701, 702].into_iter().map(column_name).collect();
        assert_eq!(letters, ["A", "B", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_problem_in_chinese_text_points_at_its_characters() {
        let sources = sources("a = 1\n\"名称\" = \"园区\" # 说明\n");
        let origin = Origin::span(FileIx(0), 17, 25);
        let mut problems = Problems::default();
        problems.push(
            Problem::error(origin, "park.name", text!("不对", "wrong"))
                .allowed(text!("别的", "something else"))
                .remedy(text!("改掉", "change it")),
        );
        let shown = render(&problems, &sources, Lang::Zh, false);
        let expected = "\
错误: park.name: 不对
 --> 情景.toml:2:8
  |
2 | \"名称\" = \"园区\" # 说明
  |          ^^^^^^
  |
  = 允许: 别的
  = 改法: 改掉

1 个错误；没有运行
";
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_cell_is_named_as_its_sheet_names_it() {
        let origin = Origin { file: FileIx(0), place: Place::Cell { sheet: 0, row: 6, column: 1 } };
        assert_eq!(location(origin, &sources(""), Lang::Zh), "情景.toml 工作表“企业” B7");
        assert_eq!(location(origin, &sources(""), Lang::En), "情景.toml sheet \"企业\" B7");
    }
}
