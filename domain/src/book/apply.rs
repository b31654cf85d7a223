//! How each recorded event changes a book. Nothing is checked here: the rules decided before that the event may happen.

use super::{Book, order};
use crate::{
    account::{Account, AccountId, AccountRow, Standing},
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
    /// Makes a recorded event part of the state.
    pub fn apply(&mut self, recorded: &Recorded) {
        for change in RowChange::of(recorded, self.platform.alignment) {
            match change {
                RowChange::Added { first: _, rows } => self.fill(rows),
                RowChange::Set { accounts, columns } => self.set(&accounts, &columns),
            }
        }
        self.apply_rest(recorded);
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
                let last = AccountId(self.next_id().0.saturating_sub(1));
                self.imports.insert(*first, (last, recorded.revision));
            }
            Event::ModesChanged { id, hash, .. } => {
                self.submissions.insert(id.clone(), (recorded.revision, *hash));
                self.settle_imports(&recorded.event);
            }
            Event::TerminationBegun { .. } => self.terminating = true,
            Event::TerminationTakenBack { .. } => self.terminating = false,
            Event::SettingsChanged { changes } => changes.apply(&mut self.platform),
            Event::MovedAway { house, url } => {
                self.moved = Some(Moved { house: house.clone(), url: url.clone(), on: recorded.on });
            }
            Event::MovedIn { .. } => self.moved = None,
            Event::PlatformCreated { .. } | Event::ClockMoved {} => {}
            Event::Renewed { .. }
            | Event::Suspended { .. }
            | Event::Deleted { .. }
            | Event::AccountsOrdered { .. }
            | Event::AccountSetUp { .. }
            | Event::AccountReset { .. }
            | Event::AccountRestored { .. }
            | Event::ImportTakenBack { .. } => self.settle_imports(&recorded.event),
        }
    }

    /// Adds the next accounts of a snapshot or an import that is taken up slice by slice.
    pub fn fill(&mut self, rows: impl IntoIterator<Item = AccountRow>) {
        let rows = rows.into_iter();
        if rows.size_hint().0 > order::MANY {
            self.orders.clear();
        }
        rows.for_each(|row| self.push(row));
    }

    fn push(&mut self, row: AccountRow) {
        let account = row.with_id(self.next_id());
        let standing = account.standing();
        self.counts.add(standing);
        self.cohorts.add(standing);
        self.note_deadline(account.id, standing);
        self.addresses.add(&account);
        self.names.push(fold::searched(&account.display_name));
        let id = account.id;
        self.accounts.push(account);
        self.orders.change(&self.accounts, id, true);
    }

    /// Replaces an account by what a row says, or adds it if its id is the next one.
    pub(super) fn put(&mut self, id: AccountId, row: AccountRow) {
        if id == self.next_id() {
            return self.push(row);
        }
        let account = row.with_id(id);
        self.each(&[id], Touched { address: true, name: true }, |old| old.clone_from(&account));
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
            let Some(index) = id.index() else { continue };
            self.orders.change(&self.accounts, *id, false);
            let (Some(account), Some(name)) = (self.accounts.get_mut(index), self.names.get_mut(index)) else {
                continue;
            };
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
