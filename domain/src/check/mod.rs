//! Checks the invariants of a live platform. It reads the record once, and replays it into a second book.

mod charged;
mod compared;
mod ending;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use self::ending::Ending;
use crate::{
    account::{Account, AccountId, AccountRef, Address, AddressRef, RenewalMode, Status},
    book::Book,
    domains::Allowed,
    event::{Event, ModeGroup, Recorded},
    gone::Gone,
    hash::Hash,
    moving::Leaving,
    receipt::Receipt,
    refusal::Refusal,
    roster::RosterEntry,
    stamp::{Revision, SubmissionId},
};

/// Submissions, each with the revision it made and the hash of its lines.
pub type Submissions = BTreeMap<SubmissionId, (Revision, Hash)>;

/// Reads a record entry by entry and collects what is wrong with it.
#[derive(Debug, Default)]
pub struct Checker {
    replay: Option<Book>,
    /// The first day that is not paid for, by account, according to imports and invoices alone.
    paid_until: BTreeMap<AccountId, NaiveDate>,
    /// The submissions of the record, each with its revision and the hash of its lines.
    submissions: Submissions,
    /// The accounts that have left the book.
    gone: Gone,
    findings: Vec<String>,
    /// How many accounts of the import that is looked at slice by slice have been added.
    imported: usize,
    ending: Option<Ending>,
}

/// The order in which things happen on one day. What users do comes after the daily run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Renew,
    Suspend,
    Delete,
    User,
}

impl Turn {
    const fn of(event: &Event) -> Self {
        match event {
            Event::Renewed { .. } => Self::Renew,
            Event::Suspended { .. } => Self::Suspend,
            Event::Deleted { .. } => Self::Delete,
            Event::PlatformCreated { .. }
            | Event::AccountsImported { .. }
            | Event::ModesChanged { .. }
            | Event::AccountsOrdered { .. }
            | Event::AccountSetUp { .. }
            | Event::AccountReset { .. }
            | Event::AccountRestored { .. }
            | Event::ImportTakenBack { .. }
            | Event::TerminationBegun { .. }
            | Event::TerminationTakenBack { .. }
            | Event::SettingsChanged { .. }
            | Event::ClockMoved {}
            | Event::MovedAway { .. }
            | Event::MovedIn { .. }
            | Event::PersonErased { .. } => Self::User,
        }
    }

    /// The turn in which something must happen to an account that is due.
    const fn due(account: AccountRef<'_>) -> Self {
        match (account.status, account.mode.term()) {
            (Status::Active, Some(_)) => Self::Renew,
            (Status::Active, None) => Self::Suspend,
            (Status::Suspended | Status::Deleted | Status::Withdrawn, _) => Self::Delete,
        }
    }
}

/// Whether an account could be set up with this address and name. Earlier versions took names with space around them, and
/// for two addresses what is one now.
fn was_set_up(book: &Book, id: AccountId, address: &Address, name: &str) -> bool {
    book.demand_settable(id).is_ok_and(|account| {
        if address.is_erased() {
            return true;
        }
        let letters = |address: AddressRef<'_>| address.as_str().to_lowercase();
        let (same, identity) = (account.address == address.borrowed(), address.identity());
        let mut others = book.holders(&identity).filter(|other| other.id != id);
        let changes = !same || account.display_name != name;
        changes
            && !address.is_placeholder()
            && (same || Allowed::of(&book.platform().domains).has(address.domain()))
            && others.all(|other| letters(other.address) != letters(address.borrowed()))
    })
}

/// Whether a living account had an address at this time of the record that was erased since.
fn is_erased(book: &Book, id: AccountId) -> bool {
    book.account(id).is_some_and(|account| account.address.is_erased())
}

/// The most findings that are listed.
const MAX_FINDINGS: usize = 100;

impl Checker {
    /// Checks the next entry of the record.
    pub fn look(&mut self, recorded: &Recorded) {
        while !self.look_at(recorded, usize::MAX) {}
    }

    /// Checks the next entry, and adds so many accounts of an import at most. Returns false if it is to be called again.
    pub fn look_at(&mut self, recorded: &Recorded, most: usize) -> bool {
        let Some(mut book) = self.replay.take() else {
            self.replay = Book::created(recorded);
            self.demand(self.replay.is_some(), || "the record does not begin with the platform".to_owned());
            return true;
        };
        if self.imported == 0 {
            self.judge(&mut book, recorded);
        }
        let done = self.replayed(&mut book, recorded, most);
        if done {
            let turn = Turn::of(&recorded.event);
            self.demand_done(&book, recorded, |due| due == turn);
        }
        self.replay = Some(book);
        done
    }

