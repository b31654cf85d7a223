//! Submissions: summaries that somebody accepted.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    account::RenewalMode,
    change::{ChangeSet, Wishes},
    hash::Hash,
    stamp::Revision,
    summary::Summary,
};

/// A summary the user accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The revision the summary was computed on.
    revision: Revision,
    /// The hash of the lines the user saw.
    hash: Hash,
    /// What was asked for.
    wishes: Wishes,
}

impl Summary {
    /// Makes a submission of exactly the lines that the user saw.
    pub fn accept(&self) -> Submission {
        Submission { revision: self.revision, hash: self.hash, wishes: Wishes::Set(self.wishes()) }
    }

    /// The modes that its accounts are to have.
    pub fn wishes(&self) -> ChangeSet {
        let mut wishes = ChangeSet::default();
        for mode in RenewalMode::ALL {
            let to: Vec<_> = self.lines.iter().filter(|line| line.to == mode).map(|line| line.account).collect();
            wishes.join(&ChangeSet::all(to.into(), mode));
        }
        wishes
    }
}

impl Submission {
    /// Makes a submission again from the parts it was sent or stored as. Use it for nothing else: without a summary
    /// that was shown, nobody has accepted anything.
    pub const fn read(revision: Revision, hash: Hash, wishes: Wishes) -> Self {
        Self { revision, hash, wishes }
    }

    /// The revision the summary was computed on.
    pub const fn revision(&self) -> Revision {
        self.revision
    }

    /// The hash of the lines the user saw.
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// The modes it asks for, account by account; `None` if it names accounts by a filter.
    pub fn modes(&self) -> Option<Cow<'_, ChangeSet>> {
        match &self.wishes {
            Wishes::Set(changes) => Some(Cow::Borrowed(changes)),
            Wishes::Each(changes) => Some(Cow::Owned(changes.iter().copied().collect())),
            Wishes::All { .. } => None,
        }
    }

    /// What was asked for.
    pub const fn wishes(&self) -> &Wishes {
        &self.wishes
    }
}
