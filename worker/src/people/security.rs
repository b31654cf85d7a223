//! The record "Security": sign-ins, refusals, invitations, roles, tokens, exports. Entries are only added, and go after
//! [`KEPT`].

use domain::wire::{List, SecurityEntry, SecurityKind};

use crate::{
    asked::Asked,
    clock::recorded,
    inside::Note,
    people::{DAY, People, json, unusable},
    rates::WINDOW,
    reply::{OrReply, Reply},
    writes::{Value, Writes},
};

/// How long entries are kept.
const KEPT: i64 = 400 * DAY;
/// The most refusals of one kind and caller that are noted within [`WINDOW`].
const MAX_REFUSALS: u32 = 30;

/// A note about somebody or something.
pub fn note(kind: SecurityKind) -> Note {
    Note { kind, by: None, about: None, roles: None }
}

impl People {
    /// Adds an entry.
    pub fn noted(&self, writes: &mut Writes, note: &Note) -> OrReply<()> {
        let text = serde_json::to_string(note).map_err(|error| unusable(&error.into()))?;
        let now = self.now();
        writes.push("INSERT INTO security (at, note) VALUES (?, ?)", [now.into(), text.into()]);
        writes.push("DELETE FROM security WHERE at < ?", [now.saturating_sub(KEPT).into()]);
        Ok(())
    }

    /// Adds an entry by itself. Of refusals only so many of one caller are noted, and each only once in a while, so that
    /// nobody fills the record.
    pub fn note(&self, note: &Note) -> OrReply<()> {
        let text = serde_json::to_string(note).map_err(|error| unusable(&error.into()))?;
        let now = self.now();
        let since = now.saturating_sub(WINDOW);
        let same = "SELECT 1 FROM security WHERE at > ? AND note = ? LIMIT 1";
        if note.kind != SecurityKind::Exported {
            if self.first(same, &[since.into(), text.into()])?.is_some() {
                return Ok(());
            }
            let whose = format!("{:?} {}", note.kind, note.by.as_ref().map_or("", |by| &by.id));
            if self.refusals.borrow_mut().take(&whose, MAX_REFUSALS, now).is_err() {
                return Ok(());
            }
        }
        let mut writes = Writes::default();
        self.noted(&mut writes, note)?;
        self.commit(writes)
    }

    /// A page of the entries, newest first.
    pub fn security_log(&self, asked: &Asked) -> OrReply<Reply> {
        let mut query = asked.query();
        let (limit, before) = (query.limit(), query.number("cursor"));
        query.end()?;
        let most = u64::try_from(limit + 1).unwrap_or(u64::MAX);
        let select =
            "SELECT number, at, note FROM security WHERE ?1 IS NULL OR number < ?1 ORDER BY number DESC LIMIT ?2";
        let rows = self.rows(select, &[before.map_or(Value::Null, Into::into), most.into()])?;
        let more = rows.len() > limit;
        let mut items = Vec::new();
        for mut row in rows.into_iter().take(limit) {
            let (number, at) = (row.number()?, recorded(row.number()?));
            let Note { kind, by, about, roles } = json(&row.text()?)?;
            let number = u64::try_from(number).unwrap_or_default();
            items.push(SecurityEntry { number, at, kind, by, about, roles });
        }
        let last = items.last().filter(|_| more);
        let next_cursor = last.map(|entry: &SecurityEntry| entry.number.to_string());
        Ok(Reply::json(200, &List { items, total: None, next_cursor }))
    }
}
