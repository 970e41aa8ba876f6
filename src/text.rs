//! Texts in the two languages of the program.
//!
//! Whatever a person reads is built as a [`Text`], Chinese and English side by side, so that neither can be
//! forgotten; the language is chosen where the text leaves the program.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// The language of what a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// 简体中文 · Simplified Chinese
    Zh,
    /// 英文 · English
    En,
}

impl Lang {
    /// Chinese or not.
    pub fn of(is_chinese: bool) -> Self {
        if is_chinese { Self::Zh } else { Self::En }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text {
    /// The Chinese wording.
    pub zh: String,
    /// The English wording.
    pub en: String,
}

impl Text {
    /// The wording in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// A text that reads the same in both languages: a path, a number, a key.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh: text.clone(), en: text }
    }
}

/// Builds a [`Text`] from a Chinese and an English format string over the same captured variables.
///
/// ```
/// use parkcast::text::{Lang, text};
/// let key = "growht";
/// let t = text!("未知的键“{key}”", "unknown key `{key}`");
/// assert_eq!(t.get(Lang::En), "unknown key `growht`");
/// ```
#[macro_export]
macro_rules! __text {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::text::Text { zh: format!($zh), en: format!($en) }
    };
}
pub use crate::__text as text;

/// The name of a thing, as its file gives it: the name itself and, where there is one, its English form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Name {
    /// The name as given, usually Chinese.
    pub name: String,
    /// The English form, used where the output is English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
}

impl Name {
    /// The form to show in `lang`: the given name where there is no English one.
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.name_en) {
            (Lang::En, Some(en)) => en,
            _ => &self.name,
        }
    }
}

impl From<Text> for Name {
    fn from(Text { zh, en }: Text) -> Self {
        Self { name: zh, name_en: Some(en) }
    }
}

/// Whether a text holds Chinese characters, which decides the language where nobody has.
pub fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}'))
}
