//! Summaries say what will happen, submissions are done completely or not at all, and undo returns what can be
//! returned.

use chrono::{Datelike, NaiveDate};
use domain::{
    account::{Account, AccountId, AccountRef, Address, RenewalMode, Status},
    book::Book,
    catalog::Catalog,
    change::{Change, ChangeSet, Wishes},
    event::Event,
    receipt::Receipt,
    refusal::Refusal,
    replica::Replica,
    stamp::SubmissionId,
    submission::Submission,
    summary::{Outcome, Reason, Refused},
};
use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    prop_assert, prop_assert_eq, prop_assert_ne, prop_assume, proptest,
    sample::select,
};
use tests::host::{Host, stamp};

use crate::world::{actions, config, filters, lives, modes, next_id, perform, seen, shifted, wishes};

/// The sum of all invoices of the twelve months from today, found by letting the time pass.
fn invoiced(host: &Host) -> i64 {
    let mut later = host.clone();
    let (today, end) = (host.book.today(), shifted(host.book.today(), 12, host.book.today().day()));
    later.record = later.book.expire_due(end, &stamp());
    later.invoices().filter(|invoice| today <= invoice.date && invoice.date < end).map(|invoice| invoice.net.0).sum()
}

fn accounts(host: &Host) -> Vec<Account> {
    host.accounts().into_iter().map(AccountRef::to_owned).collect()
}

/// What happened to an account on a day, according to the record.
fn happened(host: &Host, id: AccountId, on: NaiveDate) -> Option<Outcome> {
    host.record.iter().filter(|recorded| recorded.on == on).find_map(|recorded| {
        if let Event::Suspended { accounts, deletes_on } = &recorded.event {
            return accounts.contains(&id).then_some(Outcome::Closes { deletes_on: *deletes_on });
        }
        let lines = &recorded.event.invoice()?.lines;
        let line = lines.iter().find(|line| line.period.start == on && line.accounts.contains(&id))?;
        Some(Outcome::Renews { term: line.term, net: line.unit_net })
    })
}

/// A difference between two platforms that are equal otherwise.
#[derive(Debug, Clone, Copy)]
enum Twist {
    None,
    Letter,
    Price,
    Retention,
}

