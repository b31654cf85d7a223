//! `cargo xtask backup` and `cargo xtask restore`.

use xtask::restore::{self, Restored};

use crate::{Outcome, arguments::Copied, bring, product, say};

/// Runs the program that makes backups. It is built when it is asked for, because it brings SQLite.
pub fn back_up(Copied { backup, data }: &Copied) -> Outcome<()> {
    product::build_if_missing()?;
    let mut command = bring::in_root("cargo");
    command.args(["run", "--quiet", "--package", "backup", "--"]).arg(backup).arg(data);
    say::run(&format!("backing up {} to {}", data.display(), backup.display()), &mut command)
}

/// Restores a backup, and says how to go on.
pub fn restore(Copied { backup, data }: &Copied) -> Outcome<()> {
    product::build_if_missing()?;
    say::line(&format!("restoring {} to {}", backup.display(), data.display()));
    let Restored { manifest, before, findings } = restore::restore(backup, data)?;
    say::line(&format!("restored: all that was acknowledged before {}", manifest.made_at));
    for missing in &manifest.missing {
        say::line(&format!("not in the backup: {} ({})", missing.path, missing.why));
    }
    findings.iter().for_each(|finding| say::line(&format!("the check found: {finding}")));
    if let Some(before) = before {
        say::line(&format!("what was there before is kept in {}", before.display()));
    }
    say::line("people and tokens are blocked, if there are any: start the server, and open the link that it prints");
    Ok(())
}
