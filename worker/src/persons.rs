//! What a person may ask for: everything that is stored about one address, and its erasure. What is erased goes from the
//! record, from the accounts that have left the book and from stored answers, in the transaction that records it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    account::AccountId,
    book::Book,
    command::{Command, Envelope},
    erasing::{Bearers, Members, Sought, Spans, kept_until},
    event::{Event, Recorded},
    gone::Gone,
    refusal::Refusal,
    stamp::Revision,
    wire::{
        AccountEvent, AccountView, AddressAnswer, AddressText, AddressView, Erased, ErasureAsked, ErasurePreview,
        Fault, Imported,
    },
};
use worker::{Result, SqlStorage};

use crate::{
    asked::Asked,
    commands::Sent,
    damage::{unread, unwritten},
    entries::{self, Walk},
    gone, inside,
    kept::Kept,
    machine::{salt, slice},
    once, parsing,
    reply::{OrReply, Reply, refuse},
    request, transaction,
    writes::{Value, Writes},
};

/// The most bytes of the record that one page reads.
const MAX_RECORD: usize = 8 << 20;
/// The entries that give an address to accounts, or take one.
const ADDRESSING: &str = "kind IN ('accounts_imported', 'account_set_up', 'account_reset')";
/// The entries that may have charged an account.
const CHARGING: &str = "low <= ? AND high >= ? AND revision IN (SELECT revision FROM invoice)";

/// Members of a text of JSON that name a person.
pub fn members(text: &str) -> Option<Members> {
    serde_json::from_str(&format!("{{{text}}}")).ok()
}

/// What is stored of a person.
pub struct Held {
    /// When which account was the person's.
    spans: Spans,
    /// The accounts.
    pub bearers: Bearers,
    /// The entries that name the person.
    named: Vec<u64>,
    /// What each of them says.
    texts: Vec<AddressText>,
}

/// An answer that goes, or whose request does.
struct Answer {
    scope: String,
    hash: String,
    status: u16,
    body: String,
    /// The body without the person's texts; none if it does not name the person.
    without: Option<String>,
}

impl Held {
    /// Looks for somebody in the record.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn of(sql: &SqlStorage, book: &Book, sought: &Sought) -> Result<Self> {
        let (mut spans, mut named, mut texts) = (Spans::default(), Vec::new(), Vec::new());
        let imports = entries::revisions(sql, "kind = 'accounts_imported'", &[], Walk::WHOLE, entries::ALL)?;
        let imports: BTreeSet<u64> = imports.into_iter().collect();
        for revision in entries::revisions(sql, ADDRESSING, &[], Walk::WHOLE, entries::ALL)? {
            let text = entries::text(sql, revision)?;
            let is_named = sought.is_in(&text, members);
            // a large import of others need not be read
            if !is_named && imports.contains(&revision) {
                continue;
            }
            let recorded = parsing::recorded(&text)?;
            spans.follow(sought, &recorded);
            if is_named {
                named.push(revision);
            }
            for (account, address, display_name) in sought.given(&recorded) {
                let (address, display_name) = (address.to_string(), display_name.to_owned());
                texts.push(AddressText {
                    revision: recorded.revision,
                    on: recorded.on,
                    account,
                    address,
                    display_name,
                });
            }
        }
        let gone = left(sql, &spans)?;
        let bearers = Bearers::of(sought, &spans, |id| book.account(id), |id| gone.any(id));
        Ok(Self { spans, bearers, named, texts })
    }

    /// Which accounts ever were the person's.
    fn ids(&self) -> Vec<AccountId> {
        self.spans.accounts().collect()
    }

    /// The stored answers that name the person, or answer a request that may have: one about an account that was the
    /// person's, or the import that it came by.
    fn answers(&self, sql: &SqlStorage, sought: &Sought, on: NaiveDate) -> Result<Vec<Answer>> {
        let ids: BTreeSet<String> = self.spans.accounts().map(|id| id.to_string()).collect();
        let (mut found, mut after) = (Vec::new(), String::new());
        let next = "SELECT scope, hash, status FROM answer WHERE scope > ? ORDER BY scope LIMIT 1000";
        loop {
            let rows = transaction::rows(sql, next, &[after.as_str().into()])?;
            if rows.is_empty() {
                return Ok(found);
            }
            for mut row in rows {
                let (scope, hash, status) = (row.text()?, row.text()?, row.number()?);
                entries::demand_ahead(scope > after)?;
                let body = once::body(sql, &Value::from(scope.as_str()))?;
                let without = sought.out_of_answer(&body, on, members);
                let unsaid = hash != once::erased() && (is_about(&scope, &ids) || self.has_import(&scope, &body));
                after.clone_from(&scope);
                if without.is_some() || unsaid {
                    let status = u16::try_from(status).unwrap_or(200);
                    found.push(Answer { scope, hash, status, body, without });
                }
            }
        }
    }

    /// Whether an answer is that to the import of an entry that names the person.
    fn has_import(&self, scope: &str, body: &str) -> bool {
        let path = scope.lines().next().unwrap_or_default();
        let import = path.ends_with("/accounts/import").then(|| serde_json::from_str::<Imported>(body).ok()).flatten();
        import.and_then(|imported| imported.import).is_some_and(|Revision(revision)| self.named.contains(&revision))
    }
}

