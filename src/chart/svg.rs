//! A scene as SVG. Text becomes outlines, so that it looks the same everywhere and survives office programs; what it says
//! stands in `<title>` and `<desc>`, where readers for the blind and searches find it.

use super::canvas::{Op, Paint, Scene};
use super::font;
use super::theme::THEME;
use skrifa::outline::OutlinePen;
use std::fmt::Write;

/// Writes `scene` as an SVG document; `facts` go into `<metadata>`, key and value.
pub fn write(scene: &Scene, title: &str, facts: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(96 * 1024);
    let (width, height) = (scene.width, scene.height);
    let said: Vec<_> = scene.labels.iter().map(|label| label.text.as_str()).collect();
    let said = escape(&said.join(" | "));
    let name = escape(title);
    let facts: String = facts.iter().map(|(key, value)| format!("{key}: {}\n", escape(value))).collect();
    // Writing to a String cannot fail, hence the ignored results here and below.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{name}\">\n<title>{name}</title>\n\
         <desc>{said}</desc>\n<metadata>{facts}</metadata>\n<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
        hex((THEME.paper.0, THEME.paper.1, THEME.paper.2)),
    );
    for op in &scene.ops {
        write_op(&mut out, op);
    }
    out.push_str("</svg>\n");
    out
}

fn write_op(out: &mut String, op: &Op) {
    let _ = match op {
        Op::Fill { points, paint } => {
            writeln!(out, "<path d=\"{}Z\" {}/>", polyline(points), fill(paint))
        }
        Op::Stroke { points, width, paint } => {
            let (path, color, alpha) = (polyline(points), hex(paint.rgb), opacity("stroke", paint));
            writeln!(
                out,
                "<path d=\"{path}\" fill=\"none\" stroke=\"{color}\"{alpha} stroke-width=\"{}\" \
                 stroke-linejoin=\"round\"/>",
                number(*width)
            )
        }
        Op::Dot { center: (x, y), radius, paint } => {
            let (x, y, r) = (number(*x), number(*y), number(*radius));
            writeln!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" {}/>", fill(paint))
        }
        Op::Text { text, origin, size, weight, paint } => {
            let mut pen = PathData::default();
            for glyph in font::set(text, *weight).glyphs {
                let at = (origin.0 + glyph.x * size, origin.1);
                font::outline(*weight, glyph.id.unwrap_or_default(), *size, at, &mut pen);
            }
            match pen.data.as_str() {
                "" => Ok(()),
                data => {
                    let (shrink, fill) = (1.0 / STEPS, fill(paint));
                    writeln!(out, "<path transform=\"scale({shrink})\" d=\"{data}\" {fill}/>")
                }
            }
        }
    };
}

fn polyline(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (i, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if i == 0 { 'M' } else { 'L' }, number(*x), number(*y));
    }
    path
}

fn fill(paint: &Paint) -> String {
    format!("fill=\"{}\"{}", hex(paint.rgb), opacity("fill", paint))
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

/// Steps to the px in which outlines are written, relative to each other: half the length of absolute px.
const STEPS: f32 = 50.0;

/// Collects outlines as path data in steps.
#[derive(Default)]
struct PathData {
    data: String,
    at: (i32, i32),
    start: (i32, i32),
}

impl PathData {
    fn push(&mut self, command: char, points: &[(f32, f32)]) {
        self.data.push(command);
        let mut last = self.at;
        let mut first = true;
        for &(x, y) in points {
            last = ((x * STEPS).round() as i32, (y * STEPS).round() as i32);
            for delta in [last.0 - self.at.0, last.1 - self.at.1] {
                if !first && delta >= 0 {
                    self.data.push(' ');
                }
                let _ = write!(self.data, "{delta}");
                first = false;
            }
        }
        self.at = last;
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
    fn outlines_are_written_in_steps_from_where_the_pen_stands() {
        let mut pen = PathData::default();
        pen.move_to(2.0, 1.0);
        pen.line_to(3.0, 0.5);
        pen.quad_to(3.0, 1.0, 2.5, 1.0);
        pen.close();
        pen.move_to(2.0, 2.0);
        assert_eq!(pen.data, "m100 50l50-25q0 25-25 25zm0 50");
    }

    #[test]
    fn markup_in_a_name_stays_text() {
        assert_eq!(escape("<script>a&\"b'\u{0}</script>"), "&lt;script&gt;a&amp;&quot;b&#39;&lt;/script&gt;");
    }
}
