//! Reads the address, query, key and JSON body of a request from text and bytes. Each fault names its field.

use chrono::NaiveDate;
use domain::{
    account::{RenewalMode, Status},
    calendar::{CalendarMonth, parse_date},
    limits::MAX_COLUMNS,
    query::{Cursor, Direction, Filter, Sort, SortKey},
    roster::{Column, DateOrder, Given},
    wire::{Fault, FieldErrorView, MAX_KEY, MAX_LIMIT, MAX_MONTHS, QueryFault},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;

use crate::{
    reply::{OrReply, Reply, refuse},
    strict::Strict,
    wording,
};

/// The segments of the path below which the API is.
const BASE: [&str; 3] = ["", "api", "v1"];
/// The characters that are percent-encoded in a segment of a path: all but the unreserved ones of RFC 3986 and `!*'()`,
/// as in browsers.
const ENCODED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'!')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');
const DEFAULT_LIMIT: usize = 50;

/// A request's address: its path, the path's segments below `/api/v1`, and its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The path with each segment encoded in the same way, however it was sent.
    pub path: String,
    /// The path as it was sent.
    pub spelled: String,
    /// The decoded segments of the path below `/api/v1`; none if the path is not below it.
    pub segments: Option<Vec<String>>,
    query: Vec<(String, String)>,
}

impl Target {
    /// The target of a URL.
    pub fn of(url: &str) -> Self {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let rest = rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or("/");
        let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let encode = |segment: &str| utf8_percent_encode(segment, &ENCODED).to_string();
        let decode = |segment: &str| percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned();
        let mut segments: Vec<String> = path.split('/').map(decode).collect();
        let written: Vec<String> = segments.iter().map(|segment| encode(segment)).collect();
        let below = segments.len() > BASE.len() && segments.starts_with(&BASE.map(str::to_owned));
        Self {
            path: written.join("/"),
            spelled: path.to_owned(),
            segments: below.then(|| segments.split_off(BASE.len())),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        }
    }

    /// Begins to read the query.
    pub fn query(&self) -> Query {
        Query { pairs: self.query.clone(), errors: Vec::new() }
    }
}

/// A query while it is being read. Every parameter is taken out once, and what is left at the end is unknown.
#[derive(Debug)]
pub struct Query {
    pairs: Vec<(String, String)>,
    errors: Vec<FieldErrorView>,
}

/// What columns are taken for, with commas between their names.
fn columns(text: &str) -> Option<Vec<Option<Column>>> {
    let column = |name: &str| if name.is_empty() { Some(None) } else { Column::parse(name).map(Some) };
    text.split(',').take(MAX_COLUMNS + 1).map(column).collect::<Option<Vec<_>>>().filter(|all| all.len() <= MAX_COLUMNS)
}

