//! Files made from results, as they are read.

use crate::read::Files;
use crate::stored::MAX_BYTES;
use crate::text::{Text, text};
use std::path::Path;

/// Reads a file of no more than [`MAX_BYTES`].
///
/// # Errors
/// Where it cannot be read; with the remedy, where there is one.
pub fn read(path: &Path) -> Result<Vec<u8>, Text> {
    Files::Disk.bytes(path, MAX_BYTES).map_err(|(found, remedy)| match remedy {
        // What is too large for a scenario can be split; this cannot.
        Some(Text { zh, en }) if !path.exists() => {
            let (found_zh, found_en) = (found.zh, found.en);
            text!("{found_zh}；{zh}", "{found_en}; {en}")
        }
        _ => found,
    })
}
