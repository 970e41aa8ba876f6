//! Colours and sizes of every chart, in one place.
//!
//! Blues by depth, greys, and one accent that only ever marks what was set by somebody: a target, a threshold. The
//! depths differ enough to survive a grey print and every colour deficiency; red and green are not used, since red
//! means "up" on Chinese markets and "behind" in assessments.

use super::font::Weight;
use super::size::Size;
use crate::words::Band;
use plotters::style::RGBColor;

/// The look of a picture; lengths in px, of which a slide has 1280 × 720.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Paper.
    pub paper: RGBColor,
    /// Titles, names, axis lines.
    pub ink: RGBColor,
    /// Subtitles, ticks, notes.
    pub quiet: RGBColor,
    /// Grid lines.
    pub grid: RGBColor,
    /// The figure of a chart: medians, what reaches.
    pub main: RGBColor,
    /// The inner band, 25% to 75%.
    pub inner: RGBColor,
    /// The outer band, 5% to 95%, and what does not reach.
    pub outer: RGBColor,
    /// Targets and thresholds, and nothing else.
    pub accent: RGBColor,
    /// Units and basis.
    pub subtitle: Type,
    /// Names of rows and panels.
    pub name: Type,
    /// Values that the eye should find first.
    pub value: Type,
    /// Labels at lines and bars.
    pub label: Type,
    /// Labels that matter more: medians, targets.
    pub strong: Type,
    /// Axis ticks and footers.
    pub tick: Type,
}

/// A size and weight of text, and its colour.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    /// Size of the em square.
    pub size: f64,
    /// Regular or bold.
    pub weight: Weight,
    /// Colour.
    pub color: RGBColor,
}

impl Type {
    const fn new(size: f64, weight: Weight, color: RGBColor) -> Self {
        Self { size, weight, color }
    }

    /// This type in another colour.
    pub const fn color(self, color: RGBColor) -> Self {
        Self { color, ..self }
    }

    /// Distance between the baselines of two lines.
    pub fn leading(self) -> f64 {
        self.size * 1.36
    }
}

const INK: RGBColor = RGBColor(0x17, 0x20, 0x2E);
const QUIET: RGBColor = RGBColor(0x58, 0x62, 0x70);
const MAIN: RGBColor = RGBColor(0x1B, 0x57, 0x9E);

/// The house theme.
pub const THEME: Theme = Theme {
    paper: RGBColor(0xFF, 0xFF, 0xFF),
    ink: INK,
    quiet: QUIET,
    grid: RGBColor(0xE2, 0xE6, 0xEB),
    main: MAIN,
    inner: RGBColor(0x86, 0xAE, 0xDA),
    outer: RGBColor(0xCF, 0xDE, 0xEF),
    accent: RGBColor(0xB4, 0x4D, 0x08),
    subtitle: Type::new(16.5, Weight::Regular, QUIET),
    name: Type::new(17.0, Weight::Regular, INK),
    value: Type::new(20.0, Weight::Bold, INK),
    label: Type::new(15.0, Weight::Regular, QUIET),
    strong: Type::new(15.0, Weight::Bold, MAIN),
    tick: Type::new(13.5, Weight::Regular, QUIET),
};

impl Size {
    /// The finding above a picture.
    pub const fn title(self) -> Type {
        let size = match self {
            Self::Slide => 29.0,
            Self::Square => 27.0,
            Self::Page => 23.0,
        };
        Type::new(size, Weight::Bold, INK)
    }

    /// Lines that a finding takes at the most: as many as two names of the longest kind and the numbers need, which must not
    /// be cut.
    pub const fn title_lines(self) -> usize {
        match self {
            Self::Slide => 3,
            Self::Square | Self::Page => 5,
        }
    }
}

/// The colour of a probability between 0 and 1, without steps: the deeper, the likelier; even in lightness.
pub fn chance_color(p: f64) -> RGBColor {
    let at = p.clamp(0.0, 1.0) * (CHANCES.len() - 1) as f64;
    let below = (at as usize).min(CHANCES.len() - 2);
    let (from, to, part) = (CHANCES[below], CHANCES[below + 1], at - below as f64);
    let mix = |a: u8, b: u8| (f64::from(a) + part * (f64::from(b) - f64::from(a))).round() as u8;
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// The colours of 0, 1/4, 1/2, 3/4 and 1: blues of the verbal bands, and a pale one for what hardly ever happens.
const CHANCES: [RGBColor; 5] = [
    RGBColor(0xE3, 0xEA, 0xF2),
    RGBColor(0xA4, 0xC2, 0xE2),
    RGBColor(0x68, 0x9A, 0xD0),
    RGBColor(0x2A, 0x67, 0xAE),
    RGBColor(0x0C, 0x36, 0x6B),
];

/// The colour of a text on a coloured ground: paper where that can be read, else black, which can be where paper cannot.
pub fn ink_on(ground: RGBColor) -> RGBColor {
    if contrast(THEME.paper, ground) >= LEAST_CONTRAST { THEME.paper } else { RGBColor(0, 0, 0) }
}

/// Least contrast of a text with its ground (WCAG 2.1, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// Contrast of two colours, from 1 to 21 (WCAG 2.1).
fn contrast(a: RGBColor, b: RGBColor) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance of an sRGB colour, from 0 to 1.
fn luminance(RGBColor(r, g, b): RGBColor) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// The colour of a verbal band: the deeper, the likelier.
pub const fn band_color(band: Band) -> RGBColor {
    match band {
        Band::VeryLikely | Band::Certain => RGBColor(0x0C, 0x36, 0x6B),
        Band::Likely => RGBColor(0x2A, 0x67, 0xAE),
        Band::Open => RGBColor(0x68, 0x9A, 0xD0),
        Band::Hard => RGBColor(0xA4, 0xC2, 0xE2),
        Band::VeryHard | Band::Impossible | Band::Unknown => RGBColor(0xC4, 0xCB, 0xD3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chance_can_be_read_and_a_likelier_one_is_deeper() {
        let colors: Vec<RGBColor> = (0..=1_000).map(|i| chance_color(f64::from(i) / 1_000.0)).collect();
        for &color in &colors {
            assert!(contrast(ink_on(color), color) >= LEAST_CONTRAST, "{color:?}");
        }
        // In grey too, and evenly: lightness (CIE L*, of 100) falls by 0.5 to 0.9 a point, over five so that rounding of
        // the channels does not matter.
        let lightness = |color| 116.0 * luminance(color).cbrt() - 16.0;
        for five_points in colors.windows(51) {
            let fall = (lightness(five_points[0]) - lightness(five_points[50])) / 5.0;
            assert!((0.5..0.9).contains(&fall), "{fall} at {:?}", five_points[0]);
        }
    }
}
