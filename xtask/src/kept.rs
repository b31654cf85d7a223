//! `cargo xtask backup` and `cargo xtask restore`.

use std::{env, path::PathBuf, process::Command};

use xtask::restore::{self, Restored};

use crate::{Outcome, arguments::Copied, bring, product, say};

/// Runs the program that makes backups. It is built when it is asked for, because it brings SQLite.
pub fn back_up(Copied { backup, data }: &Copied) -> Outcome<()> {
    product::build_if_missing()?;
    let mut command = built().map_or_else(cargo, Command::new);
    command.arg(backup).arg(data);
    say::run(&format!("backing up {} to {}", data.display(), backup.display()), &mut command)
}

/// cargo, which builds the program if needed and runs it.
fn cargo() -> Command {
    let mut command = bring::in_root("cargo");
    command.args(["run", "--quiet", "--package", "backup", "--"]);
    command
}

/// The program that makes backups, where it was built before and cargo is not found, as when cron runs this: without cargo nobody can
/// tell whether it is up to date.
fn built() -> Option<PathBuf> {
    let folders = env::var_os("PATH").unwrap_or_default();
    let has_cargo = env::split_paths(&folders).any(|folder| folder.join("cargo").is_file());
    let built = env::current_exe().ok()?.with_file_name("backup");
    (!has_cargo && built.is_file()).then_some(built)
}

/// Restores a backup, and says how to go on.
pub fn restore(Copied { backup, data }: &Copied) -> Outcome<()> {
    product::build_if_missing()?;
    say::line(&format!("restoring {} to {}", backup.display(), data.display()));
    let Restored { manifest, before, findings, was_locked, left } = restore::restore(backup, data)?;
    say::line(&format!("restored: all that was acknowledged before {}", manifest.made_at));
    for missing in &manifest.missing {
        say::line(&format!("not in the backup: {} ({})", missing.path, missing.why));
    }
    findings.iter().for_each(|finding| say::line(&format!("the check found: {finding}")));
    if let Some(before) = before {
        say::line(&format!("what was there before is kept in {}", before.display()));
    }
    if let Some(left) = left {
        say::line(&format!("what it was made ready in can be deleted, and is still there: {left}"));
    }
    if was_locked {
        say::line("the backup is from before the desk was locked; it stays locked");
    }
    say::line("people and tokens are blocked, if there are any: start the server, and open the link that it prints");
    Ok(())
}