/// Whether the path of a request leads to one of these accounts.
fn is_about(scope: &str, ids: &BTreeSet<String>) -> bool {
    let path = scope.lines().next().unwrap_or_default();
    let mut below = path.split('/').skip_while(|segment| *segment != "accounts").skip(1);
    below.next().is_some_and(|segment| ids.contains(segment))
}

/// What has left the book of the accounts that were a person's.
fn left(sql: &SqlStorage, spans: &Spans) -> Result<Gone> {
    gone::among(sql, &spans.accounts().collect::<Vec<_>>())
}

impl Kept {
    fn held(&self, book: &Book, sought: &Sought) -> OrReply<Held> {
        Held::of(&self.storage.sql(), book, sought).map_err(|error| unread(&error))
    }

    /// The accounts that were somebody's.
    pub(crate) fn bearers(&self, book: &Book, sought: &Sought) -> OrReply<Bearers> {
        Ok(self.held(book, sought)?.bearers)
    }

    /// What an erasure would take, and what would stay.
    pub(crate) async fn erasure(&self, asked: &Asked, body: &[u8]) -> OrReply<Reply> {
        asked.query().end()?;
        let ErasureAsked { address } = request::json(body)?;
        let sql = self.storage.sql();
        let (held, sought, on) = {
            let book = self.book()?;
            let refused = |refusal: Refusal| self.refused(&book, &refusal);
            let (address, sought) = Book::sought(&address).map_err(refused)?;
            let held = self.held(&book, &sought)?;
            book.demand_erasable(&address, &held.bearers).map_err(refused)?;
            (held, sought, book.today())
        };
        slice().await;
        let answers = held.answers(&sql, &sought, on).map_err(|error| unread(&error))?.len();
        slice().await;
        let invoiced_on = self.invoiced_on(&held).await?;
        let Held { bearers: Bearers { gone, before }, named, .. } = held;
        let preview = ErasurePreview {
            accounts: gone,
            before,
            entries: named.len(),
            answers,
            invoiced_on,
            kept_until: invoiced_on.and_then(kept_until),
        };
        Ok(Reply::json(200, &preview))
    }

    /// The date of the last invoice on which an account of somebody stands.
    async fn invoiced_on(&self, held: &Held) -> OrReply<Option<NaiveDate>> {
        let mut last = None;
        for id in held.ids() {
            let values = [id.0.into(), id.0.into()];
            let all = self.store.revisions(CHARGING, &values, Walk::newest(None), entries::ALL);
            for revision in all.map_err(|error| unread(&error))? {
                let Recorded { on, event, .. } = self.store.entry(revision).map_err(|error| unread(&error))?;
                slice().await;
                if event.accounts().any(|account| account == id) {
                    last = last.max(Some(on));
                    break;
                }
            }
        }
        Ok(last)
    }

