//! A scene as SVG. Text becomes outlines, so that it looks the same everywhere and survives office programs; what it says
//! stands in `<title>` and `<desc>`, where readers for the blind and searches find it.
//!
//! Each glyph is defined once and used by reference. Its id is made of its weight and number in the font, so that
//! several charts in one web page cannot take each other's glyph for another.

use super::canvas::{Op, Paint, Scene};
use super::font::{self, Weight};
use super::theme::THEME;
use skrifa::GlyphId;
use skrifa::outline::OutlinePen;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Writes `scene` as an SVG document; `facts` go into `<metadata>`, key and value.
pub fn write(scene: &Scene, title: &str, facts: &[(&str, String)]) -> String {
    let facts: String = facts.iter().map(|(key, value)| format!("{key}: {}\n", escape(value))).collect();
    let paper = hex((THEME.paper.0, THEME.paper.1, THEME.paper.2));
    let head =
        format!("<metadata>{facts}</metadata>\n<rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\n");
    let (width, height) = scene.size();
    let size = format!(" width=\"{width}\" height=\"{height}\"");
    let namespaces = " xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
    Writer { classes: false }.write(scene, title, &format!("{namespaces}{size}"), &head)
}

/// Writes `scene` as an element to stand in a web page, on the page's own paper: the page can change its colours, since each
/// has its class: "k-17202e" what is filled, "s-17202e" what is drawn by lines. Where several stand in one page, the page
/// keeps their ids apart.
pub fn inline(scene: &Scene, title: &str) -> String {
    Writer { classes: true }.write(scene, title, "", "")
}

/// Style in which an SVG is written.
struct Writer {
    /// `true` if colours carry classes.
    classes: bool,
}

impl Writer {
    fn write(&self, scene: &Scene, title: &str, attributes: &str, head: &str) -> String {
        let mut out = String::with_capacity(96 * 1024);
        let (width, height) = (scene.width, scene.height);
        let said: Vec<_> = scene.labels.iter().map(|label| label.text.as_str()).collect();
        let said = escape(&said.join(" | "));
        let name = escape(title);
        // Writing to a String cannot fail, hence the ignored results here and below.
        let _ = write!(
            out,
            "<svg{attributes} viewBox=\"0 0 {width} {height}\" stroke-linejoin=\"round\" role=\"img\" \
         aria-label=\"{name}\">\n<title>{name}</title>\n<desc>{said}</desc>\n{head}",
        );
        let glyphs = outlines(scene);
        out.push_str("<defs>\n");
        for ((weight, glyph), data) in &glyphs {
            let _ = writeln!(out, "<path id=\"{}\" d=\"{data}\"/>", Self::id_of(*weight, *glyph));
        }
        out.push_str("</defs>\n");
        for op in &scene.ops {
            self.write_op(&mut out, op, &glyphs);
        }
        out.push_str("</svg>\n");
        out
    }

    fn id_of(weight: Weight, glyph: GlyphId) -> String {
        let weight = match weight {
            Weight::Regular => 'r',
            Weight::Bold => 'b',
        };
        format!("{weight}{}", glyph.to_u32())
    }

    fn write_op(&self, out: &mut String, op: &Op, glyphs: &Glyphs) {
        let _ = match op {
            Op::Fill { points, paint } => {
                writeln!(out, "<path d=\"{}Z\" {}/>", polyline(points), self.fill(paint))
            }
            Op::Stroke { lines, width, paint } => {
                let path: String = lines.iter().map(|points| polyline(points)).collect();
                let (color, alpha, width) = (hex(paint.rgb), opacity("stroke", paint), number(*width));
                let class = self.class('s', paint);
                writeln!(
                    out,
                    "<path d=\"{path}\" fill=\"none\"{class} stroke=\"{color}\"{alpha} stroke-width=\"{width}\"/>"
                )
            }
            Op::Dot { center: (x, y), radius, paint } => {
                let (x, y, r) = (number(*x), number(*y), number(*radius));
                writeln!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" {}/>", self.fill(paint))
            }
            Op::Text { text, origin, size, weight, paint } => {
                let (x, y, scale) = (number(origin.0), number(origin.1), (size / GRID * 1e6).round() / 1e6);
                let _ =
                    write!(out, "<g transform=\"translate({x} {y}) scale({scale})\" {}>", self.fill(paint));
                for glyph in font::set(text, *weight).glyphs {
                    let (id, x) = (glyph.id.unwrap_or_default(), (glyph.x * GRID).round());
                    if glyphs.contains_key(&(*weight, id)) {
                        // Office programs know the older name only.
                        let href = if self.classes { "href" } else { "xlink:href" };
                        let _ = write!(out, "<use {href}=\"#{}\" x=\"{x}\"/>", Self::id_of(*weight, id));
                    }
                }
                writeln!(out, "</g>")
            }
        };
    }

    fn fill(&self, paint: &Paint) -> String {
        format!("fill=\"{}\"{}{}", hex(paint.rgb), opacity("fill", paint), self.class('k', paint))
    }

    /// The class by which a page finds a colour, where it may.
    fn class(&self, what: char, paint: &Paint) -> String {
        if self.classes { format!(" class=\"{what}-{}\"", &hex(paint.rgb)[1..]) } else { String::new() }
    }
}

