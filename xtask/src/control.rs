//! The control door of a running server: a socket on loopback, whose port and secret stand in a file of the data folder
//! that only its owner can read. Whoever can read it may let an administrator in.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    net::Ipv4Addr,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};

use crate::http;
pub use crate::http::Answer;

/// The variable of the environment that tells the worker the secret.
pub const SECRET: &str = "CONTROL_SECRET";
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The name of the file.
const FILE: &str = "control";

/// How to reach the control door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    pub port: u16,
    pub secret: String,
    /// Where people reach the page: `https://laufzeit.example`.
    pub origin: String,
}

impl Control {
    fn path(data: &Path) -> PathBuf {
        data.join(FILE)
    }

    /// Writes the file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, data: &Path) -> io::Result<()> {
        Self::remove(data)?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(Self::path(data))?;
        let Self { port, secret, origin } = self;
        writeln!(file, "{}", json!({"port": port, "secret": secret, "origin": origin}))
    }

    /// Removes the file, if it is there.
    ///
    /// # Errors
    /// If it cannot be removed.
    pub fn remove(data: &Path) -> io::Result<()> {
        match fs::remove_file(Self::path(data)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// `NotFound` if no server runs on that folder; also if the file cannot be read.
    pub fn read(data: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(Self::path(data))?;
        let read = |value: &Value| {
            let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
            let port = u16::try_from(value.get("port")?.as_u64()?).ok()?;
            Some(Self { port, secret: text("secret")?, origin: text("origin")? })
        };
        let value: Option<Value> = serde_json::from_str(&text).ok();
        value.as_ref().and_then(read).ok_or_else(|| io::Error::other("the file `control` cannot be read"))
    }

    /// The answer to a question with yes or no.
    ///
    /// # Errors
    /// If the server does not tell.
    pub fn tells(&self, path: &str) -> io::Result<bool> {
        let Answer { status, body } = ask(self.port, &self.secret, path)?;
        match (status, body.trim()) {
            (200, "true") => Ok(true),
            (200, "false") => Ok(false),
            _ => Err(io::Error::other(format!("the server answers {status}: {body}"))),
        }
    }

    /// What is wrong with what the configuration says of providers; none if nothing is.
    ///
    /// # Errors
    /// If the server does not tell.
    pub fn wrong_with_providers(&self) -> io::Result<Option<String>> {
        let Answer { body, .. } = ask(self.port, &self.secret, "/providers")?;
        Ok(serde_json::from_str::<Value>(&body).ok().and_then(|wrong| wrong.as_str().map(str::to_owned)))
    }

    /// Makes a link by which an administrator comes in. The link made before is void.
    ///
    /// # Errors
    /// If the server does not answer, or cannot make one.
    pub fn invite(&self) -> io::Result<String> {
        let Answer { status, body } = ask(self.port, &self.secret, "/owner")?;
        let answer: Option<Value> = serde_json::from_str(&body).ok().filter(|_| status == 200);
        let secret = answer.as_ref().and_then(|answer| answer.get("secret")?.as_str());
        match secret {
            Some(secret) => Ok(format!("{}/join#{secret}", self.origin)),
            None => Err(io::Error::other(format!("the server answers {status}: {body}"))),
        }
    }
}

/// Asks the control door.
///
/// # Errors
/// If it does not answer.
pub fn ask(port: u16, secret: &str, path: &str) -> io::Result<Answer> {
    ask_within(PATIENCE, port, secret, path)
}

/// Asks the control door something whose answer may take so long.
///
/// # Errors
/// If it does not answer.
pub fn ask_within(patience: Duration, port: u16, secret: &str, path: &str) -> io::Result<Answer> {
    let authorization = format!("Bearer {secret}");
    let headers = [("Host", "localhost"), ("Authorization", &*authorization)];
    http::post((Ipv4Addr::LOCALHOST, port).into(), path, &headers, patience)
}

/// A secret of 32 random bytes, as digits.
///
/// # Errors
/// If the system gives no random bytes.
pub fn new_secret() -> io::Result<String> {
    let mut bytes = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}")))
}
