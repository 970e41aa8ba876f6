//! Texts in the two languages of the program.
//!
//! All that a person reads is built as a [`Text`], Chinese and English side by side, so that neither can be
//! forgotten; the language is chosen where the text leaves the program.

use serde::{Deserialize, Serialize};

/// The language of what a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
/// use parkcast_model::text::{Lang, text};
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

/// `true` if a text holds Chinese characters, which decides the language where nobody has.
pub fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}'))
}

/// A number that somebody set, in its shortest form: "10", "22.5", "1,200".
pub fn exact(value: f64) -> String {
    // Unit conversion leaves traces in the last bits (0.1·3); nine decimals hide them and keep what was meant.
    let text = format!("{value:.9}");
    grouped(text.trim_end_matches('0').trim_end_matches('.'))
}

/// Sets commas between thousands and turns "-0.00" into "0.00".
pub fn grouped(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) if digits.chars().any(|c| ('1'..='9').contains(&c)) => ("-", digits),
        Some(digits) => ("", digits),
        None => ("", number),
    };
    let (integer, fraction) = digits.find('.').map_or((digits, ""), |dot| digits.split_at(dot));
    let mut out = String::from(sign);
    for (i, c) in integer.chars().enumerate() {
        if i > 0 && (integer.len() - i) % 3 == 0 && integer.chars().all(|c| c.is_ascii_digit()) {
            out.push(',');
        }
        out.push(c);
    }
    out + fraction
}

/// Characters of a name that are kept; hardly a real name is longer, and a limit keeps every table and picture finite.
pub const NAME_LIMIT: usize = 80;

/// A name as it is shown: harmless, of limited length, and never empty.
pub fn name(name: &Name, lang: Lang) -> String {
    match clean(name.get(lang), NAME_LIMIT) {
        clean if clean.is_empty() => text!("（未命名）", "(unnamed)").get(lang).into(),
        clean => clean,
    }
}

/// A text safe to show: no control characters, no line breaks, no invisible marks that could turn the reading direction
/// or hide what is written, and no more than `limit` characters.
pub fn clean(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for c in text.chars() {
        let c = match c {
            _ if c.is_whitespace() || c.is_control() => ' ',
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => continue,
            '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff9}'..='\u{fffb}' => {
                continue;
            }
            '\u{e0000}'..='\u{e0fff}' | '\u{fffe}' | '\u{ffff}' => continue,
            _ => c,
        };
        if c == ' ' && (out.is_empty() || out.ends_with(' ')) {
            continue;
        }
        if length == limit {
            out.push('…');
            break;
        }
        out.push(c);
        length += 1;
    }
    out.trim_end().into()
}

/// A number as people write it: without the noise of binary fractions.
pub(crate) fn tidy(value: f64) -> String {
    let rounded: f64 = format!("{value:.9e}").parse().unwrap_or(value);
    let size = rounded.abs();
    if size != 0.0 && !(1e-6..1e16).contains(&size) && size.is_finite() {
        format!("{rounded:e}")
    } else {
        format!("{rounded}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_are_made_harmless() {
        assert_eq!(clean("a\u{202e}b\nc\t\u{7}d", 40), "ab c d");
        assert_eq!(clean("一二三四", 3), "一二三…");
        assert_eq!(clean("  \u{200b}\u{feff} ", 3), "");
    }

    #[test]
    fn numbers_are_shown_without_binary_noise() {
        assert_eq!(tidy(0.1 + 0.2), "0.3");
        assert_eq!(tidy(1234.5), "1234.5");
        assert_eq!(tidy(0.0), "0");
        assert_eq!(tidy(1e300), "1e300");
    }
}
