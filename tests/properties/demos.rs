//! The demo: its log is all that is kept, and makes the same demo again.

use chrono::{Datelike, Days, Months};
use domain::{
    account::{AccountId, RenewalMode},
    calendar::Term,
    change::{Change, Submission, SubmissionId, Wishes},
    command::Command,
    demo::{Demo, Log, Sample},
    event::Instant,
    order::{Order, Quote},
    roster,
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_assert, prop_assert_eq, prop_oneof, proptest,
    sample::select,
};
use tests::host::{Host, company};

use crate::world::{config, dates, modes};

#[derive(Debug, Clone)]
enum Click {
    Change(Vec<(u32, RenewalMode)>),
    Undo(usize),
    Order(u32, Term),
    Do(Command),
    Days(u64),
    Months(u32),
}

fn clicks() -> impl Strategy<Value = Vec<Click>> {
    let click = prop_oneof![
        vec((1..=25_u32, modes()), 1..9).prop_map(Click::Change),
        any::<usize>().prop_map(Click::Undo),
        (1..4_u32, select(vec![Term::Monthly, Term::Yearly])).prop_map(|(quantity, term)| Click::Order(quantity, term)),
        commands().prop_map(Click::Do),
        (0..40_u64).prop_map(Click::Days),
        (1..14_u32).prop_map(Click::Months),
    ];
    vec(click, 0..10)
}

fn commands() -> impl Strategy<Value = Command> {
    let named = |account, number| Command::SetUp {
        account: AccountId(account),
        address: Some(format!("new{number}@musterfirma.example")),
        display_name: None,
    };
    let restored = |account, mode| Command::Restore { account: AccountId(account), mode };
    prop_oneof![
        (1..=25_u32, 0..5_u32).prop_map(move |(account, number)| named(account, number)),
        (1..=25_u32, modes()).prop_map(move |(account, mode)| restored(account, mode)),
        Just(Command::Terminate { confirm: "Musterfirma GmbH".to_owned() }),
        Just(Command::TakeTerminationBack),
    ]
}

fn at(step: usize) -> Instant {
    Instant(format!("2026-11-22T12:00:{step:02}Z"))
}

fn clicked(mut demo: Demo, clicks: &[Click]) -> Demo {
    for (step, click) in clicks.iter().enumerate() {
        let (id, today) = (SubmissionId(format!("c{step}")), demo.book().today());
        match click {
            Click::Change(wished) => {
                let mut changes: Vec<Change> = Vec::new();
                for &(account, mode) in wished {
                    if changes.iter().all(|change| change.account.0 != account) {
                        changes.push(Change { account: AccountId(account), mode });
                    }
                }
                let wishes = Wishes::Each(changes);
                if let Ok(summary) = demo.book().summarise(&wishes) {
                    let submission = Submission { id, revision: summary.revision, hash: summary.hash, wishes };
                    let receipt = demo.submit(&submission, at(step));
                    assert_eq!(demo.submit(&submission, at(59)), receipt, "twice is once");
                }
            }
            Click::Undo(pick) => {
                let ids: Vec<SubmissionId> = demo.book().submissions().map(|(id, _)| id.clone()).collect();
                if let Some(of) = ids.get(pick % ids.len().max(1)) {
                    let receipt = demo.undo(id.clone(), of, at(step));
                    if receipt.is_ok() {
                        assert_eq!(demo.undo(id, of, at(59)), receipt, "twice is once");
                    }
                }
            }
            Click::Order(quantity, term) => {
                if let Ok(Quote { hash, .. }) = demo.book().quote(*quantity, *term) {
                    let order = Order { id, quantity: *quantity, term: *term, hash };
                    demo.perform(Command::Order(order), at(step)).expect("fresh");
                }
            }
            // refused, it leaves no trace
            Click::Do(command) => drop(demo.perform(command.clone(), at(step))),
            Click::Days(days) => demo.move_clock(today + Days::new(*days), at(step)).expect("the clock moves"),
            Click::Months(months) => demo.move_clock(today + Months::new(*months), at(step)).expect("the clock moves"),
        }
    }
    demo
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn replaying_the_log_gives_the_demo(began in dates(), clicks in clicks()) {
        let demo = clicked(Demo::start(Sample::Small, began, at(0)).expect("a demo"), &clicks);
        let log = serde_json::to_string(demo.log()).expect("a log");
        let log: Log = serde_json::from_str(&log).expect("the log again");
        prop_assert_eq!(&log, demo.log());
        let again = Demo::replay(log).expect("the demo again");
        prop_assert_eq!(again.book(), demo.book());
        prop_assert_eq!(again.record(), demo.record());
        prop_assert_eq!(again.log(), demo.log());
    }

    #[test]
    fn a_sample_is_a_roster_that_could_be_imported(began in dates().prop_filter("ordered before 1970", |day| day.year() > 1975)) {
        for sample in [Sample::Small, Sample::Medium] {
            let demo = Demo::start(sample, began, at(0)).expect("a demo");
            prop_assert_eq!(demo.book().accounts().count(), usize::try_from(sample.accounts()).expect("a count"));
            let mut host = Host::found(company(began));
            prop_assert_eq!(host.import(&roster::write(demo.book().accounts())), Ok(demo.book().accounts().count()));
            prop_assert!(host.book.accounts().eq(demo.book().accounts()));
            prop_assert!(demo.book().next_deadline().is_some_and(|day| day > began));
        }
    }
}
