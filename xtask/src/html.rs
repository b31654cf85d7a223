//! Splits HTML into pieces, and removes what a browser does not need. It understands as much HTML as `index.html` has.

use std::collections::BTreeMap;

/// A piece of HTML. All pieces in a row are the whole text without its comments.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A tag, from `<` to `>`.
    Tag(&'a str),
    /// The name of one of the [`VERBATIM`] elements, and the text between its start tag and its end tag.
    Verbatim(&'a str, &'a str),
    Text(&'a str),
}

/// The elements in which white space and `<` are plain text.
const VERBATIM: [&str; 4] = ["script", "style", "pre", "textarea"];

pub fn pieces(html: &str) -> Result<Vec<Piece<'_>>, String> {
    let (mut found, mut rest) = (Vec::new(), html);
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        if !text.is_empty() {
            found.push(Piece::Text(text));
        }
        if tag.starts_with("<!--") {
            rest = tag.split_once("-->").ok_or_else(|| unclosed(tag))?.1;
            continue;
        }
        let (tag, after) = tag.split_at(end_of_tag(tag).ok_or_else(|| unclosed(tag))?);
        found.push(Piece::Tag(tag));
        rest = after;
        if let Some(element) = VERBATIM.into_iter().find(|element| *element == name(tag)) {
            let end = after.find(&format!("</{element}")).ok_or_else(|| unclosed(tag))?;
            found.push(Piece::Verbatim(element, &after[..end]));
            rest = &after[end..];
        }
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    Ok(found)
}

/// The name of a tag: `link`, or `/link` for an end tag.
pub fn name(tag: &str) -> &str {
    let name = tag.trim_start_matches('<');
    name.split([' ', '\n', '\t', '>']).next().unwrap_or(name)
}

/// The attributes of a tag. An attribute without a value has an empty one.
pub fn attributes(tag: &str) -> BTreeMap<&str, &str> {
    let mut rest = tag.trim_end_matches('>').trim_end_matches('/');
    rest = rest.strip_prefix('<').unwrap_or(rest).trim_start_matches(|letter: char| !letter.is_whitespace());
    let mut found = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|letter: char| letter == '=' || letter.is_whitespace()).unwrap_or(rest.len());
        if end == 0 {
            return found;
        }
        let (name, after) = rest.split_at(end);
        let quoted = after.strip_prefix("=\"").and_then(|value| value.split_once('"'));
        let (value, after) = quoted.unwrap_or(("", after.trim_start_matches('=')));
        found.insert(name, value);
        rest = after;
    }
}

/// The text with all white space replaced by single spaces, except within the quotes of a tag.
pub fn spaced(text: &str) -> String {
    let (mut spaced, mut quoted) = (String::with_capacity(text.len()), false);
    for letter in text.chars() {
        // quotation marks count only within a tag
        quoted ^= letter == '"' && text.starts_with('<');
        let blank = !quoted && letter.is_ascii_whitespace();
        if !blank {
            spaced.push(letter);
        } else if !spaced.ends_with(' ') {
            spaced.push(' ');
        }
    }
    spaced
}

/// The position after the first `>` that is not within quotes.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quoted = false;
    let end = tag.find(|letter| {
        quoted ^= letter == '"';
        letter == '>' && !quoted
    });
    end.map(|end| end + 1)
}

fn unclosed(from: &str) -> String {
    format!("this does not end: {}", from.lines().next().unwrap_or(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_text_again_without_comments() {
        let html = "<p a=\"1 > 0\">x<!-- <b> --> y</p>\n<script>a < b; // <!--\n</script>";
        let wanted = [
            Piece::Tag("<p a=\"1 > 0\">"),
            Piece::Text("x"),
            Piece::Text(" y"),
            Piece::Tag("</p>"),
            Piece::Text("\n"),
            Piece::Tag("<script>"),
            Piece::Verbatim("script", "a < b; // <!--\n"),
            Piece::Tag("</script>"),
        ];
        assert_eq!(pieces(html), Ok(wanted.into()));
    }

    #[test]
    fn what_does_not_end_is_said() {
        for html in ["a <!-- b", "<p", "<pre>a", "<p a=\">"] {
            assert!(pieces(html).is_err(), "{html}");
        }
    }

    #[test]
    fn attributes_have_values_or_none() {
        let tag = "<link\n  data-trunk rel=\"inline\"\n  href=\"a b=c\"\n/>";
        assert_eq!(attributes(tag), BTreeMap::from([("data-trunk", ""), ("href", "a b=c"), ("rel", "inline")]));
        assert_eq!(attributes("<head>"), BTreeMap::new());
        assert_eq!(name(tag), "link");
        assert_eq!(name("</head>"), "/head");
    }

    #[test]
    fn white_space_is_kept_where_it_may_mean_something() {
        assert_eq!(spaced("<a\n  title=\"b  c\"\n>"), "<a title=\"b  c\" >");
        assert_eq!(spaced(" \n a  \"b\n c\" "), " a \"b c\" ");
    }
}
