//! A summary the user accepted: what is sent is what was seen.

use serde::{Deserialize, Serialize};

use crate::{
    change::{Change, Wishes},
    hash::Hash,
    stamp::Revision,
    summary::Summary,
};

/// A summary the user accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The revision the summary was computed on.
    revision: Revision,
    /// Of the lines the user saw.
    hash: Hash,
    /// What was asked for.
    wishes: Wishes,
}

impl Summary {
    /// The user accepts these lines: what is sent is what was seen.
    pub fn accept(self) -> Submission {
        let wishes = self.lines.iter().map(|line| Change { account: line.account, mode: line.to });
        Submission { revision: self.revision, hash: self.hash, wishes: Wishes::Each(wishes.collect()) }
    }
}

impl Submission {
    /// A submission again, from the bytes that one was sent or kept as. Nothing else calls this: what nobody was shown
    /// nobody has accepted.
    pub const fn read(revision: Revision, hash: Hash, wishes: Wishes) -> Self {
        Self { revision, hash, wishes }
    }

    /// The revision the summary was computed on.
    pub const fn revision(&self) -> Revision {
        self.revision
    }

    /// Of the lines the user saw.
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// What was asked for.
    pub const fn wishes(&self) -> &Wishes {
        &self.wishes
    }
}
