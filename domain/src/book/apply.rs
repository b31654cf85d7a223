//! How each recorded event changes a book. Nothing is checked here: the rules decided before that the event may happen.

use super::{Book, living::Living, order};
use crate::{
    account::{Account, AccountId, AccountRow, Standing, Status},
    event::{Event, Recorded},
    fold,
    moving::Moved,
    rows::{Column, RowChange},
};

/// What a change may affect, besides standings.
#[derive(Debug, Clone, Copy)]
struct Touched {
    /// Who holds an address.
    address: bool,
    /// Names.
    name: bool,
}

impl Book {
    /// Makes a recorded event part of the state. Returns the accounts that have left the book by it, as they are then.
    pub fn apply(&mut self, recorded: &Recorded) -> Vec<Account> {
        let mut left = Vec::new();
        for change in RowChange::of(recorded, self.platform.alignment) {
            match change {
                RowChange::Added { first: _, rows } => self.fill(rows),
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
        if accounts.size_hint().0 > order::MANY {
            self.orders.clear();
        }
        accounts.for_each(|(id, row)| self.add(row.with_id(id)));
    }

    fn add(&mut self, account: Account) {
        let (id, standing) = (account.id, account.standing());
        self.next_id = self.next_id.max(id.next());
        self.counts.add(standing);
        match standing.status {
            Status::Active | Status::Suspended => {}
            Status::Deleted => return,
            Status::Withdrawn => return self.withdrawn.add(id),
        }
        self.cohorts.add(standing);
        self.note_deadline(id, standing);
        self.addresses.add(&account);
        self.accounts.insert(id, Living::of(account));
        self.orders.change(&self.accounts, id, true);
    }

    /// Replaces an account by what a row says, or adds it if it is not there.
    pub(super) fn put(&mut self, id: AccountId, row: AccountRow) {
        let account = row.with_id(id);
        if !self.accounts.contains_key(&id) {
            return self.add(account);
        }
        self.each(&[id], Touched { address: true, name: true }, |old| old.clone_from(&account));
    }

    /// Takes accounts out of the book, and returns them with the status that they have from then on.
    pub(super) fn leave(&mut self, ids: &[AccountId], status: Status) -> Vec<Account> {
        if ids.len() > order::MANY {
            self.orders.clear();
        }
        let mut left = Vec::new();
        for id in ids {
            self.orders.change(&self.accounts, *id, false);
            let Some(Living { mut account, name: _ }) = self.accounts.remove(id) else { continue };
            let before = account.standing();
            self.addresses.remove(&account);
            self.counts.remove(before);
            self.cohorts.remove(before);
            self.forget_deadline(*id, before);
            account.status = status;
            self.counts.add(account.standing());
            if status == Status::Withdrawn {
                self.withdrawn.add(*id);
            }
            left.push(account);
        }
        left
    }

    fn set(&mut self, ids: &[AccountId], columns: &[Column]) {
        let touched = Touched {
            address: columns.iter().any(Column::is_of_address),
            name: columns.iter().any(|column| matches!(column, Column::DisplayName(_))),
        };
        self.each(ids, touched, |account| columns.iter().for_each(|column| column.put(account)));
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

    /// Changes accounts and updates everything that is derived from them.
    fn each(&mut self, ids: &[AccountId], touched: Touched, change: impl Fn(&mut Account)) {
        if ids.len() > order::MANY {
            self.orders.clear();
        }
        for id in ids {
            self.orders.change(&self.accounts, *id, false);
            let Some(Living { account, name }) = self.accounts.get_mut(id) else { continue };
            let before = account.standing();
            if touched.address {
                self.addresses.remove(account);
            }
            change(account);
            if touched.address {
                self.addresses.add(account);
            }
            if touched.name {
                *name = fold::searched(&account.display_name);
            }
            let after = account.standing();
            self.counts.remove(before);
            self.counts.add(after);
            if before.deadline() != after.deadline() {
                self.forget_deadline(*id, before);
                self.note_deadline(*id, after);
            }
            self.cohorts.remove(before);
            self.cohorts.add(after);
            self.orders.change(&self.accounts, *id, true);
        }
    }

    fn note_deadline(&mut self, id: AccountId, standing: Standing) {
        if let Some(day) = standing.deadline() {
            self.due.entry(day).or_default().insert(id);
        }
    }

    fn forget_deadline(&mut self, id: AccountId, standing: Standing) {
        if let Some(day) = standing.deadline()
            && let Some(ids) = self.due.get_mut(&day)
        {
            ids.remove(&id);
            if ids.is_empty() {
                self.due.remove(&day);
            }
        }
    }
}
