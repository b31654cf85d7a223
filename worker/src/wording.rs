//! What serde says of a fault, in words for somebody who has not read our types.

/// The fault in words: "should be a whole number of 0 or more, and is 1.5".
pub fn plain(detail: &str) -> String {
    if let Some((there, wanted)) = detail.strip_prefix("invalid ").and_then(|rest| rest.split_once(", expected ")) {
        // "type: integer `1`", "value: string \"x\"", "length 3"
        let there = there.split_once(": ").map_or(there, |(_, there)| there);
        return format!("this should be {}, and is {}", kind(wanted), value(there));
    }
    if detail.starts_with("missing field ") {
        return "this field is missing".to_owned();
    }
    if detail.starts_with("unknown field ") {
        return match detail.split_once(", expected ") {
            Some((_, known)) => format!("this field is not known here; there is {}", choice(known)),
            None => "this field is not known here".to_owned(),
        };
    }
    if let Some((word, known)) = detail.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("this should be {}, and is {}", choice(known), word.trim_matches('`'));
    }
    if detail.starts_with("duplicate field ") {
        return "this field is there twice".to_owned();
    }
    detail.to_owned()
}

/// "`a` or `b`", "one of `a`, `b`, `c`".
fn choice(known: &str) -> String {
    known.trim_start_matches("one of ").replace('`', "")
}

fn kind(wanted: &str) -> &str {
    match wanted {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number of 0 or more, and not too large",
        "i8" | "i16" | "i32" | "i64" => "a whole number, and not too large",
        "a string" | "a borrowed string" | "str" => "a text",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        _ if wanted.starts_with("struct ") || wanted == "a map" => "an object",
        _ => wanted,
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
    use super::*;

    #[test]
    fn faults_are_said_in_words() {
        for (detail, words) in [
            (
                "invalid type: floating point `1.5`, expected u32",
                "this should be a whole number of 0 or more, and not too large, and is 1.5",
            ),
            (
                "invalid value: integer `-1`, expected u16",
                "this should be a whole number of 0 or more, and not too large, and is -1",
            ),
            (
                "invalid type: string \"x\", expected i64",
                "this should be a whole number, and not too large, and is \"x\"",
            ),
            ("invalid type: null, expected a string", "this should be a text, and is null"),
            ("invalid type: sequence, expected struct OrderRequest", "this should be an object, and is a list"),
            ("invalid type: map, expected a sequence", "this should be a list, and is an object"),
            (
                "unknown variant `weekly`, expected `monthly` or `yearly`",
                "this should be monthly or yearly, and is weekly",
            ),
            ("unknown variant `x`, expected one of `a`, `b`, `c`", "this should be a, b, c, and is x"),
            (
                "unknown field `colour`, expected `quantity` or `term`",
                "this field is not known here; there is quantity or term",
            ),
            ("missing field `term`", "this field is missing"),
            ("a hash is 64 hexadecimal digits", "a hash is 64 hexadecimal digits"),
        ] {
            assert_eq!(plain(detail), words);
        }
    }
}
