//! A wish on its way to the worker, as it is kept.

use domain::{
    change::{ChangeSet, Wishes},
    command::Command,
    hash::Hash,
    order::Order,
    platform::NewPlatform,
    stamp::{Instant, SubmissionId},
    wire::Problem,
};
use serde::{Deserialize, Serialize};

/// The form in which entries are kept.
const VERSION: u32 = 1;

/// A wish, and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The key it is sent under, however often.
    pub key: SubmissionId,
    /// The platform's name; empty where the wish is a new one.
    pub platform: String,
    /// When it was made.
    pub at: Instant,
    /// What is wished.
    pub wish: Wish,
    /// How far it is.
    pub state: State,
}

/// What is wished.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// A command to a platform, but for an import.
    Command(Command),
    /// An import; of its file this is all that is kept.
    File(Hash),
    /// A new platform.
    Found(Box<NewPlatform>),
    /// Something that another version of the page has kept, and this one cannot read.
    Foreign,
}

/// How far a wish is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It was never sent: it can be withdrawn.
    Waiting,
    /// It was sent, and nobody knows whether it arrived.
    Sent,
    /// The book has moved on: a person must read it again.
    Stale,
    /// The worker has said no, for good.
    Refused(Box<Problem>),
    /// Another version of the page must send it, or a person throw it away.
    Foreign,
}

/// An entry with the form it is kept in.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    version: u32,
    #[serde(flatten)]
    entry: T,
}

/// What every version can be expected to keep.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    platform: String,
}

impl Wish {
    /// A command as it is kept.
    pub fn of(command: &Command) -> Self {
        if let Command::Import(roster) = command {
            Self::File(Hash::of(roster))
        } else {
            Self::Command(command.clone())
        }
    }

    /// Whether it is a command that is so.
    pub fn is_command(&self, is_so: impl Fn(&Command) -> bool) -> bool {
        match self {
            Self::Command(command) => is_so(command),
            Self::File(_) | Self::Found(_) | Self::Foreign => false,
        }
    }

    /// Whether the page sends it again by itself: what changes nothing but modes, and costs nothing before its day.
    pub const fn goes_by_itself(&self) -> bool {
        matches!(self, Self::Command(Command::Confirm(_) | Command::Undo { .. }))
    }

    /// Whether this is the same again. An order is, whatever its price was when it was asked for.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Command(Command::Order(own)), Self::Command(Command::Order(other))) => {
                let Order { quantity, term, hash: _ } = other;
                (own.quantity, own.term) == (*quantity, *term)
            }
            _ => self == other,
        }
    }

    /// Whether both are about the same thing, so that the later one settles what became of the earlier.
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
    /// As it is kept.
    pub fn text(&self) -> Option<String> {
        serde_json::to_string(&Kept { version: VERSION, entry: self }).ok()
    }

    /// As it was kept, whatever version did.
    pub fn read(key: &str, text: &str) -> Self {
        if let Ok(Kept { version: VERSION, entry }) = serde_json::from_str(text) {
            return entry;
        }
        let head = serde_json::from_str(text).unwrap_or(Head { platform: String::new() });
        Self {
            key: SubmissionId(key.to_owned()),
            platform: head.platform,
            at: Instant(String::new()),
            wish: Wish::Foreign,
            state: State::Foreign,
        }
    }

    /// Whether it is on its way, and nobody need do anything.
    pub const fn is_on_its_way(&self) -> bool {
        matches!(self.state, State::Waiting | State::Sent) && self.wish.goes_by_itself()
    }

    /// The modes it asks for; none where it is no confirmation.
    pub fn modes(&self) -> Option<ChangeSet> {
        match &self.wish {
            Wish::Command(Command::Confirm(submission)) => match submission.wishes() {
                Wishes::Each(changes) => Some(changes.iter().copied().collect()),
                // the page names every account
                Wishes::All { .. } => None,
            },
            Wish::Command(_) | Wish::File(_) | Wish::Found(_) | Wish::Foreign => None,
        }
    }
}