    /// Replays an entry, or so many accounts of an import. Returns whether all of it was replayed.
    fn replayed(&mut self, book: &mut Book, recorded: &Recorded, most: usize) -> bool {
        let Event::AccountsImported { first, accounts } = &recorded.event else {
            let left = book.apply(recorded);
            self.leave(recorded, left);
            return true;
        };
        let rest = accounts.entries().get(self.imported..).unwrap_or_default();
        let next = rest.get(..most).unwrap_or(rest);
        let before = u32::try_from(self.imported).unwrap_or(u32::MAX);
        for (entry, id) in next.iter().zip(first.0.saturating_add(before)..) {
            self.paid_until.insert(AccountId(id), entry.expires_on);
        }
        book.fill(next.iter().map(RosterEntry::row));
        self.imported += next.len();
        let done = next.len() == rest.len();
        if done {
            self.imported = 0;
            book.apply_rest(recorded);
        }
        done
    }

    /// Demands that accounts that have been deleted were paid until their expiry, and keeps what they were.
    fn leave(&mut self, recorded: &Recorded, left: Vec<Account>) {
        for account in left.iter().filter(|account| account.status == Status::Deleted) {
            let paid = self.paid_until.remove(&account.id) == Some(account.expires_on);
            self.demand(paid, || format!("account {} is not paid until its expiry", account.id));
        }
        self.gone.follow(recorded, left);
    }

