//! Rosters: which lists may stand in sheets of their own, and what their headings are called.

use super::{Dimension, FieldSpec, Kind, TableSpec};

/// Keys that name the file of a roster, with the list whose entries it holds.
pub const ROSTERS: &[(&str, &str)] = &[
    ("enterprises_file", "enterprises"),
    ("projects_file", "projects"),
    ("parcels_file", "parcels"),
    ("supplies_file", "supplies"),
    ("channels_file", "channels"),
];

/// Keys that say where the whole of a list comes from, in Chinese and English, with the list.
pub const SOURCES: &[(&str, &str, &str)] = &[
    ("enterprises_source", "enterprises_source_en", "enterprises"),
    ("projects_source", "projects_source_en", "projects"),
    ("parcels_source", "parcels_source_en", "parcels"),
    ("supplies_source", "supplies_source_en", "supplies"),
    ("channels_source", "channels_source_en", "channels"),
];

/// Headings that mean the need of land, beside `needs.land`.
pub const LAND_NEED: &[&str] = &[
    "用地需求",
    "需用地",
    "需地",
    "用地",
    "占地",
    "用地面积",
    "占地面积",
    "土地面积",
    "landneed",
    "landneeded",
];

/// Choices as offices call them, with the format's own word.
pub const CHOICE_WORDS: &[(&str, &str)] = &[
    ("洽谈", "negotiating"),
    ("在谈", "negotiating"),
    ("洽谈中", "negotiating"),
    ("在洽谈", "negotiating"),
    ("意向", "negotiating"),
    ("拟签约", "negotiating"),
    ("待签约", "negotiating"),
    ("签约", "signed"),
    ("已签约", "signed"),
    ("未开工", "signed"),
    ("签约未开工", "signed"),
    ("待开工", "signed"),
    ("拟开工", "signed"),
    ("前期", "signed"),
    ("前期工作", "signed"),
    ("筹建", "signed"),
    ("开工", "building"),
    ("已开工", "building"),
    ("动工", "building"),
    ("在建", "building"),
    ("建设中", "building"),
    ("续建", "building"),
    ("设备安装", "building"),
    ("试生产", "operating"),
    ("试产", "operating"),
    ("试运行", "operating"),
    ("竣工", "operating"),
    ("已竣工", "operating"),
    ("竣工投产", "operating"),
    ("建成", "operating"),
    ("建成投产", "operating"),
    ("投产", "operating"),
    ("已投产", "operating"),
    ("部分投产", "operating"),
    ("达产", "operating"),
    ("已达产", "operating"),
    ("线性", "linear"),
    ("S形", "s-curve"),
    ("S型", "s-curve"),
    ("正态", "normal"),
    ("拉普拉斯", "laplace"),
    ("t分布", "student-t"),
    ("更新", "update"),
    ("替换", "replace"),
];

/// The format's own word for one of its choices, given in that word or in an office's.
pub fn choice(word: &str) -> Option<&'static str> {
    let known = |(office, own): &&(&str, &'static str)| *office == word || *own == word;
    CHOICE_WORDS.iter().find(known).map(|(_, own)| *own)
}

/// The words of offices for a choice.
pub fn words_for(choice: &str) -> impl Iterator<Item = &'static str> {
    CHOICE_WORDS.iter().filter(move |(_, own)| *own == choice).map(|(office, _)| *office)
}

/// The keys of a project that mean nothing in a stage.
pub fn idle_keys(stage: &str) -> &'static [&'static str] {
    match stage {
        "negotiating" => &["operating_months"],
        "building" => {
            &["probability", "signing", "operating_months", "conversion", "prep", "patience", "priority"]
        }
        "operating" => &["probability", "signing", "conversion", "prep", "build", "patience", "priority"],
        _ => &["probability", "signing", "operating_months"],
    }
}

/// What a heading says where it means growth to come, not that of the year that is over.
pub const FORECAST_WORDS: &[&str] = &["预计", "今后", "计划", "预期", "未来", "预测"];

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
        Kind::Needs(dimension) => {
            // A plain heading of land means what is needed, not what is needed per output.
            let land = if dimension == Dimension::Amount { LAND_NEED } else { &[] };
            let land = land.iter().map(|heading| (*heading).to_owned()).collect();
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
