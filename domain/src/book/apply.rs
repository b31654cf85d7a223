//! How each recorded event changes a book. Nothing is checked here: the rules decided before that the event may happen.

use std::sync::Arc;

use super::{
    Book,
    accounts::{Accounts, NewRow},
    order,
};
use crate::{
    account::{Account, AccountId, AccountRef, AccountRow, Standing, Status},
    change::Change,
    cohort::Cohort,
    event::{Event, Recorded},
    moving::Moved,
    rows::{Column, RowChange},
    tally::Tally,
};

/// Whether an account that changes is among what is kept in order.
#[derive(Clone, Copy)]
enum Kept {
    Not,
    /// It is, and perhaps its address changes.
    In {
        of_addresses: bool,
    },
}

impl Book {
    /// Makes a recorded event part of the state. Returns the accounts that have left the book by it, as they are then.
    pub fn apply(&mut self, recorded: &Recorded) -> Vec<Account> {
        let mut left = Vec::new();
        for change in RowChange::of(recorded, self.platform.alignment) {
            match change {
                RowChange::Added { first: _, rows } => self.fill(rows.iter()),
                RowChange::Set { accounts, columns } => self.set(&accounts, &columns),
                // they have left the book
                RowChange::Erased { .. } => {}
                RowChange::Left { accounts, status } => left.extend(self.leave(&accounts, status)),
            }
        }
        self.apply_rest(recorded);
        left
    }

    /// Makes a part of a recorded event part of the state: everything but what it does to the rows of accounts.
    pub(crate) fn apply_rest(&mut self, recorded: &Recorded) {
        self.revision = recorded.revision;
        self.stand_at(recorded.on);
        if let Some(invoice) = recorded.event.invoice() {
            self.numbering.given(invoice.number);
        }
        match &recorded.event {
            Event::AccountsImported { first, .. } => {
                let last = AccountId(self.next_id.0.saturating_sub(1));
                self.imports.insert(*first, (last, recorded.revision));
            }
            Event::TerminationBegun { .. } => self.terminating = true,
            Event::TerminationTakenBack { .. } => self.terminating = false,
            Event::SettingsChanged { changes } => changes.apply(&mut self.platform),
            Event::MovedAway { house, url } => {
                self.moved = Some(Moved { house: house.clone(), url: url.clone(), on: recorded.on });
            }
            Event::MovedIn { .. } => self.moved = None,
            Event::PlatformCreated { .. } | Event::ClockMoved {} | Event::PersonErased { .. } => {}
            Event::ModesChanged { .. }
            | Event::Renewed { .. }
            | Event::Suspended { .. }
            | Event::Deleted { .. }
            | Event::AccountsOrdered { .. }
            | Event::AccountSetUp { .. }
            | Event::AccountReset { .. }
            | Event::AccountRestored { .. }
            | Event::ImportTakenBack { .. } => self.settle_imports(recorded.event.accounts()),
        }
    }

    /// Adds accounts with the next ids: those of an order, or of an import, all at once or slice by slice.
    pub(crate) fn fill(&mut self, rows: impl IntoIterator<Item = AccountRow>) {
        let first = self.next_id.0;
        self.take_in((first..).map(AccountId).zip(rows));
    }

    /// Adds accounts of a snapshot, all at once or slice by slice. Of those that have left the book, which earlier versions
    /// kept there, only what a book keeps of them is added.
    pub fn take_in(&mut self, accounts: impl IntoIterator<Item = (AccountId, AccountRow)>) {
        let accounts = accounts.into_iter();
        self.prepare(accounts.size_hint().0, true);
        let mut moved = Tally::default();
        accounts.for_each(|(id, row)| self.add(id, NewRow::from(&row), &mut moved));
        self.cohorts.follow(moved);
    }

    fn add(&mut self, id: AccountId, row: NewRow<'_>, moved: &mut Tally) {
        self.next_id = self.next_id.max(id.next());
        match row.facts.status {
            Status::Active | Status::Suspended => {}
            Status::Deleted => return self.counts.deleted += 1,
            Status::Withdrawn => return self.withdrawn.add(id),
        }
        self.accounts.put(id, row);
        let now = self.note(id, true);
        self.recount(id, None, now, moved);
    }

    /// Replaces a living account by what it is now, or adds it if it is not there. Nothing may be kept in order.
    pub(super) fn put(&mut self, account: AccountRef<'_>, moved: &mut Tally) {
        self.change(account.id, Kept::Not, moved, |own| own.put(account.id, account.into()));
    }

    /// Gives an account a mode. Nothing may be kept in order.
    pub(super) fn put_mode(&mut self, Change { account, mode }: Change, moved: &mut Tally) {
        self.change(account, Kept::Not, moved, |own| own.set(account, &[Column::Mode(mode)]));
    }

    /// Whether an address is not the one that an account has.
    pub(super) fn is_renamed(&self, account: AccountRef<'_>) -> bool {
        self.account(account.id).is_none_or(|own| own.address.as_str() != account.address.as_str())
    }

