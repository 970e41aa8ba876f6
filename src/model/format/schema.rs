//! The JSON Schema of the format, from its declarations.

use super::rosters::words_for;
use super::{CHANGE_SUBJECTS, Dimension, FieldSpec, Kind, TABLES, TableSpec, score_item};
use crate::law::{FAMILIES, Family};
use crate::text::{Lang, text};
use serde_json::{Map, Value, json};

/// The schema (JSON Schema 2020-12) of a scenario file, described in `lang`; editors use it to complete and to
/// check while one writes. What needs the whole file, such as references, `check` alone can tell.
pub fn schema(lang: Lang) -> Value {
    let mut properties = Map::new();
    for table in TABLES {
        if table.key.is_empty() {
            properties.extend(table.fields.iter().map(|field| (field.key.to_owned(), property(field, lang))));
        } else {
            properties.insert(table.key.to_owned(), table_schema(table, lang));
        }
    }
    let title = text!("园区情景", "Industrial park scenario");
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title.get(lang),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": definitions(lang),
    })
}

fn table_schema(table: &TableSpec, lang: Lang) -> Value {
    let entry = entry_schema(table, lang);
    let description = if lang == Lang::Zh { table.zh } else { table.en };
    let mut schema = if table.repeated { json!({ "type": "array", "items": entry }) } else { entry };
    schema["description"] = json!(description);
    schema
}

fn entry_schema(table: &TableSpec, lang: Lang) -> Value {
    let properties: Map<String, Value> =
        table.fields.iter().map(|field| (field.key.to_owned(), property(field, lang))).collect();
    let required: Vec<&str> =
        table.fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    let others = if table.key == "changes" { reference("effect") } else { json!(false) };
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": others,
    })
}

