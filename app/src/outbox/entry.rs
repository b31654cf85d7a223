//! A wish on its way to the worker, in the form in which it is kept.

use std::borrow::Cow;

use domain::{
    change::ChangeSet,
    command::Command,
    hash::Hash,
    order::Order,
    platform::NewPlatform,
    stamp::{Instant, SubmissionId},
    wire::Problem,
};
use serde::{Deserialize, Serialize};

/// The version of the form in which entries are kept.
const VERSION: u32 = 1;

/// A wish and its state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The key it is sent under, the same every time.
    pub key: SubmissionId,
    /// The name under which the session keeps its platform; empty if the wish is for a new platform.
    pub platform: String,
    /// When the entry was made.
    pub at: Instant,
    /// The id of the person who asked; none if that was not known, or nobody signs in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_name: Option<String>,
    /// What is asked for.
    pub wish: Wish,
    /// How far the wish has come.
    pub state: State,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// A command to a platform, other than an import.
    Command(Command),
    /// An import. Only the hash of its file is kept.
    File(Hash),
    /// A new platform.
    Found(Box<NewPlatform>),
    /// Something that another version of the page has kept and this one cannot read.
    Foreign,
}

/// How far a wish has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It was never sent, so it can be withdrawn.
    Waiting,
    /// It was sent, and it is unknown whether it arrived.
    Sent,
    /// The book has moved on, so a person must read the summary again.
    Stale,
    /// The worker has refused it for good.
    Refused(Box<Problem>),
    /// Another version of the page must send it, or a person must throw it away.
    Foreign,
}

/// An entry with the version of the form it is kept in.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    version: u32,
    #[serde(flatten)]
    entry: T,
}

/// The fields that every version is expected to keep.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    platform: String,
}

impl Wish {
    /// The wish that is kept for a command.
    pub fn of(command: &Command) -> Self {
        if let Command::Import(roster) = command {
            let said = roster.given.query();
            let hash = Hash::of(&roster.bytes);
            Self::File(if said.is_empty() { hash } else { Hash::of(format!("{hash}?{said}").as_bytes()) })
        } else {
            Self::Command(command.clone())
        }
    }

    /// Whether it is a command for which `is_so` returns true.
    pub fn is_command(&self, is_so: impl Fn(&Command) -> bool) -> bool {
        match self {
            Self::Command(command) => is_so(command),
            Self::File(_) | Self::Found(_) | Self::Foreign => false,
        }
    }

    /// Whether the page sends it again by itself. It does so for wishes that change nothing but modes, which cost
    /// nothing before their day.
    pub const fn goes_by_itself(&self) -> bool {
        matches!(self, Self::Command(Command::Confirm(_) | Command::Undo { .. }))
    }

    /// Whether both ask for the same. Orders are compared without the price that they were shown with.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Command(Command::Order(own)), Self::Command(Command::Order(other))) => {
                let Order { quantity, term, hash: _ } = other;
                (own.quantity, own.term) == (*quantity, *term)
            }
            _ => self == other,
        }
    }

    /// Whether both are about the same thing, so that the answer to the later one also shows what became of the earlier
    /// one.
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Command(own), Self::Command(other)) => match (own, other) {
                (Command::SetUp { account: own, .. }, Command::SetUp { account: other, .. })
                | (Command::Reset { account: own, .. }, Command::Reset { account: other, .. })
                | (Command::Restore { account: own, .. }, Command::Restore { account: other, .. }) => own == other,
                _ => std::mem::discriminant(own) == std::mem::discriminant(other),
            },
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl Entry {
    /// The text under which the entry is kept.
    pub fn text(&self) -> Option<String> {
        serde_json::to_string(&Kept { version: VERSION, entry: self }).ok()
    }

    /// Reads a kept entry, whichever version wrote it.
    pub fn read(key: &str, text: &str) -> Self {
        if let Ok(Kept { version: VERSION, entry }) = serde_json::from_str(text) {
            return entry;
        }
        let head = serde_json::from_str(text).unwrap_or(Head { platform: String::new() });
        Self {
            key: SubmissionId(key.to_owned()),
            platform: head.platform,
            at: Instant(String::new()),
            by: None,
            by_name: None,
            wish: Wish::Foreign,
            state: State::Foreign,
        }
    }

    /// Whether it is on its way and nobody needs to do anything.
    pub const fn is_on_its_way(&self) -> bool {
        matches!(self.state, State::Waiting | State::Sent) && self.wish.goes_by_itself()
    }

    /// The modes it asks for; `None` if it is no confirmation.
    pub fn modes(&self) -> Option<Cow<'_, ChangeSet>> {
        match &self.wish {
            Wish::Command(Command::Confirm(submission)) => submission.modes(),
            Wish::Command(_) | Wish::File(_) | Wish::Found(_) | Wish::Foreign => None,
        }
    }
}
