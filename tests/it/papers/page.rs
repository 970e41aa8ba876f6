//! A page of Markdown, as far as the tests look into it.

use super::text_of;

/// A heading.
pub struct Heading {
    /// Number of its marks: 1 for the title.
    pub level: usize,
    /// What it says.
    pub text: String,
}

/// A fenced block of code.
pub struct Block {
    /// Language after the opening fence: "sh", "text".
    pub language: String,
    /// Its lines.
    pub text: String,
    /// Command of the comment `<!-- $ command -->` on the line before, whose output it quotes.
    pub quotes: Option<String>,
    /// Whether the comment begins with `$$`: of what only the whole command prints.
    pub is_of_whole: bool,
}

/// A page.
pub struct Page {
    /// Path in the repository, such as "docs/guide.md".
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Blocks of code in order.
    pub blocks: Vec<Block>,
    /// Text outside blocks of code.
    pub prose: String,
}

impl Page {
    /// Reads the page at `path`.
    pub fn read(path: &str) -> Self {
        let text = text_of(path);
        let (mut headings, mut blocks, mut prose) = (Vec::new(), Vec::new(), String::new());
        let mut open: Option<Block> = None;
        let mut before = "";
        for line in text.lines() {
            match (line.strip_prefix("```"), open.as_mut()) {
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (Some(language), None) => {
                    let comment = before.strip_prefix("<!-- $").and_then(|rest| rest.strip_suffix(" -->"));
                    let is_of_whole = comment.is_some_and(|comment| comment.starts_with('$'));
                    let quotes = comment.map(|comment| comment.trim_start_matches('$').trim().to_owned());
                    let language = language.to_owned();
                    open = Some(Block { language, text: String::new(), quotes, is_of_whole });
                }
                (None, Some(block)) => block.text += &format!("{line}\n"),
                (None, None) => {
                    let level = line.chars().take_while(|c| *c == '#').count();
                    if level > 0 && line[level..].starts_with(' ') {
                        headings.push(Heading { level, text: line[level..].trim().to_owned() });
                    }
                    prose += &format!("{line}\n");
                }
            }
            before = line;
        }
        assert!(open.is_none(), "{path}: a block of code is not closed");
        Self { path: path.to_owned(), text, headings, blocks, prose }
    }

    /// Targets of its links and pictures, "guide.md#part" among them.
    pub fn links(&self) -> Vec<&str> {
        let ends = self.prose.split("](").skip(1);
        ends.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).collect()
    }

    /// Texts between backquotes.
    pub fn code(&self) -> Vec<&str> {
        self.prose.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
    }

    /// Anchors of its headings, as GitHub makes them: in small letters, spaces as hyphens, without punctuation.
    pub fn anchors(&self) -> Vec<String> {
        let anchor = |heading: &Heading| -> String {
            let kept = heading.text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
        };
        self.headings.iter().map(anchor).collect()
    }

    /// Number of columns of each line of a table, in order.
    pub fn rows(&self) -> Vec<usize> {
        let lines = self.prose.lines().filter(|line| line.starts_with('|'));
        lines.map(|line| line.replace("\\|", "").matches('|').count() - 1).collect()
    }
}