fn twists() -> impl Strategy<Value = Twist> {
    select(vec![Twist::None, Twist::Letter, Twist::Price, Twist::Retention])
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn what_a_summary_says_is_what_happens(life in lives(), picks in vec((any::<usize>(), modes()), 1..8)) {
        let mut host = life.lived();
        let wishes = wishes(&host, &picks);
        let Ok(summary) = host.book.summarise(&wishes) else { return Ok(()) };
        prop_assert_eq!(summary.totals.year_net_before.0, invoiced(&host));
        host.submit("now", &summary.clone().accept()).expect("fresh");
        prop_assert_eq!(summary.totals.year_net_after.0, invoiced(&host));
        prop_assert_eq!(host.book.year_net(), summary.totals.year_net_after);
        let closing = summary.lines.iter().filter(|line| line.to == RenewalMode::Never).count();
        prop_assert_eq!((summary.totals.accounts, summary.totals.closing), (summary.lines.len(), closing));
        let kept = summary.lines.iter().filter(|line| line.from == RenewalMode::Never).count();
        prop_assert_eq!(summary.totals.going_on, kept);

        let last = summary.lines.iter().map(|line| line.effective_on).max().expect("a line");
        host.move_clock(last + chrono::Days::new(366)).expect("the clock moves");
        for line in &summary.lines {
            prop_assert_eq!(happened(&host, line.account, line.effective_on), Some(line.outcome));
            if let Outcome::Closes { deletes_on } = line.outcome {
                let account = host.account(line.account.0);
                prop_assert_eq!((account.status, account.deletes_on), (Status::Deleted, Some(deletes_on)));
            }
        }
    }

    #[test]
    fn every_wish_is_a_line_or_refused_or_so_already(life in lives(), filter in filters(), mode in modes()) {
        let host = life.lived();
        let matching: Vec<AccountRef<'_>> = host.book.matching(&filter).collect();
        prop_assume!(host.book.demand_active().is_ok());
        let all = host.book.summarise(&Wishes::All { filter: filter.clone(), mode });
        let changes: Vec<Change> = matching.iter().map(|account| Change { account: account.id, mode }).collect();
        prop_assert_eq!(&all, &host.book.summarise(&Wishes::Set(changes.iter().copied().collect())));
        prop_assert_eq!(&all, &host.book.summarise(&Wishes::Each(changes)));
        let can = |account: &&AccountRef<'_>| account.status == Status::Active && account.mode != mode;
        let lines: Vec<AccountId> = matching.iter().filter(can).map(|account| account.id).collect();
        let Ok(summary) = all else {
            prop_assert_eq!(all, Err(Refusal::NothingToDo));
            prop_assert_eq!(lines, []);
            return Ok(());
        };
        prop_assert_eq!(summary.lines.iter().map(|line| line.account).collect::<Vec<_>>(), lines);
        let gone = matching.iter().filter(|account| account.status != Status::Active).map(|account| account.id);
        prop_assert_eq!(summary.refused.iter().map(|refused| refused.account).collect::<Vec<_>>(), gone.collect::<Vec<_>>());
        for Refused { account, reason } in summary.refused {
            let account = host.book.account(account).expect("an account");
            prop_assert_eq!(reason == Reason::Deleted, account.status == Status::Deleted);
        }
    }

    #[test]
    fn the_hash_tells_whether_the_lines_read_the_same(life in lives(), picks in vec((any::<usize>(), modes()), 1..6), then in vec(actions(), 0..3), twist in twists()) {
        let mut host = life.lived();
        let Ok(before) = host.book.summarise(&wishes(&host, &picks)) else { return Ok(()) };
        let was = seen(&host, &before);
        then.iter().for_each(|action| perform(&mut host, action));
        let mut snapshot = host.book.snapshot();
        let platform = &mut snapshot.platform;
        match twist {
            Twist::None => {}
            Twist::Letter => {
                let first = was[0].0.account;
                // what happened since may have deleted it
                if let Some((_, row)) = snapshot.living.iter_mut().find(|(id, _)| *id == first) {
                    row.0 = Address::from(row.0.as_str().replacen('A', "B", 1));
                }
            }
            Twist::Price => {
                let mut versions = platform.catalog.versions().cloned().collect::<Vec<_>>();
                versions.iter_mut().for_each(|version| version.yearly_net.0 += 1);
                let versions = versions.into_iter().map(Into::into).collect();
                platform.catalog = Catalog::new(versions, host.book.today()).unwrap_or(platform.catalog.clone());
            }
            Twist::Retention => platform.retention_days += 1,
        }
        host.book = Book::from_snapshot(snapshot);
        for wished in [picks.clone(), picks[1..].to_vec()] {
            let Ok(after) = host.book.summarise(&wishes(&host, &wished)) else { continue };
            prop_assert_eq!(before.hash == after.hash, was == seen(&host, &after));
        }
    }

    #[test]
    fn a_submission_taken_twice_is_taken_once(life in lives(), picks in vec((any::<usize>(), modes()), 1..6), then in vec(actions(), 0..4)) {
        let mut host = life.lived();
        let Ok(summary) = host.book.summarise(&wishes(&host, &picks)) else { return Ok(()) };
        let submission = summary.accept();
        let receipt = host.submit("twice", &submission).expect("fresh");
        then.iter().for_each(|action| perform(&mut host, action));
        let (before, revision) = (host.book.clone(), receipt.revision);
        prop_assert_eq!(host.submission(&SubmissionId("twice".to_owned())).revision, revision);
        prop_assert_eq!(host.submit("twice", &submission), Ok(receipt));
        prop_assert_eq!(&host.book, &before);

        let other = Submission::read(submission.revision(), domain::hash::Hash::of(b"other"), submission.wishes().clone());
        prop_assert_eq!(host.submit("twice", &other), Err(Refusal::IdTaken));
        prop_assert_eq!(&host.book, &before);
    }

    #[test]
    fn undo_at_once_is_as_if_nothing_had_been_done(life in lives(), picks in vec((any::<usize>(), modes()), 1..8)) {
        let mut host = life.lived();
        let before = accounts(&host);
        let year = host.book.year_net();
        prop_assume!(host.change("do", &wishes(&host, &picks)).is_ok());
        prop_assert_ne!(accounts(&host), before.clone());
        let receipt = host.undo("undo", "do").expect("nothing has taken effect");
        prop_assert_eq!(receipt.refused, []);
        prop_assert_eq!(receipt.undoes, Some(SubmissionId("do".to_owned())));
        prop_assert_eq!(accounts(&host), before.clone());
        prop_assert_eq!(host.book.year_net(), year);
        let again = host.undo("again", "do");
        prop_assert_eq!(again, Err(Refusal::NothingToDo));
        host.undo("redo", &receipt.id.0).expect("an undo can be undone");
    }

    #[test]
    fn undo_returns_what_has_not_taken_effect_and_names_the_rest(life in lives(), picks in vec((any::<usize>(), modes()), 1..8), then in vec(actions(), 0..5)) {
        let mut host = life.lived();
        prop_assume!(host.change("do", &wishes(&host, &picks)).is_ok());
        let recorded = host.submission(&SubmissionId("do".to_owned()));
        let (lines, undo_before) = (Receipt::lines_of(recorded), Receipt::of(recorded).expect("a receipt").undo_before);
        then.iter().for_each(|action| perform(&mut host, action));
        let before = accounts(&host);
        let mut expected = before.clone();
        let mut left = Vec::new();
        for line in &lines {
            let account = expected.iter_mut().find(|account| account.id == line.account).expect("an account");
            let reason = match account.status {
                Status::Suspended => Some(Reason::Suspended),
                Status::Deleted | Status::Withdrawn => Some(Reason::Deleted),
                Status::Active if account.expires_on > line.effective_on => Some(Reason::Expired),
                Status::Active if account.mode != line.to => Some(Reason::ChangedSince),
                Status::Active => None,
            };
            match reason {
                Some(reason) => left.push(Refused { account: line.account, reason }),
                None => account.mode = line.from,
            }
        }
        match host.undo("undo", "do") {
            Ok(receipt) => {
                prop_assert!(host.book.today() < undo_before);
                prop_assert_eq!(receipt.refused, left);
                prop_assert_eq!(accounts(&host), expected);
            }
            Err(Refusal::Terminating | Refusal::Closed) => prop_assert!(host.book.demand_active().is_err()),
            Err(refusal) => {
                prop_assert_eq!(refusal, Refusal::NothingToDo);
                prop_assert_eq!((left.len(), &expected), (lines.len(), &before));
            }
        }
    }

    #[test]
    fn a_replica_s_running_totals_are_those_of_its_summary(life in lives(), clicks in vec((vec(any::<usize>(), 0..6), modes(), any::<bool>()), 0..12), then in vec(actions(), 0..4)) {
        let mut host = life.lived();
        let mut replica = Replica::new(host.book.clone());
        for step in 0..2 {
            for (picks, mode, back) in &clicks {
                let count = replica.book().next_id().index().unwrap_or(0).max(1);
                let ids: Vec<AccountId> = picks.iter().map(|pick| AccountId::at(pick % count)).collect();
                if *back {
                    replica.put_back(ids);
                } else {
                    replica.stage(ids, *mode);
                }
                check_totals(&replica);
            }
            if step == 0 {
                let known = host.book.revision();
                then.iter().for_each(|action| perform(&mut host, action));
                prop_assert!(replica.catch_up(host.news(known)));
                prop_assert_eq!(replica.book(), &host.book);
                check_totals(&replica);
            }
        }
        if let Ok(summary) = replica.summarise() {
            let (id, submission) = (next_id(&host), summary.accept());
            let shown = modes_shown(&replica);
            let year = replica.totals().year_net_after;
            replica.confirm(&summary.wishes());
            check_outlook(&replica);
            prop_assert_eq!(modes_shown(&replica), shown.clone(), "what is on its way is shown as it was staged");
            prop_assert_eq!((replica.staged().len(), replica.totals().year_net_before), (0, year));
            host.submit(&id, &submission).expect("fresh");
            prop_assert!(replica.catch_up(host.news(replica.book().revision())));
            replica.follow_sent(ChangeSet::default());
            prop_assert_eq!(modes_shown(&replica), shown);
            prop_assert_eq!(replica.totals().year_net_before, replica.book().year_net());
            prop_assert_eq!(replica.staged().len(), 0);
        }
        let before = replica.book().clone();
        perform(&mut host, &crate::world::Action::Months(1));
        let behind = host.clone();
        perform(&mut host, &crate::world::Action::Months(1));
        prop_assert!(!replica.catch_up(host.news(behind.book.revision())), "a gap is noticed");
        prop_assert_eq!(replica.book(), &before);
        prop_assert!(replica.catch_up(host.news(before.revision())));
        prop_assert!(!replica.catch_up(behind.news(before.revision())), "news from yesterday");
        prop_assert_eq!(replica.book(), &host.book);
    }
}

