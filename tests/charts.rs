//! Charts as laws: whatever the results, texts stay inside the picture and apart from each other, the same results give the
//! same bytes, and no title says what the picture does not.

#[path = "charts/park.rs"]
mod park;

use park::{REAL, Shape, park as make};
use parkcast::chart::{Kind, Picture, draw, draw_all};
use parkcast::results::Results;
use parkcast::text::Lang;

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

/// Writes the gallery for the eye: `cargo test --test charts -- --ignored gallery`.
#[test]
#[ignore = "writes pictures for people to look at"]
fn gallery() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    std::fs::create_dir_all(&folder).unwrap();
    for (case, results) in [("real", make(&REAL))] {
        for lang in BOTH {
            for picture in draw_all(&results, lang).unwrap() {
                let stem = folder.join(format!("{case}-{}-{lang:?}", picture.kind.stem()));
                std::fs::write(stem.with_extension("png"), &picture.png).unwrap();
                std::fs::write(stem.with_extension("svg"), &picture.svg).unwrap();
            }
        }
    }
}
