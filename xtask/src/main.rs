//! `cargo xtask start | invite | backup | restore | edge | deploy | test | build | bench | siege`: building, running, keeping,
//! deploying, testing and measuring the project.

mod arguments;
mod bring;
mod check;
mod deploy;
mod files;
mod fingerprint;
mod house;
mod html;
mod kept;
mod page;
mod policy;
mod product;
mod say;
mod shell;
mod split;
mod start;
mod steps;
mod wasm;
mod worker;

use std::{env, process::ExitCode};

use arguments::Task;

/// A result whose error is a message for the person at the terminal.
type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    let outcome = arguments::read(env::args().skip(1)).and_then(|task| match task {
        Task::Start(options) => start::start(&options),
        Task::Invite(data) => house::invite(&data),
        Task::Backup(copied) => kept::back_up(&copied),
        Task::Restore(copied) => kept::restore(&copied),
        Task::Edge(options) => deploy::edge(&options),
        Task::Deploy(options) => deploy::deploy(&options),
        Task::EdgeTest => product::build_all().and_then(|()| deploy::bring()).and_then(|()| check::edge()),
        Task::Test => check::everything(),
        Task::Build => product::build_all(),
        Task::TrunkHook => page::trunk_hook(),
        Task::Bench(figures) => product::build_all().and_then(|()| check::bench(figures)),
        Task::Siege => product::build_all().and_then(|()| check::siege()),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
