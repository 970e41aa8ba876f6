//! Signs and names that look right and are not: full-width forms, homoglyphs, misspelt keys.

use crate::format::TABLES;
use unicode_normalization::UnicodeNormalization;

/// Quotation marks that TOML does not know.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '„' | '‟' | '「' | '」' | '『' | '』' | '＂' | '＇' | '«' | '»')
}

/// Spaces and marks that cannot be seen.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{ad}' | '\u{1680}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{feff}')
}

/// The ASCII sign for which a full-width one stands.
pub(crate) fn punctuation(c: char) -> Option<char> {
    match c {
        '，' | '、' => Some(','),
        '。' | '．' => Some('.'),
        '【' => Some('['),
        '】' => Some(']'),
        '！'..='～' => {
            let plain = char::from_u32(u32::from(c) - 0xfee0)?;
            (!plain.is_ascii_alphanumeric()).then_some(plain)
        }
        _ => None,
    }
}

/// The text with full-width forms made half-width.
pub(crate) fn half_width(text: &str) -> String {
    text.nfkc().collect()
}

/// The form in which two ids that look alike are equal.
pub(crate) fn folded(text: &str) -> String {
    let normal: String = text.nfkc().filter(|&c| !is_invisible(c)).collect();
    normal.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The word in Latin letters and the first letter that only looked like one, if all others are or do.
pub(crate) fn latin(word: &str) -> Option<(String, char)> {
    let mut odd = None;
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        let replacement = if c.is_ascii() { c } else { latin_letter(c)? };
        if !c.is_ascii() && odd.is_none() {
            odd = Some(c);
        }
        plain.push(replacement);
    }
    odd.map(|odd| (plain, odd))
}

/// The Latin letter as which a Cyrillic, Greek or full-width one may pass.
fn latin_letter(c: char) -> Option<char> {
    const PAIRS: &[(&str, char)] = &[
        ("аα", 'a'),
        ("ЬВΒ", 'B'),
        ("сϲ", 'c'),
        ("ԁ", 'd'),
        ("еε", 'e'),
        ("һ", 'h'),
        ("іι", 'i'),
        ("ј", 'j'),
        ("кκ", 'k'),
        ("ӏ", 'l'),
        ("м", 'm'),
        ("п", 'n'),
        ("оοо", 'o'),
        ("рρ", 'p'),
        ("г", 'r'),
        ("ѕ", 's'),
        ("тτ", 't'),
        ("υ", 'u'),
        ("ν", 'v'),
        ("ѡω", 'w'),
        ("хχ", 'x'),
        ("уγ", 'y'),
    ];
    if let Some((_, latin)) = PAIRS.iter().find(|(odd, _)| odd.contains(c)) {
        return Some(*latin);
    }
    let plain = char::from_u32(u32::from(c).wrapping_sub(0xfee0))?;
    (plain.is_ascii_alphanumeric() || plain == '_' || plain == '-').then_some(plain)
}

/// Every key for which a Chinese word is known as another name.
pub(crate) fn keys_of_alias(word: &str) -> Vec<&'static str> {
    let mut keys: Vec<&'static str> =
        TABLES.iter().filter_map(|table| table.by_alias(word)).map(|field| field.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The candidate nearest to `word`, where it is near enough to have been meant.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded_word = folded(word);
    let length = folded_word.chars().count();
    let allowed = (length / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded_word, &folded(candidate)), candidate))
        .filter(|&(distance, candidate)| distance <= allowed && distance < candidate.chars().count().max(2))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homoglyphs_are_found_and_named() {
        assert_eq!(latin("gr\u{43e}wth"), Some(("growth".into(), '\u{43e}')));
        assert_eq!(latin("growth"), None);
        assert_eq!(latin("增长"), None);
    }

    #[test]
    fn the_nearest_key_is_the_one_meant() {
        assert_eq!(nearest("growht", ["growth", "rate"]), Some("growth"));
        assert_eq!(nearest("colour", ["growth", "rate"]), None);
    }

    #[test]
    fn ids_that_look_alike_fold_to_the_same() {
        assert_eq!(folded(" 甲纺织Ａ "), folded("甲纺织a"));
        assert_ne!(folded("甲纺织"), folded("乙纺织"));
    }
}
