//! The demo: only its log is kept, and the log gives the same demo again.

use chrono::{Datelike, Days, Months};
use domain::{
    account::{AccountId, RenewalMode},
    calendar::{Term, iso},
    change::{Change, Wishes},
    command::{Command, Envelope},
    demo::{Demo, Log, Sample},
    order::{Order, Quote},
    query::Filter,
    refusal::Refusal,
    rules,
    stamp::{Actor, Instant, SubmissionId},
    submission::Submission,
    summary::Summary,
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
    All(RenewalMode),
    Undo(usize),
    Order(u32, Term),
    Import(u32),
    TakeImportBack,
    Do(Command),
    Days(u64),
    Months(u32),
}

fn clicks() -> impl Strategy<Value = Vec<Click>> {
    let click = prop_oneof![
        vec((1..=25_u32, modes()), 1..9).prop_map(Click::Change),
        modes().prop_map(Click::All),
        any::<usize>().prop_map(Click::Undo),
        (0..9_u32).prop_map(Click::Import),
        Just(Click::TakeImportBack),
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

fn command(demo: &Demo, click: &Click) -> Option<Command> {
    let (book, today) = (demo.book(), demo.book().today());
    Some(match click {
        Click::Change(wished) => {
            let mut changes: Vec<Change> = Vec::new();
            for &(account, mode) in wished {
                if changes.iter().all(|change| change.account.0 != account) {
                    changes.push(Change { account: AccountId(account), mode });
                }
            }
            let wishes = Wishes::Set(changes.into_iter().collect());
            let Summary { revision, hash, .. } = book.summarise(&wishes).ok()?;
            Command::Confirm(Submission::read(revision, hash, wishes))
        }
        Click::All(mode) => {
            let wishes = Wishes::All { filter: Filter::default(), mode: *mode };
            let Summary { revision, hash, .. } = book.summarise(&wishes).ok()?;
            Command::Confirm(Submission::read(revision, hash, wishes))
        }
        Click::Undo(pick) => {
            let ids: Vec<SubmissionId> = demo.submissions().cloned().collect();
            Command::Undo { of: ids.get(pick % ids.len().max(1))?.clone() }
        }
        Click::Order(quantity, term) => {
            let Quote { hash, .. } = book.quote(*quantity, *term).ok()?;
            Command::Order(Order { quantity: *quantity, term: *term, hash })
        }
        Click::Import(number) => {
            let expires_on = iso::format(today + Months::new(1));
            let roster = format!(
                "address,display_name,mode,expires_on\r\nä{number}@firma.example,\"Ä, B\",none,{expires_on}\r\n"
            );
            Command::Import(roster.into_bytes().into())
        }
        Click::TakeImportBack => Command::TakeImportBack { import: book.imports().values().next()?.1 },
        Click::Do(command) => command.clone(),
        Click::Days(days) => Command::MoveClock { to: today + Days::new(*days) },
        Click::Months(months) => Command::MoveClock { to: today + Months::new(*months) },
    })
}

fn clicked(mut demo: Demo, clicks: &[Click]) -> Demo {
    for (step, click) in clicks.iter().enumerate() {
        let Some(command) = command(&demo, click) else { continue };
        let envelope = Envelope { key: SubmissionId(format!("c{step}")), actor: Actor::Demo, by: None, command };
        // a refused command leaves no trace
        let Ok(done) = demo.pass(&envelope, at(step)) else { continue };
        let before = demo.book().clone();
        assert_eq!(demo.pass(&envelope, at(59)), Ok(done), "twice is once");
        assert_eq!(demo.book(), &before);
        if demo.log().steps.iter().any(|step| step.key == envelope.key) {
            let other = Envelope { command: Command::Terminate { confirm: "else".to_owned() }, ..envelope };
            assert_eq!(demo.pass(&other, at(59)), Err(Refusal::IdTaken), "a key stands for one command");
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
            prop_assert_eq!(host.import(&rules::write_roster(demo.book().accounts())), Ok(demo.book().accounts().count()));
            prop_assert!(host.book.accounts().eq(demo.book().accounts()));
            prop_assert!(demo.book().next_deadline().is_some_and(|day| day > began));
        }
    }
}
