//! Describes the machine, and measures on it.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

/// The number of runs that count. Each figure is their median, after one run that does not count.
pub const RUNS: usize = 5;
/// The clock ticks per second in which Linux counts the time of a process.
const TICKS_PER_SECOND: f64 = 100.0;

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

/// How many seconds `work` takes, and its result.
pub fn seconds<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let began = Instant::now();
    let done = work();
    (began.elapsed().as_secs_f64(), done)
}

pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The average number of processes that wanted to run in the last minute. Above the number of cores, times mean little.
pub fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or("?").to_owned()
}

/// How many seconds of CPU all threads of a process have used, in user and kernel mode.
pub fn cpu_seconds(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("the process lives");
    // The name, in brackets, may contain spaces, so fields are counted after it.
    let (_, fields) = stat.rsplit_once(") ").expect("a name in brackets");
    let ticks: f64 = fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<f64>().expect("a number")).sum();
    ticks / TICKS_PER_SECOND
}

/// How many small writes per second reach the disk.
pub fn fsyncs_per_second(folder: &Path) -> f64 {
    let path = folder.join("fsync");
    let mut file = File::create(&path).expect("the folder is ours");
    let (began, mut count) = (Instant::now(), 0.0);
    while began.elapsed() < Duration::from_secs(1) {
        file.write_all(&[0; 4096]).and_then(|()| file.sync_all()).expect("the disk takes it");
        count += 1.0;
    }
    let rate = count / began.elapsed().as_secs_f64();
    fs::remove_file(path).expect("the file is ours");
    rate
}
