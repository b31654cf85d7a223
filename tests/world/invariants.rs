//! The seven invariants of the rules, one function each.

use chrono::{Days, NaiveDate};
use domain::{
    account::{AccountId, AccountRow, RenewalMode, Status},
    book::Book,
    calendar::Term,
    change::{Change, Wishes},
    event::{Event, Recorded},
    gone::Register,
    order::Order,
    platform::PlatformStatus,
    stamp::{Actor, Instant, Stamp, SubmissionId},
    summary::{Outcome, SummaryLine},
};
use tests::host::{everybody, findings, replay};

use crate::{calendar::Day, disk::Disk, ledger::Ledger, random::Random};

fn stamp() -> Stamp {
    Stamp { at: Instant("2026-11-22T12:00:00Z".to_owned()), actor: Actor::User, by: None }
}

/// Checks what can be checked of one account that was just touched.
pub fn of_account(register: Register<'_>, disk: &Disk, ledger: &Ledger, id: AccountId) {
    // invariants 1 and 4; 3 and 5 were checked while the record was read
    ledger.agree(register, id);
    let book = register.book;
    let Some(account) = book.account(id) else {
        let row = register.account(id).map(AccountRow::from);
        assert!(
            row.is_none_or(|row| row == *disk.row(id.index().expect("an id"))),
            "invariant 7: account {id} is gone"
        );
        return;
    };
    let due = account.standing().deadline();
    assert!(due.is_none_or(|due| due > book.today()), "invariant 2: account {id} is due still");
    let held = account.held.is_some();
    let closing = book.status() != PlatformStatus::Active && account.status == Status::Active;
    assert_eq!(held, closing, "invariant 6: account {id} has a mode to return to, or none");
    let row = AccountRow::from(account);
    assert_eq!(&row, disk.row(id.index().expect("an id")), "invariant 7: account {id} and its row");
    let replayed = ledger.replay().and_then(|book| book.account(id)).map(AccountRow::from);
    assert_eq!(replayed, Some(row), "invariant 7: account {id} replayed");
}

/// Checks all seven invariants.
pub fn all(register: Register<'_>, disk: &Disk, chance: &mut Random) {
    let book = register.book;
    let ahead = chance.pick(&[1, 31, 62, 400]);
    let mut ledger = Ledger::default();
    ledger.feed(&disk.record);
    paid_periods_tile(register, &ledger);
    twice_is_once(book, ahead);
    what_is_shown_is_what_happens(book, chance);
    nothing_is_deleted_that_was_not_suspended(register, &ledger);
    invoices_add_up(book, &disk.record);
    termination_taken_back_leaves_no_trace(book);
    the_record_is_the_state(book, disk);
    let found = findings(&disk.record, register);
    assert!(found.is_empty(), "the check of a live platform finds {found:?} in {:?}", disk.record);
}

/// 1. Paid periods join without gaps. The ledger has checked that on the invoices; this compares where they end with
///    the book.
fn paid_periods_tile(register: Register<'_>, ledger: &Ledger) {
    for account in everybody(register) {
        ledger.agree(register, account.id);
        let lives = account.status == Status::Active;
        assert_eq!(
            lives,
            account.expires_on > register.book.today(),
            "invariant 1: account {} is unpaid for",
            account.id
        );
    }
}

/// 2. Doing the due work twice changes nothing more, and a leap gives the same as its single days.
fn twice_is_once(book: &Book, ahead: u64) {
    let to = book.today().checked_add_days(Days::new(ahead)).expect("a date");
    if Day::from(to) > crate::calendar::LAST_TODAY {
        return;
    }
    let (mut leap, mut daily) = (book.clone(), book.clone());
    let leapt = leap.expire_due(to, &stamp());
    let once = leap.clone();
    let again = leap.expire_due(to, &stamp());
    assert!(again.is_empty() && leap == once, "invariant 2: twice is not once: {again:?}");
    let mut walked = Vec::new();
    for day in book.today().iter_days().skip(1).take_while(|day| *day <= to) {
        walked.extend(daily.expire_due(day, &stamp()));
    }
    assert_eq!(leapt, walked, "invariant 2: a leap is not its days");
    assert!(leap == daily, "invariant 2: a leap leads elsewhere than its days");
}

/// 3. What summaries, quotes and restores show is what happens.
fn what_is_shown_is_what_happens(book: &Book, chance: &mut Random) {
    if book.demand_active().is_err() {
        return;
    }
    let (quantity, term) = (chance.between(1, 9), chance.pick(&[Term::Monthly, Term::Yearly]));
    let quote = book.quote(quantity, term).expect("an active platform");
    let (id, order) = (SubmissionId("invariant".to_owned()), Order { quantity, term, hash: quote.hash });
    let ordered = book.order(id, &order).expect("a fresh quote");
    let invoice = ordered.invoice().expect("an invoice");
    let [line] = invoice.lines.as_slice() else { panic!("invariant 3: an order has one line") };
    assert_eq!(
        (line.quantity, line.term, line.period, line.unit_net, line.vat_rate, invoice.net, invoice.vat, invoice.gross),
        (quantity, term, quote.period, quote.unit_net, quote.vat_rate, quote.net, quote.vat, quote.gross),
        "invariant 3: a quote and its invoice"
    );
    for account in book.accounts().filter(|account| account.status == Status::Suspended) {
        let mode = chance.pick(&[RenewalMode::Monthly, RenewalMode::Yearly]);
        let shown = book.restoration(account.id, mode).expect("it is suspended");
        let mut after = book.clone();
        let event = after.restore(account.id, mode).expect("it is suspended");
        assert_eq!(event.invoice(), Some(&shown), "invariant 3: a restore and its invoice");
        after.record(book.today(), &stamp(), [event]);
        let until = after.account(account.id).map(|account| account.expires_on);
        assert_eq!(until, shown.lines.iter().map(|line| line.period.end).max(), "invariant 3: a restored account");
    }
    changes_come_true(book, chance);
}