fn modes_shown(replica: &Replica) -> Vec<RenewalMode> {
    replica.book().accounts().map(|account| replica.mode(account)).collect()
}

/// Checks what renews next, and when, with all wishes applied, by going through all accounts.
#[track_caller]
fn check_outlook(replica: &Replica) {
    let active = replica.book().accounts().filter(|account| account.status == Status::Active);
    let renewing = active.filter(|account| replica.mode(*account) != RenewalMode::Never);
    assert_eq!(replica.renewing(), renewing.clone().count());
    assert_eq!(replica.next_renewal(), renewing.map(|account| account.expires_on).min());
}

#[track_caller]
fn check_totals(replica: &Replica) {
    check_outlook(replica);
    for change in replica.staged().iter() {
        let account = replica.book().account(change.account).expect("an account");
        assert_ne!(account.mode, change.mode, "a no-op is staged");
    }
    match replica.summarise() {
        Ok(summary) => {
            assert_eq!(replica.totals(), summary.totals);
            let kept = summary.lines.iter().filter(|line| line.goes_on()).map(|line| line.account);
            if replica.book().demand_active().is_ok() && replica.staged().len() == summary.lines.len() {
                assert_eq!(replica.going_on(), kept.collect());
            }
        }
        Err(refusal) => {
            let totals = replica.totals();
            let expected = replica.book().demand_active().err().unwrap_or(Refusal::NothingToDo);
            assert_eq!((refusal, totals.accounts, totals.closing, totals.going_on), (expected, 0, 0, 0));
            assert_eq!(
                (totals.year_net_before, totals.year_net_after),
                (replica.book().year_net(), replica.book().year_net())
            );
        }
    }
}