fn property(field: &FieldSpec, lang: Lang) -> Value {
    let mut schema = kind(field.kind, lang);
    schema["description"] = json!(field.meaning().get(lang));
    schema
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn kind(kind: Kind, lang: Lang) -> Value {
    match kind {
        Kind::Text | Kind::Reference(_) | Kind::Path => json!({ "type": "string" }),
        Kind::Id => json!({ "type": "string", "minLength": 1, "maxLength": 200 }),
        Kind::References(_) | Kind::Texts => {
            json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
        }
        Kind::Integer => json!({ "type": "integer" }),
        Kind::Number => json!({ "type": ["number", "string"] }),
        Kind::Choice(choices) => {
            let words = choices.iter().flat_map(|choice| words_for(choice));
            json!({ "type": "string", "enum": choices.iter().copied().chain(words).collect::<Vec<_>>() })
        }
        Kind::Month => reference("month"),
        Kind::Quantity(dimension) => quantity(dimension),
        Kind::Needs(dimension) => json!({ "type": "object", "additionalProperties": quantity(dimension) }),
        Kind::Weights => {
            json!({ "type": "array", "items": { "type": "number", "minimum": 0 }, "minItems": 12, "maxItems": 12 })
        }
        Kind::Condition => reference("condition"),
        Kind::Changes => json!({ "type": "array", "items": reference("change") }),
        Kind::Items => json!({ "type": "array", "items": entry_schema(score_item(), lang), "minItems": 1 }),
        Kind::Pairs => json!({
            "type": "array",
            "items": {
                "type": "array",
                "prefixItems": [{ "type": "string" }, { "type": "string" }, { "type": "number", "minimum": -1, "maximum": 1 }],
                "minItems": 3,
                "maxItems": 3,
            },
        }),
        Kind::Doses => {
            json!({ "type": "object", "additionalProperties": { "type": "number", "minimum": 0 } })
        }
        Kind::Bound => json!({ "type": ["number", "string"] }),
    }
}

/// A number in the range of its dimension, a text with a unit, or a law.
fn quantity(dimension: Dimension) -> Value {
    let mut number = json!({ "type": "number" });
    let (low, high) = range(dimension);
    if let Some(low) = low {
        number["minimum"] = json!(low);
    }
    if let Some(high) = high {
        number["maximum"] = json!(high);
    }
    json!({ "anyOf": [number, { "type": "string" }, reference("law")] })
}

fn range(dimension: Dimension) -> (Option<f64>, Option<f64>) {
    match dimension {
        Dimension::Growth => (Some(-0.99), Some(2.0)),
        Dimension::Share => (Some(0.0), Some(1.0)),
        Dimension::Volatility => (Some(0.0), Some(5.0)),
        Dimension::Rate => (Some(0.0), Some(1e4)),
        Dimension::Signed | Dimension::Whole => (None, None),
        _ => (Some(0.0), None),
    }
}

fn definitions(lang: Lang) -> Value {
    let value = json!({ "anyOf": [{ "type": "number" }, { "type": "string" }, reference("law")] });
    let law: Vec<Value> = FAMILIES.iter().map(law).collect();
    let month = text!("月份，如 2024-06", "a month, such as 2024-06");
    let scalar = json!({ "type": ["string", "number"] });
    json!({
        "month": { "type": "string", "pattern": "^[0-9]{4}.+$", "description": month.get(lang) },
        "law": { "oneOf": law },
        "condition": {
            "type": "object",
            "additionalProperties": { "anyOf": [scalar, { "type": "array", "items": scalar }] },
        },
        "effect": {
            "type": "object",
            "minProperties": 1,
            "properties": { "set": value, "multiply": value, "add": value },
            "additionalProperties": {
                "type": "object",
                "minProperties": 1,
                "properties": { "set": value, "multiply": value, "add": value },
                "additionalProperties": false,
            },
        },
        "change": {
            "type": "object",
            "properties": {
                "on": { "type": "string", "enum": CHANGE_SUBJECTS },
                "id": { "type": "string" },
                "where": reference("condition"),
            },
            "required": ["on"],
            "additionalProperties": reference("effect"),
        },
    })
}

fn law(family: &Family) -> Value {
    let number = json!({ "type": ["number", "string"] });
    let list = json!({ "type": "array", "items": number, "minItems": 1 });
    let mut properties = Map::new();
    properties.insert("dist".into(), json!({ "const": family.name }));
    for parameter in family.parameters() {
        let schema = if parameter.kind.is_list() { list.clone() } else { number.clone() };
        properties.insert(parameter.key.into(), schema);
    }
    for limit in ["min", "max"] {
        properties.insert(limit.into(), number.clone());
    }
    json!({ "type": "object", "properties": properties, "required": ["dist"], "additionalProperties": false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_key_is_in_the_schema_with_a_description() {
        for lang in [Lang::Zh, Lang::En] {
            let schema = schema(lang);
            for table in TABLES {
                let properties = match (table.key, table.repeated) {
                    ("", _) => &schema["properties"],
                    (key, true) => &schema["properties"][key]["items"]["properties"],
                    (key, false) => &schema["properties"][key]["properties"],
                };
                for field in table.fields {
                    let description = &properties[field.key]["description"];
                    assert_eq!(description, field.meaning().get(lang), "{}.{}", table.key, field.key);
                }
            }
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let schema = schema(Lang::En);
        let text = schema.to_string();
        for part in text.split("#/$defs/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(schema["$defs"].get(name).is_some(), "{name}");
        }
    }

    /// Whether `value` fits `schema`, as far as the keywords that we use go.
    fn fits(value: &Value, schema: &Value, root: &Value) -> bool {
        if let Some(name) = schema["$ref"].as_str() {
            return fits(value, &root["$defs"][name.trim_start_matches("#/$defs/")], root);
        }
        let any =
            |key: &str| schema[key].as_array().is_none_or(|of| of.iter().any(|one| fits(value, one, root)));
        let is = |name: &Value| match name.as_str() {
            Some("string") => value.is_string(),
            Some("number") => value.is_number(),
            Some("integer") => value.is_i64() || value.is_u64(),
            Some("array") => value.is_array(),
            Some("object") => value.is_object(),
            _ => false,
        };
        let typed = match &schema["type"] {
            Value::Null => true,
            Value::Array(names) => names.iter().any(is),
            name => is(name),
        };
        let listed = schema["enum"].as_array().is_none_or(|of| of.contains(value));
        let constant = schema.get("const").is_none_or(|only| only == value);
        let items = value.as_array().is_none_or(|list| {
            schema.get("items").is_none_or(|items| list.iter().all(|item| fits(item, items, root)))
        });
        let keys = value.as_object().is_none_or(|object| {
            let required = schema["required"].as_array().is_none_or(|keys| {
                keys.iter().all(|key| key.as_str().is_some_and(|key| object.contains_key(key)))
            });
            let each = object.iter().all(|(key, part)| match schema["properties"].get(key) {
                Some(own) => fits(part, own, root),
                None => match schema.get("additionalProperties") {
                    None => true,
                    Some(Value::Bool(allowed)) => *allowed,
                    Some(others) => fits(part, others, root),
                },
            });
            required && each
        });
        any("anyOf") && any("oneOf") && typed && listed && constant && items && keys
    }

    #[test]
    fn a_good_scenario_fits_the_schema_and_misspelt_ones_do_not() {
        let schema = schema(Lang::En);
        let good: toml::Value = toml::from_str(include_str!("../../../tests/data/good.toml")).unwrap();
        let good = serde_json::to_value(good).unwrap();
        assert!(fits(&good, &schema, &schema));
        for key in ["park", "industries", "policies", "targets"] {
            let mut bad = good.clone();
            let table = if bad[key].is_array() { &mut bad[key][0] } else { &mut bad[key] };
            table["growht"] = json!(1);
            assert!(!fits(&bad, &schema, &schema), "{key}");
        }
    }
}
