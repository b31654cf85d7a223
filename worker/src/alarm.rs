//! The one alarm of an object: armed for the first instant of the platform's next deadline, and never further ahead
//! than the machine's timers can be trusted. When it rings, what is stored says why.

use std::cell::Cell;

use chrono::{DateTime, Utc};
use worker::{Env, Result, Storage};

use crate::{due::Due, machine::machine_now, reply::Reply};

const MINUTE: i64 = 60_000;

/// Why a platform's alarm rang, as what is stored says.
#[derive(Debug)]
pub enum Ring {
    /// A newer Laufzeit wrote what is stored: nothing of it is ours to touch, not even the alarm.
    Newer,
    /// Something may be due, but what is stored cannot be opened.
    Shut(Box<Reply>),
    /// This is due, if anything. The alarm also rings where it could look no further ahead, or where the deadline has
    /// moved since it was armed.
    Due(Due),
}

/// The alarm as far as this object knows it.
#[derive(Debug)]
pub struct Alarm {
    storage: Storage,
    /// When it rings, by the machine's clock.
    armed: Cell<Option<i64>>,
    /// On one machine the timer is monotonic, and a jump of the wall clock would delay it: it never looks further
    /// ahead than this. On Cloudflare nothing is set, where each arming is a billed row.
    horizon: Option<i64>,
}

impl Alarm {
    /// The alarm in `storage`.
    pub fn of(storage: Storage, env: &Env) -> Self {
        let minutes = env.var("ALARM_HORIZON_MINUTES").ok().and_then(|minutes| minutes.to_string().parse::<i64>().ok());
        Self { storage, armed: Cell::new(None), horizon: minutes.map(|minutes| minutes.saturating_mul(MINUTE)) }
    }

    /// Asks storage what is armed, after waking.
    ///
    /// # Errors
    /// Where storage cannot be read.
    pub async fn recall(&self) -> Result<()> {
        self.armed.set(self.storage.get_alarm().await?);
        Ok(())
    }

    /// Arms for `deadline`, by the machine's clock. One that rings earlier is left: it does no harm, and arms anew.
    ///
    /// # Errors
    /// Where storage cannot be written.
    pub async fn arm(&self, deadline: i64) -> Result<()> {
        let now = machine_now();
        let horizon = self.horizon.map_or(i64::MAX, |horizon| now.saturating_add(horizon));
        let at = deadline.max(now).min(horizon);
        if self.armed.get().is_some_and(|armed| now < armed && armed <= at) {
            return Ok(());
        }
        self.set(at).await
    }

    /// Before work that may go wrong: whatever happens to it, the alarm rings again in a minute.
    ///
    /// # Errors
    /// Where storage cannot be written.
    pub async fn arm_again(&self) -> Result<()> {
        self.set(machine_now().saturating_add(MINUTE)).await
    }

    /// Forgets what is armed, so that the next arming counts.
    pub fn forget(&self) {
        self.armed.set(None);
    }

    /// Takes the alarm away.
    ///
    /// # Errors
    /// Where storage cannot be written.
    pub async fn disarm(&self) -> Result<()> {
        self.armed.set(None);
        self.storage.delete_alarm().await
    }

    async fn set(&self, at: i64) -> Result<()> {
        self.armed.set(Some(at));
        let instant: DateTime<Utc> = DateTime::from_timestamp_millis(at).unwrap_or_default();
        self.storage.set_alarm(instant).await
    }
}
