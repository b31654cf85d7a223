//! A copy of the objects' files, served for the control door: so it is checked by the worker's own check.

use std::{fs, io, path::Path, time::Duration};

use serde_json::Value;

use super::{Moment, OBJECTS, PLATFORMS, names};
use crate::{
    control,
    http::Answer,
    workerd::{Config, DataFolder, Log, Serving, Workerd},
};

/// How long the check of one platform may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// What checks found, each with the platform it is about.
pub type Findings = Vec<String>;

/// A server on a copy. It ends when this is dropped.
pub struct Served {
    workerd: Workerd,
    data: DataFolder,
    secret: String,
}

impl Served {
    /// Serves a copy: a folder that has the objects' files below `do`, as a data folder does.
    ///
    /// # Errors
    /// If workerd cannot be started on it.
    pub fn start(folder: &Path) -> Result<Self, String> {
        let trouble = |error: io::Error| {
            let log = fs::read_to_string(folder.join("workerd.log")).unwrap_or_default();
            format!("the copy in {} cannot be served: {error}\n{log}", folder.display())
        };
        let secret = control::new_secret().map_err(trouble)?;
        let data = DataFolder::take(folder).map_err(trouble)?;
        // nothing says that it is a desk, it listens on this machine alone, and nobody is told the port. Still, whoever has a session
        // or a token that the copy knows could come in: until `shut`
        let serving = Serving::here(Config::House, 0).with_secret(secret.clone());
        let workerd = Workerd::start(&serving, &data, Log::File).map_err(trouble)?;
        Ok(Self { workerd, data, secret })
    }

    /// Asks the control door.
    ///
    /// # Errors
    /// If there is no answer, or one that says that the data is of a newer Laufzeit.
    pub fn ask(&self, path: &str) -> Result<Answer, String> {
        let port = self.workerd.port("control").ok_or("workerd has no control door")?;
        let answer = control::ask_within(PATIENCE, port, &self.secret, path);
        let answer = answer.map_err(|error| format!("the copy cannot be checked: {error}"))?;
        if field(&answer, "code").as_deref() == Some("newer_data") {
            return Err("the data was written by a newer Laufzeit, and this one cannot read it".to_owned());
        }
        Ok(answer)
    }

    /// Lets nobody in any more by what the copy knows, which was made at this moment. Returns what is wrong with the people if that
    /// cannot be done.
    ///
    /// # Errors
    /// If they cannot be asked, or the data is of a newer Laufzeit.
    pub fn shut(&self, made_at: &Moment) -> Result<Option<String>, String> {
        for path in [format!("/restored?made={}", made_at.milliseconds()), "/has_people".to_owned()] {
            let answer = self.ask(&path)?;
            if answer.status != 200 {
                return Ok(Some(answer.body.trim().to_owned()));
            }
        }
        Ok(None)
    }

    /// Whether nobody is let in who is not known, also at a desk: there are people, or it was locked by some that are lost.
    ///
    /// # Errors
    /// If that cannot be told.
    pub fn is_locked(&self) -> Result<bool, String> {
        for path in ["/has_people", "/is_locked"] {
            let answer = self.ask(path)?;
            match (answer.status, answer.body.trim()) {
                (200, "true") => return Ok(true),
                (200, "false") => {}
                (status, body) => return Err(format!("{path} answers {status}: {body}")),
            }
        }
        Ok(false)
    }

    /// Locks it, as if it had people.
    ///
    /// # Errors
    /// If it cannot be locked.
    pub fn lock(&self) -> Result<(), String> {
        let Answer { status, body } = self.ask("/lock")?;
        if status == 200 { Ok(()) } else { Err(format!("the copy cannot be locked: {}", body.trim())) }
    }

    /// Checks everything of a copy that nobody needs afterwards: the people, too, without whom it cannot be restored.
    ///
    /// # Errors
    /// If it cannot be asked, or the data is of a newer Laufzeit.
    pub fn check(&self) -> Result<Findings, String> {
        let wrong = self.shut(&Moment::now())?;
        let people = wrong.map(|wrong| format!("the people, so that this cannot be restored: {wrong}"));
        Ok(people.into_iter().chain(self.check_platforms()?).collect())
    }

    /// Checks all platforms.
    ///
    /// # Errors
    /// If they cannot be asked, or the data is of a newer Laufzeit.
    pub fn check_platforms(&self) -> Result<Findings, String> {
        let mut findings = Findings::new();
        let directory = self.ask("/known")?;
        if directory.status != 200 {
            findings.push(format!("the list of the platforms: {}", directory.body.trim()));
        }
        let folder = self.data.path().join(OBJECTS).join(PLATFORMS);
        let files = if folder.exists() { names(&folder) } else { Ok(Vec::new()) };
        let files = files.map_err(|error| format!("{}: {error}", folder.display()))?;
        for object in files.iter().filter_map(|file| object(file.as_path())) {
            findings.extend(verdict(&object, &self.ask(&format!("/check?object={object}"))?));
        }
        Ok(findings)
    }

    /// Stops it in order, so that its files are tidy.
    ///
    /// # Errors
    /// If it cannot be stopped.
    pub fn stop(mut self) -> Result<(), String> {
        self.workerd.stop(|| false).map(drop).map_err(|error| format!("workerd cannot be stopped: {error}"))
    }
}

/// The id of the object whose file this is.
fn object(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?.strip_suffix(".sqlite")?;
    (name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| name.to_owned())
}

fn field(answer: &Answer, name: &str) -> Option<String> {
    let value: Value = serde_json::from_str(&answer.body).ok()?;
    Some(value.get(name)?.as_str()?.to_owned())
}

/// What the answer to a check says of a platform.
fn verdict(object: &str, answer: &Answer) -> Findings {
    let of = |finding: &str| format!("platform {object}: {finding}");
    // the object was asked once for a platform that does not exist
    if field(answer, "code").as_deref() == Some("no_platform") {
        return Findings::new();
    }
    let value: Option<Value> = serde_json::from_str(&answer.body).ok().filter(|_| answer.status == 200);
    let found = value.as_ref().and_then(|value| value.get("findings")?.as_array());
    match found {
        Some(found) => found.iter().filter_map(Value::as_str).map(of).collect(),
        None => vec![of(&format!("the check answers {}: {}", answer.status, answer.body.trim()))],
    }
}
