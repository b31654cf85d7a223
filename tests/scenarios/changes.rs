//! Changing modes: what the summary says is done, once, and can be taken back until it takes effect.

use std::collections::BTreeSet;

use domain::{
    account::{AccountId, RenewalMode},
    change::{Change, ChangeSet, Wishes},
    command::Command,
    query::Filter,
    receipt::Receipt,
    refusal::Refusal,
    replica::Replica,
    stamp::{Actor, By, SubmissionId},
    submission::Submission,
    summary::{Outcome, Reason, Refused},
};
use tests::host::{Host, company, day, each};

fn three() -> Host {
    let csv = "address,display_name,mode,expires_on\n\
               a@b.example,Anna,monthly,2026-11-30\n\
               b@b.example,Ben,monthly,2026-12-15\n\
               c@b.example,Clara,yearly,2027-01-31\n";
    Host::with_roster(company(day("2026-11-22")), csv)
}

fn submission(host: &Host, wishes: &Wishes) -> Submission {
    host.book.summarise(wishes).expect("something to do").accept()
}

#[test]
fn a_summary_names_dates_prices_and_what_the_year_will_cost() {
    let host = three();
    let wishes = Wishes::All { filter: Filter::default(), mode: RenewalMode::Never };
    let summary = host.book.summarise(&wishes).expect("something to do");
    assert_eq!(summary.lines[0].outcome, Outcome::Closes { deletes_on: day("2026-11-30") });
    assert_eq!((summary.totals.accounts, summary.totals.closing), (3, 3));
    assert_eq!((summary.totals.year_net_before.0, summary.totals.year_net_after.0), (12 * 249 + 12 * 249 + 2388, 0));
}

#[test]
fn the_same_submission_twice_is_one() {
    let mut host = three();
    let wish = submission(&host, &each(&[1], RenewalMode::Yearly));
    let receipt = host.submit("key", &wish).expect("fresh");
    host.move_clock(day("2026-12-24")).expect("the clock moves");
    let before = host.book.clone();
    assert_eq!(host.submit("key", &wish), Ok(receipt));
    assert_eq!(host.book, before);
}

#[test]
fn the_same_id_for_something_else_is_refused() {
    let mut host = three();
    host.submit("key", &submission(&host, &each(&[1], RenewalMode::Yearly))).expect("fresh");
    let before = host.book.clone();
    let other = submission(&host, &each(&[2], RenewalMode::Yearly));
    assert_eq!(host.submit("key", &other), Err(Refusal::IdTaken));
    assert_eq!(host.undo("key", "key"), Err(Refusal::IdTaken));
    assert_eq!(host.book, before);
}

#[test]
fn a_summary_that_reads_differently_now_is_stale() {
    let mut host = three();
    let wishes = each(&[1, 3], RenewalMode::Never);
    let seen = submission(&host, &wishes);
    host.move_clock(day("2026-11-30")).expect("the clock moves");
    let before = host.book.clone();
    let now = host.book.summarise(&wishes).expect("something to do");
    assert_eq!(now.lines[0].effective_on, day("2026-12-30"));
    assert_eq!(host.submit("late", &seen), Err(Refusal::Stale { now: Box::new(now) }));
    assert_eq!(host.book, before);
}

#[test]
fn a_summary_that_still_reads_the_same_is_taken() {
    let mut host = three();
    let seen = submission(&host, &each(&[3], RenewalMode::Never));
    host.change("other", &each(&[1], RenewalMode::Yearly)).expect("active");
    host.move_clock(day("2026-12-20")).expect("the clock moves");
    assert!(seen.revision() < host.book.revision());
    assert_eq!(host.submit("late", &seen).map(|receipt| receipt.lines), Ok(1));
}

#[test]
fn undo_leaves_alone_what_has_renewed_since_and_says_so() {
    let mut host = three();
    host.change("do", &each(&[1, 3], RenewalMode::Never)).expect("active");
    host.change("more", &each(&[2], RenewalMode::Yearly)).expect("active");
    host.change("again", &each(&[1], RenewalMode::Yearly)).expect("active");
    host.move_clock(day("2026-11-30")).expect("the clock moves");
    let receipt = host.undo("undo", "do").expect("one line is left");
    assert_eq!(receipt.refused, [Refused { account: AccountId(1), reason: Reason::Expired }]);
    assert_eq!(receipt.undoes, Some(SubmissionId("do".to_owned())));
    let undone = receipt.id;
    let modes = [1, 2, 3].map(|id| host.account(id).mode);
    assert_eq!(modes, [RenewalMode::Yearly, RenewalMode::Yearly, RenewalMode::Yearly]);
    let receipt = host.undo("undo more", "more").expect("not yet effective");
    assert_eq!(receipt.undo_before, host.account(2).expires_on);
    assert_eq!(host.account(2).mode, RenewalMode::Monthly);
    host.move_clock(day("2027-01-31")).expect("the clock moves");
    assert_eq!(host.undo("too late", &undone.0), Err(Refusal::NothingToDo));
}

