//! A scene as PNG, with its provenance inside.

use super::ChartError;
use super::canvas::{Op, Paint, Scene};
use super::font;
use super::theme::THEME;
use crate::stamp;
use skrifa::outline::OutlinePen;
use std::io::Write;
use tiny_skia::{Color, FillRule, LineCap, LineJoin, Path, PathBuilder, Pixmap, Stroke, Transform};

/// Bytes of picture data to a chunk of the file.
const CHUNK: usize = 64 * 1024;

/// Draws `scene` with `scale` dots to the px and writes it as PNG, for a paper on which so many px are a metre; `facts` become
/// text chunks, key and value.
pub fn write(
    scene: &Scene,
    title: &str,
    facts: &[(&str, String)],
    (scale, px_per_metre): (f64, f64),
) -> Result<Vec<u8>, ChartError> {
    let (width, height) = scene.size();
    let (width, height) = ((width * scale).round() as u32, (height * scale).round() as u32);
    let mut pixmap = Pixmap::new(width, height).ok_or(ChartError::TooLarge { width, height })?;
    pixmap.fill(Color::from_rgba8(THEME.paper.0, THEME.paper.1, THEME.paper.2, 255));
    let dots = (scale / scene.shrunk) as f32;
    for op in &scene.ops {
        draw(&mut pixmap, op, Transform::from_scale(dots, dots));
    }
    encode(&pixmap, title, facts, (px_per_metre * scale).round() as u32)
}

fn draw(pixmap: &mut Pixmap, op: &Op, scale: Transform) {
    match op {
        Op::Fill { points, paint } => {
            if let Some(path) = polylines(std::slice::from_ref(points), true) {
                pixmap.fill_path(&path, &ink(paint), FillRule::Winding, scale, None);
            }
        }
        Op::Stroke { lines, width, paint } => {
            if let Some(path) = polylines(lines, false) {
                let stroke = Stroke {
                    width: *width as f32,
                    line_cap: LineCap::Butt,
                    line_join: LineJoin::Round,
                    ..Stroke::default()
                };
                pixmap.stroke_path(&path, &ink(paint), &stroke, scale, None);
            }
        }
        Op::Dot { center, radius, paint } => {
            if let Some(path) = PathBuilder::from_circle(center.0 as f32, center.1 as f32, *radius as f32) {
                pixmap.fill_path(&path, &ink(paint), FillRule::Winding, scale, None);
            }
        }
        Op::Text { text, origin, size, weight, paint } => {
            let mut pen = Outlines(PathBuilder::new());
            for glyph in font::set(text, *weight).glyphs {
                let at = (origin.0 + glyph.x * size, origin.1);
                font::outline(*weight, glyph.id.unwrap_or_default(), *size, at, &mut pen);
            }
            if let Some(path) = pen.0.finish() {
                pixmap.fill_path(&path, &ink(paint), FillRule::Winding, scale, None);
            }
        }
    }
}

fn polylines(lines: &[Vec<(f64, f64)>], close: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for line in lines {
        for (i, (x, y)) in line.iter().enumerate() {
            let (x, y) = (*x as f32, *y as f32);
            if i == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
        }
        if close {
            builder.close();
        }
    }
    builder.finish()
}

fn ink(paint: &Paint) -> tiny_skia::Paint<'static> {
    let mut ink = tiny_skia::Paint { anti_alias: true, ..tiny_skia::Paint::default() };
    let (r, g, b) = paint.rgb;
    ink.set_color_rgba8(r, g, b, (paint.alpha * 255.0).round() as u8);
    ink
}

/// `density`: dots to the metre.
fn encode(
    pixmap: &Pixmap,
    title: &str,
    facts: &[(&str, String)],
    density: u32,
) -> Result<Vec<u8>, ChartError> {
    let mut bytes = Vec::with_capacity(512 * 1024);
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // The fastest compression with one filter for all rows: as small as choosing a filter for each row, in two thirds of
    // the time; and rows are passed on one by one, since to fill fresh memory takes longer than to compress it.
    encoder.set_compression(png::Compression::Fastest);
    encoder.set_filter(png::Filter::Paeth);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: density,
        yppu: density,
        unit: png::Unit::Meter,
    }));
    encoder.add_itxt_chunk("Title".into(), title.into())?;
    for (key, value) in facts {
        // Plain text chunks are Latin-1; what is not goes into an international one, where the stamp is looked for.
        if value.is_ascii() && *key != stamp::KEY {
            encoder.add_text_chunk((*key).into(), value.clone())?;
        } else {
            encoder.add_itxt_chunk((*key).into(), value.clone())?;
        }
    }
    let mut writer = encoder.write_header()?;
    let mut rows = writer.stream_writer_with_size(CHUNK)?;
    // The paper is opaque, so colours are not premultiplied by anything and the alpha channel says nothing.
    let mut rgb = Vec::with_capacity(3 * pixmap.width() as usize);
    for row in pixmap.data().chunks_exact(4 * pixmap.width() as usize) {
        rgb.clear();
        rgb.extend(row.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]));
        rows.write_all(&rgb).map_err(png::EncodingError::from)?;
    }
    rows.finish()?;
    writer.finish()?;
    Ok(bytes)
}

/// Collects outlines as one path.
struct Outlines(PathBuilder);

impl OutlinePen for Outlines {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
