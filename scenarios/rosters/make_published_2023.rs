//! Writes the roster of `published-2023.toml`:
//!
//! ```text
//! cargo run --example make_published_2023 > scenarios/rosters/published-2023.csv
//! ```

mod published_2023;

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(published_2023::roster().as_bytes())
}
