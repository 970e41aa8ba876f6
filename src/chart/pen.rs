//! Drawing through plotters in px: texts on the sheet, and panels with coordinates of their own.

use super::ChartError;
use super::canvas::{Canvas, Rect, Scene, UNITS};
use super::font::{self, Weight};
use super::theme::{THEME, Type};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::Cartesian2d;
use plotters::series::{DashedLineSeries, LineSeries};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};
use std::ops::Range;

/// Point of a text that is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The middle of its left edge.
    Left,
    /// Centre of the text.
    Center,
    /// The middle of its right edge.
    Right,
}

/// Paper left and right of a text that interrupts the grid.
const AIR: f64 = 3.0;

/// px to units of the canvas.
fn units(px: f64) -> i32 {
    (px * UNITS).round() as i32
}

/// Pen that draws on one picture.
pub struct Pen<'a> {
    root: DrawingArea<Canvas<'a>, Shift>,
}

impl<'a> Pen<'a> {
    /// A pen on an empty scene.
    pub fn on(scene: &'a mut Scene) -> Self {
        Self { root: Canvas::new(scene).into_drawing_area() }
    }

    /// Writes one line of text; `at` is the point that `anchor` names.
    pub fn text(&self, text: &str, style: Type, at: (f64, f64), anchor: Anchor) -> Result<(), ChartError> {
        let weight = match style.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        };
        let h_pos = match anchor {
            Anchor::Left => HPos::Left,
            Anchor::Center => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        // plotters wants a family; the canvas has one typeface, and its size is in units like every length.
        let style = TextStyle {
            font: FontDesc::new(FontFamily::SansSerif, style.size * UNITS, weight),
            color: style.color.to_backend_color(),
            pos: Pos::new(h_pos, VPos::Center),
        };
        self.root.draw_text(text, &style, (units(at.0), units(at.1)))?;
        Ok(())
    }

    /// Writes one line of text that starts at `at` and interrupts the grid behind it.
    pub fn text_on_paper(&self, text: &str, style: Type, at: (f64, f64)) -> Result<(), ChartError> {
        let (width, half) = (font::width(text, style.weight, style.size), style.size / 2.0);
        let corners = [(at.0 - AIR, at.1 - half), (at.0 + width + AIR, at.1 + half)];
        let corners = corners.map(|(x, y)| (units(x), units(y)));
        self.root.draw(&Rectangle::new(corners, THEME.paper.filled()))?;
        self.text(text, style, at, Anchor::Left)
    }

    /// Writes lines below each other, centred about `at.1`.
    pub fn lines(
        &self,
        lines: &[String],
        style: Type,
        at: (f64, f64),
        anchor: Anchor,
    ) -> Result<(), ChartError> {
        let first = at.1 - style.leading() * (lines.len() as f64 - 1.0) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            self.text(line, style, (at.0, first + style.leading() * i as f64), anchor)?;
        }
        Ok(())
    }

    /// A panel over `area` with the given coordinates. All that is drawn on it must lie inside them: plotters
    /// squeezes what lies outside against the edge, which would draw a falsehood.
    pub fn panel(&self, area: Rect, x: Range<f64>, y: Range<f64>) -> Result<Panel<'a>, ChartError> {
        let size = (units(area.width().max(1.0)), units(area.height().max(1.0)));
        let part = self.root.clone().shrink((units(area.left), units(area.top)), size);
        Ok(Panel { chart: ChartBuilder::on(&part).build_cartesian_2d(x, y)? })
    }
}

/// A panel: a part of the sheet with coordinates of its own.
pub struct Panel<'a> {
    chart: ChartContext<'a, Canvas<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
}

impl Panel<'_> {
    /// Place of a point of the panel on the sheet, px.
    pub fn at(&self, point: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.chart.backend_coord(&point);
        (f64::from(x) / UNITS, f64::from(y) / UNITS)
    }

    /// A line through `points`.
    pub fn line(&mut self, points: &[(f64, f64)], color: RGBColor, width: f64) -> Result<(), ChartError> {
        self.chart.draw_series(LineSeries::new(points.iter().copied(), stroke(color, width)))?;
        Ok(())
    }

    /// A straight line from `from` to `to`, for grids and axes.
    pub fn rule(
        &mut self,
        from: (f64, f64),
        to: (f64, f64),
        color: RGBColor,
        width: f64,
    ) -> Result<(), ChartError> {
        self.chart.draw_series([PathElement::new(vec![from, to], stroke(color, width))])?;
        Ok(())
    }

    /// A dashed straight line, for what somebody set.
    pub fn dashed(&mut self, from: (f64, f64), to: (f64, f64), color: RGBColor) -> Result<(), ChartError> {
        let (dash, gap) = (units(7.0), units(4.0));
        self.chart.draw_series(DashedLineSeries::new([from, to], dash, gap, stroke(color, 1.8)))?;
        Ok(())
    }

    /// The area between two lines over the same points.
    pub fn band(
        &mut self,
        lower: &[(f64, f64)],
        upper: &[(f64, f64)],
        color: RGBColor,
    ) -> Result<(), ChartError> {
        let outline: Vec<_> = lower.iter().chain(upper.iter().rev()).copied().collect();
        self.chart.draw_series([Polygon::new(outline, color.filled())])?;
        Ok(())
    }

    /// A filled rectangle between two corners.
    pub fn bar(&mut self, a: (f64, f64), b: (f64, f64), color: RGBColor) -> Result<(), ChartError> {
        self.chart.draw_series([Rectangle::new([a, b], color.filled())])?;
        Ok(())
    }

    /// A dot of a radius in px.
    pub fn dot(&mut self, at: (f64, f64), radius: f64, color: RGBColor) -> Result<(), ChartError> {
        self.chart.draw_series([Circle::new(at, units(radius), color.filled())])?;
        Ok(())
    }
}

fn stroke(color: RGBColor, width: f64) -> ShapeStyle {
    ShapeStyle { color: color.to_rgba(), filled: false, stroke_width: units(width).unsigned_abs() }
}
