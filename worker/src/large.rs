//! Answers that may be long: the book as JSON, accounts as CSV, and the record. They are made slice by slice for one state of
//! the book, and kept outside of WebAssembly, whose memory never shrinks, until they are sent.

use std::rc::Rc;

use domain::{
    account::{Account, AccountId, AccountRef, AccountRow},
    book::{Book, Snapshot},
    language::Language,
    query::{Cursor, Filter, Sort},
    rules,
    stamp::Revision,
};
use worker::{Request, Response, ResponseBuilder, Result};

use crate::{
    accept,
    asked::Asked,
    calls::Question,
    columns,
    damage::unread,
    entries::{self, Walk},
    gone::Listing,
    inbound::{fault, header},
    kept::Kept,
    machine::{SLICE, progress, slice},
    outside::{self, Outside},
    reads::MAX_RECORD,
    reply::OrReply,
    writes::ROWS,
};

/// A question whose answer may be long.
#[derive(Clone, Copy)]
pub(crate) enum Long {
    Archive,
    Book,
    Csv,
    Events,
    Live,
    Snapshot,
}

impl Long {
    /// The question; none if its answer is one text.
    pub(crate) const fn of(question: Question) -> Option<Self> {
        match question {
            Question::Archive => Some(Self::Archive),
            Question::Book => Some(Self::Book),
            Question::Csv => Some(Self::Csv),
            Question::Events => Some(Self::Events),
            Question::Live => Some(Self::Live),
            Question::Snapshot => Some(Self::Snapshot),
            Question::Platform
            | Question::Accounts
            | Question::Account
            | Question::AccountHistory
            | Question::Receipts
            | Question::Receipt
            | Question::Invoices
            | Question::Invoice
            | Question::History
            | Question::Forecast
            | Question::Check
            | Question::Person => None,
        }
    }
}

/// How many accounts are written at a time.
const SOME: usize = 500;
/// How many bytes are made before others have their turn.
const PART: usize = 256 << 10;

/// A body that is being made.
#[derive(Default)]
struct Made {
    /// Pieces outside of WebAssembly.
    pieces: Vec<Outside>,
    last: Vec<u8>,
    /// How many bytes there are in all.
    bytes: usize,
}

impl Made {
    /// How many bytes a piece has, at least.
    const PIECE: usize = 64 << 10;

    fn push(&mut self, text: &str) {
        self.last.extend_from_slice(text.as_bytes());
        self.bytes += text.len();
        if self.last.len() >= Self::PIECE {
            self.pieces.push(Outside::of(&self.last));
            self.last.clear();
        }
    }

    /// Sends it.
    fn send(mut self, builder: ResponseBuilder) -> Result<Response> {
        if self.pieces.is_empty() {
            return Ok(builder.fixed(self.last));
        }
        if !self.last.is_empty() {
            self.pieces.push(Outside::of(&self.last));
        }
        Ok(builder.stream(outside::sent(self.pieces)?))
    }
}

/// How accounts are written.
#[derive(Clone, Copy)]
enum Form {
    Roster,
    Sheet(Language),
}

impl Form {
    fn head(self, book: &Book) -> String {
        match self {
            Self::Roster => rules::roster_head(),
            Self::Sheet(language) => rules::sheet_head(book, language),
        }
    }

    fn lines<'a>(self, book: &Book, accounts: impl Iterator<Item = AccountRef<'a>>) -> String {
        let mut text = String::new();
        match self {
            Self::Roster => rules::write_roster_lines(&mut text, accounts),
            Self::Sheet(language) => rules::write_sheet_lines(&mut text, book, accounts, language),
        }
        text
    }
}

/// Ids of which some have been written.
struct Ids {
    ids: Vec<AccountId>,
    written: usize,
}

impl Ids {
    const fn of(ids: Vec<AccountId>) -> Self {
        Self { ids, written: 0 }
    }

    /// The next ids; none at the end.
    fn next(&mut self) -> Option<&[AccountId]> {
        let rest = self.ids.get(self.written..).unwrap_or_default();
        let some = rest.get(..SOME).unwrap_or(rest);
        self.written += some.len();
        Some(some).filter(|some| !some.is_empty())
    }
}

