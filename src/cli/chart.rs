//! `parkcast chart`.

use super::arguments::ChartOptions;
use super::console::{lang_of_machine, lang_of_names, say};
use super::failure::{Failure, OrFail, Status};
use super::files::read;
use super::machine::picture_files;
use crate::chart::{ChartError, Kind, Picture, Size, draw_all, draw_comparison};
use crate::stored::Stored;
use crate::text::{Lang, Text, text};
use crate::write;
use std::path::Path;

/// Draws the charts of results that were kept, without simulating anything.
pub fn chart(options: &ChartOptions) -> Result<Status, Failure> {
    let name = options.results.display().to_string();
    let stored = read(&options.results)
        .and_then(|bytes| Stored::read(&bytes, &name).map_err(|unreadable| unreadable.text()))
        .map_err(|message| Failure::refused(message, lang_of_machine(options.lang)))?;
    let lang = lang_of_names(options.lang, stored.names());
    let pictures = drawn(&stored, lang, options.pictures.size).or_fail(lang)?;
    let chosen =
        choose(pictures, &options.kinds, &stored).map_err(|message| Failure::refused(message, lang))?;
    hand_over(chosen, options, lang)
}

fn drawn(stored: &Stored, lang: Lang, size: Size) -> Result<Vec<Picture>, ChartError> {
    match stored {
        Stored::Run(results) => draw_all(results, lang, size),
        Stored::Comparison(results) => draw_comparison(results, lang, size),
    }
}

/// The pictures of the kinds that are asked for, of all where none are.
fn choose(pictures: Vec<Picture>, wanted: &[Kind], stored: &Stored) -> Result<Vec<Picture>, Text> {
    let stems: Vec<&str> = pictures.iter().map(|picture| picture.kind.stem()).collect();
    if stems.is_empty() {
        return Err(text!(
            "这份结果没有可画的内容：没有目标、产值和土地",
            "there is nothing to draw in these results: no targets, no output, no land"
        ));
    }
    let is_drawn = |kind: &Kind| pictures.iter().any(|picture| picture.kind == *kind);
    if let Some(&missing) = wanted.iter().find(|kind| !is_drawn(kind)) {
        let Text { zh, en } = why_not(missing, stored);
        let (zh_stems, en_stems) = (stems.join("、"), stems.join(", "));
        return Err(text!("{zh}；可画：{zh_stems}", "{en}; there are: {en_stems}"));
    }
    let is_wanted = |picture: &Picture| wanted.is_empty() || wanted.contains(&picture.kind);
    Ok(pictures.into_iter().filter(is_wanted).collect())
}

/// Why there is no picture of a chart.
fn why_not(kind: Kind, stored: &Stored) -> Text {
    let (stem, is_of_comparison) = (kind.stem(), kind.spec().is_of_comparison());
    match stored {
        Stored::Run(_) if is_of_comparison => text!(
            "“{stem}”是 compare 的图，这是 run 的结果",
            "`{stem}` is a chart of compare, and these are results of run"
        ),
        Stored::Comparison(_) if !is_of_comparison => text!(
            "“{stem}”是 run 的图，这是 compare 的结果",
            "`{stem}` is a chart of run, and these are results of compare"
        ),
        _ => text!("“{stem}”在这份结果中没有可画的内容", "these results have nothing to show in `{stem}`"),
    }
}

/// Writes the pictures beside the results, or where it is asked for.
fn hand_over(pictures: Vec<Picture>, options: &ChartOptions, lang: Lang) -> Result<Status, Failure> {
    let (size, scale) = (options.pictures.size, options.pictures.scale);
    let files = picture_files(Ok(pictures), scale, lang)?;
    let named = |(name, bytes): (String, Vec<u8>)| match size {
        Size::Slide => (name, bytes),
        other => (name.replacen('.', &format!("-{}.", other.stem()), 1), bytes),
    };
    let files: Vec<_> = files.into_iter().map(named).collect();
    let beside = || options.results.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = options.out.as_deref().or_else(beside).unwrap_or(Path::new("."));
    write::add_to_folder(folder, &files).or_fail(lang)?;
    let (count, folder) = (files.len(), folder.display());
    say(text!("{count}个图片文件在 {folder}", "the pictures are in {folder} ({count} files)").get(lang));
    Ok(Status::Done)
}
