//! Takes up what is new in a book, some accounts at a time. It is made beside the book that is shown meanwhile, with which it shares
//! all that stays as it is, and takes its place at once: nobody sees half of it.

use chrono::NaiveDate;

use super::{Book, News, Snapshot, accounts::Accounts, order};
use crate::{
    account::{AccountId, Status},
    change::ChangeSet,
    stamp::Revision,
    tally::Tally,
};

/// What is new, and how much of it has been taken up.
#[derive(Debug)]
pub struct Catching {
    what: What,
    begun: Option<Begun>,
}

#[derive(Debug)]
enum What {
    News(Box<Snapshot<Accounts>>),
    /// Modes that were recorded at a revision and a date.
    Modes(ChangeSet, Revision, NaiveDate),
}

/// The book that is being made.
#[derive(Debug)]
struct Begun {
    /// The state of the book that it is made from.
    from: (Revision, NaiveDate),
    made: Book,
    moved: Tally,
    /// The last account that was taken up.
    last: AccountId,
    /// How many were taken up of those that have left.
    left: usize,
    /// The accounts whose places in what is kept in order may be others now: all, if they are few, or else those with another
    /// address.
    moving: Vec<AccountId>,
}

impl Catching {
    /// Begins to take up what is new.
    pub fn of(news: impl Into<News>) -> Self {
        Self { what: What::News(Box::new(news.into().0)), begun: None }
    }

    /// Begins to take up a submission that was recorded with these modes as the next thing after the book's revision.
    pub const fn modes(modes: ChangeSet, revision: Revision, on: NaiveDate) -> Self {
        Self { what: What::Modes(modes, revision, on), begun: None }
    }

    /// Takes up the next accounts, `most` at most. Returns whether all of it is part of the book now, once that is known: it is not if
    /// it is older than the book, or leaves out something that the book lacks. If the book has changed meanwhile, it begins again.
    pub fn step(&mut self, book: &mut Book, most: usize) -> Option<bool> {
        let from = (book.revision, book.today);
        let begun = match &mut self.begun {
            Some(begun) if begun.from == from => begun,
            other => {
                if !self.what.follows(book) {
                    return Some(false);
                }
                let made = book.clone();
                other.insert(Begun {
                    from,
                    made,
                    moved: Tally::default(),
                    last: AccountId(0),
                    left: 0,
                    moving: Vec::new(),
                })
            }
        };
        let many = self.what.len();
        if !begun.take(&self.what, most, many <= order::MANY) {
            return None;
        }
        let Begun { mut made, moved, moving, .. } = self.begun.take()?;
        made.cohorts.follow(moved);
        self.what.end(&mut made);
        book.prepare(many, moving.len() > order::MANY);
        let moving = if moving.len() > order::MANY { Vec::new() } else { moving };
        for id in &moving {
            book.forget(*id, true);
        }
        made.orders = std::mem::take(&mut book.orders);
        made.addresses = std::mem::take(&mut book.addresses);
        *book = made;
        for id in &moving {
            book.note(*id, true);
        }
        Some(true)
    }
}

impl What {
    fn len(&self) -> usize {
        match self {
            Self::News(news) => news.living.len() + news.gone.len(),
            Self::Modes(modes, ..) => modes.len(),
        }
    }

    /// Whether it is new, and nothing is missing between the book and it.
    fn follows(&self, book: &Book) -> bool {
        match self {
            Self::News(news) => {
                let new = news.living.iter().map(|account| account.id).chain(news.gone.iter().copied());
                let new = new.filter(|id| *id >= book.next_id).count();
                let ids = news.next_id.0.checked_sub(book.next_id.0).and_then(|ids| usize::try_from(ids).ok());
                news.since <= book.revision && news.revision >= book.revision && ids == Some(new)
            }
            Self::Modes(_, revision, on) => *revision == book.revision.next() && *on >= book.today,
        }
    }

    /// Makes everything but the accounts what it is now.
    fn end(&self, book: &mut Book) {
        match self {
            Self::News(news) => {
                let Snapshot { since: _, platform, today, revision, terminating, moved, numbering, imports, .. } =
                    &**news;
                let Snapshot { next_id, deleted, withdrawn, gone: _, living: _, .. } = &**news;
                (book.platform, book.revision, book.terminating) = (platform.clone(), *revision, *terminating);
                (book.moved, book.numbering, book.imports) = (moved.clone(), numbering.clone(), imports.clone());
                (book.next_id, book.withdrawn, book.counts.deleted) = (*next_id, withdrawn.clone(), *deleted);
                book.stand_at(*today);
            }
            Self::Modes(modes, revision, on) => {
                book.revision = *revision;
                book.stand_at(*on);
                book.settle_imports(modes.iter().map(|change| change.account));
            }
        }
    }
}

impl Begun {
    /// Takes up the next accounts, `most` at most, of a `few` in all or of many. Returns whether that was all.
    fn take(&mut self, what: &What, most: usize, few: bool) -> bool {
        let mut room = most;
        match what {
            What::News(news) => {
                for account in news.living.after(self.last).take(most) {
                    self.last = account.id;
                    room -= 1;
                    if few || self.made.is_renamed(account) {
                        self.moving.push(account.id);
                    }
                    self.made.put(account, &mut self.moved);
                }
                let gone = news.gone.get(self.left..).unwrap_or_default();
                let next = gone.get(..room).unwrap_or(gone);
                // whether one was deleted or withdrawn is said beside them
                drop(self.made.leave(next, Status::Deleted));
                self.moving.extend(next);
                self.left += next.len();
                news.living.last() <= Some(self.last) && next.len() == gone.len()
            }
            What::Modes(modes, ..) => {
                for change in modes.within(self.last.next()..=AccountId(u32::MAX)).take(most) {
                    self.last = change.account;
                    room -= 1;
                    if few {
                        self.moving.push(change.account);
                    }
                    self.made.put_mode(change, &mut self.moved);
                }
                room > 0
            }
        }
    }
}