/// A walk over the record that is being sent.
struct Record {
    /// The entries, newest last.
    revisions: std::vec::IntoIter<u64>,
    /// The entry that is being sent, and its last part that has been.
    entry: Option<(u64, i64)>,
    /// How many entries there may still be.
    left: usize,
    bytes: usize,
    last: Option<u64>,
    ended: bool,
}

impl Kept {
    /// Answers a question whose answer may be long.
    pub(crate) async fn large(self: &Rc<Self>, long: Long, asked: &Asked, request: &Request) -> OrReply<Response> {
        let only_head = request.inner().method() == "HEAD";
        let (builder, made) = match long {
            Long::Archive => return self.archive(asked, only_head).await,
            Long::Live => return self.watched(asked, request).await,
            Long::Snapshot => return columns::snapshot(self, asked, request),
            Long::Csv => self.csv(asked, request).await?,
            Long::Events => (json()?, self.events(asked).await?),
            Long::Book => (json()?, self.book_as_json(asked).await?),
        };
        if only_head {
            return Ok(builder.empty());
        }
        made.send(builder).map_err(|error| fault(&error))
    }

    /// Makes a body slice by slice. If the book changes meanwhile, all begins again, with twice as much between two turns for
    /// others, so that there is an end however often it changes.
    async fn made<State>(
        &self,
        begin: impl Fn(&Book, &mut Made) -> OrReply<State>,
        next: impl Fn(&Book, &mut State, &mut Made) -> OrReply<bool>,
    ) -> OrReply<Made> {
        let many = usize::try_from(self.book()?.counts().living()).is_ok_and(|living| living > SLICE);
        let _turn = if many { Some(self.turn().await) } else { None };
        let mut bytes = PART;
        loop {
            let (mut made, mut due) = (Made::default(), bytes);
            let (mut state, begun) = {
                let book = self.book()?;
                (begin(&book, &mut made)?, (book.revision(), book.today()))
            };
            loop {
                {
                    let book = self.book()?;
                    if (book.revision(), book.today()) != begun {
                        break;
                    }
                    if !next(&book, &mut state, &mut made)? {
                        return Ok(made);
                    }
                }
                progress();
                if made.bytes >= due {
                    due = made.bytes.saturating_add(bytes);
                    slice().await;
                }
            }
            bytes = bytes.saturating_mul(2);
        }
    }

    /// The book, or what is new in it since a revision. The whole book is sent also if the record since then is too long.
    async fn book_as_json(&self, asked: &Asked) -> OrReply<Made> {
        let mut query = asked.query();
        let since = query.number("since");
        query.end()?;
        let begin = |book: &Book, made: &mut Made| {
            let since = since.filter(|since| *since <= book.revision().0).map(Revision);
            let touched = since.map(|since| self.touched(since)).transpose()?.flatten();
            let (since, mut ids) = match (since, touched) {
                (Some(since), Some(touched)) => (since, touched),
                _ => (Revision::default(), book.accounts().map(|account| account.id).collect()),
            };
            ids.sort_unstable();
            ids.dedup();
            let gone = ids.iter().copied().filter(|id| book.account(*id).is_none());
            let head = Snapshot::from(book.news(since, gone));
            let head = serde_json::to_string(&head).map_err(|error| unread(&error.into()))?;
            // the accounts are the last of it
            made.push(head.strip_suffix("]}").unwrap_or(&head));
            ids.retain(|id| book.account(*id).is_some());
            Ok((Ids::of(ids), ""))
        };
        let next = |book: &Book, (ids, comma): &mut (Ids, &str), made: &mut Made| {
            let Some(some) = ids.next() else {
                made.push("]}");
                return Ok(false);
            };
            let row = |id: &AccountId| Some((*id, AccountRow::from(book.account(*id)?)));
            let rows: Vec<_> = some.iter().filter_map(row).collect();
            let text = serde_json::to_string(&rows).map_err(|error| unread(&error.into()))?;
            made.push(comma);
            made.push(text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or_default());
            *comma = ",";
            Ok(true)
        };
        self.made(begin, next).await
    }

