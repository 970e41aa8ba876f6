//! Packages of XML parts, as documents and workbooks are.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// The XML parts of a package by name; every one is read to its end, and the package has no part twice.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        if name.ends_with(".xml") || name.ends_with(".rels") {
            let mut part = String::new();
            file.read_to_string(&mut part).unwrap();
            words(&part);
            assert!(parts.insert(name, part).is_none());
        }
    }
    parts
}

/// What stands between the tags of a part; elements are joined by a bar.
pub fn words(part: &str) -> String {
    let mut reader = Reader::from_str(part);
    let mut words = String::new();
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Text(text) => words += &text,
            Event::GeneralRef(entity) => {
                let name: &str = &entity;
                let number = |hex: &str| char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap();
                words.push(match name {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => name
                        .strip_prefix("#x")
                        .map_or_else(|| char::from_u32(name[1..].parse().unwrap()).unwrap(), number),
                });
            }
            Event::Start(tag) => {
                for attribute in tag.attributes() {
                    attribute.unwrap();
                }
                depth += 1;
            }
            Event::End(_) => {
                words.push('|');
                depth -= 1;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    words
}
