//! `cargo xtask edge` and `cargo xtask deploy`: the product under wrangler's local runtime, and at Cloudflare.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
};
use xtask::{
    control,
    edge::{Edge, Settings, wrangler},
    npm, place,
};

use crate::{Outcome, arguments, fingerprint, product, say};

/// The name of the secret by which the first administrator comes in, once.
const OWNER: &str = "OWNER_SECRET";

/// Fetches wrangler, with the Node that it needs.
pub fn bring() -> Outcome<()> {
    let stamp = npm::edge().join("node_modules/.stamp");
    let wanted = fingerprint::of(&[npm::edge().join("package-lock.json")])?;
    if fingerprint::agrees(&stamp, &wanted) {
        return Ok(());
    }
    let mut command = Command::new("npm");
    // its own Node is newer than what it warns about
    command.current_dir(npm::edge()).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    say::run("fetching wrangler, about 600 MB", &mut command)?;
    fingerprint::write(&stamp, &wanted)
}

/// Serves the product under wrangler's local runtime until it is told to stop.
pub fn edge(options: &arguments::Edge) -> Outcome<()> {
    product::build_all()?;
    bring()?;
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM]).map_err(|error| error.to_string())?;
    let owner = control::new_secret().map_err(|error| error.to_string())?;
    let settings = Settings {
        port: options.port,
        data: options.data.clone(),
        variables: vec![(OWNER, owner.clone())],
        loud: true,
    };
    let mut edge = Edge::start(&settings).map_err(|error| error.to_string())?;
    let origin = format!("http://localhost:{}", edge.port());
    say::line(&format!("ready: {origin}/ (data in {}; Ctrl-C stops it)", options.data.display()));
    print(&origin, &owner);
    loop {
        if signals.pending().next().is_some() {
            say::line("stopping");
            return edge.stop().map_err(|error| error.to_string());
        }
        if edge.has_ended().map_err(|error| error.to_string())? {
            return Err("wrangler ended by itself".to_owned());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// Deploys the product, or shows what would be sent.
pub fn deploy(options: &arguments::Deploy) -> Outcome<()> {
    product::build_all()?;
    bring()?;
    let out = place::root().join("target/xtask/edge");
    let mut command = wrangler(&["deploy", "--dry-run", "--outdir"]);
    say::run("bundling what is sent", command.arg(&out).args(said(&options.host)))?;
    say::line(&sizes("the worker", &out)?);
    say::line(&sizes("the page", &place::page())?);
    if options.dry_run {
        say::line("nothing was sent");
        return Ok(());
    }
    let mut command = wrangler(&["deploy"]);
    say::run(&format!("deploying to {}", options.host), command.args(said(&options.host)))?;
    if options.invite || !has_owner()? {
        let owner = control::new_secret().map_err(|error| error.to_string())?;
        keep(&owner)?;
        print(&format!("https://{}", options.host), &owner);
    }
    Ok(())
}

fn print(origin: &str, owner: &str) {
    say::line("this link lets an administrator in, once; it is shown only now:");
    println!("{origin}/join#{owner}");
}

/// What wrangler is told of the host name. A name of Cloudflare's own needs no domain.
fn said(host: &str) -> Vec<String> {
    // variables that were set in the dashboard stay
    let mut words = ["--keep-vars", "--var", &format!("ALLOWED_HOSTS:{host}")].map(str::to_owned).to_vec();
    if !host.ends_with(".workers.dev") {
        words.extend(["--domain".to_owned(), host.to_owned()]);
    }
    words
}

/// How many files there are in a folder, and how large they are.
fn sizes(what: &str, folder: &Path) -> Outcome<String> {
    let mut files = std::collections::BTreeSet::new();
    fingerprint::collect(folder, &mut files).map_err(|error| format!("{}: {error}", folder.display()))?;
    // what helps to find errors is not sent
    files.retain(|file| file.extension().is_none_or(|kind| kind != "map" && kind != "md"));
    let bytes = files.iter().map(|file| fs::metadata(file).map_or(0, |found| found.len())).sum::<u64>();
    Ok(format!("{what}: {} files, {} kB", files.len(), bytes / 1_000))
}

/// Whether the secret was set before. It is good once, so another one is only set when that is asked for.
fn has_owner() -> Outcome<bool> {
    let list = say::ask(&mut wrangler(&["secret", "list"])).ok_or("the secrets cannot be listed")?;
    Ok(list.contains(OWNER))
}

/// Sets the secret. It goes through a pipe, so that it stands in no list of processes.
fn keep(owner: &str) -> Outcome<()> {
    let mut command: Command = wrangler(&["secret", "put", OWNER]);
    let trouble = |error: std::io::Error| format!("the secret cannot be set: {error}");
    let mut child = command.stdin(Stdio::piped()).spawn().map_err(trouble)?;
    if let Some(mut input) = child.stdin.take() {
        writeln!(input, "{owner}").map_err(trouble)?;
    }
    let status = child.wait().map_err(trouble)?;
    if status.success() { Ok(()) } else { Err(format!("the secret cannot be set ({status})")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_name_of_ones_own_is_a_domain_and_one_of_cloudflare_is_not() {
        assert_eq!(said("a.example"), ["--keep-vars", "--var", "ALLOWED_HOSTS:a.example", "--domain", "a.example"]);
        assert_eq!(said("laufzeit.me.workers.dev"), ["--keep-vars", "--var", "ALLOWED_HOSTS:laufzeit.me.workers.dev"]);
    }
}
