//! The check finds every change to a record when it compares it with the live book. It also finds changes to what the
//! calendar wrote if the book was rebuilt from the changed record. Whatever no rule can know, the chain keeps.

use domain::{
    book::Book,
    chain::{self, Salt, Salts},
    event::{Event, Recorded},
    gone::Register,
    hash::Hash,
};
use proptest::{prelude::any, prop_assert, prop_assert_eq, proptest};
use serde_json::Value;
use tests::host::{findings, replay, replay_all};

use crate::world::{config, lives};

/// The fields that no invariant can know: the instant, the actor, what a user was told could not be done, and what a
/// user meant to undo. Only the chain finds a change to them.
const UNKNOWABLE: [&str; 4] = ["at", "actor", "refused", "undoes"];

/// The paths in a document that can be changed: its leaves, and lists that can lose or repeat an entry.
fn places(value: &Value, path: &str, exempt: &[&str], found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map.iter().filter(|(key, _)| !exempt.contains(&key.as_str())) {
                places(inner, &format!("{path}/{key}"), exempt, found);
            }
        }
        Value::Array(list) => {
            found.push(path.to_owned());
            for (index, inner) in list.iter().enumerate() {
                places(inner, &format!("{path}/{index}"), exempt, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => found.push(path.to_owned()),
    }
}

/// A slightly different value.
fn bent(value: &Value, how: u64) -> Value {
    match value {
        Value::Number(number) => Value::from(number.as_i64().unwrap_or(0) + if how.is_multiple_of(2) { 1 } else { -1 }),
        Value::String(text) => Value::from(bent_text(text, how)),
        Value::Array(list) => {
            let mut list = list.clone();
            let index = usize::try_from(how / 2).unwrap_or(0) % list.len().max(1);
            match (list.get(index).cloned(), how % 2) {
                (Some(_), 0) => drop(list.remove(index)),
                (Some(entry), _) => list.insert(index, entry),
                (None, _) => {}
            }
            Value::Array(list)
        }
        other @ (Value::Null | Value::Bool(_) | Value::Object(_)) => other.clone(),
    }
}

fn bent_text(text: &str, how: u64) -> String {
    let words = ["monthly", "yearly", "none"];
    if let Some(place) = words.iter().position(|word| *word == text) {
        return words[(place + 1 + usize::try_from(how % 2).unwrap_or(0)) % 3].to_owned();
    }
    let next = |char: char| match char {
        '9' => '0',
        'Z' => 'A',
        'z' => 'a',
        '0'..='8' | 'a'..='y' | 'A'..='Y' => char::from(u8::try_from(char).unwrap_or(b'0') + 1),
        other => other,
    };
    let place = text.len().saturating_sub(1) - usize::try_from(how).unwrap_or(0) % text.len().max(1);
    text.char_indices().map(|(index, char)| if index == place { next(char) } else { char }).collect()
}

/// An entry of the record with one changed place that is not `exempt`, and its path; `None` if that gives no valid entry
/// or the same one.
fn bend(recorded: &Recorded, exempt: &[&str], pick: usize, how: u64) -> Option<(String, Recorded)> {
    let mut value = serde_json::to_value(recorded).ok()?;
    let mut found = Vec::new();
    places(&value, "", exempt, &mut found);
    let path = found.get(pick % found.len())?.clone();
    let place = value.pointer_mut(&path)?;
    *place = bent(place, how);
    let bent: Recorded = serde_json::from_value(value).ok()?;
    (bent != *recorded).then_some((path, bent))
}

const fn by_calendar(event: &Event) -> bool {
    matches!(event, Event::Renewed { .. } | Event::Suspended { .. } | Event::Deleted { .. })
}

/// Whether a place holds what a user was free to choose, so that another value would be just as valid: words, settings,
/// the account they were about. It may also be something without consequences, or the id of an order, which only its
/// sender uses.
fn is_wish(path: &str, event: &Event) -> bool {
    match event {
        // an anchor day has no consequence if the first renewal is on a 1st or costs nothing
        Event::AccountsImported { .. } | Event::AccountSetUp { .. } => {
            ["/account", "/address", "/display_name", "/anchor_day"].iter().any(|field| path.ends_with(field))
        }
        Event::PlatformCreated { .. } => path.starts_with("/platform/"),
        Event::AccountReset { .. } => path == "/account",
        Event::SettingsChanged { .. } => path.starts_with("/changes/"),
        Event::AccountsOrdered { .. } => path == "/id",
        Event::ModesChanged { .. }
        | Event::Renewed { .. }
        | Event::Suspended { .. }
        | Event::Deleted { .. }
        | Event::AccountRestored { .. }
        | Event::ImportTakenBack { .. }
        | Event::TerminationBegun { .. }
        | Event::TerminationTakenBack { .. }
        | Event::ClockMoved {}
        | Event::MovedAway { .. }
        | Event::MovedIn { .. }
        | Event::PersonErased { .. } => false,
    }
}

/// The record with its revisions numbered again from 1.
fn renumbered(mut record: Vec<Recorded>) -> Vec<Recorded> {
    for (recorded, revision) in record.iter_mut().zip(1..) {
        recorded.revision.0 = revision;
    }
    record
}

fn astray(record: &[Recorded], live: &Book) -> Vec<String> {
    let Some((mut book, gone)) = replay_all(record) else { return vec!["no platform".to_owned()] };
    book.stand_at(live.today());
    findings(record, Register { book: &book, gone: &gone })
}

/// The links of a record, with a salt for each entry.
fn links(record: &[Recorded]) -> Vec<Hash> {
    let mut link = Hash::default();
    let linked = record.iter().zip((0..=u8::MAX).cycle()).map(|(recorded, salt)| {
        link = chain::link(link, &stored(recorded), Some(Salts::One(Salt::new([salt; 32]))));
        link
    });
    linked.collect()
}

/// An entry as it is stored.
fn stored(recorded: &Recorded) -> String {
    serde_json::to_string(recorded).expect("it can be written")
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn the_chain_finds_every_bent_entry(life in lives(), which in any::<usize>(), pick in any::<usize>(), how in any::<u64>()) {
        let mut record = life.lived().record;
        let (before, which) = (links(&record), which % record.len());
        if let Some((path, bent)) = bend(&record[which], &[], pick, how) {
            record[which] = bent;
            let after = links(&record);
            prop_assert_eq!(&after[..which], &before[..which]);
            prop_assert!(after.iter().zip(&before).skip(which).all(|(after, before)| after != before), "{}", path);
        }
    }

    #[test]
    fn texts_of_persons_can_be_erased(life in lives()) {
        let record = life.lived().record;
        for (recorded, salt) in record.iter().zip((0..=u8::MAX).cycle()) {
            let (text, salts) = (stored(recorded), Salts::One(Salt::new([salt; 32])));
            let erased = chain::erased(&text, &salts, |_| true);
            let (erased, left) = erased.unwrap_or_else(|| (text.clone(), None));
            prop_assert_eq!(left, None);
            let named = matches!(recorded.event, Event::AccountsImported { .. } | Event::AccountSetUp { .. });
            prop_assert_eq!(chain::is_personal(&text), named);
            prop_assert!(!erased.contains('@') && !chain::is_personal(&erased), "{}", erased);
            let before = Hash::of(b"before");
            prop_assert_eq!(chain::link(before, &erased, None), chain::link(before, &text, Some(salts)));
        }
    }

    #[test]
    fn a_bent_entry_is_found(life in lives(), which in any::<usize>(), pick in any::<usize>(), how in any::<u64>()) {
        let host = life.lived();
        let mut record = host.record.clone();
        let which = which % record.len();
        if let Some((path, bent)) = bend(&record[which], &UNKNOWABLE, pick, how) {
            let was = std::mem::replace(&mut record[which], bent);
            let day_of_a_user = path == "/on" && !by_calendar(&was.event);
            let forgotten = is_wish(&path, &was.event) && replay_all(&record).is_some_and(|(book, gone)| (book, gone) == (host.book.clone(), host.gone.clone()));
            prop_assert!(day_of_a_user || forgotten || !host.findings_in(&record).is_empty(), "{path} of {was:?}");
        }
    }

    #[test]
    fn a_bent_day_s_run_is_found_though_the_book_agrees(life in lives(), which in any::<usize>(), pick in any::<usize>(), how in any::<u64>()) {
        let host = life.lived();
        let mut record = host.record.clone();
        let days: Vec<usize> = (0..record.len()).filter(|index| by_calendar(&record[*index].event)).collect();
        if days.is_empty() { return Ok(()) }
        let which = days[which % days.len()];
        if let Some((path, bent)) = bend(&record[which], &UNKNOWABLE, pick, how) {
            let was = std::mem::replace(&mut record[which], bent);
            prop_assert!(!astray(&record, &host.book).is_empty(), "{path} of {was:?}");
        }
    }

    #[test]
    fn an_entry_dropped_or_repeated_is_found(life in lives(), which in any::<usize>(), renumber in any::<bool>(), twice in any::<bool>()) {
        let host = life.lived();
        let mut record = host.record.clone();
        let which = which % record.len();
        let entry = record.remove(which);
        if twice {
            record.splice(which..which, [entry.clone(), entry.clone()]);
        }
        if renumber {
            record = renumbered(record);
        }
        prop_assert!(!host.findings_in(&record).is_empty());
        if by_calendar(&entry.event) {
            prop_assert!(!astray(&renumbered(record), &host.book).is_empty(), "{entry:?}");
        }
    }

    #[test]
    fn a_day_s_run_out_of_order_is_found(life in lives(), which in any::<usize>()) {
        let host = life.lived();
        let mut record = host.record.clone();
        let days: Vec<usize> = (1..record.len()).filter(|index| by_calendar(&record[*index - 1].event)).collect();
        if days.is_empty() { return Ok(()) }
        let which = days[which % days.len()];
        record.swap(which - 1, which);
        let record = renumbered(record);
        prop_assert!(!astray(&record, &host.book).is_empty(), "{:?} before {:?}", record[which - 1], record[which]);
    }

    #[test]
    fn an_invoice_in_two_halves_is_found(life in lives(), which in any::<usize>()) {
        let host = life.lived();
        let mut record = host.record.clone();
        let wide = |recorded: &Recorded| matches!(&recorded.event, Event::Renewed { invoice } if invoice.lines.len() > 1);
        let Some(which) = (0..record.len()).filter(|index| wide(&record[*index])).nth(which % 3) else { return Ok(()) };
        if record[which + 1..].iter().any(|recorded| matches!(&recorded.event, Event::Renewed { .. })) {
            record.truncate(which + 1);
        }
        let (mut first, mut second) = (record[which].clone(), record[which].clone());
        if let (Event::Renewed { invoice: a }, Event::Renewed { invoice: b }) = (&mut first.event, &mut second.event) {
            b.lines = a.lines.split_off(1);
            b.number.sequence += 1;
            for invoice in [a, b] {
                invoice.net = invoice.lines.iter().map(|line| line.net).sum();
                invoice.rates[0].net = invoice.net;
                invoice.rates[0].vat = invoice.rates[0].vat_rate.of(invoice.net);
                invoice.vat = invoice.rates[0].vat;
                invoice.gross = invoice.net + invoice.vat;
            }
        }
        record.splice(which..=which, [first, second]);
        let record = renumbered(record);
        prop_assert!(!astray(&record, &record_end(&record)).is_empty());
    }
}

fn record_end(record: &[Recorded]) -> Book {
    replay(record).expect("a platform")
}
