//! Questions to a platform. The book has been brought up to date before they are answered.

use domain::{
    account::AccountId,
    book::Book,
    event::Recorded,
    gone::{Gone, Register},
    receipt::Receipt,
    stamp::SubmissionId,
    wire::{AccountEvent, AccountView, Fault, HistoryEntry, LineView, List, PlatformView, ReceiptView, page_of_lines},
};
use serde::Serialize;
use worker::Request;

use crate::{
    asked::{Asked, nothing_here},
    calls::Question,
    damage::unread,
    entries::{self, Import, Walk},
    gone::{self, Listing, page_of},
    kept::Kept,
    parsing,
    reply::{OrReply, Reply, refuse},
    writes::Value,
};

/// The most bytes of the record that one answer reads. A page ends early after that many, with a cursor.
pub const MAX_RECORD: usize = 8 << 20;

impl Kept {
    /// Answers a question.
    pub(crate) async fn read(&self, question: Question, asked: &Asked, request: &Request) -> OrReply<Reply> {
        match question {
            Question::Platform => {
                asked.query().end()?;
                Ok(Reply::json(200, &PlatformView::from(&*self.book()?)))
            }
            Question::Accounts => self.accounts(asked),
            Question::Account => {
                asked.query().end()?;
                let (book, id) = (self.book()?, asked.account()?);
                let gone = self.gone(&book, [id])?;
                let Some(account) = (Register { book: &book, gone: &gone }).account(id) else {
                    return refuse(Fault::NoAccount);
                };
                Ok(Reply::json(200, &AccountView::of(&book, account)))
            }
            Question::AccountHistory => self.account_history(asked),
            Question::Receipts => self.receipts(asked),
            Question::Receipt => self.receipt(asked),
            Question::Invoices => self.invoices(asked),
            Question::Invoice => self.invoice(asked, request),
            Question::History => self.history(asked),
            Question::Forecast => self.forecast(asked),
            // these are not sent as one text
            Question::Archive
            | Question::Snapshot
            | Question::Live
            | Question::Book
            | Question::Csv
            | Question::Events => nothing_here(),
            Question::Person => self.person(asked).await,
            Question::Check => {
                asked.query().end()?;
                self.check().await
            }
        }
    }

    /// What has left the book of these accounts. If they are all in it, nothing is read.
    pub(crate) fn gone(&self, book: &Book, named: impl IntoIterator<Item = AccountId>) -> OrReply<Gone> {
        let ids: Vec<AccountId> = named.into_iter().filter(|id| book.is_deleted(*id)).collect();
        gone::among(&self.storage.sql(), &ids).map_err(|error| unread(&error))
    }

    fn accounts(&self, asked: &Asked) -> OrReply<Reply> {
        let mut query = asked.query();
        let (filter, sort, limit) = (query.filter(), query.sort(), query.limit());
        let cursor = query.cursor(sort);
        query.end()?;
        let book = self.book()?;
        let gone;
        let page = if filter.is_of_gone() {
            let sql = self.storage.sql();
            let list = Listing::of(&sql, &filter, sort);
            gone = list.page(cursor.as_ref(), limit + 1).map_err(|error| unread(&error))?;
            let total = list.total(&book).map_err(|error| unread(&error))?;
            page_of(&gone, total, sort, limit)
        } else {
            book.page(&filter, sort, cursor.as_ref(), limit)
        };
        let items: Vec<AccountView<'_>> = page.items.iter().map(|account| AccountView::of(&book, *account)).collect();
        let next_cursor = page.next.map(|cursor| cursor.encode());
        Ok(Reply::json(200, &List { items, total: Some(page.total), next_cursor }))
    }

    fn account_history(&self, asked: &Asked) -> OrReply<Reply> {
        let mut query = asked.query();
        let (limit, before) = (query.limit(), query.number("cursor"));
        query.end()?;
        let id = asked.account()?;
        let is_there = |book: &Book| book.account(id).is_some() || book.is_deleted(id);
        if !is_there(&*self.book()?) {
            return refuse(Fault::NoAccount);
        }
        let own = [id.0.into(), id.0.into()];
        let sql = self.storage.sql();
        let list = self.page("low <= ? AND high >= ?", &own, Walk::newest(before), limit, |revision| {
            let (recorded, bytes) = match entries::import(&sql, revision, Some(id))? {
                Some(Import { recorded, bytes, .. }) => (recorded, bytes),
                None => self.recorded(revision)?,
            };
            Ok((AccountEvent::of(&recorded, id), bytes))
        })?;
        Ok(Reply::json(200, &list))
    }