impl Query {
    /// A parameter as text.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let place = self.pairs.iter().position(|(key, _)| key == name)?;
        let (_, text) = self.pairs.remove(place);
        Some(text)
    }

    /// A parameter read with `read`. If that fails, `fault` is noted for the parameter.
    pub fn read<T>(&mut self, name: &str, fault: QueryFault, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name)?;
        let value = read(&text);
        if value.is_none() {
            self.errors.push(FieldErrorView::of(name, &fault));
        }
        value
    }

    /// The most items of a page; 50 if the query does not say.
    pub fn limit(&mut self) -> usize {
        self.limit_or(DEFAULT_LIMIT)
    }

    /// The most items of a page; `default` if the query does not say.
    pub fn limit_or(&mut self, default: usize) -> usize {
        let number = |text: &str| text.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
        self.read("limit", QueryFault::Limit, number).unwrap_or(default)
    }

    /// How many months ahead, from 1 to 120; 12 if the query does not say.
    pub fn months(&mut self) -> u32 {
        let number = |text: &str| text.parse().ok().filter(|months| (1..=MAX_MONTHS).contains(months));
        self.read("months", QueryFault::Months, number).unwrap_or(12)
    }

    /// A parameter that is a whole number below 2^53, such as a revision or a cursor.
    pub fn number(&mut self, name: &str) -> Option<u64> {
        let number = |text: &str| text.parse().ok().filter(|number| *number < 1 << 53);
        self.read(name, QueryFault::Number, number)
    }

    /// A parameter that is `true` or `false`.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        self.read(name, QueryFault::Flag, |text| text.parse().ok())
    }

    /// Whether a list is wanted for Excel.
    pub fn is_for_excel(&mut self) -> bool {
        self.read("for", QueryFault::For, |text| (text == "excel").then_some(())).is_some()
    }

    /// A parameter that is a date.
    fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let text = self.text(name)?;
        let fault = |error| FieldErrorView::of(name, &QueryFault::Date(error));
        parse_date(&text).map_err(|error| self.errors.push(fault(error))).ok()
    }

    /// What is said about all accounts of a roster.
    pub fn given(&mut self) -> Given {
        Given {
            mode: self.read("mode", QueryFault::Mode, RenewalMode::parse),
            expires_on: self.date("expires_on"),
            dates: self.read("dates", QueryFault::Dates, DateOrder::parse),
            columns: self.read("columns", QueryFault::Columns, columns).unwrap_or_default(),
        }
    }

    /// The filter of a list of accounts.
    pub fn filter(&mut self) -> Filter {
        let (expires_before, expires_from) = (self.date("expires_before"), self.date("expires_from"));
        let due_in = self.text("due_in").and_then(|text| {
            let fault = |error| FieldErrorView::of("due_in", &QueryFault::Date(error));
            CalendarMonth::parse(&text).map_err(|error| self.errors.push(fault(error))).ok()
        });
        Filter {
            search: self.text("search"),
            status: self.read("status", QueryFault::Status, Status::parse),
            mode: self.read("mode", QueryFault::Mode, RenewalMode::parse),
            configured: self.flag("configured"),
            expires_before,
            expires_from,
            due_in,
        }
    }

    /// The order of a list of accounts.
    pub fn sort(&mut self) -> Sort {
        let key = |text: &str| match text {
            "address" => Some(SortKey::Address),
            "expires_on" => Some(SortKey::ExpiresOn),
            "mode" => Some(SortKey::Mode),
            "status" => Some(SortKey::Status),
            _ => None,
        };
        let direction = |text: &str| match text {
            "asc" => Some(Direction::Asc),
            "desc" => Some(Direction::Desc),
            _ => None,
        };
        Sort {
            key: self.read("sort", QueryFault::Sort, key).unwrap_or_default(),
            direction: self.read("order", QueryFault::Order, direction).unwrap_or_default(),
        }
    }

    /// The cursor of a list of accounts in this order.
    pub fn cursor(&mut self, sort: Sort) -> Option<Cursor> {
        self.read("cursor", QueryFault::Cursor, |text| Cursor::decode(text, sort).ok())
    }

    /// Ends the reading of the query.
    ///
    /// # Errors
    /// If a parameter was bad, unknown or there twice.
    pub fn end(mut self) -> OrReply<()> {
        let unknown = self.pairs.iter().map(|(name, _)| FieldErrorView::of(name, &QueryFault::Unknown));
        self.errors.extend(unknown);
        if self.errors.is_empty() { Ok(()) } else { Err(Box::new(Reply::invalid(self.errors))) }
    }
}

/// Checks an `Idempotency-Key`.
///
/// # Errors
/// If there is none, or it is not 1 to 255 printable ASCII characters.
pub fn key(header: Option<String>) -> OrReply<String> {
    let Some(key) = header else {
        return refuse(Fault::KeyMissing);
    };
    let printable = |byte: u8| (b' '..=b'~').contains(&byte);
    if (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(printable) { Ok(key) } else { refuse(Fault::KeyInvalid) }
}

/// Checks that a content type is `wanted`, in UTF-8.
///
/// # Errors
/// If it is another one.
pub fn content_type(header: Option<&str>, wanted: &str) -> OrReply<()> {
    let mut parts = header.unwrap_or_default().split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().eq_ignore_ascii_case(wanted);
    let utf8 = |parameter: &str| match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        Some(_) | None => true,
    };
    if essence && parts.all(utf8) { Ok(()) } else { refuse(Fault::MediaType { expected: wanted.to_owned() }) }
}

/// Reads a JSON body.
///
/// # Errors
/// 400 if it is not JSON; 422, with the field, if it is not of the wanted type.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> OrReply<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = T::deserialize(Strict(&mut deserializer)).and_then(|value| deserializer.end().map(|()| value));
    // tracking the path to a fault takes time on large bodies, so it is done only once there is a fault
    value.map_err(|error| Box::new(json_fault::<T>(body, &error)))
}

