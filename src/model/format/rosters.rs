//! Rosters: which lists may stand in sheets of their own, and what their headings are called.

use super::{FieldSpec, Kind, TableSpec};

/// Keys that name the file of a roster, with the list whose entries it holds.
pub const ROSTERS: &[(&str, &str)] = &[
    ("enterprises_file", "enterprises"),
    ("projects_file", "projects"),
    ("parcels_file", "parcels"),
    ("supplies_file", "supplies"),
];

/// Keys that say where the whole of a list comes from, in Chinese and English, with the list.
pub const SOURCES: &[(&str, &str, &str)] = &[
    ("enterprises_source", "enterprises_source_en", "enterprises"),
    ("projects_source", "projects_source_en", "projects"),
    ("parcels_source", "parcels_source_en", "parcels"),
    ("supplies_source", "supplies_source_en", "supplies"),
];

/// Headings that mean the need of land, beside `needs.land`.
pub const LAND_NEED: &[&str] =
    &["用地需求", "需用地", "需地", "用地", "占地", "用地面积", "占地面积", "landneed", "landneeded"];

/// Stages of a project as offices call them, with the format's own word.
pub const STAGES: &[(&str, &str)] = &[
    ("签约", "signed"),
    ("已签约", "signed"),
    ("在建", "building"),
    ("建设中", "building"),
    ("投产", "operating"),
    ("已投产", "operating"),
    ("达产", "operating"),
];

/// A column that a roster may have.
#[derive(Debug)]
pub struct ColumnSpec {
    /// Key that it holds, such as "output" or "needs.land".
    pub key: String,
    /// Headings by which it is known, beside the key.
    pub headings: Vec<String>,
    /// Whether the roster needs it.
    pub is_required: bool,
}

/// Columns that the roster of `table` may have.
pub fn columns(table: &TableSpec) -> Vec<ColumnSpec> {
    table.fields.iter().filter(|field| field.kind.fits_a_cell()).flat_map(of_field).collect()
}

/// Columns of a key: one, or for needs one of land and one of each other resource.
fn of_field(field: &FieldSpec) -> Vec<ColumnSpec> {
    let column =
        |key: String, headings: Vec<String>| ColumnSpec { key, headings, is_required: field.required };
    let names = |ending: &str| field.aliases.iter().map(|alias| format!("{alias}{ending}")).collect();
    match field.kind {
        Kind::Needs(_) => {
            let land = LAND_NEED.iter().map(|heading| (*heading).to_owned()).collect();
            vec![
                column(format!("{}.land", field.key), land),
                column(format!("{}.<资源>", field.key), names(".<资源>")),
            ]
        }
        _ => vec![column(field.key.to_owned(), names(""))],
    }
}

impl Kind {
    /// Whether a cell of a roster can hold it.
    pub fn fits_a_cell(self) -> bool {
        !matches!(
            self,
            Self::Weights
                | Self::Condition
                | Self::Changes
                | Self::Pairs
                | Self::Doses
                | Self::Items
                | Self::Bound
        )
    }
}
