//! The page.

use super::{BOTH, fixture, reports};
use parkcast::report::html;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;

/// What stands between the tags of a page, its opening tags, their ids and where they lead.
#[derive(Default)]
struct Parsed {
    text: String,
    tags: Vec<String>,
    ids: Vec<String>,
    links: Vec<String>,
}

/// Reads the body of a page as XML, which is stricter than a browser.
fn parse(page: &str) -> Parsed {
    let body = &page[page.find("<body>").unwrap()..page.rfind("</html>").unwrap()];
    let mut reader = Reader::from_str(body);
    reader.config_mut().check_end_names = true;
    let mut parsed = Parsed::default();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => parsed.open(&tag),
            Event::Text(words) => {
                parsed.text += &words;
            }
            Event::GeneralRef(entity) => {
                let name: &str = &entity;
                let character = match name {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    "#39" => "'",
                    other => panic!("&{other};"),
                };
                parsed.text += character;
            }
            Event::Eof => return parsed,
            _ => {}
        }
    }
}

impl Parsed {
    fn open(&mut self, tag: &BytesStart) {
        self.tags.push(tag.name().as_ref().to_owned());
        for attribute in tag.attributes().map(Result::unwrap) {
            let value = attribute.value.into_owned();
            match attribute.key.as_ref() {
                "id" => self.ids.push(value),
                "href" | "xlink:href" => self.links.push(value),
                _ => {}
            }
        }
    }
}

/// The page without its seal, which is no XML.
fn without_seal(page: &str) -> (String, String) {
    let (before, rest) =
        page.split_once("<script id=\"parkcast-provenance\" type=\"application/json\">").unwrap();
    let (seal, after) = rest.split_once("</script>").unwrap();
    (before.to_owned() + after, seal.to_owned())
}

#[test]
fn nothing_comes_from_elsewhere() {
    for report in reports() {
        let page = html(&report);
        let page = page
            .replace("=\"http://www.w3.org/2000/svg\"", "")
            .replace("=\"http://www.w3.org/1999/xlink\"", "");
        for outside in ["http://", "https://", "src=", "url(//", "@import", "<link", "<iframe"] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert_eq!(page.matches("url(").count(), page.matches("url(data:font/ttf;base64,").count());
    }
}

#[test]
fn every_text_is_escaped_and_every_element_closed() {
    for report in reports() {
        let (page, _) = without_seal(&html(&report));
        assert!(!page.contains("<script"));
        let parsed = parse(&page);
        for text in [&report.title, &report.answer, &report.subtitle] {
            assert!(parsed.text.contains(text.as_str()), "{text}");
        }
        assert!(!parsed.tags.iter().any(|tag| tag == "script"));
    }
}

#[test]
fn ids_are_unique_and_links_lead_somewhere() {
    for report in reports() {
        let (page, _) = without_seal(&html(&report));
        let parsed = parse(&page);
        let ids: BTreeSet<&str> = parsed.ids.iter().map(String::as_str).collect();
        assert_eq!(ids.len(), parsed.ids.len(), "{:?}", parsed.ids);
        for link in &parsed.links {
            assert!(ids.contains(link.strip_prefix('#').unwrap()), "{link}");
        }
    }
}

#[test]
fn headings_leave_no_level_out() {
    for report in reports() {
        let (page, _) = without_seal(&html(&report));
        let tags = parse(&page).tags;
        let levels = tags.iter().filter_map(|tag| tag.strip_prefix('h')?.parse::<u32>().ok());
        let mut last = 0;
        for level in levels {
            assert!(level <= last + 1, "h{level} after h{last}");
            last = level;
        }
        assert_eq!(tags.iter().filter(|tag| *tag == "h1").count(), 1);
        for landmark in ["header", "nav", "main", "footer"] {
            assert_eq!(tags.iter().filter(|tag| *tag == landmark).count(), 1, "{landmark}");
        }
    }
}

#[test]
fn the_seal_can_be_read_back() {
    for report in reports() {
        let (_, seal) = without_seal(&html(&report));
        let read = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
        assert_eq!(read(&seal), read(&report.seal));
    }
}

#[test]
fn the_same_report_is_the_same_page_of_bearable_size() {
    for lang in BOTH {
        let page = html(&fixture::report(lang));
        assert_eq!(page, html(&fixture::report(lang)));
        assert!(page.len() < 1_500_000, "{}", page.len());
    }
}

/// On a narrow screen rows are cards, and every cell says whose it is.
#[test]
fn every_cell_carries_the_head_of_its_column() {
    for report in reports() {
        let (page, _) = without_seal(&html(&report));
        let cells = page.matches("<td").count() - page.matches("<td class=\"none\"").count();
        assert_eq!(page.matches(" data-head=\"").count(), cells);
    }
}