    /// Everything that is stored about an address.
    pub(crate) async fn person(&self, asked: &Asked) -> OrReply<Reply> {
        let mut query = asked.query();
        let (limit, after) = (query.limit(), query.number("cursor").unwrap_or(0));
        let address = query.text("address").unwrap_or_default();
        query.end()?;
        let (address, sought) = {
            let book = self.book()?;
            Book::sought(&address).map_err(|refusal| self.refused(&book, &refusal))?
        };
        let people = inside::people_called(&self.env, address.as_str()).await?;
        let sql = self.storage.sql();
        let book = self.book()?;
        let held = self.held(&book, &sought)?;
        let read = || -> Result<_> {
            let gone = left(&sql, &held.spans)?;
            let answers = held.answers(&sql, &sought, book.today())?;
            let (items, next_cursor) = self.happened(&held, after, limit)?;
            Ok((gone, answers, items, next_cursor))
        };
        let (gone, answers, items, next_cursor) = read().map_err(|error| unread(&error))?;
        let accounts = held.spans.accounts().filter_map(|id| book.account(id).or_else(|| gone.any(id)));
        let accounts = accounts.map(|account| AccountView::of(&book, account)).collect();
        let answer = |Answer { scope, status, body, without, .. }: Answer| {
            let request = scope.lines().next().unwrap_or_default().to_owned();
            AddressAnswer { request, status, body: without.map(|_| body) }
        };
        let platform = book.platform();
        let view = AddressView {
            platform: platform.id.clone(),
            company: platform.name.clone(),
            on: book.today(),
            address: address.to_string(),
            accounts,
            texts: held.texts.clone(),
            answers: answers.into_iter().map(answer).collect(),
            people,
            items,
            next_cursor,
        };
        Ok(Reply::json(200, &view))
    }

    /// What happened to accounts while they were somebody's, after a revision, so much at most; and where there is more.
    fn happened(&self, held: &Held, after: u64, limit: usize) -> Result<(Vec<AccountEvent>, Option<String>)> {
        let mut revisions = BTreeSet::new();
        for id in held.ids() {
            let values = [id.0.into(), id.0.into()];
            revisions.extend(self.store.revisions(
                "low <= ? AND high >= ?",
                &values,
                Walk::Oldest { after },
                limit + 1,
            )?);
        }
        let (mut items, mut bytes, mut last) = (Vec::new(), 0, None);
        let looked = revisions.len();
        for (place, revision) in revisions.into_iter().enumerate() {
            if place >= limit || bytes >= MAX_RECORD {
                return Ok((items, last));
            }
            let text = self.store.entry_text(revision)?;
            bytes += text.len();
            let recorded = parsing::recorded(&text)?;
            items.extend(held.spans.at(Revision(revision)).filter_map(|id| AccountEvent::of(&recorded, id)));
            last = Some(revision.to_string());
        }
        let more = looked > limit;
        Ok((items, last.filter(|_| more)))
    }

    /// Records an erasure, and takes the texts out of all that is stored, in one transaction.
    pub(crate) fn erase(&self, sent: &Sent, envelope: &Envelope, on: NaiveDate, event: Event) -> OrReply<Reply> {
        let Command::ErasePerson { address, .. } = &envelope.command else {
            return refuse(Fault::Internal("an erasure of nobody".to_owned()));
        };
        self.demand_sound()?;
        let sql = self.storage.sql();
        let (writes, reply) = {
            let mut book = self.book()?;
            let (_, sought) = Book::sought(address).map_err(|refusal| self.refused(&book, &refusal))?;
            let held = self.held(&book, &sought)?;
            let mut writes = self.writes();
            out_of_all(&sql, &mut writes, &held, &sought, on).map_err(|error| unread(&error))?;
            let stamp = self.stamp(envelope.actor, envelope.by.clone());
            let (recorded, left) = book.record_one(on, &stamp, event);
            writes.recorded(&recorded, &book, &left, salt());
            let reply = Reply::json(sent.status, &Erased::of(&recorded));
            // its request has the address in it
            sent.once.clone().unsaid().answer(&mut writes, &reply);
            writes.head(&book);
            (writes, reply)
        };
        self.commit(writes).map_err(|error| unwritten(&error))?;
        Ok(reply)
    }
}

/// Takes somebody's texts out of the record and the stored answers.
fn out_of_all(sql: &SqlStorage, writes: &mut Writes, held: &Held, sought: &Sought, on: NaiveDate) -> Result<()> {
    for revision in &held.named {
        let Some(salts) = entries::stored_salts(sql, *revision)? else { continue };
        if let Some((text, salts)) = sought.out_of_entry(&entries::text(sql, *revision)?, &salts, members) {
            writes.erased(*revision, &text, salts.as_ref());
        }
    }
    for Answer { scope, hash, status, body, without } in held.answers(sql, sought, on)? {
        writes.answer_erased(&scope, (&hash, status, &body), without.as_deref().unwrap_or(&body));
    }
    Ok(())
}
