//! What a platform's object tells the directory after each change, so that the list of platforms wakes nobody: what the
//! list shows, up to which revision, when something is due next, and how to reckon the date.

use chrono::NaiveDate;
use domain::{platform::PlatformId, stamp::Revision, wire::PlatformEntry};
use serde::{Deserialize, Serialize};

use crate::clock;

/// What the directory knows of a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Its entry in the list.
    #[serde(rename = "head")]
    pub entry: PlatformEntry,
    /// The revision of its book.
    pub revision: Revision,
    /// When something is due next, in milliseconds since 1970.
    pub deadline: Option<i64>,
    /// The time zone of its days; none if it has a test clock.
    pub zone: Option<String>,
}

impl Told {
    /// Its entry in the list at `now`, in milliseconds since 1970. If something was due since it was told, and it could not
    /// be asked, it is as it was the day before.
    pub fn entry_at(self, now: i64) -> PlatformEntry {
        let now = self.deadline.map_or(now, |deadline| now.min(deadline.saturating_sub(1)));
        let date = |zone: String| Some(clock::date_at(clock::zone(&zone)?, now));
        let today: NaiveDate = self.zone.and_then(date).unwrap_or(self.entry.head.today);
        let today = today.max(self.entry.head.today);
        self.entry.at(today)
    }

    /// The platform's id.
    pub const fn id(&self) -> &PlatformId {
        &self.entry.head.id
    }
}
