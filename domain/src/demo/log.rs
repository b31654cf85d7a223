//! The log of a demo: everything that is stored of it.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};

use super::Sample;
use crate::{
    calendar::iso,
    change::{ChangeSet, Runs},
    command::Command,
    hash::Hash,
    stamp::{Instant, Revision, SubmissionId},
    submission::Submission,
};

/// Everything needed to make a demo again: the company, when the demo began, and what was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// The company.
    pub sample: Sample,
    /// The day the demo began.
    #[serde(with = "iso")]
    pub began: NaiveDate,
    /// The instant the demo began.
    pub at: Instant,
    /// What was done since, in order.
    #[serde(deserialize_with = "steps")]
    pub steps: Vec<Logged>,
}

/// Something done in the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logged {
    /// The instant it was done.
    pub at: Instant,
    /// The key it was done under.
    pub key: SubmissionId,
    /// The command.
    pub command: Command,
}

impl Log {
    /// The log of a new demo.
    pub const fn new(sample: Sample, began: NaiveDate, at: Instant) -> Self {
        Self { sample, began, at, steps: Vec::new() }
    }
}

/// A step as this version or version 0.1.0 stored it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Now(Logged),
    First { at: Instant, command: First },
}

/// The command of a step as version 0.1.0 stored it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum First {
    Submit {
        id: SubmissionId,
        accounts: [Runs; 3],
    },
    Undo {
        id: SubmissionId,
        of: SubmissionId,
    },
    Do(Command),
    Clock {
        #[serde(with = "iso")]
        to: NaiveDate,
    },
}

fn steps<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Logged>, D::Error> {
    let kept = Vec::<Kept>::deserialize(from)?;
    let step = |(place, kept): (usize, Kept)| match kept {
        Kept::Now(step) => step,
        Kept::First { at, command } => command.step(at, place),
    };
    Ok(kept.into_iter().enumerate().map(step).collect())
}

impl First {
    fn step(self, at: Instant, place: usize) -> Logged {
        let named = |name: &str| SubmissionId(format!("{name}-{place}"));
        let (key, command) = match self {
            Self::Submit { id, accounts } => {
                let wishes = ChangeSet::of_runs(&accounts).wishes();
                // version 0.1.0 did not store the hash of the summary: `Demo::replay` accepts the summary it gets when
                // it replays the step
                (id, Command::Confirm(Submission::read(Revision::default(), Hash::of(b""), wishes)))
            }
            Self::Undo { id: SubmissionId(id), of } => {
                let key = id.rsplit_once(":undo-").map_or(id.as_str(), |(key, _)| key).to_owned();
                (SubmissionId(key), Command::Undo { of })
            }
            Self::Do(command) => (named("do"), command),
            Self::Clock { to } => (named("clock"), Command::MoveClock { to }),
        };
        Logged { at, key, command }
    }
}
