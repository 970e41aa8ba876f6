//! Threads, the interrupt, and what every command that simulates says of pictures.

use super::console::say;
use super::failure::{Failure, OrFail};
use crate::chart::{ChartError, Picture};
use crate::observe::on_threads;
use crate::tables::{Table, csv};
use crate::text::{Lang, text};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// More threads than this are never of use.
const MAX_THREADS: usize = 512;

/// The machine that trials are worked out on.
pub struct Machine {
    /// Number of threads to use.
    pub threads: NonZeroUsize,
    interrupted: Arc<AtomicBool>,
    /// No progress is shown.
    pub quiet: bool,
}

impl Machine {
    /// A machine of this many threads, of all cores where nothing is said.
    pub fn new(wanted: Option<NonZeroUsize>, quiet: bool) -> Self {
        let all = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let threads = wanted.unwrap_or_else(all).min(NonZeroUsize::MIN.saturating_add(MAX_THREADS - 1));
        Self { threads, interrupted: interrupt(), quiet }
    }

    /// Does the work of a command; whatever is done side by side in it keeps to the threads of the machine.
    pub fn work<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        on_threads(self.threads, work)
    }

    /// Tells whether the user has interrupted.
    pub fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}

/// The first interrupt asks the run to stop and to keep what is done, the second one ends the program at once.
fn interrupt() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&flag);
    let handler = move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    // Without a handler an interrupt ends the program at once, which is no worse than the second one would.
    let _ = ctrlc::set_handler(handler);
    flag
}

/// Every chart as PNG, with so many dots to the px, and SVG.
pub fn picture_files(
    pictures: Result<Vec<Picture>, ChartError>,
    scale: f64,
    lang: Lang,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let pictures = pictures.or_fail(lang)?;
    warn_of_missing_glyphs(&pictures, lang);
    let files = |picture: &Picture| {
        let (png, svg) = rayon::join(|| picture.png(scale), || picture.svg());
        let stem = picture.kind.stem();
        Ok([(format!("{stem}.png"), png?), (format!("{stem}.svg"), svg.into_bytes())])
    };
    let files: Result<Vec<_>, ChartError> = pictures.par_iter().map(files).collect();
    Ok(files.or_fail(lang)?.into_iter().flatten().collect())
}

/// Every table as CSV.
pub fn table_files(tables: &[Table], lang: Lang) -> Vec<(String, Vec<u8>)> {
    tables.iter().map(|table| (format!("{}.csv", table.id.stem()), csv(table, lang))).collect()
}

/// One warning for all characters that the charts' font lacks: which, in which names, and what to do.
pub fn warn_of_missing_glyphs(pictures: &[Picture], lang: Lang) {
    let mut missing: BTreeMap<char, BTreeSet<String>> = BTreeMap::new();
    for (character, texts) in pictures.iter().flat_map(Picture::missing_glyphs) {
        missing.entry(character).or_default().extend(texts);
    }
    if missing.is_empty() {
        return;
    }
    let characters: String = missing.keys().collect();
    let texts = shortest(missing.values().flatten());
    let (zh, en) = (texts.join("、"), texts.join(", "));
    let warning = text!(
        "警告：图表字体缺少这些字符，图上画成方框：{characters}（见于：{zh}）",
        "warning: the charts' font lacks these characters, which are drawn as boxes: {characters} (in: {en})"
    );
    say(warning.get(lang));
    let remedy = text!(
        "改法：在情景或名册中用常用汉字或拉丁字母改写这些名称；表格、Word 和网页里的文字不受影响",
        "help: write these names in usual Chinese characters or Latin letters in the scenario or roster; the text of tables, Word and web pages is not affected"
    );
    say(remedy.get(lang));
}

/// The texts to show: a name that stands alone before sentences that hold it, and few.
fn shortest<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    const SHOWN: usize = 8;
    const LONGEST: usize = 40;
    let texts: BTreeSet<(usize, &str)> = texts.map(|text| (text.chars().count(), text.as_str())).collect();
    let mut shown: Vec<&str> = Vec::new();
    for (length, text) in texts {
        let is_new = !shown.iter().any(|name| text.contains(name));
        if is_new && (length <= LONGEST || shown.is_empty()) && shown.len() < SHOWN {
            shown.push(text);
        }
    }
    shown
}
