//! What each recorded fact makes of a book. It is trusted: what may happen is decided before.

use chrono::NaiveDate;

use super::Book;
use crate::{
    account::{Account, AccountId, AccountRow, Address, RenewalMode, Standing, Status},
    calendar::AnchorDay,
    event::{Event, Held, ModeGroup, Recorded},
    invoice::{Invoice, InvoiceLine},
    roster::RosterEntry,
};

impl Book {
    /// Makes a recorded fact part of the state.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.revision = recorded.revision;
        self.stand_at(recorded.on);
        match &recorded.event {
            Event::PlatformCreated { .. } | Event::ClockMoved {} => {}
            Event::AccountsImported { first, accounts } => {
                accounts.entries().iter().for_each(|entry| self.push(entry.row()));
                let last = AccountId(self.next_id().0.saturating_sub(1));
                self.imports.insert(*first, (last, recorded.revision));
            }
            Event::ModesChanged { id, hash, groups, .. } => {
                self.submissions.insert(id.clone(), (recorded.revision, *hash));
                groups.iter().for_each(|group| self.change_modes(group));
            }
            Event::Renewed { invoice } => self.renew(invoice),
            Event::Suspended { accounts, deletes_on } => self.touch(accounts, |account| {
                account.status = Status::Suspended;
                account.deletes_on = Some(*deletes_on);
                account.held = None;
            }),
            Event::Deleted { accounts } => self.lose(accounts, Status::Deleted),
            Event::AccountsOrdered { invoice, .. } => self.add_ordered(recorded, invoice),
            Event::AccountSetUp { account, address, display_name } => self.readdress(*account, |account| {
                account.address.clone_from(address);
                account.display_name.clone_from(display_name);
            }),
            Event::AccountReset { account } => self.readdress(*account, |account| {
                account.address = Address::placeholder(account.id);
                account.display_name.clear();
                account.reset_on = Some(recorded.on);
            }),
            Event::AccountRestored { account, mode, invoice } => self.restored(*account, *mode, invoice),
            Event::ImportTakenBack { accounts, .. } => {
                self.lose(accounts, Status::Withdrawn);
            }
            Event::TerminationBegun { held } => {
                self.terminating = true;
                self.each_held(held, |account, mode| (account.mode, account.held) = (RenewalMode::Never, Some(mode)));
            }
            Event::TerminationTakenBack { held } => {
                self.terminating = false;
                self.each_held(held, |account, mode| (account.mode, account.held) = (mode, None));
            }
            Event::SettingsChanged { changes } => changes.apply(&mut self.platform),
        }
    }

    pub(super) fn push(&mut self, row: AccountRow) {
        let account = row.with_id(self.next_id());
        let standing = account.standing();
        self.counts.add(standing);
        self.cohorts.add(standing);
        self.note_deadline(account.id, standing);
        self.addresses.add(&account);
        self.accounts.push(account);
    }

    /// Makes an account what a row says, or adds it behind the last.
    pub(super) fn put(&mut self, id: AccountId, row: AccountRow) {
        if id == self.next_id() {
            return self.push(row);
        }
        let account = row.with_id(id);
        if let Some(old) = id.index().and_then(|index| self.accounts.get(index)) {
            self.addresses.remove(old);
            self.addresses.add(&account);
        }
        self.each(&[id], |old| old.clone_from(&account));
    }

    fn change_modes(&mut self, group: &ModeGroup) {
        self.touch(&group.accounts, |account| account.mode = group.to);
    }

    fn renew(&mut self, invoice: &Invoice) {
        self.numbering.given(invoice.number);
        for line in &invoice.lines {
            self.paid(&line.accounts, line.period.end);
        }
    }

    /// Accounts have renewed until `end`.
    fn paid(&mut self, accounts: &[AccountId], end: NaiveDate) {
        let alignment = self.platform.alignment;
        self.touch(accounts, |account| {
            account.expires_on = end;
            account.anchor_day = alignment.anchor_after_renewal(account.anchor_day);
        });
    }

    fn add_ordered(&mut self, recorded: &Recorded, invoice: &Invoice) {
        self.numbering.given(invoice.number);
        ordered(recorded.on, invoice).for_each(|row| self.push(row));
    }

    fn restored(&mut self, id: AccountId, mode: RenewalMode, invoice: &Invoice) {
        self.touch(&[id], |account| {
            account.status = Status::Active;
            account.mode = mode;
            account.deletes_on = None;
        });
        self.renew(invoice);
    }

    /// Accounts lose their address, and with it whatever else they had to themselves.
    fn lose(&mut self, ids: &[AccountId], status: Status) {
        for account in ids.iter().filter_map(|id| self.accounts.get(id.index()?)) {
            self.addresses.remove(account);
        }
        self.touch(ids, |account| account.status = status);
    }

    fn readdress(&mut self, id: AccountId, change: impl Fn(&mut Account)) {
        if let Some(account) = id.index().and_then(|index| self.accounts.get(index)) {
            self.addresses.remove(account);
        }
        self.touch(&[id], change);
        if let Some(account) = id.index().and_then(|index| self.accounts.get(index)) {
            self.addresses.add(account);
        }
    }

    fn each_held(&mut self, held: &[Held], change: impl Fn(&mut Account, RenewalMode)) {
        for Held { mode, accounts } in held {
            self.each(accounts, |account| change(account, *mode));
        }
    }

    /// Changes accounts for good: an import that one of them came with can no longer be taken back.
    fn touch(&mut self, ids: &[AccountId], change: impl Fn(&mut Account)) {
        if !self.imports.is_empty() {
            for id in ids {
                let import = self.imports.range(..=*id).next_back().filter(|(_, (last, _))| last >= id);
                if let Some(first) = import.map(|(first, _)| *first) {
                    self.imports.remove(&first);
                }
            }
        }
        self.each(ids, change);
    }

    /// Changes accounts and keeps what is derived from them in step.
    fn each(&mut self, ids: &[AccountId], change: impl Fn(&mut Account)) {
        for id in ids {
            let Some(index) = id.index() else { continue };
            let Some(account) = self.accounts.get_mut(index) else { continue };
            let before = account.standing();
            change(account);
            let after = account.standing();
            self.counts.remove(before);
            self.counts.add(after);
            if before.deadline() != after.deadline() {
                self.forget_deadline(*id, before);
                self.note_deadline(*id, after);
            }
            self.cohorts.remove(before);
            self.cohorts.add(after);
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

/// The accounts that an order of `day` makes, as rows.
pub fn ordered(day: NaiveDate, invoice: &Invoice) -> impl Iterator<Item = AccountRow> + '_ {
    let of = move |line: &InvoiceLine, id: AccountId| {
        let (mode, expires_on) = (RenewalMode::from(line.term), line.period.end);
        let (name, anchor_day) = (String::new(), AnchorDay::of(day));
        let address = Address::placeholder(id);
        AccountRow(address, name, mode, Status::Active, Some(day), anchor_day, expires_on, None, None, None)
    };
    invoice.lines.iter().flat_map(move |line| line.accounts.iter().map(move |id| of(line, *id)))
}

impl RosterEntry {
    /// The account this entry makes, as a row.
    pub fn row(&self) -> AccountRow {
        AccountRow(
            self.address.clone(),
            self.display_name.clone(),
            self.mode,
            Status::Active,
            self.ordered_on,
            self.anchor_day,
            self.expires_on,
            None,
            None,
            None,
        )
    }
}
