//! The parts of the OpenAPI document that several calls share.

use domain::{
    account::{AccountId, RenewalMode, Status},
    calendar::CalendarMonth,
    invoice::InvoiceNumber,
    platform::PlatformId,
    wire::{Code, Facts, Problem, RosterErrorView},
};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::schema::Schema;

fn reference<T: ToSchema>() -> Value {
    Schema::of::<T>().reference()
}

/// The schema of a page of a list.
pub fn list(of: Schema) -> Value {
    json!({
        "type": "object",
        "required": ["items", "next_cursor"],
        "properties": {"items": {"type": "array", "items": of.reference()}, "next_cursor": cursor()},
    })
}

/// The schema of a page of a list with the length of the whole list.
pub fn counted(of: Schema) -> Value {
    let mut list = list(of);
    list["required"] = json!(["items", "total", "next_cursor"]);
    list["properties"]["total"] = json!({"type": "integer", "minimum": 0, "description": "Of the whole list."});
    list
}

pub fn cursor() -> Value {
    json!({"type": ["string", "null"], "description": "Where the next page begins; null on the last."})
}

/// A schema with more fields.
pub fn with(of: Schema, more: &[(&str, Value)]) -> Value {
    let properties: Map<String, Value> =
        more.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    let required: Vec<&str> = more.iter().map(|(name, _)| *name).collect();
    json!({"allOf": [of.reference(), {"type": "object", "required": required, "properties": properties}]})
}

pub fn problem(description: &str, schema: Value) -> Value {
    json!({"description": description, "content": {"application/problem+json": {"schema": schema}}})
}

/// The schema of the refusal of a roster with bad lines.
pub fn bad_roster() -> Value {
    let text = || json!({"type": "string"});
    let roster = json!({
        "type": "object",
        "required": ["type", "title", "status", "detail", "code", "facts", "errors", "total"],
        "properties": {
            "type": text(), "title": text(), "detail": text(), "status": {"type": "integer"},
            "code": reference::<Code>(), "facts": reference::<Facts>(),
            "errors": {"type": "array", "maxItems": 1_000, "items": reference::<RosterErrorView>()},
            "total": {"type": "integer", "minimum": 1, "description": "All bad lines, also those not listed."},
        },
    });
    json!({"anyOf": [roster, reference::<Problem>()]})
}

