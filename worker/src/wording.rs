//! Translates error messages of serde for somebody who does not know the types of this program.

use domain::wire::{BodyFault, Shape, ValueFault};

/// The fault that a message of serde describes, such as "this should be a whole number of 0 or more, and not too large,
/// and is 1.5".
pub fn fault(detail: &str) -> BodyFault {
    if let Some((there, wanted)) = detail.strip_prefix("invalid ").and_then(|rest| rest.split_once(", expected ")) {
        // such as "type: integer `1`", "value: string \"x\"" or "length 3"
        let there = there.split_once(": ").map_or(there, |(_, there)| there);
        return BodyFault::Type { expected: shape(wanted), found: value(there).to_owned() };
    }
    if detail.starts_with("missing field ") {
        return BodyFault::Missing;
    }
    if detail.starts_with("unknown field ") {
        return BodyFault::Unknown { known: detail.split_once(", expected ").map(|(_, known)| choice(known)) };
    }
    if let Some((word, known)) = detail.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", expected "))
    {
        return BodyFault::Word { expected: choice(known), found: word.trim_matches('`').to_owned() };
    }
    if detail.starts_with("duplicate field ") {
        return BodyFault::Twice;
    }
    // the message ends with what the text should have been, sometimes after the text itself
    let fault = ValueFault::ALL.into_iter().find(|fault| detail.ends_with(&fault.to_string()));
    BodyFault::Value { detail: detail.to_owned(), fault }
}

/// The choices in a text such as "`a` or `b`" or "one of `a`, `b`, `c`", without quotes.
fn choice(known: &str) -> String {
    known.trim_start_matches("one of ").replace('`', "")
}

fn shape(wanted: &str) -> Shape {
    match wanted {
        "u8" | "u16" | "u32" | "u64" | "usize" => Shape::Count,
        "i8" | "i16" | "i32" | "i64" => Shape::Integer,
        "a string" | "a borrowed string" | "str" => Shape::Text,
        "a boolean" => Shape::Flag,
        "a sequence" => Shape::List,
        _ if wanted.starts_with("struct ") || wanted == "a map" => Shape::Object,
        _ => Shape::Other(wanted.to_owned()),
    }
}

fn value(there: &str) -> &str {
    match there {
        "map" => "an object",
        "sequence" => "a list",
        "unit value" => "null",
        _ => ["integer ", "floating point ", "boolean ", "string "]
            .iter()
            .find_map(|kind| there.strip_prefix(kind))
            .unwrap_or(there)
            .trim_matches('`'),
    }
}

#[cfg(test)]
mod tests {
    use domain::wire::Wrong;

    use super::*;

    #[test]
    fn faults_are_said_in_words() {
        for (detail, words, code) in [
            (
                "invalid type: floating point `1.5`, expected u32",
                "this should be a whole number of 0 or more, and not too large, and is 1.5",
                "wrong_type",
            ),
            (
                "invalid value: integer `-1`, expected u16",
                "this should be a whole number of 0 or more, and not too large, and is -1",
                "wrong_type",
            ),
            (
                "invalid type: string \"x\", expected i64",
                "this should be a whole number, and not too large, and is \"x\"",
                "wrong_type",
            ),
            ("invalid type: null, expected a string", "this should be a text, and is null", "wrong_type"),
            (
                "invalid type: sequence, expected struct OrderRequest",
                "this should be an object, and is a list",
                "wrong_type",
            ),
            ("invalid type: map, expected a sequence", "this should be a list, and is an object", "wrong_type"),
            (
                "unknown variant `weekly`, expected `monthly` or `yearly`",
                "this should be monthly or yearly, and is weekly",
                "not_one_of",
            ),
            ("unknown variant `x`, expected one of `a`, `b`, `c`", "this should be a, b, c, and is x", "not_one_of"),
            (
                "unknown field `colour`, expected `quantity` or `term`",
                "this field is not known here; there is quantity or term",
                "field_unknown",
            ),
            ("missing field `term`", "this field is missing", "missing"),
            ("a hash is 64 hexadecimal digits", "a hash is 64 hexadecimal digits", "hash_invalid"),
            ("\"2026-02-30\": this date does not exist", "\"2026-02-30\": this date does not exist", "date_impossible"),
            ("this is nothing we know", "this is nothing we know", "unreadable"),
        ] {
            let fault = fault(detail);
            assert_eq!((fault.to_string().as_str(), fault.code().as_str()), (words, code));
        }
    }
}
