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

use domain::wire::{Problem, RosterErrorView};
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
    Ok(json!({
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
    }))
}
