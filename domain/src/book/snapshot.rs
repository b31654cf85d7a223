//! What a book is made of again.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Imports, Withdrawn, accounts::Accounts};
use crate::{
    account::{AccountId, AccountRow, Status},
    calendar::iso,
    invoice::Numbering,
    moving::Moved,
    platform::Platform,
    stamp::Revision,
};

/// A book without what can be derived from it, as it is sent and stored: either the whole book, or what is new since a
/// revision. Whoever reads the accounts from elsewhere has something else in their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot<Living = Vec<(AccountId, AccountRow)>> {
    /// Accounts that have not changed since this revision are left out; 0 for a whole snapshot.
    #[serde(default)]
    pub since: Revision,
    /// The platform's settings and prices.
    pub platform: Platform,
    /// The date the book has been brought up to.
    #[serde(with = "iso")]
    pub today: NaiveDate,
    /// The book's revision.
    pub revision: Revision,
    /// Whether the platform has been terminated.
    #[serde(default)]
    pub terminating: bool,
    /// Where the platform is, if it has moved away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
    /// The last invoice numbers.
    pub numbering: Numbering,
    /// Imports that can still be taken back.
    #[serde(default)]
    pub imports: Imports,
    /// The id that the next account gets. Earlier versions did not write it: it follows the last account.
    #[serde(default)]
    pub next_id: AccountId,
    /// How many accounts have been deleted, but for those that are among `living`.
    #[serde(default)]
    pub deleted: u32,
    /// The ids of accounts whose import was taken back.
    #[serde(default)]
    pub withdrawn: Withdrawn,
    /// In news, the accounts that have left the book since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<AccountId>,
    /// The living accounts with their ids, ascending. Earlier versions wrote those that are gone, too.
    #[serde(alias = "accounts")]
    pub living: Living,
}

/// A snapshot whose accounts lie as they do in a book.
#[derive(Debug, Clone)]
pub struct News(pub(super) Snapshot<Accounts>);

impl News {
    /// The revision and the date of the book that it was taken from.
    pub const fn at(&self) -> (Revision, NaiveDate) {
        (self.0.revision, self.0.today)
    }
}

impl From<Snapshot> for News {
    fn from(snapshot: Snapshot) -> Self {
        let (mut rest, living) = snapshot.with(Accounts::default());
        for (id, row) in &living {
            rest.next_id = rest.next_id.max(id.next());
            match row.3 {
                Status::Active | Status::Suspended => rest.living.put(*id, row.into()),
                Status::Deleted => rest.deleted += 1,
                Status::Withdrawn => rest.withdrawn.add(*id),
            }
        }
        Self(rest)
    }
}

impl From<News> for Snapshot {
    fn from(News(news): News) -> Self {
        let (mut rest, living) = news.with(Vec::new());
        rest.living = living.iter().map(|account| (account.id, account.into())).collect();
        rest
    }
}

impl<Before> Snapshot<Before> {
    /// The same with something else in the place of the accounts, and what was there.
    pub(super) fn with<Living>(self, living: Living) -> (Snapshot<Living>, Before) {
        let Self { since, platform, today, revision, terminating, moved, numbering, imports, .. } = self;
        let Self { next_id, deleted, withdrawn, gone, living: before, .. } = self;
        let snapshot = Snapshot {
            since,
            platform,
            today,
            revision,
            terminating,
            moved,
            numbering,
            imports,
            next_id,
            deleted,
            withdrawn,
            gone,
            living,
        };
        (snapshot, before)
    }
}
