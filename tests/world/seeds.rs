//! Runs many worlds.

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

use tests::size::size;

use crate::{
    native::Native,
    scene::{Size, World},
    tally::Tally,
};

const SIZE: Size = Size { platforms: 3, steps: 90, walls: true };
/// How many worlds there are unless somebody says otherwise.
fn usual() -> u64 {
    size(2_000, 20_000) as u64
}

/// What must happen at least once in the worlds of the test.
const MUST_HAPPEN: [&str; 48] = [
    "crash before a commit",
    "crash after a commit",
    "preview refused: NamedTwice",
    "preview refused: UnknownAccount",
    "import",
    "import refused: Closed",
    "import refused: Roster",
    "import refused: Terminating",
    "take import back",
    "take import back refused: ImportTouched",
    "take import back refused: Terminating",
    "change",
    "change refused: Stale",
    "change refused: KeyReused",
    "change refused: NothingToDo",
    "change refused: Terminating",
    "change refused: Closed",
    "undo",
    "undo refused: NothingToDo",
    "undo refused: Terminating",
    "order",
    "order refused: Stale",
    "order refused: Quantity",
    "order refused: Terminating",
    "order refused: KeyReused",
    "set up",
    "set up refused: Field(\"address\")",
    "set up refused: Field(\"display_name\")",
    "set up refused: NotActive",
    "set up refused: NoAccount",
    "set up refused: Closed",
    "reset",
    "reset refused: NotConfigured",
    "reset refused: NotActive",
    "reset refused: Unconfirmed",
    "restore",
    "restore refused: NotSuspended",
    "restore refused: RestoreMode",
    "restore refused: Terminating",
    "terminate",
    "terminate refused: Unconfirmed",
    "terminate refused: Terminating",
    "take back",
    "take back refused: NotTerminating",
    "take back refused: Closed",
    "settings refused: Settings",
    "clock refused: Backwards",
    "clock refused: TooFar",
];

/// A number from an environment variable.
pub fn given(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is a number, and `{text}` is none")))
}

/// Runs a seed. If it fails, prints how to run it again and what was done last.
pub fn play<T>(seed: u64, test: &str, live: impl FnOnce(&mut Vec<String>) -> T) -> T {
    let mut trace = Vec::new();
    let outcome = catch_unwind(AssertUnwindSafe(|| live(&mut trace)));
    outcome.unwrap_or_else(|panic| {
        let shown = if given("LAUFZEIT_SEED").is_some() { trace.len() } else { 6 };
        let steps = trace[trace.len().saturating_sub(shown)..].join("\n  ");
        eprintln!("seed {seed} failed after {} steps, the last of them:\n  {steps}", trace.len());
        eprintln!("again: LAUFZEIT_SEED={seed} cargo test --package tests --test world {test}");
        resume_unwind(panic)
    })
}

fn world(seed: u64) -> Tally {
    play(seed, "two_thousand", |trace| {
        let mut desk = Native::new(seed, 7);
        World::live(seed, SIZE, &mut desk, trace);
        desk.tally
    })
}

#[test]
fn two_thousand_worlds_do_what_the_rules_say() {
    if let Some(seed) = given("LAUFZEIT_SEED") {
        world(seed);
        return;
    }
    let (began, seeds) = (Instant::now(), given("LAUFZEIT_SEEDS").unwrap_or_else(usual));
    let (next, failed, tally) = (AtomicU64::new(1), AtomicBool::new(false), Mutex::new(Tally::default()));
    let work = || {
        let mut ours = Tally::default();
        while !failed.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed > seeds {
                break;
            }
            match catch_unwind(|| world(seed)) {
                Ok(more) => ours.add(&more),
                Err(_) => failed.store(true, Ordering::Relaxed),
            }
        }
        tally.lock().expect("nobody panics with it").add(&ours);
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    assert!(!failed.into_inner(), "a seed failed: see above");
    let tally = tally.into_inner().expect("nobody panics with it");
    println!("{seeds} worlds in {:.1} s: {:?}", began.elapsed().as_secs_f32(), tally.0);
    if seeds >= usual() {
        tally.demand(&MUST_HAPPEN);
    }
}