    async fn csv(&self, asked: &Asked, request: &Request) -> OrReply<(ResponseBuilder, Made)> {
        let mut query = asked.query();
        let (filter, sort, excel) = (query.filter(), query.sort(), query.is_for_excel());
        query.end()?;
        let language = accept::language(header(request, "accept-language").as_deref());
        let form = if excel { Form::Sheet(language) } else { Form::Roster };
        let made = if filter.is_of_gone() {
            self.gone_as_csv(&filter, sort, form).await?
        } else {
            let begin = |book: &Book, made: &mut Made| {
                made.push(&form.head(book));
                Ok(Ids::of(book.sorted_ids(&filter, sort)))
            };
            let next = |book: &Book, ids: &mut Ids, made: &mut Made| {
                let Some(some) = ids.next() else { return Ok(false) };
                made.push(&form.lines(book, some.iter().filter_map(|id| book.account(*id))));
                Ok(true)
            };
            self.made(begin, next).await?
        };
        let name = self.book()?.platform().id.as_str().to_owned();
        let mut headers = vec![
            ("content-type", "text/csv; charset=utf-8; header=present".to_owned()),
            ("content-disposition", format!("attachment; filename=\"{name}-accounts.csv\"")),
        ];
        if excel {
            headers.push(("content-language", language.code().to_owned()));
            headers.push(("vary", "Accept-Language".to_owned()));
        }
        let builder = headers
            .iter()
            .try_fold(ResponseBuilder::new(), |builder, (name, value)| builder.with_header(name, value))
            .map_err(|error| fault(&error))?;
        Ok((builder, made))
    }

    /// The deleted accounts that match.
    async fn gone_as_csv(&self, filter: &Filter, sort: Sort, form: Form) -> OrReply<Made> {
        let sql = self.storage.sql();
        let begin = |book: &Book, made: &mut Made| {
            made.push(&form.head(book));
            Ok(None)
        };
        let next = |book: &Book, after: &mut Option<Cursor>, made: &mut Made| {
            let some = Listing::of(&sql, filter, sort).page(after.as_ref(), ROWS).map_err(|error| unread(&error))?;
            *after = some.last().map(|last| Cursor::after(last.borrowed(), sort));
            made.push(&form.lines(book, some.iter().map(Account::borrowed)));
            Ok(after.is_some())
        };
        self.made(begin, next).await
    }

    /// The record as it is stored, oldest first.
    async fn events(&self, asked: &Asked) -> OrReply<Made> {
        let mut query = asked.query();
        let limit = query.limit();
        let after = query.number("after").or(query.number("cursor")).unwrap_or(0);
        query.end()?;
        let begin = |_: &Book, made: &mut Made| {
            let all = self.store.revisions("1", &[], Walk::Oldest { after }, limit.saturating_add(1));
            let revisions = all.map_err(|error| unread(&error))?.into_iter();
            made.push("{\"items\":[");
            Ok(Record { revisions, entry: None, left: limit, bytes: 0, last: None, ended: false })
        };
        let sql = self.storage.sql();
        let next = |_: &Book, record: &mut Record, made: &mut Made| {
            let Some((revision, part)) = record.entry else {
                record.next_entry(made);
                return Ok(!record.ended);
            };
            let part = entries::part(&sql, revision, part).map_err(|error| unread(&error))?;
            record.entry = part.as_ref().map(|(part, _)| (revision, *part));
            if let Some((_, text)) = part {
                record.bytes += text.len();
                made.push(&text);
            }
            Ok(true)
        };
        self.made(begin, next).await
    }
}

impl Record {
    /// Goes on to the next entry, or ends the page: after so many entries, or so many bytes.
    fn next_entry(&mut self, made: &mut Made) {
        let next = self.revisions.next();
        let more = next.filter(|_| self.left > 0 && self.bytes < MAX_RECORD);
        self.ended = more.is_none();
        match (more, next, self.last) {
            (Some(revision), _, last) => {
                made.push(if last.is_some() { "," } else { "" });
                (self.entry, self.last) = (Some((revision, i64::MIN >> 10)), Some(revision));
                self.left -= 1;
            }
            (None, Some(_), Some(last)) => made.push(&format!("],\"next_cursor\":\"{last}\"}}")),
            (None, ..) => made.push("],\"next_cursor\":null}"),
        }
    }
}

fn json() -> OrReply<ResponseBuilder> {
    ResponseBuilder::new().with_header("content-type", "application/json").map_err(|error| fault(&error))
}
