//! Turns the calls of the table into operations of the OpenAPI document.

use serde_json::{Map, Value, json};

use crate::{
    calls::{self, Answer, Body, Description, Extended, Key},
    parts::{bad_roster, counted, cursor, list, problem, with},
    schema::Schema,
};

/// The calls that are in the document.
fn documented() -> impl Iterator<Item = &'static Description> {
    calls::all().filter(|call| !call.only_in_tests)
}

pub fn paths() -> Value {
    let mut paths = Map::new();
    for call in documented().copied().chain(named_as_calls()) {
        let operations = paths.entry(call.path).or_insert_with(|| json!({}));
        operations[call.method.as_str().to_lowercase()] = operation(&call);
    }
    Value::Object(paths)
}

/// The calls about a submission at the paths of other calls, whose names its key may have.
fn named_as_calls() -> impl Iterator<Item = Description> {
    let about = documented().filter_map(|call| Some((call, call.path.strip_suffix("{c}")?)));
    about.flat_map(|(call, above)| {
        let others = documented().filter(move |other| {
            let name = other.path.strip_prefix(above);
            other.method != call.method && name.is_some_and(|name| !name.contains(['{', '/']))
        });
        others.map(|other| Description { path: other.path, ..*call })
    })
}

/// The types that the calls use.
pub fn named() -> impl Iterator<Item = Schema> {
    documented().flat_map(|call| {
        let body = match call.body {
            Body::Json(schema, _) => Some(schema),
            Body::None | Body::Empty | Body::Csv(_) | Body::Archive => None,
        };
        let answer = match call.answer {
            Answer::Health
            | Answer::Verdict
            | Answer::Anything
            | Answer::Nothing
            | Answer::Csv
            | Answer::Archive
            | Answer::Columns
            | Answer::Socket => [None, None],
            Answer::One(of) | Answer::Printable(of) | Answer::Page(of) | Answer::CountedPage(of) => [Some(of), None],
            Answer::WithPage(of, items) => [Some(of), Some(items)],
            Answer::Either(one, other) => [Some(one), Some(other)],
        };
        let refusals = call.refusals.iter().filter_map(|extended| match extended {
            Extended::BadRoster => None,
            Extended::Stale { now, .. } => Some(*now),
        });
        body.into_iter().chain(answer.into_iter().flatten()).chain(refusals)
    })
}

fn operation(call: &Description) -> Value {
    let key = match call.key {
        Key::None => None,
        Key::Needed | Key::UnlessDryRun => Some("key"),
    };
    let takes = call.takes.iter().chain(call.takes_too).copied();
    let given = call.path.split(['{', '}']).skip(1).step_by(2).chain(takes).chain(key);
    let parameters: Vec<Value> = given.map(|name| json!({"$ref": format!("#/components/parameters/{name}")})).collect();
    let mut operation = json!({"summary": call.summary, "parameters": parameters, "responses": responses(call)});
    let body = match call.body {
        Body::None => None,
        Body::Empty => Some((false, "application/json", json!({"type": "object", "additionalProperties": false}))),
        Body::Json(schema, _) => Some((true, "application/json", schema.reference())),
        Body::Csv(_) => Some((true, "text/csv", text())),
        Body::Archive => Some((true, ARCHIVE, bytes())),
    };
    if let Some((required, media, schema)) = body {
        operation["requestBody"] = json!({"required": required, "content": {media: {"schema": schema}}});
    }
    operation
}

fn responses(call: &Description) -> Map<String, Value> {
    let success = json!({"description": call.summary, "content": success(call.answer)});
    let mut responses = Map::from_iter([(call.status.to_string(), success)]);
    let statuses: &[&str] = match call.body {
        Body::None => &["404", "422", "default"],
        Body::Empty => &["404", "400", "409", "422", "default"],
        Body::Json(..) | Body::Csv(_) | Body::Archive => &["404", "400", "409", "413", "415", "422", "default"],
    };
    for status in statuses {
        responses.insert((*status).to_owned(), json!({"$ref": "#/components/responses/Problem"}));
    }
    for extended in call.refusals {
        let (status, refusal) = match extended {
            Extended::BadRoster => ("422", problem("The roster has bad lines; nothing was imported.", bad_roster())),
            Extended::Stale { says, field, now } => {
                let of = crate::problem();
                let stale = json!({"anyOf": [with(of, &[(field, now.reference())]), of.reference()]});
                ("409", problem(says, stale))
            }
        };
        responses.insert(status.to_owned(), refusal);
    }
    responses
}

/// The possible answers of success, by content type.
fn success(answer: Answer) -> Value {
    let schema = match answer {
        Answer::Archive => return json!({ARCHIVE: {"schema": bytes()}}),
        Answer::Socket => return json!({}),
        Answer::Columns => return json!({"application/octet-stream": {"schema": bytes()}}),
        Answer::Csv => return json!({"text/csv": {"schema": text()}}),
        Answer::Printable(of) => {
            return json!({"application/json": {"schema": of.reference()}, "text/html": {"schema": text()}});
        }
        Answer::Health => {
            let now = json!({"type": "string", "format": "date-time"});
            object(&[("status", text()), ("version", text()), ("now", now)])
        }
        Answer::Verdict => {
            object(&[("ok", json!({"type": "boolean"})), ("findings", json!({"type": "array", "items": text()}))])
        }
        Answer::Anything => json!({"type": "object", "additionalProperties": true}),
        Answer::Nothing => json!({"type": "null"}),
        Answer::One(of) => of.reference(),
        Answer::Either(one, other) => json!({"anyOf": [one.reference(), other.reference()]}),
        Answer::Page(of) => list(of),
        Answer::CountedPage(of) => counted(of),
        Answer::WithPage(of, items) => {
            with(of, &[("items", json!({"type": "array", "items": items.reference()})), ("next_cursor", cursor())])
        }
    };
    json!({"application/json": {"schema": schema}})
}

/// The content type of an archive.
const ARCHIVE: &str = "application/gzip";

fn bytes() -> Value {
    json!({"type": "string", "contentMediaType": ARCHIVE})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn object(fields: &[(&str, Value)]) -> Value {
    let required: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        fields.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({"type": "object", "required": required, "properties": properties})
}
