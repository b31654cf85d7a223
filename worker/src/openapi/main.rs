//! Writes the document that stands at `/api/v1/openapi.json`, from the types of the wire and the table of calls, while
//! the worker is built: the worker itself carries only its text.

#![expect(clippy::indexing_slicing, reason = "this runs on whoever builds, and a panic here is a message to them")]

mod calls;
mod parts;

use std::{env, error::Error, fs, path::Path};

use domain::wire;
use serde_json::{Value, json};
use utoipa::OpenApi;

/// What the calls name; what these name comes along.
#[derive(OpenApi)]
#[openapi(components(schemas(
    domain::event::Recorded,
    domain::invoice::Invoice,
    domain::order::Quote,
    domain::platform::NewPlatform,
    domain::settings::Settings,
    wire::AccountEvent,
    wire::AccountView,
    wire::ChangesRequest,
    wire::ClockRequest,
    wire::ConfirmRequest,
    wire::Forecast,
    wire::HistoryEntry,
    wire::Imported,
    wire::InvoiceHead,
    wire::LineView,
    wire::OrderRequest,
    wire::Ordered,
    wire::PlatformHead,
    wire::PlatformView,
    wire::Problem,
    wire::QuoteRequest,
    wire::ReceiptView,
    wire::RestoreRequest,
    wire::RosterErrorView,
    wire::SetUpRequest,
    wire::SummaryView,
    wire::TakenBack,
)))]
struct Schemas;

fn main() -> Result<(), Box<dyn Error>> {
    let target = env::var("OUT_DIR")?;
    println!("cargo::rerun-if-changed=src/openapi");
    fs::write(Path::new(&target).join("openapi.json"), document()?.to_string())?;
    Ok(())
}

fn document() -> Result<Value, serde_json::Error> {
    let schemas = serde_json::to_value(Schemas::openapi())?["components"]["schemas"].take();
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
        "paths": calls::paths(),
        "components": {
            "schemas": schemas,
            "parameters": parts::parameters(),
            "responses": {"Problem": parts::problem("Nothing was changed.", parts::schema("Problem"))},
        },
    }))
}