struct Parameter(&'static str, &'static str, &'static str, Value);

/// The parameters of a roster that is imported.
fn of_rosters() -> [Parameter; 5] {
    let word = |words: &[&str]| json!({"type": "string", "enum": words});
    [
        Parameter(
            "mode_of_all",
            "query",
            "The mode of all accounts, where the roster does not say it.",
            reference::<RenewalMode>(),
        ),
        Parameter(
            "expiry_of_all",
            "query",
            "The expiry of all accounts, where the roster does not say it.",
            json!({"type": "string", "format": "date"}),
        ),
        Parameter(
            "dates",
            "query",
            "Which comes first in dates between slashes, day or month, where the roster can be read in both ways.",
            word(&["dmy", "mdy"]),
        ),
        Parameter(
            "columns",
            "query",
            "What the columns of the roster are taken for, from the first on, with commas between them: names such as \
             `address`, or nothing for one that is passed over. Without it, the roster says it.",
            json!({"type": "string"}),
        ),
        Parameter("dry_run", "query", "Only checks.", json!({"type": "boolean", "default": false})),
    ]
}

/// The parameters of calls about who may come in.
fn of_people() -> [Parameter; 10] {
    let text = || json!({"type": "string"});
    [
        Parameter("person", "path", "The person's id.", text()),
        Parameter("invitation", "path", "The invitation's id.", text()),
        Parameter("token", "path", "The token's id.", text()),
        Parameter("passkey", "path", "The passkey's id.", text()),
        Parameter("session", "path", "The session's id.", text()),
        Parameter("provider", "path", "The provider's id.", text()),
        Parameter("code", "query", "What the provider tells.", text()),
        Parameter("state", "query", "What the provider was told.", text()),
        Parameter("iss", "query", "Which provider it is.", text()),
        Parameter("error", "query", "Why the provider says no.", text()),
    ]
}

pub fn parameters() -> Value {
    let text = || json!({"type": "string"});
    let date = || json!({"type": "string", "format": "date"});
    let number = |least: u32, most: u32, default: u32| json!({"type": "integer", "minimum": least, "maximum": most, "default": default});
    let word = |words: &[&str]| json!({"type": "string", "enum": words});
    let revision = || json!({"type": "integer", "minimum": 0, "maximum": (1_u64 << 53) - 1});
    let list = [
        Parameter("p", "path", "The platform's id.", reference::<PlatformId>()),
        Parameter("a", "path", "The account's id.", reference::<AccountId>()),
        Parameter("c", "path", "The submission's id: the Idempotency-Key it came with.", text()),
        Parameter("revision", "path", "The revision that the import made.", json!({"type": "integer", "minimum": 1})),
        Parameter("number", "path", "The invoice's number.", reference::<InvoiceNumber>()),
        Parameter("limit", "query", "The most items of a page.", number(1, 1_000, 50)),
        Parameter("lines", "query", "The most lines of a page.", number(1, 1_000, 1_000)),
        Parameter("cursor", "query", "The page before's `next_cursor`.", text()),
        Parameter("after", "query", "Only what is behind this revision.", revision()),
        Parameter("since", "query", "Only what is new since this revision.", revision()),
        Parameter("undoes", "query", "Only receipts of what took lines of this submission back.", text()),
        Parameter("months", "query", "How many calendar months, from that of today on.", number(1, 120, 12)),
        Parameter("address", "query", "The address of a mailbox, in whatever way it is written.", text()),
        Parameter(
            "for",
            "query",
            "`excel`: with a byte order mark, semicolons, the reader's language, status and next price.",
            word(&["excel"]),
        ),
        Parameter(
            "search",
            "query",
            "Words in any order, each in the address or display name: without regard to case, accents, width, and to how letters \
             are put together.",
            text(),
        ),
        Parameter(
            "status",
            "query",
            "Without it, deleted accounts are left out.",
            word(&Status::ALL.map(Status::as_str)),
        ),
        Parameter("mode", "query", "Only accounts of this mode.", reference::<RenewalMode>()),
        Parameter("configured", "query", "Only accounts that are, or are not, set up.", json!({"type": "boolean"})),
        Parameter("expires_before", "query", "Only accounts that expire before this day.", date()),
        Parameter("expires_from", "query", "Only accounts that expire on this day or later.", date()),
        Parameter(
            "due_in",
            "query",
            "Only accounts that renew or close in this month, at whichever renewal.",
            reference::<CalendarMonth>(),
        ),
        Parameter(
            "sort",
            "query",
            "By what; ties by id. Without it by `address` as it is searched, then as it is written.",
            word(&["address", "expires_on", "mode", "status"]),
        ),
        Parameter("order", "query", "Which end comes first. `asc` without it.", word(&["asc", "desc"])),
        Parameter(
            "key",
            "header",
            "The same request again, body and all, gets the stored answer for ever.",
            json!({"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]*[!-~])?$"}),
        ),
        Parameter("language", "header", "Of what people read: German, English or French.", text()),
    ];
    let parameter = |Parameter(id, place, description, schema): Parameter| {
        let name = match id {
            "key" => "Idempotency-Key",
            "language" => "Accept-Language",
            "lines" => "limit",
            "mode_of_all" => "mode",
            "expiry_of_all" => "expires_on",
            id => id,
        };
        let required = place == "path" || id == "key";
        (
            id.to_owned(),
            json!({"name": name, "in": place, "required": required, "description": description, "schema": schema}),
        )
    };
    Value::Object(list.into_iter().chain(of_rosters()).chain(of_people()).map(parameter).collect())
}