    /// Checks an entry before it is replayed.
    fn judge(&mut self, book: &mut Book, recorded: &Recorded) {
        let at = recorded.revision.0;
        self.demand(recorded.revision == book.revision().next(), || format!("revision {at} does not follow"));
        self.demand(recorded.on >= book.today(), || format!("revision {at} is dated before the one before it"));
        // on a platform without a test clock, only the entry itself says that its day had come
        book.stand_at(recorded.on);
        let mut ids: Vec<AccountId> = recorded.event.accounts().collect();
        ids.sort_unstable();
        self.demand(ids.is_sorted_by(|a, b| a < b), || format!("revision {at} names an account twice"));
        let comes = matches!(recorded.event, Event::MovedIn { .. });
        self.demand(book.moved().is_some() == comes, || match comes {
            true => format!("revision {at} moves in what had not moved away"),
            false => format!("revision {at} happens to what has moved away"),
        });
        let turn = Turn::of(&recorded.event);
        self.demand_done(book, recorded, |due| due < turn);
        if let Some(invoice) = recorded.event.invoice() {
            self.invoice(book, recorded, invoice);
        }
        match &recorded.event {
            Event::PlatformCreated { .. } => self.find(format!("revision {at} creates the platform again")),
            Event::AccountsImported { first, accounts: _ } => {
                self.demand(*first == book.next_id(), || format!("revision {at} skips ids"));
            }
            Event::ModesChanged { groups, .. } => self.changed(book, recorded, groups),
            Event::Renewed { invoice } => self.renewed(book, recorded, invoice),
            Event::AccountsOrdered { id, hash, invoice } => self.ordered(book, recorded, (id, *hash, invoice)),
            Event::AccountSetUp { account, address, display_name } => {
                let sound = was_set_up(book, *account, address, display_name);
                self.demand(sound, || format!("revision {at} is not what the rules decide"));
            }
            Event::AccountReset { account } => self.was_reset(book, recorded, *account),
            Event::AccountRestored { account, mode, .. } => {
                self.demand_again(book.restore(*account, *mode).map(Some), recorded);
            }
            Event::ImportTakenBack { import, accounts } => {
                self.demand_again(book.take_import_back(*import).map(Some), recorded);
                accounts.iter().for_each(|id| {
                    self.paid_until.remove(id);
                });
            }
            Event::TerminationBegun { .. } => {
                self.demand_again(book.terminate(&book.platform().name).map(Some), recorded);
            }
            Event::TerminationTakenBack { .. } => self.demand_again(book.take_termination_back().map(Some), recorded),
            Event::SettingsChanged { changes } => self.demand_again(book.change_settings(changes), recorded),
            Event::Suspended { accounts, deletes_on } => {
                let sound = |account: AccountRef<'_>| {
                    (account.status, account.mode, account.expires_on)
                        == (Status::Active, RenewalMode::Never, recorded.on)
                        && *deletes_on == book.deletion_of(recorded.on)
                };
                self.demand_each(book, accounts, sound, "is suspended out of turn");
            }
            Event::Deleted { accounts } => {
                let sound = |account: AccountRef<'_>| {
                    account.status == Status::Suspended && account.deletes_on == Some(recorded.on)
                };
                self.demand_each(book, accounts, sound, "is deleted out of turn");
            }
            Event::MovedAway { house, url } => {
                let (house, url) = (house.as_str().to_owned(), url.clone());
                let again = book.move_away(&Leaving { house, url, confirm: book.platform().name.clone() });
                self.demand_again(again.map(Some), recorded);
            }
            Event::PersonErased { accounts, before } => self.erased(book, recorded, [accounts, before]),
            // which house it was, only the house knows
            Event::MovedIn { .. } => {}
            Event::ClockMoved {} => {
                self.demand(book.platform().test_clock.is_some(), || {
                    format!("revision {at} moves a clock that is not there")
                });
            }
        }
    }

    fn was_reset(&mut self, book: &Book, recorded: &Recorded, id: AccountId) {
        // where its address was erased since, the rules would no longer say that it was set up
        if is_erased(book, id) {
            let sound = book.demand_settable(id).is_ok();
            return self.demand(sound, || format!("revision {} is not what the rules decide", recorded.revision.0));
        }
        let address = book.account(id).map_or("", |account| account.address.as_str());
        self.demand_again(book.reset(id, address).map(Some), recorded);
    }

    fn erased(&mut self, book: &Book, recorded: &Recorded, [accounts, before]: [&[AccountId]; 2]) {
        let gone = accounts.iter().all(|id| self.gone.any(*id).is_some());
        let known = before.iter().all(|id| *id < book.next_id());
        let some = !accounts.is_empty() || !before.is_empty();
        self.demand(gone && known && some, || format!("revision {} is not what the rules decide", recorded.revision.0));
    }

    /// The book that the entries so far make; none before the first one.
    pub const fn book(&self) -> Option<&Book> {
        self.replay.as_ref()
    }

    /// What was found so far.
    pub fn findings(&self) -> &[String] {
        &self.findings
    }

    /// What was found.
    pub fn stop(self) -> Vec<String> {
        self.findings
    }

    /// Demands that the rules, asked again, decide what was recorded.
    fn demand_again(&mut self, again: Result<Option<Event>, Refusal>, recorded: &Recorded) {
        let same = again.is_ok_and(|again| again.as_ref() == Some(&recorded.event));
        self.demand(same, || format!("revision {} is not what the rules decide", recorded.revision.0));
    }

    fn changed(&mut self, book: &Book, recorded: &Recorded, groups: &[ModeGroup]) {
        let at = recorded.revision.0;
        for (group, &id) in groups.iter().flat_map(|group| group.accounts.iter().map(move |id| (group, id))) {
            let sound = |account: AccountRef<'_>| {
                account.status == Status::Active
                    && account.mode == group.from
                    && account.mode != group.to
                    && account.expires_on == group.effective_on
            };
            let account = book.account(id).filter(|account| sound(*account));
            self.demand(account.is_some(), || format!("revision {at} changes account {id} from what it was not"));
            let outcome = account.is_none_or(|account| book.outcome(account, group.to) == group.outcome);
            self.demand(outcome, || format!("revision {at} promises account {id} what will not be"));
        }
        if let Event::ModesChanged { id, hash, undoes, .. } = &recorded.event {
            let known = undoes.as_ref().is_none_or(|undone| self.submissions.contains_key(undone));
            let before = self.submissions.insert(id.clone(), (recorded.revision, *hash));
            self.demand(before.is_none(), || format!("revision {at} has the id of another submission"));
            self.demand(known, || format!("revision {at} takes back what was never submitted"));
            let lines = Receipt::lines_of(recorded);
            // a line whose address was erased since reads differently than it was seen
            let erased = lines.iter().any(|line| is_erased(book, line.account));
            self.demand(erased || book.hash(&lines) == *hash, || {
                format!("revision {at} has other lines than were seen")
            });
        }
    }

    /// Demands that no account is still due before the day of an entry, nor on that day if the turn of the account
    /// `should_be` over.
    fn demand_done(&mut self, book: &Book, recorded: &Recorded, should_be: impl Fn(Turn) -> bool) {
        for (day, ids) in book.due.range(..=recorded.on) {
            for account in ids.iter().filter_map(|&id| book.account(id)) {
                let done = *day == recorded.on && !should_be(Turn::due(account));
                self.demand(done, || {
                    format!("account {} is passed over by revision {}", account.id, recorded.revision.0)
                });
            }
        }
    }

    fn demand_each(&mut self, book: &Book, ids: &[AccountId], sound: impl Fn(AccountRef<'_>) -> bool, what: &str) {
        for &id in ids {
            self.demand(book.account(id).is_some_and(&sound), || format!("account {id} {what}"));
        }
    }

    /// Adds what a host finds if something is not `sound`.
    pub fn demand(&mut self, sound: bool, finding: impl FnOnce() -> String) {
        if !sound {
            self.find(finding());
        }
    }

    /// Adds what a host finds.
    pub fn find(&mut self, finding: String) {
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(finding);
        }
    }
}
