//! The bundled typeface: widths for layout, outlines for drawing.
//!
//! Text is set by advance widths with a thin space between Chinese and Latin, as office programs set it; there
//! is no shaping, which Chinese and English do without.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::sync::LazyLock;

/// The two weights there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Regular.
    Regular,
    /// Bold.
    Bold,
}

/// Height of the letters above the baseline, in em: the top of the Chinese em square.
pub const ASCENT: f64 = 0.88;
/// Depth below the baseline, in em: the bottom of the Chinese em square.
pub const DESCENT: f64 = 0.12;
/// The space set between Chinese and Latin, in em.
const SCRIPT_GAP: f64 = 0.12;

struct Face {
    font: FontRef<'static>,
    units_per_em: f64,
}

impl Face {
    fn bundled(bytes: &'static [u8]) -> Self {
        let font = FontRef::new(bytes).expect("the bundled font is a font: a test reads it");
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        Self { font, units_per_em: f64::from(metrics.units_per_em) }
    }
}

static REGULAR: LazyLock<Face> = LazyLock::new(|| Face::bundled(file(Weight::Regular)));
static BOLD: LazyLock<Face> = LazyLock::new(|| Face::bundled(file(Weight::Bold)));

/// The files, as statics: where a constant is used, each part of the program that is compiled by itself gets a copy.
static REGULAR_FILE: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular.subset.ttf");
static BOLD_FILE: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Bold.subset.ttf");

/// The font file of a weight (TrueType).
#[inline(never)]
pub fn file(weight: Weight) -> &'static [u8] {
    match weight {
        Weight::Regular => REGULAR_FILE,
        Weight::Bold => BOLD_FILE,
    }
}

fn face(weight: Weight) -> &'static Face {
    match weight {
        Weight::Regular => &REGULAR,
        Weight::Bold => &BOLD,
    }
}

/// One character of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The character.
    pub character: char,
    /// Glyph of the character; `None` where the font has none, and a box is drawn.
    pub id: Option<GlyphId>,
    /// Place at which it starts, in em from the start of the line.
    pub x: f64,
}

/// A line of text, measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// Width in em.
    pub width: f64,
}

/// Sets a line of text.
pub fn set(text: &str, weight: Weight) -> Line {
    let face = face(weight);
    let (charmap, metrics) =
        (face.font.charmap(), face.font.glyph_metrics(Size::unscaled(), LocationRef::default()));
    let mut line = Line::default();
    let mut previous = ' ';
    for character in text.chars() {
        if scripts_meet(previous, character) {
            line.width += SCRIPT_GAP;
        }
        let id = charmap.map(character).filter(|id| *id != GlyphId::NOTDEF);
        let advance = metrics.advance_width(id.unwrap_or(GlyphId::NOTDEF)).unwrap_or(0.0);
        line.glyphs.push(Glyph { character, id, x: line.width });
        line.width += f64::from(advance) / face.units_per_em;
        previous = character;
    }
    line
}

/// Width of a text of a size, in px.
pub fn width(text: &str, weight: Weight, size: f64) -> f64 {
    set(text, weight).width * size
}

fn scripts_meet(a: char, b: char) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric() || matches!(c, '%' | '+' | '<' | '>' | '≥' | '≤');
    (is_han(a) && latin(b)) || (latin(a) && is_han(b))
}

/// `true` for a Chinese character, beside which lines may break.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Draws the outline of a glyph into `pen`, in px with y downwards; `origin` is on the baseline.
pub fn outline(weight: Weight, id: GlyphId, size: f64, origin: (f64, f64), pen: &mut impl OutlinePen) {
    let face = face(weight);
    let scale = (size / face.units_per_em) as f32;
    let mut placed = Placed { pen, scale, x: origin.0 as f32, y: origin.1 as f32 };
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    if let Some(glyph) = face.font.outline_glyphs().get(id) {
        // A glyph whose outline cannot be read stays blank; the bundled font has none (a test draws them all).
        let _ = glyph.draw(settings, &mut placed);
    }
}

/// Passes an outline on from font units, y upwards, to px, y downwards.
struct Placed<'a, P> {
    pen: &'a mut P,
    scale: f32,
    x: f32,
    y: f32,
}

impl<P> Placed<'_, P> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl<P: OutlinePen> OutlinePen for Placed<'_, P> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.pen.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.pen.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let ((cx, cy), (x, y)) = (self.at(cx, cy), self.at(x, y));
        self.pen.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let ((ax, ay), (bx, by), (x, y)) = (self.at(ax, ay), self.at(bx, by), self.at(x, y));
        self.pen.curve_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.pen.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skrifa::outline::DrawError;

    #[test]
    fn every_glyph_of_both_weights_has_a_readable_outline() {
        struct Nothing;
        impl OutlinePen for Nothing {
            fn move_to(&mut self, _: f32, _: f32) {}
            fn line_to(&mut self, _: f32, _: f32) {}
            fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
            fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
            fn close(&mut self) {}
        }
        for weight in [Weight::Regular, Weight::Bold] {
            let glyphs = face(weight).font.outline_glyphs();
            for (_, glyph) in glyphs.iter() {
                let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                let drawn: Result<_, DrawError> = glyph.draw(settings, &mut Nothing);
                assert!(drawn.is_ok());
            }
        }
    }

    #[test]
    fn characters_of_names_are_there() {
        for c in "堃喆玥镕臺鑫電錡鈺ŠšŁğž亩㎡≥≤↑·…–—“”（）％，。；：、《》".chars()
        {
            assert!(set(&c.to_string(), Weight::Bold).glyphs[0].id.is_some(), "{c}");
        }
        assert_eq!(set("😀", Weight::Regular).glyphs[0].id, None);
    }

    #[test]
    fn chinese_is_one_em_wide_and_digits_are_alike() {
        assert!((set("园区", Weight::Regular).width - 2.0).abs() < 1e-9);
        let digits = "0123456789".chars().map(|c| width(&c.to_string(), Weight::Bold, 1.0));
        assert!(digits.collect::<Vec<_>>().windows(2).all(|pair| (pair[0] - pair[1]).abs() < 1e-9));
        assert!(width("达57%", Weight::Regular, 1.0) > width("57%", Weight::Regular, 1.0) + 1.0);
    }
}
