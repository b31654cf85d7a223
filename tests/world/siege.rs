//! Runs the same worlds in the real runtime, on a server that is killed again and again.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::Command,
    sync::{
        RwLock,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use tests::{size::size, workerd::Server};

use crate::{
    random::Random,
    scene::{Size, World},
    seeds::{given, play},
    wire::Wire,
};

const SIZE: Size = Size { platforms: 2, steps: 40, walls: false };

/// How many worlds there are.
fn seeds() -> u64 {
    size(50, 300) as u64
}

/// How many worlds run on the server at a time.
const AT_ONCE: usize = 8;

/// Kills the server at random moments and starts it again, until `over`. Returns how often.
fn besiege(server: &RwLock<Server>, over: &AtomicBool) -> u32 {
    let (mut chance, mut kills) = (Random::new(9), 0);
    while !over.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(chance.between(400, 2_000).into()));
        let pid = server.read().expect("nobody panics with it").process_id().to_string();
        Command::new("kill").args(["-9", &pid]).status().expect("kill is there");
        server.write().expect("nobody panics with it").kill9_and_restart();
        kills += 1;
    }
    kills
}

#[test]
fn fifty_worlds_outlive_kill_9() {
    let (first, last) = given("LAUFZEIT_SEED").map_or((1, seeds()), |seed| (seed, seed));
    let began = Instant::now();
    let server = RwLock::new(Server::start());
    let (next, unanswered) = (AtomicU64::new(first), AtomicU32::new(0));
    let (over, failed) = (AtomicBool::new(false), AtomicBool::new(false));
    let work = || {
        while !failed.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed > last {
                break;
            }
            let live = |trace: &mut Vec<String>| {
                let mut desk = Wire::new(&server, format!("w{seed}"));
                World::live(seed, SIZE, &mut desk, trace);
                unanswered.fetch_add(desk.unanswered, Ordering::Relaxed);
            };
            if catch_unwind(AssertUnwindSafe(|| play(seed, "fifty_worlds", live))).is_err() {
                failed.store(true, Ordering::Relaxed);
            }
        }
    };
    let kills = thread::scope(|scope| {
        let siege = scope.spawn(|| besiege(&server, &over));
        let worlds: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        worlds.into_iter().for_each(|world| world.join().expect("failures are noted"));
        over.store(true, Ordering::Relaxed);
        siege.join().expect("the server comes back")
    });
    let (seconds, unanswered) = (began.elapsed().as_secs_f32(), unanswered.into_inner());
    println!(
        "{} worlds in workerd in {seconds:.1} s, {kills} times killed, {unanswered} calls unanswered",
        last - first + 1
    );
    assert!(!failed.into_inner(), "a seed failed: see above");
    assert!(kills > 0 && (first == last || unanswered > kills), "nobody was asking when it was killed");
}