fn json_fault<T: DeserializeOwned>(body: &[u8], error: &serde_json::Error) -> Reply {
    let malformed = || Fault::Malformed { detail: error.to_string(), line: error.line(), column: error.column() };
    if !error.is_data() {
        return Reply::problem(&malformed());
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let Err(fault) = serde_path_to_error::deserialize::<_, T>(Strict(&mut deserializer)) else {
        return Reply::problem(&malformed());
    };
    let message = fault.inner().to_string();
    let detail = message.rsplit_once(" at line ").map_or(message.as_str(), |(detail, _)| detail);
    let path = fault.path().to_string();
    let missing = detail.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    let field = match (path.as_str(), missing) {
        (".", Some(name)) => name.to_owned(),
        (_, Some(name)) => format!("{path}.{name}"),
        (".", None) => String::new(),
        (_, None) => path,
    };
    Reply::invalid(vec![FieldErrorView::of(field, &wording::fault(detail))])
}

#[cfg(test)]
mod tests {
    use domain::wire::ChangesRequest;

    use super::*;

    #[track_caller]
    fn check_json(body: &str, status: u16, contains: &str) {
        let reply = json::<ChangesRequest>(body.as_bytes()).expect_err("a fault");
        assert_eq!(reply.status, status, "{body}");
        assert!(reply.body.contains(contains), "{} should hold {contains}", reply.body);
    }

    #[test]
    fn a_fault_in_json_names_its_field() {
        check_json("{", 400, "EOF");
        check_json("{} x", 400, "trailing");
        check_json(r#"{"colour": 1}"#, 422, r#""field":"colour""#);
        check_json(
            r#"{"changes": [{"account": 1, "mode": "monthly"}, {"account": "2", "mode": "none"}]}"#,
            422,
            r#""field":"changes[1].account""#,
        );
        check_json(r#"{"changes": [{"account": 1}]}"#, 422, r#""field":"changes[0].mode""#);
        check_json(r#"{"changes": [{"account": 1, "mode": "never"}]}"#, 422, r#""field":"changes[0].mode""#);
        for mode in ["3", "null", "true", r#"["none"]"#, r#"{"none": null}"#, "\"\""] {
            let body = format!(r#"{{"changes": [{{"account": 1, "mode": {mode}}}]}}"#);
            check_json(&body, 422, r#""field":"changes[0].mode""#);
        }
        check_json(r#"{"filter": {"status": 1}, "mode": "none"}"#, 422, r#""field":"filter.status""#);
        check_json(r#"{"filter": {"colour": true}, "mode": "none"}"#, 422, r#""field":"filter.colour""#);
        check_json(r#"{"changes": [[1, "none"]]}"#, 422, r#""field":"changes[0]""#);
        check_json("[]", 422, "urn:laufzeit:invalid");
    }

    #[test]
    fn an_address_is_taken_apart() {
        let target = Target::of("http://localhost:1/api/v1/platforms/a/changes/x%2Fy%20z/undo?a=1&b=%C3%A4+b");
        let segments = target.segments.clone().expect("segments");
        assert_eq!(segments, ["platforms", "a", "changes", "x/y z", "undo"]);
        let mut query = target.query();
        assert_eq!(query.text("b").as_deref(), Some("ä b"));
        let reply = query.end().expect_err("a is unknown");
        assert!(reply.body.contains(r#""field":"a""#));
        assert_eq!(Target::of("http://localhost/index.html").segments, None);
        assert_eq!(Target::of("http://localhost/api/v1").segments, None);
    }

    #[test]
    fn a_path_is_written_in_one_way() {
        for path in
            ["/api/v1/platforms/a/orders", "/api/v1/platforms/%61/%6frders", "/%61pi/v1/platforms/a/%6Frders?x=1"]
        {
            let target = Target::of(&format!("http://localhost{path}"));
            assert_eq!(target.path, "/api/v1/platforms/a/orders", "{path}");
            assert_eq!(target.segments.as_deref(), Some(["platforms", "a", "orders"].map(str::to_owned).as_slice()));
        }
        for (path, written) in
            [("/api/v1/x:y/z", "/api/v1/x%3Ay/z"), ("/api/v1/x%2Fy", "/api/v1/x%2Fy"), ("/found", "/found")]
        {
            assert_eq!(Target::of(&format!("http://localhost{path}")).path, written);
        }
    }

    #[test]
    fn a_content_type_may_name_utf8() {
        for (header, ok) in [
            ("text/csv", true),
            ("TEXT/CSV; charset=UTF-8", true),
            ("text/csv; charset=latin1", false),
            ("text/plain", false),
        ] {
            assert_eq!(content_type(Some(header), "text/csv").is_ok(), ok, "{header}");
        }
        assert!(content_type(None, "text/csv").is_err());
    }

    #[test]
    fn a_key_is_printable_ascii() {
        for (header, ok) in
            [("k", true), ("", false), ("ä", false), (&"k".repeat(255), true), (&"k".repeat(256), false)]
        {
            assert_eq!(key(Some(header.to_owned())).is_ok(), ok, "{header}");
        }
    }
}
