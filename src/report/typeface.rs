//! The part of the bundled typeface that a page needs: nobody has to have a Chinese font to read it.

use crate::chart::{Weight, font_file};
use allsorts::Font;
use allsorts::binary::read::ReadScope;
use allsorts::font::MatchingPresentation;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeSet;

/// The name under which a page knows the typeface.
pub const FAMILY: &str = "parkcast";

/// CSS that brings the characters of `text` along, in both weights.
pub fn css(text: &str) -> String {
    let characters: BTreeSet<char> = text.chars().filter(|c| !c.is_control()).collect();
    let face = |(weight, css_weight)| {
        let font = STANDARD.encode(cut(font_file(weight), &characters)?);
        Some(format!(
            "@font-face{{font-family:{FAMILY};font-weight:{css_weight};\
             src:url(data:font/ttf;base64,{font}) format(\"truetype\")}}\n"
        ))
    };
    // A page whose font could not be cut is read in the reader's own.
    [(Weight::Regular, 400), (Weight::Bold, 700)].into_iter().filter_map(face).collect()
}

/// A font that holds these characters, as far as `font` has them.
fn cut(font: &[u8], characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let data = ReadScope::new(font).read::<FontData<'_>>().ok()?;
    let mut whole = Font::new(data.table_provider(0).ok()?).ok()?;
    let glyph = |&c| whole.lookup_glyph_index(c, MatchingPresentation::NotRequired, None).0;
    // The box for what is missing (0) comes first, as fonts must have it.
    let glyphs: BTreeSet<u16> = characters.iter().map(glyph).chain([0]).collect();
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    subset(&data.table_provider(0).ok()?, &glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_font_has_what_was_asked_for_and_little_else() {
        let characters: BTreeSet<char> = "园区产值 132亿元😀".chars().collect();
        let bytes = cut(font_file(Weight::Bold), &characters).unwrap();
        assert!(bytes.len() < 20_000, "{}", bytes.len());
        let data = ReadScope::new(&bytes).read::<FontData<'_>>().unwrap();
        let mut font = Font::new(data.table_provider(0).unwrap()).unwrap();
        let mut glyph = |c| font.lookup_glyph_index(c, MatchingPresentation::NotRequired, None).0;
        assert!("园区产值 132亿元".chars().all(|c| glyph(c) != 0));
        assert_eq!((glyph('县'), glyph('😀')), (0, 0));
    }
}