#[test]
fn undo_leaves_alone_what_was_changed_again() {
    let mut host = three();
    host.change("do", &each(&[1, 2], RenewalMode::Never)).expect("active");
    host.change("again", &each(&[1], RenewalMode::Yearly)).expect("active");
    let receipt = host.undo("undo", "do").expect("one line is left");
    assert_eq!(receipt.refused, [Refused { account: AccountId(1), reason: Reason::ChangedSince }]);
    assert_eq!([1, 2].map(|id| host.account(id).mode), [RenewalMode::Yearly, RenewalMode::Monthly]);
}

#[test]
fn an_unknown_account_one_named_twice_or_nothing_to_do_is_refused() {
    let host = three();
    let wish = |account| Change { account: AccountId(account), mode: RenewalMode::Never };
    for (wishes, refusal) in [
        (vec![wish(1), wish(4)], Refusal::UnknownAccount { account: AccountId(4), index: Some(1) }),
        (vec![wish(0)], Refusal::UnknownAccount { account: AccountId(0), index: Some(0) }),
        (vec![wish(2), wish(1), wish(2)], Refusal::NamedTwice { account: AccountId(2), index: Some(2) }),
        (vec![wish(1), wish(1)], Refusal::NamedTwice { account: AccountId(1), index: Some(1) }),
        (vec![], Refusal::NothingToDo),
        (vec![Change { account: AccountId(1), mode: RenewalMode::Monthly }], Refusal::NothingToDo),
    ] {
        assert_eq!(host.book.summarise(&Wishes::Each(wishes)), Err(refusal));
    }
}

#[test]
fn a_wish_set_back_is_no_wish() {
    let mut set = ChangeSet::default();
    set.set(AccountId(1), RenewalMode::Monthly, RenewalMode::Never);
    set.set(AccountId(2), RenewalMode::Monthly, RenewalMode::Never);
    set.set(AccountId(1), RenewalMode::Monthly, RenewalMode::Yearly);
    assert_eq!((set.len(), set.get(AccountId(1))), (2, Some(RenewalMode::Yearly)));
    set.set(AccountId(1), RenewalMode::Monthly, RenewalMode::Monthly);
    assert_eq!((set.len(), set.get(AccountId(1))), (1, None));
}

