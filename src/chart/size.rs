//! The sizes in which charts are drawn.

use clap::ValueEnum;

/// Use that a picture is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ValueEnum)]
pub enum Size {
    /// 幻灯片，16:9 · a slide, 16:9
    #[default]
    Slide,
    /// 文档插图，宽为A4版心 · a figure in a document, as wide as the text of an A4 page
    Page,
    /// 正方形，供手机转发 · a square, to be passed on by phone
    Square,
}

/// Width of the text of an A4 page, metres.
const TEXT_WIDTH: f64 = 0.156;
/// Px to the metre where a picture is shown on a screen: 96 to the inch.
const SCREEN: f64 = 96.0 / 0.0254;

impl Size {
    /// Every size.
    pub const ALL: [Size; 3] = [Size::Slide, Size::Page, Size::Square];

    /// Width, px.
    pub const fn width(self) -> f64 {
        match self {
            Self::Slide => 1280.0,
            Self::Page => 760.0,
            Self::Square => 900.0,
        }
    }

    /// Least height, px; of a page that of a chart with little to show.
    pub const fn least_height(self) -> f64 {
        match self {
            Self::Slide => 720.0,
            Self::Page => 300.0,
            Self::Square => 900.0,
        }
    }

    /// Largest height, px: slides and squares have their proportion, a figure leaves room for its caption on a page.
    pub const fn most_height(self) -> f64 {
        match self {
            Self::Slide => 720.0,
            Self::Page => 980.0,
            Self::Square => 900.0,
        }
    }

    /// White border on each side, px; a page has its own.
    pub const fn margin(self) -> f64 {
        match self {
            Self::Slide => 48.0,
            Self::Page => 16.0,
            Self::Square => 40.0,
        }
    }

    /// Px to the metre at the size at which it is meant to be seen.
    pub const fn px_per_metre(self) -> f64 {
        match self {
            Self::Page => self.width() / TEXT_WIDTH,
            Self::Slide | Self::Square => SCREEN,
        }
    }

    /// Name in the names of files.
    pub const fn stem(self) -> &'static str {
        match self {
            Self::Slide => "slide",
            Self::Page => "page",
            Self::Square => "square",
        }
    }
}