    /// Takes accounts out of the book, and returns them with the status that they have from then on.
    pub(super) fn leave(&mut self, ids: &[AccountId], status: Status) -> Vec<Account> {
        self.prepare(ids.len(), true);
        let (mut left, mut moved) = (Vec::new(), Tally::default());
        for id in ids {
            let before = self.forget(*id, true);
            self.recount(*id, before, None, &mut moved);
            let Some(mut account) = self.accounts.remove(*id) else { continue };
            account.status = status;
            match status {
                Status::Withdrawn => self.withdrawn.add(*id),
                Status::Active | Status::Suspended | Status::Deleted => self.counts.deleted += 1,
            }
            left.push(account);
        }
        self.cohorts.follow(moved);
        left
    }

    /// Sets columns of accounts.
    fn set(&mut self, ids: &[AccountId], columns: &[Column]) {
        let of_addresses = columns.iter().any(Column::is_of_address);
        self.prepare(ids.len(), of_addresses);
        let mut moved = Tally::default();
        // of what is kept in order, only what follows from addresses outlasts a change of many
        let kept = if ids.len() <= order::MANY || of_addresses { Kept::In { of_addresses } } else { Kept::Not };
        for id in ids {
            self.change(*id, kept, &mut moved, |own| own.set(*id, columns));
        }
        self.cohorts.follow(moved);
    }

    /// Changes an account, and everything that follows from it.
    fn change(&mut self, id: AccountId, kept: Kept, moved: &mut Tally, change: impl FnOnce(&mut Accounts)) {
        let standing = |book: &Self| book.account(id).map(AccountRef::standing);
        let before = match kept {
            Kept::Not => standing(self),
            Kept::In { of_addresses } => self.forget(id, of_addresses),
        };
        change(&mut self.accounts);
        let now = match kept {
            Kept::Not => standing(self),
            Kept::In { of_addresses } => self.note(id, of_addresses),
        };
        self.recount(id, before, now, moved);
    }

    /// Closes every import that one of these accounts came with: such an import can no longer be taken back.
    pub(super) fn settle_imports(&mut self, accounts: impl IntoIterator<Item = AccountId>) {
        let mut accounts = accounts.into_iter();
        while !self.imports.is_empty()
            && let Some(id) = accounts.next()
        {
            let import = self.imports.range(..=id).next_back().filter(|(_, (last, _))| *last >= id);
            if let Some(first) = import.map(|(first, _)| *first) {
                self.imports.remove(&first);
            }
        }
    }

    /// Before a change of many accounts, perhaps of their addresses: forgets what costs less to make again than to keep.
    pub(super) fn prepare(&mut self, many: usize, of_addresses: bool) {
        self.orders.prepare(many, of_addresses);
        if many > order::MANY && of_addresses {
            self.addresses.clear();
        }
    }

    /// Adds an account to everything that is kept in order. Where its address is the one it had, what follows from that has
    /// been left alone. Returns its standing.
    pub(super) fn note(&mut self, id: AccountId, of_addresses: bool) -> Option<Standing> {
        let account = self.accounts.get(id)?;
        if of_addresses {
            self.addresses.add(account);
        }
        self.orders.change(&self.accounts, account, true, of_addresses);
        Some(account.standing())
    }

    /// Removes an account from everything that is kept in order, before it changes or leaves. Where its address stays, what
    /// follows from that is left alone. Returns its standing.
    pub(super) fn forget(&mut self, id: AccountId, of_addresses: bool) -> Option<Standing> {
        let account = self.accounts.get(id)?;
        if of_addresses {
            self.addresses.remove(account);
        }
        self.orders.change(&self.accounts, account, false, of_addresses);
        Some(account.standing())
    }

    /// Counts an account as what it is now instead of what it was before, for everything that is reckoned from standings. The
    /// caller has the cohorts take up `moved`.
    pub(super) fn recount(
        &mut self,
        id: AccountId,
        before: Option<Standing>,
        now: Option<Standing>,
        moved: &mut Tally,
    ) {
        if before == now {
            return;
        }
        if let Some(standing) = before {
            self.counts.remove(standing);
            count(standing, -1, moved);
        }
        if let Some(standing) = now {
            self.counts.add(standing);
            count(standing, 1, moved);
        }
        let [passed, due] = [before, now].map(|standing| standing.and_then(Standing::deadline));
        if passed == due {
            return;
        }
        if let Some(day) = passed
            && let Some(ids) = self.due.get_mut(&day).map(Arc::make_mut)
        {
            ids.remove(&id);
            if ids.is_empty() {
                self.due.remove(&day);
            }
        }
        if let Some(day) = due {
            Arc::make_mut(self.due.entry(day).or_default()).insert(id);
        }
    }
}

/// Counts so many more accounts of a standing, or fewer if negative.
pub(super) fn count(standing: Standing, more: i64, moved: &mut Tally) {
    if standing.status == Status::Active {
        moved.add(Cohort::of(standing), standing.mode, more);
    }
}