/// Steps to the em in which glyphs are written: a step is a seventeenth of a px in the largest text.
const GRID: f64 = 500.0;

/// Outlines by weight and glyph, as path data in steps.
type Glyphs = BTreeMap<(Weight, GlyphId), String>;

/// The outline of every glyph that a scene needs; blank ones have none.
fn outlines(scene: &Scene) -> Glyphs {
    let mut glyphs = Glyphs::new();
    for op in &scene.ops {
        let Op::Text { text, weight, .. } = op else { continue };
        for glyph in font::set(text, *weight).glyphs {
            let id = glyph.id.unwrap_or_default();
            glyphs.entry((*weight, id)).or_insert_with(|| {
                let mut pen = PathData::default();
                font::outline(*weight, id, GRID, (0.0, 0.0), &mut pen);
                pen.data
            });
        }
    }
    glyphs.retain(|_, data| !data.is_empty());
    glyphs
}

fn polyline(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (i, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if i == 0 { 'M' } else { 'L' }, number(*x), number(*y));
    }
    path
}

fn opacity(what: &str, paint: &Paint) -> String {
    if paint.alpha < 1.0 { format!(" {what}-opacity=\"{}\"", number(paint.alpha)) } else { String::new() }
}

fn hex((r, g, b): (u8, u8, u8)) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// A length to 1/100 px, in its shortest form.
fn number(value: f64) -> String {
    let mut text = String::new();
    push_number(&mut text, value);
    text
}

fn push_number(out: &mut String, value: f64) {
    let hundredths = (value * 100.0).round() as i64;
    if hundredths < 0 {
        out.push('-');
    }
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    let _ = match rest {
        0 => write!(out, "{whole}"),
        _ if rest % 10 == 0 => write!(out, "{whole}.{}", rest / 10),
        _ => write!(out, "{whole}.{rest:02}"),
    };
}

/// Text safe inside elements and attributes. Characters that XML forbids do not come this far: names are cleaned before
/// they are drawn; should one, it is dropped.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ if c.is_control() && c != '\n' => {}
            '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}

/// Collects an outline as path data in whole steps, each place relative to the one before.
#[derive(Default)]
struct PathData {
    data: String,
    command: char,
    at: (i32, i32),
    start: (i32, i32),
}

impl PathData {
    /// Writes a command with the places that it goes by.
    fn push(&mut self, command: char, points: &[(f32, f32)]) {
        let mut last = self.at;
        let mut deltas = Vec::with_capacity(6);
        for &(x, y) in points {
            last = (x.round() as i32, y.round() as i32);
            deltas.extend([last.0 - self.at.0, last.1 - self.at.1]);
        }
        self.at = last;
        match (command, &deltas[..]) {
            ('l', [0, 0]) => {}
            ('l', [dx, 0]) => self.write('h', &[*dx]),
            ('l', [0, dy]) => self.write('v', &[*dy]),
            (_, deltas) => self.write(command, deltas),
        }
    }

    fn write(&mut self, command: char, deltas: &[i32]) {
        // A command repeated need not be written again; after a move it would mean a line.
        let repeated = command == self.command && command != 'm';
        if !repeated {
            self.data.push(command);
            self.command = command;
        }
        for (i, delta) in deltas.iter().enumerate() {
            let separate = (i > 0 || repeated) && *delta >= 0;
            let _ = write!(self.data, "{}{delta}", if separate { " " } else { "" });
        }
    }
}

impl OutlinePen for PathData {
    fn move_to(&mut self, x: f32, y: f32) {
        self.push('m', &[(x, y)]);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push('l', &[(x, y)]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.push('q', &[(cx, cy), (x, y)]);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.push('c', &[(ax, ay), (bx, by), (x, y)]);
    }

    fn close(&mut self) {
        self.data.push('z');
        self.command = 'z';
        self.at = self.start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let said: Vec<_> = [0.0, 1.5, -0.25, 12.345, 100.0, -0.001].map(number).into();
        assert_eq!(said, ["0", "1.5", "-0.25", "12.35", "100", "0"]);
    }

    #[test]
    fn outlines_are_written_from_where_the_pen_stands() {
        let mut pen = PathData::default();
        pen.move_to(100.0, 50.0);
        pen.line_to(150.0, 25.0);
        pen.line_to(150.0, 30.0);
        pen.quad_to(150.0, 50.0, 125.0, 50.0);
        pen.close();
        pen.move_to(100.0, 100.0);
        pen.line_to(101.0, 100.0);
        assert_eq!(pen.data, "m100 50l50-25v5q0 20-25 20zm0 50h1");
    }

    #[test]
    fn markup_in_a_name_stays_text() {
        assert_eq!(escape("<script>a&\"b'\u{0}</script>"), "&lt;script&gt;a&amp;&quot;b&#39;&lt;/script&gt;");
    }
}
