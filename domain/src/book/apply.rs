//! How each recorded event changes a book. Nothing is checked here: the rules decided before that the event may happen.

use super::{Book, order};
use crate::{
    account::{Account, AccountId, AccountRow, Address, Standing, Status},
    event::{Event, Recorded},
    moving::Moved,
    rows::{Column, RowChange},
};

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
            | Event::ImportTakenBack { .. } => self.settle_imports(&recorded.event),
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
        accounts.for_each(|(id, row)| self.add(id, &row, true));
    }

    fn add(&mut self, id: AccountId, row: &AccountRow, of_addresses: bool) {
        self.next_id = self.next_id.max(id.next());
        match row.3 {
            Status::Active | Status::Suspended => {}
            Status::Deleted => return self.counts.deleted += 1,
            Status::Withdrawn => return self.withdrawn.add(id),
        }
        self.accounts.put(id, row);
        self.note(id, of_addresses);
    }

    /// Replaces an account by what a row says, or adds it if it is not there.
    pub(super) fn put(&mut self, id: AccountId, row: &AccountRow) {
        let of_addresses = self.is_new(id, &row.0);
        self.forget(id, of_addresses);
        self.add(id, row, of_addresses);
    }

    /// Whether an address is not the one that an account has.
    pub(super) fn is_new(&self, id: AccountId, address: &Address) -> bool {
        self.account(id).is_none_or(|account| account.address.as_str() != address.as_str())
    }

    /// Takes accounts out of the book, and returns them with the status that they have from then on.
    pub(super) fn leave(&mut self, ids: &[AccountId], status: Status) -> Vec<Account> {
        self.prepare(ids.len(), true);
        let mut left = Vec::new();
        for id in ids {
            self.forget(*id, true);
            let Some(mut account) = self.accounts.remove(*id) else { continue };
            account.status = status;
            match status {
                Status::Withdrawn => self.withdrawn.add(*id),
                Status::Active | Status::Suspended | Status::Deleted => self.counts.deleted += 1,
            }
            left.push(account);
        }
        left
    }

    /// Sets columns of accounts.
    fn set(&mut self, ids: &[AccountId], columns: &[Column]) {
        let of_addresses = columns.iter().any(Column::is_of_address);
        self.prepare(ids.len(), of_addresses);
        for id in ids {
            self.forget(*id, of_addresses);
            self.accounts.set(*id, columns);
            self.note(*id, of_addresses);
        }
    }

    /// Closes every import that an account of this event came with: such an import can no longer be taken back.
    fn settle_imports(&mut self, event: &Event) {
        if self.imports.is_empty() {
            return;
        }
        for id in event.accounts() {
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

    /// Counts an account in for everything that is derived from the accounts. Where its address is the one it had, what is
    /// derived from that has been left alone.
    fn note(&mut self, id: AccountId, of_addresses: bool) {
        let Some(account) = self.accounts.get(id) else { return };
        let standing = account.standing();
        if of_addresses {
            self.addresses.add(account);
        }
        self.orders.change(&self.accounts, account, true, of_addresses);
        self.count_in(id, standing);
    }

    /// Counts an account in for what is reckoned from standings.
    pub(super) fn count_in(&mut self, id: AccountId, standing: Standing) {
        self.counts.add(standing);
        self.cohorts.add(standing);
        if let Some(day) = standing.deadline() {
            self.due.entry(day).or_default().insert(id);
        }
    }

    /// Counts an account out of everything that is derived from the accounts, before it changes or leaves. Where its address
    /// stays, what is derived from that is left alone.
    fn forget(&mut self, id: AccountId, of_addresses: bool) {
        let Some(account) = self.accounts.get(id) else { return };
        let standing = account.standing();
        self.counts.remove(standing);
        self.cohorts.remove(standing);
        if let Some(day) = standing.deadline()
            && let Some(ids) = self.due.get_mut(&day)
        {
            ids.remove(&id);
            if ids.is_empty() {
                self.due.remove(&day);
            }
        }
        if of_addresses {
            self.addresses.remove(account);
        }
        self.orders.change(&self.accounts, account, false, of_addresses);
    }
}
