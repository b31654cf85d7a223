//! `backup BACKUP DATA`: makes a backup of a data folder. `cargo xtask backup` runs it.

use std::{env, path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let folders: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [to, data] = folders.as_slice() else {
        eprintln!("usage: backup BACKUP DATA");
        return ExitCode::FAILURE;
    };
    match backup::back_up(data, to) {
        Ok(manifest) => {
            let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
            println!(
                "{} files, {bytes} bytes: all that was acknowledged before {}",
                manifest.files.len(),
                manifest.made_at
            );
            let missing = manifest.missing.iter().map(|missing| format!("{}: {}", missing.path, missing.why));
            let trouble: Vec<String> = missing.chain(manifest.findings.iter().cloned()).collect();
            trouble.iter().for_each(|one| eprintln!("backup: {one}"));
            // what is well can be restored, unless the people cannot be read; whoever watches over it must hear of this
            if trouble.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(message) => {
            eprintln!("backup: {message}");
            ExitCode::FAILURE
        }
    }
}