#[test]
fn what_is_staged_survives_news_and_what_came_true_falls_out() {
    let mut host = three();
    let mut replica = Replica::new(host.book.clone());
    replica.stage([1, 2, 3].map(AccountId), RenewalMode::Never);
    host.change("elsewhere", &each(&[1], RenewalMode::Never)).expect("active");
    host.move_clock(day("2026-12-16")).expect("the clock moves");
    assert!(replica.catch_up(host.news(replica.book().revision())));
    assert_eq!(replica.staged().iter().map(|change| change.account.0).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(replica.totals(), replica.summarise().expect("something to do").totals);
}

#[test]
fn what_is_staged_while_a_confirmation_is_on_its_way_stays_staged() {
    let mut host = three();
    let mut replica = Replica::new(host.book.clone());
    replica.stage([1, 3].map(AccountId), RenewalMode::Never);
    let sent = replica.summarise().expect("something to do").accept();
    assert_eq!(replica.confirm(&asked(&sent)), [1, 3].map(AccountId).into_iter().collect());
    assert!(replica.staged().is_empty(), "it is on its way");
    // another account is staged, and one that is on its way is staged back to its old mode
    replica.stage([2].map(AccountId), RenewalMode::Yearly);
    replica.stage([3].map(AccountId), RenewalMode::Yearly);
    let shown = |replica: &Replica| {
        [1, 2, 3].map(|id| replica.mode(replica.book().account(AccountId(id)).expect("it is there")))
    };
    let wished = [RenewalMode::Never, RenewalMode::Yearly, RenewalMode::Yearly];
    assert_eq!(shown(&replica), wished);
    host.submit("sent", &sent).expect("fresh");
    assert!(replica.catch_up(host.news(replica.book().revision())));
    replica.follow_sent(ChangeSet::default());
    assert_eq!(shown(&replica), wished);
    assert_eq!(replica.staged().iter().map(|change| change.account.0).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(replica.totals(), replica.summarise().expect("something to do").totals);
}

/// What a submission of a page asks for.
fn asked(sent: &Submission) -> ChangeSet {
    sent.modes().expect("the page names every account").into_owned()
}

#[test]
fn what_was_confirmed_and_not_done_is_staged_again_but_for_newer_wishes() {
    let mut replica = Replica::new(three().book);
    replica.stage([1, 2].map(AccountId), RenewalMode::Never);
    let sent = replica.summarise().expect("something to do").accept();
    replica.confirm(&asked(&sent));
    replica.stage([2].map(AccountId), RenewalMode::Yearly);
    replica.follow_sent(ChangeSet::default());
    replica.take_up(&asked(&sent));
    let staged: Vec<(u32, RenewalMode)> =
        replica.staged().iter().map(|change| (change.account.0, change.mode)).collect();
    assert_eq!(staged, [(1, RenewalMode::Never), (2, RenewalMode::Yearly)]);
    assert_eq!(replica.totals(), replica.summarise().expect("something to do").totals);
}

#[test]
fn what_another_tab_stages_takes_the_place_of_what_was_staged() {
    let mut replica = Replica::new(three().book);
    replica.stage([1, 2].map(AccountId), RenewalMode::Never);
    let theirs: ChangeSet = [(1, RenewalMode::Yearly), (3, RenewalMode::Never)]
        .map(|(account, mode)| Change { account: AccountId(account), mode })
        .into_iter()
        .collect();
    replica.follow_staged(AccountId(1)..=AccountId(2), &theirs);
    let staged =
        |replica: &Replica| replica.staged().iter().map(|change| (change.account.0, change.mode)).collect::<Vec<_>>();
    assert_eq!(staged(&replica), [(1, RenewalMode::Yearly)]);
    replica.follow_staged(AccountId(0)..=AccountId(u32::MAX), &theirs);
    assert_eq!(staged(&replica), [(1, RenewalMode::Yearly), (3, RenewalMode::Never)]);
    assert_eq!(replica.totals(), replica.summarise().expect("something to do").totals);
}

#[test]
fn a_receipt_can_be_taken_to_a_spreadsheet() {
    let mut host = three();
    host.change("do", &each(&[1, 3], RenewalMode::Never)).expect("active");
    host.change("redo", &each(&[2], RenewalMode::Yearly)).expect("active");
    let lines = |id: &str| Receipt::lines_of(host.submission(&SubmissionId(id.to_owned())));
    let undone = [AccountId(3)].into();
    let mut receipt = Receipt::of(host.submission(&SubmissionId("do".to_owned()))).expect("a receipt");
    let text = receipt.csv(host.register(), &[lines("do"), lines("redo")].concat(), &undone);
    let expected = "address,from,to,effective_on,net,deletes_on,undone,actor,by\r\n\
                    a@b.example,monthly,none,2026-11-30,,2026-11-30,,user,\r\n\
                    c@b.example,yearly,none,2027-01-31,,2027-01-31,yes,user,\r\n\
                    b@b.example,monthly,yearly,2026-12-15,23.88,,,user,\r\n";
    assert_eq!(text, expected);
    (receipt.actor, receipt.by) = (Actor::Person, Some(By { id: "p1".to_owned(), name: "=Olga, Owner".to_owned() }));
    let text = receipt.csv(host.register(), &lines("redo"), &undone);
    assert_eq!(text.lines().nth(1), Some("b@b.example,monthly,yearly,2026-12-15,23.88,,,person,\"'=Olga, Owner\""));
}

#[test]
fn no_cell_of_a_receipt_is_a_formula() {
    let mut host = three();
    let address = Some("=1+1@b.example".to_owned());
    host.perform(&Command::SetUp { account: AccountId(1), address, display_name: None }).expect("an address");
    host.change("do", &each(&[1], RenewalMode::Never)).expect("active");
    let lines = Receipt::lines_of(host.submission(&SubmissionId("do".to_owned())));
    let receipt = Receipt::of(host.submission(&SubmissionId("do".to_owned()))).expect("a receipt");
    let text = receipt.csv(host.register(), &lines, &BTreeSet::new());
    assert_eq!(text.lines().nth(1), Some("'=1+1@b.example,monthly,none,2026-11-30,,2026-11-30,,user,"));
}

#[test]
fn a_summary_of_a_revision_that_is_not_there_yet_is_stale() {
    let host = three();
    let wishes = each(&[1], RenewalMode::Never);
    let now = host.book.summarise(&wishes).expect("something to do");
    let seen = now.clone().accept();
    let submission = Submission::read(seen.revision().next(), seen.hash(), seen.wishes().clone());
    assert_eq!(
        host.book.submit(SubmissionId("early".to_owned()), &submission),
        Err(Refusal::Stale { now: Box::new(now) })
    );
}