    fn history(&self, asked: &Asked) -> OrReply<Reply> {
        let mut query = asked.query();
        let (limit, before) = (query.limit(), query.number("cursor"));
        query.end()?;
        let sql = self.storage.sql();
        let list = self.page("1", &[], Walk::newest(before), limit, |revision| {
            if let Some(Import { recorded, accounts, bytes }) = entries::import(&sql, revision, None)? {
                return Ok((Some(HistoryEntry { accounts, ..HistoryEntry::from(&recorded) }), bytes));
            }
            let (recorded, bytes) = self.recorded(revision)?;
            Ok((Some(HistoryEntry::from(&recorded)), bytes))
        })?;
        Ok(Reply::json(200, &list))
    }

    fn receipts(&self, asked: &Asked) -> OrReply<Reply> {
        let mut query = asked.query();
        let (limit, before) = (query.limit(), query.number("cursor"));
        let undone = query.text("undoes").map(SubmissionId);
        query.end()?;
        let (condition, values) = match &undone {
            None => ("kind = 'modes_changed'", Vec::new()),
            Some(id) => {
                let Some(revision) = self.submission(id)? else { return refuse(Fault::NoSubmission) };
                // a client may choose an id that ends like that of an undo
                ("revision IN (SELECT revision FROM submission WHERE substr(id, -length(?)) = ?)", {
                    let ending = Value::from(SubmissionId::ending_of_undo(revision));
                    vec![ending.clone(), ending]
                })
            }
        };
        let list = self.page(condition, &values, Walk::newest(before), limit, |revision| {
            let (recorded, bytes) = self.recorded(revision)?;
            let receipt = Receipt::of(&recorded).filter(|receipt| undone.is_none() || receipt.undoes == undone);
            Ok((receipt, bytes))
        })?;
        let book = self.book()?;
        let refused = list.items.iter().flat_map(|receipt| &receipt.refused).map(|refused| refused.account);
        let gone = self.gone(&book, refused)?;
        let register = Register { book: &book, gone: &gone };
        let items: Vec<ReceiptView<'_>> = list.items.iter().map(|receipt| ReceiptView::of(register, receipt)).collect();
        Ok(Reply::json(200, &List { items, total: None, next_cursor: list.next_cursor }))
    }

    /// An entry of the record, and how many bytes it has.
    fn recorded(&self, revision: u64) -> worker::Result<(Recorded, usize)> {
        let text = self.store.entry_text(revision)?;
        Ok((parsing::recorded(&text)?, text.len()))
    }

    /// A page of the record: what `read` makes of the entries that `condition` selects, and how many bytes it reads for that.
    /// The cursor is a revision. However long the record is, no more entries are looked up than the page needs.
    fn page<T>(
        &self,
        condition: &str,
        values: &[Value],
        mut walk: Walk,
        limit: usize,
        read: impl Fn(u64) -> worker::Result<(Option<T>, usize)>,
    ) -> OrReply<List<T>> {
        let (mut items, mut bytes, mut last) = (Vec::new(), 0, None);
        loop {
            let wanted = limit + 1 - items.len();
            let found = self.store.revisions(condition, values, walk, wanted).map_err(|error| unread(&error))?;
            let more = found.len() == wanted;
            for revision in found {
                if items.len() >= limit || bytes >= MAX_RECORD {
                    return Ok(List { items, total: None, next_cursor: last });
                }
                let (item, length) = read(revision).map_err(|error| unread(&error))?;
                bytes += length;
                items.extend(item);
                last = Some(revision.to_string());
                walk = walk.from(revision);
            }
            if !more {
                return Ok(List { items, total: None, next_cursor: None });
            }
        }
    }

    fn receipt(&self, asked: &Asked) -> OrReply<Reply> {
        #[derive(Serialize)]
        struct Page<'a> {
            #[serde(flatten)]
            receipt: ReceiptView<'a>,
            items: Vec<LineView<'a>>,
            next_cursor: Option<String>,
        }
        let mut query = asked.query();
        let limit = query.limit();
        let after = query.number("cursor").and_then(|id| u32::try_from(id).ok()).unwrap_or(0);
        query.end()?;
        let meant = self.meant(asked.submission())?;
        let Some(revision) = self.submission(&meant)? else {
            return refuse(Fault::NoSubmission);
        };
        let recorded = self.store.entry(revision.0).map_err(|error| unread(&error))?;
        let Some(receipt) = Receipt::of(&recorded) else {
            return refuse(Fault::Internal("a submission left no receipt".to_owned()));
        };
        let lines = Receipt::lines_of(&recorded);
        let (lines, next_cursor) = page_of_lines(&lines, AccountId(after), limit);
        let book = self.book()?;
        let refused = receipt.refused.iter().map(|refused| refused.account);
        let gone = self.gone(&book, lines.iter().map(|line| line.account).chain(refused))?;
        let register = Register { book: &book, gone: &gone };
        let items = lines.iter().map(|line| LineView::of(register, line)).collect();
        Ok(Reply::json(200, &Page { receipt: ReceiptView::of(register, &receipt), items, next_cursor }))
    }
}
