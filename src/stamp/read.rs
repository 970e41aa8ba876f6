//! Finds the stamp in a file, whatever kind of file it is.

use super::{ELEMENT, KEY, SCHEMA, Stamp};
use crate::stored::{Fault, Stored, Unreadable, is_json, without_mark};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use serde::Deserialize;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Bytes of a stamp at the most, and of what stands around it.
const MAX_SEAL: usize = 1024 * 1024;
const MAX_PART: u64 = 2 * MAX_SEAL as u64;

/// Bytes of a picture's header at the most.
const MAX_HEADER: usize = 4 * MAX_SEAL;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const ZIP: &[u8] = b"PK\x03\x04";

impl Stamp {
    /// Reads the stamp of a file called `name`: a PNG or SVG picture, a web page, a Markdown file, a workbook or a document; or that of
    /// `results.json` itself.
    ///
    /// # Errors
    /// Where the file has none, or one that cannot be understood.
    pub fn read(bytes: &[u8], name: &str) -> Result<Self, Unreadable> {
        let unreadable = |fault| Unreadable { name: name.to_owned(), fault };
        if is_json(bytes) {
            return Stored::read(bytes, name).map(|stored| Self::of(&stored));
        }
        let json = if bytes.starts_with(PNG) {
            of_png(bytes)
        } else if bytes.starts_with(ZIP) {
            of_package(bytes)
        } else {
            of_markup(bytes)
        };
        json.and_then(|json| parse(&json)).map_err(unreadable)
    }
}

/// Part of a stamp that every version has.
#[derive(Deserialize)]
struct Shape {
    schema: u32,
}

fn parse(json: &str) -> Result<Stamp, Fault> {
    let damaged = |error: serde_json::Error| Fault::Damaged(error.to_string());
    if json.len() > MAX_SEAL {
        return Err(Fault::TooLarge);
    }
    let Shape { schema } = serde_json::from_str(json).map_err(damaged)?;
    if schema > SCHEMA {
        return Err(Fault::Newer(schema));
    }
    serde_json::from_str(json).map_err(damaged)
}

/// The text chunk of a picture, which stands before its pixels.
fn of_png(bytes: &[u8]) -> Result<String, Fault> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_limits(png::Limits { bytes: MAX_HEADER });
    let reader = decoder.read_info().map_err(|error| Fault::Damaged(error.to_string()))?;
    let chunk = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == KEY);
    let Some(mut chunk) = chunk.cloned() else { return Err(Fault::NoSeal) };
    chunk.decompress_text_with_limit(MAX_SEAL).map_err(|error| Fault::Damaged(error.to_string()))?;
    chunk.get_text().map_err(|error| Fault::Damaged(error.to_string()))
}

/// The custom property of a workbook or document.
fn of_package(bytes: &[u8]) -> Result<String, Fault> {
    let damaged = |error: ZipError| Fault::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let part = match archive.by_name("docProps/custom.xml") {
        Err(ZipError::FileNotFound) => return Err(Fault::NoSeal),
        part => part.map_err(damaged)?,
    };
    let mut xml = String::new();
    part.take(MAX_PART + 1).read_to_string(&mut xml).map_err(|error| Fault::Damaged(error.to_string()))?;
    if xml.len() as u64 > MAX_PART {
        return Err(Fault::TooLarge);
    }
    let is_it = |name: &str, tag: &quick_xml::events::BytesStart| {
        let named = |attribute: &quick_xml::events::attributes::Attribute| {
            attribute.key.as_ref() == "name" && *attribute.value == *KEY
        };
        name == "property" && tag.attributes().flatten().any(|attribute| named(&attribute))
    };
    text_of(&xml, is_it)?.ok_or(Fault::NoSeal)
}

/// The comment of a Markdown file, the element of a web page, or the line among the metadata of an SVG picture.
fn of_markup(bytes: &[u8]) -> Result<String, Fault> {
    let text = std::str::from_utf8(without_mark(bytes)).map_err(|_| Fault::Foreign)?;
    if let Some((_, rest)) = text.split_once(&format!("<!-- {KEY}: ")) {
        let content = rest.split_once(" -->").ok_or_else(|| Fault::Damaged("-->".into()))?;
        return Ok(content.0.to_owned());
    }
    if !text.trim_start().starts_with('<') {
        return Err(Fault::Foreign);
    }
    if let Some((_, rest)) = text.split_once(&format!("id=\"{ELEMENT}\"")) {
        let content = rest.split_once('>').and_then(|(_, rest)| rest.split_once("</script>"));
        let (content, _) = content.ok_or_else(|| Fault::Damaged("</script>".into()))?;
        return Ok(content.trim().to_owned());
    }
    if !text.contains("<svg") {
        return Err(Fault::NoSeal);
    }
    let facts = text_of(text, |name, _| name == "metadata")?.ok_or(Fault::NoSeal)?;
    let mark = format!("{KEY}: ");
    let line = facts.lines().find_map(|line| line.trim().strip_prefix(&mark));
    line.map(str::to_owned).ok_or(Fault::NoSeal)
}

/// The text inside the first element of XML that is the one looked for.
fn text_of(
    xml: &str,
    is_it: impl Fn(&str, &quick_xml::events::BytesStart) -> bool,
) -> Result<Option<String>, Fault> {
    let damaged = |error: &dyn std::error::Error| Fault::Damaged(error.to_string());
    let mut reader = Reader::from_str(xml);
    // How many elements are open from the one looked for on.
    let (mut depth, mut text) = (0_usize, String::new());
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(tag) if depth > 0 || is_it(tag.local_name().as_ref(), &tag) => depth += 1,
            Event::End(_) if depth > 1 => depth -= 1,
            Event::End(_) if depth == 1 => return Ok(Some(text)),
            Event::Text(part) if depth > 0 => text.push_str(&part),
            Event::CData(part) if depth > 0 => text.push_str(&part),
            Event::GeneralRef(name) if depth > 0 => {
                let reference = format!("&{};", &*name);
                text.push_str(&unescape(&reference).map_err(|error| damaged(&error))?);
            }
            Event::Eof => return Ok(None),
            _ => {}
        }
        if text.len() > MAX_PART as usize {
            return Err(Fault::TooLarge);
        }
    }
}
