//! Our plotters backend: records what is drawn as vector operations, from which SVG and PNG are written.
//!
//! plotters counts in whole units; one unit here is 1/16 px, so that positions are exact to a thirtieth of a device
//! pixel. Text is measured by the font that draws it, and the box of each text is kept: what the layout tests look at, and
//! what a description of the picture is made of.

use super::font::{self, ASCENT, DESCENT, Weight};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use std::convert::Infallible;

/// Units of the backend to one px.
pub const UNITS: f64 = 16.0;

/// A colour with its opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paint {
    /// Red, green, blue.
    pub rgb: (u8, u8, u8),
    /// Opacity, 0 to 1.
    pub alpha: f64,
}

impl From<BackendColor> for Paint {
    fn from(color: BackendColor) -> Self {
        Self { rgb: color.rgb, alpha: color.alpha }
    }
}

/// A rectangle in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Rect {
    /// A rectangle from its edges.
    pub const fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    /// Width.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// `true` if two rectangles share more than an edge.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// `true` if `other` lies wholly inside.
    pub fn contains(&self, other: &Rect) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }
}

/// One operation; lengths in px.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// A filled polygon.
    Fill { points: Vec<(f64, f64)>, paint: Paint },
    /// Stroked lines of one kind.
    Stroke { lines: Vec<Vec<(f64, f64)>>, width: f64, paint: Paint },
    /// A filled circle.
    Dot { center: (f64, f64), radius: f64, paint: Paint },
    /// A line of text; `origin` is the start of its baseline.
    Text { text: String, origin: (f64, f64), size: f64, weight: Weight, paint: Paint },
}

/// A text of a picture and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The text.
    pub text: String,
    /// Box of the text, px.
    pub area: Rect,
}

/// A picture as vector operations, in the order in which they are painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width, px.
    pub width: f64,
    /// Height, px.
    pub height: f64,
    /// Ratio of the size at which it is laid out to that at which it is seen.
    pub shrunk: f64,
    /// Operations in the order of painting.
    pub ops: Vec<Op>,
    /// The texts among it.
    pub labels: Vec<Label>,
}

impl Scene {
    /// Width and height as it is to be seen, px.
    pub fn size(&self) -> (f64, f64) {
        ((self.width / self.shrunk).round(), (self.height / self.shrunk).round())
    }

    /// An empty picture.
    pub fn new(width: f64, height: f64, shrunk: f64) -> Self {
        Self { width, height, shrunk, ops: Vec::new(), labels: Vec::new() }
    }
}

/// The backend: plotters draws on it, the scene keeps what was drawn.
pub struct Canvas<'a> {
    scene: &'a mut Scene,
}

impl<'a> Canvas<'a> {
    /// A backend that draws on `scene`.
    pub fn new(scene: &'a mut Scene) -> Self {
        Self { scene }
    }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

fn px((x, y): BackendCoord) -> (f64, f64) {
    (f64::from(x) / UNITS, f64::from(y) / UNITS)
}

fn weight(style: FontStyle) -> Weight {
    match style {
        FontStyle::Bold => Weight::Bold,
        FontStyle::Normal | FontStyle::Oblique | FontStyle::Italic => Weight::Regular,
    }
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        ((self.scene.width * UNITS) as u32, (self.scene.height * UNITS) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        let (x, y) = px(point);
        let side = 1.0 / UNITS;
        let points = vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side)];
        self.scene.ops.push(Op::Fill { points, paint: color.into() });
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let corners = [a, (b.0, a.1), b, (a.0, b.1)];
        if fill {
            self.fill_polygon(corners, style)
        } else {
            self.draw_path(corners.into_iter().chain([a]), style)
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<_> = path.into_iter().map(px).collect();
        if points.len() < 2 {
            return Ok(());
        }
        let stroke = (f64::from(style.stroke_width()) / UNITS, Paint::from(style.color()));
        match self.scene.ops.last_mut() {
            // plotters draws every dash on its own; opaque lines of a kind look the same drawn together.
            Some(Op::Stroke { lines, width, paint }) if (*width, *paint) == stroke && paint.alpha >= 1.0 => {
                lines.push(points);
            }
            _ => {
                let (width, paint) = stroke;
                self.scene.ops.push(Op::Stroke { lines: vec![points], width, paint });
            }
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _: bool,
    ) -> Drawn {
        let (center, radius) = (px(center), f64::from(radius) / UNITS);
        self.scene.ops.push(Op::Dot { center, radius, paint: style.color().into() });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<_> = vert.into_iter().map(px).collect();
        if points.len() > 2 {
            self.scene.ops.push(Op::Fill { points, paint: style.color().into() });
        }
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, pos: BackendCoord) -> Drawn {
        if text.is_empty() {
            return Ok(());
        }
        let (size, weight) = (style.size() / UNITS, weight(style.style()));
        let (x, y) = px(pos);
        let width = font::width(text, weight, size);
        let left = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - width / 2.0,
            HPos::Right => x - width,
        };
        let top = match style.anchor().v_pos {
            VPos::Top => y,
            VPos::Center => y - size * (ASCENT + DESCENT) / 2.0,
            VPos::Bottom => y - size * (ASCENT + DESCENT),
        };
        let area = Rect::new(left, top, left + width, top + size * (ASCENT + DESCENT));
        self.scene.labels.push(Label { text: text.into(), area });
        let origin = (left, top + size * ASCENT);
        let paint = style.color().into();
        self.scene.ops.push(Op::Text { text: text.into(), origin, size, weight, paint });
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = font::width(text, weight(style.style()), style.size());
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
