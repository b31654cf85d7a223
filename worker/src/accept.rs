//! The form and language in which a client wants an answer: `Accept` and `Accept-Language` (RFC 9110, section 12.5).

use domain::language::Language;

/// Whether a client prefers HTML to JSON. Without a preference it gets JSON.
pub fn wants_html(accept: Option<&str>) -> bool {
    let ranges: Vec<(&str, u16)> = weighed(accept.unwrap_or("*/*"));
    let weight = |names: [&str; 3]| {
        let of =
            |name: &&str| ranges.iter().find(|(range, _)| range.eq_ignore_ascii_case(name)).map(|(_, weight)| *weight);
        names.iter().find_map(of).unwrap_or(0)
    };
    weight(["text/html", "text/*", "*/*"]) > weight(["application/json", "application/*", "*/*"])
}

/// The offered language that the client wants most; English if it wants none of them.
pub fn language(accepted: Option<&str>) -> Language {
    let mut tags = weighed(accepted.unwrap_or_default());
    tags.retain(|(_, weight)| *weight > 0);
    // the sort is stable, so that the first of equal weight stays first
    tags.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    tags.into_iter().find_map(|(tag, _)| Language::parse(tag)).unwrap_or(Language::En)
}

/// The values of a header, each with its weight in thousandths.
fn weighed(header: &str) -> Vec<(&str, u16)> {
    let value = |part| {
        let mut parameters = str::split(part, ';').map(str::trim);
        let name = parameters.next().unwrap_or_default();
        let weight = parameters.find_map(|parameter| parameter.strip_prefix("q=").or(parameter.strip_prefix("Q=")));
        (name, weight.map_or(1_000, thousandths))
    };
    header.split(',').map(value).filter(|(name, _)| !name.is_empty()).collect()
}

/// A weight in thousandths: 800 for `0.8`, and 0 for a text that is not a weight.
fn thousandths(text: &str) -> u16 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let number = format!("{whole}{part:0<3}");
    number.parse().ok().filter(|weight| part.len() <= 3 && *weight <= 1_000).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_for_everybody_who_does_not_ask_for_html() {
        for (accept, html) in [
            (None, false),
            (Some("*/*"), false),
            (Some(""), false),
            (Some("application/json"), false),
            (Some("text/html"), true),
            (Some("TEXT/HTML; charset=utf-8"), true),
            (Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), true),
            (Some("application/json, text/html;q=0.9"), false),
            (Some("text/html;q=0.9, application/json;q=0.1"), true),
            (Some("text/html;q=0"), false),
            (Some("text/html;q=7, */*"), false),
            (Some("text/csv"), false),
        ] {
            assert_eq!(wants_html(accept), html, "{accept:?}");
        }
    }

    #[test]
    fn the_first_of_the_languages_wanted_most() {
        for (header, language_of) in [
            (None, Language::En),
            (Some("de-AT,de;q=0.9,en;q=0.8"), Language::De),
            (Some("it, fr;q=0.5, en;q=0.4"), Language::Fr),
            (Some("en;q=0.1, fr;q=0.25"), Language::Fr),
            (Some("de;q=0, en"), Language::En),
            (Some("it"), Language::En),
        ] {
            assert_eq!(language(header), language_of, "{header:?}");
        }
    }
}