fn changes_come_true(book: &Book, chance: &mut Random) {
    let modes = RenewalMode::ALL;
    let changes = book.accounts().map(|account| Change { account: account.id, mode: chance.pick(&modes) }).collect();
    let Ok(summary) = book.summarise(&Wishes::Each(changes)) else { return };
    let mut after = book.clone();
    let (id, submission) = (SubmissionId("invariant".to_owned()), summary.clone().accept());
    let event = book.submit(id, &submission).expect("a fresh summary");
    after.record(book.today(), &stamp(), [event]);
    assert_eq!(after.year_net(), summary.totals.year_net_after, "invariant 3: the year's cost");
    let year = domain::calendar::year_after(book.today());
    let last = summary.lines.iter().map(|line| line.effective_on).max().expect("a line").max(year);
    if Day::from(last) > crate::calendar::LAST_TODAY {
        return;
    }
    let run = after.expire_due(last, &stamp());
    let before_year = |recorded: &&Recorded| recorded.on < year;
    let cost = run.iter().filter(before_year).filter_map(|recorded| recorded.event.invoice());
    let cost = cost.map(|invoice| invoice.net).sum();
    assert_eq!(summary.totals.year_net_after, cost, "invariant 3: what a year costs");
    for line in &summary.lines {
        let happened = run.iter().find_map(|recorded| happened(recorded, line));
        assert_eq!(happened, Some(line.outcome), "invariant 3: account {} was promised something else", line.account);
    }
}

fn happened(recorded: &Recorded, promise: &SummaryLine) -> Option<Outcome> {
    let id = promise.account;
    if recorded.on != promise.effective_on {
        return None;
    }
    if let Event::Suspended { accounts, deletes_on } = &recorded.event {
        return accounts.contains(&id).then_some(Outcome::Closes { deletes_on: *deletes_on });
    }
    let line = recorded.event.invoice()?.lines.iter().find(|line| line.accounts.contains(&id))?;
    Some(Outcome::Renews { term: line.term, net: line.unit_net })
}

/// 4. No account is deleted that was not suspended. The ledger has checked that; this compares the states of the
///    accounts with the book.
fn nothing_is_deleted_that_was_not_suspended(register: Register<'_>, ledger: &Ledger) {
    for account in everybody(register) {
        ledger.agree(register, account.id);
        let fixed = account.deletes_on.is_some();
        assert_eq!(fixed, account.status != Status::Active, "invariant 4: the day account {} is deleted", account.id);
    }
}

/// 5. Invoices add up. The ledger has checked that; this checks that the book continues with the next number.
fn invoices_add_up(book: &Book, record: &[Recorded]) {
    let year = |date: NaiveDate| Day::from(date).year;
    let today = book.today();
    let written = record.iter().filter_map(|recorded| recorded.event.invoice());
    let count = written.filter(|invoice| year(invoice.date) == year(today)).count();
    let next = book.numbering().next(today).to_string();
    assert_eq!(next, format!("{}-{:06}", year(today), count + 1), "invariant 5: the next number");
}

/// 6. A termination that is taken back leaves no trace.
fn termination_taken_back_leaves_no_trace(book: &Book) {
    let lives = book.counts().active + book.counts().suspended > 0;
    if book.demand_active().is_err() || !lives {
        return;
    }
    let mut after = book.clone();
    let begun = after.terminate(&book.platform().name).expect("an active platform");
    after.record(book.today(), &stamp(), [begun]);
    assert!(after.accounts().all(|account| account.status != Status::Active || account.mode == RenewalMode::Never));
    let back = after.take_termination_back().expect("somebody lives");
    after.record(book.today(), &stamp(), [back]);
    let mut snapshot = after.snapshot();
    snapshot.revision = book.revision();
    assert_eq!(snapshot, book.snapshot(), "invariant 6: terminated and taken back");
    assert!(Book::from_snapshot(snapshot) == *book, "invariant 6: terminated and taken back");
}

/// 7. Replaying the record gives the state, and so does what is stored.
fn the_record_is_the_state(book: &Book, disk: &Disk) {
    let mut replayed = replay(&disk.record).expect("a platform");
    replayed.stand_at(book.today());
    assert!(replayed == *book, "invariant 7: replaying the record does not give the book");
    assert!(disk.load() == *book, "invariant 7: what is stored does not give the book");
}
