//! Writes the document served at `/api/v1/openapi.json` from the table of calls and the types that it names. This runs
//! while the worker is built, so that the worker contains only the text.

#![expect(clippy::indexing_slicing, reason = "this runs on whoever builds, and a panic here is a message to them")]

#[path = "../calls/mod.rs"]
#[expect(dead_code, reason = "the document says what a call is, not who answers it")]
mod calls;
mod operations;
mod parts;
mod schema;

use std::{env, error::Error, fs, path::Path};

use domain::{
    hash::Hash,
    wire::{Problem, RosterErrorView},
};
use serde_json::{Map, Value, json};

use crate::schema::Schema;

/// The schema of all problems.
fn problem() -> Schema {
    Schema::of::<Problem>()
}

fn main() -> Result<(), Box<dyn Error>> {
    let target = env::var("OUT_DIR")?;
    println!("cargo::rerun-if-changed=src/openapi");
    println!("cargo::rerun-if-changed=src/calls");
    fs::write(Path::new(&target).join("openapi.json"), document()?.to_string())?;
    Ok(())
}

fn document() -> Result<Value, serde_json::Error> {
    let mut schemas = Map::new();
    for schema in operations::named().chain([problem(), Schema::of::<RosterErrorView>()]) {
        schema.add_to(&mut schemas)?;
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Laufzeit",
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
            "description": "Dates are YYYY-MM-DD in the platform's time zone, instants RFC 3339 in UTC, amounts whole minor \
                units (cents). Errors are problems (RFC 9457), told apart by `code`; \
                what its sentence needs stands in `facts`. A later version may have more codes. Unknown fields in a request are an error.",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": operations::paths(),
        "components": {
            "schemas": schemas,
            "parameters": parts::parameters(),
            "responses": {"Problem": parts::problem("Nothing was changed.", problem().reference())},
        },
    });
    let paths = &mut document["paths"];
    for (path, which) in
        [("/platforms/{p}/changes", Which::Submission), ("/platforms/{p}/changes/preview", Which::Preview)]
    {
        let schema = &mut paths[path]["post"]["requestBody"]["content"]["application/json"]["schema"];
        *schema = changes(&schema.take(), which);
    }
    for name in ["RosterEntry", "Event"] {
        allow_erased(&mut document["components"]["schemas"][name]);
    }
    bound_dates(&mut document);
    Ok(document)
}

/// What a request with changes is for.
#[derive(Clone, Copy)]
enum Which {
    Preview,
    Submission,
}

/// The schema of a request with changes: one by one, as runs, or by a filter, and with what a summary said where one is confirmed.
fn changes(request: &Value, which: Which) -> Value {
    let nothing = || json!({"type": "null"});
    let seen = match which {
        Which::Preview => json!({"properties": {"revision": nothing(), "hash": nothing()}}),
        Which::Submission => json!({
            "required": ["revision", "hash"],
            "properties": {"revision": {"type": "integer"}, "hash": {"type": "string"}},
        }),
    };
    let each = json!({
        "required": ["changes"],
        "properties": {"changes": {"type": "array", "minItems": 1}, "runs": nothing(), "filter": nothing(), "mode": nothing()},
    });
    let runs = json!({
        "required": ["runs"],
        "properties": {"runs": {"type": "object", "minProperties": 1}, "changes": nothing(), "filter": nothing(), "mode": nothing()},
    });
    let all = json!({
        "required": ["filter", "mode"],
        "properties": {"filter": {"not": nothing(), "additionalProperties": true}, "mode": {"not": nothing()}, "changes": nothing(), "runs": nothing()},
    });
    json!({"allOf": [request, seen, {"oneOf": [each, runs, all]}]})
}

/// Says that in the record a hash may stand in the place of the address and name of a person. Rust has no field for it: an
/// entry that is read has an address that stands for an erased one.
fn allow_erased(schema: &mut Value) {
    let hash = Schema::of::<Hash>().reference();
    let variants = schema.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten();
    variants.for_each(allow_erased);
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut)
        && properties.contains_key("address")
        && properties.contains_key("display_name")
    {
        properties.insert("erased".to_owned(), hash);
    }
}

/// Says of each date that it is within the calendar of the rules.
fn bound_dates(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let is_date = fields.get("format").is_some_and(|format| format == "date");
            if is_date {
                fields.insert("pattern".to_owned(), json!("^(19[7-9][0-9]|20[0-9]{2}|21[0-9]{2})-[0-9]{2}-[0-9]{2}$"));
            }
            fields.values_mut().for_each(bound_dates);
        }
        Value::Array(items) => items.iter_mut().for_each(bound_dates),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
