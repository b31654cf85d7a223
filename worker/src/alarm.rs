//! The one alarm of an object. It is armed for the first instant of the platform's next deadline, but never further
//! ahead than the machine's timer can be trusted. When it rings, the stored data tells why.

use std::cell::Cell;

use chrono::{DateTime, Utc};
use worker::{Env, Result, Storage};

use crate::{due::Due, machine::machine_now, reply::Reply};

const MINUTE: i64 = 60_000;

/// Why a platform's alarm rang.
#[derive(Debug)]
pub enum Ring {
    /// The stored data is of a newer version, so neither it nor the alarm may be changed.
    Newer,
    /// Something may be due, but the stored data cannot be opened.
    Shut(Box<Reply>),
    /// What is due, which may be nothing: the alarm also rings if the deadline was too far ahead to be armed for, or
    /// has moved since then.
    Due(Due),
}

/// The alarm of an object.
#[derive(Debug)]
pub struct Alarm {
    storage: Storage,
    /// When it rings by the machine's clock, in milliseconds since 1970; none if that is not known.
    armed: Cell<Option<i64>>,
    /// How far ahead it may be armed, in milliseconds. On one machine the timer is monotonic and would be late after a
    /// jump of the wall clock, so this is short. On Cloudflare there is no limit, because each arming costs a billed
    /// row.
    horizon: Option<i64>,
}

impl Alarm {
    /// The alarm in `storage`.
    pub fn of(storage: Storage, env: &Env) -> Self {
        let minutes = env.var("ALARM_HORIZON_MINUTES").ok().and_then(|minutes| minutes.to_string().parse::<i64>().ok());
        Self { storage, armed: Cell::new(None), horizon: minutes.map(|minutes| minutes.saturating_mul(MINUTE)) }
    }

    /// Reads from storage what is armed, after the object woke.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub async fn recall(&self) -> Result<()> {
        self.armed.set(self.storage.get_alarm().await?);
        Ok(())
    }

    /// Arms for `deadline` by the machine's clock, in milliseconds since 1970. An alarm that will ring earlier is left:
    /// it does no harm, and is armed again when it has rung.
    ///
    /// # Errors
    /// If storage cannot be written.
    pub async fn arm(&self, deadline: i64) -> Result<()> {
        let now = machine_now();
        let horizon = self.horizon.map_or(i64::MAX, |horizon| now.saturating_add(horizon));
        let at = deadline.max(now).min(horizon);
        if self.armed.get().is_some_and(|armed| now < armed && armed <= at) {
            return Ok(());
        }
        self.set(at).await
    }

    /// Removes the alarm if one is known to be armed, because nothing is ahead.
    ///
    /// # Errors
    /// If storage cannot be written.
    pub async fn rest(&self) -> Result<()> {
        if self.armed.get().is_some() { self.disarm().await } else { Ok(()) }
    }

    /// Arms the alarm for a minute from now, before work that may fail, so that it rings again in any case.
    ///
    /// # Errors
    /// If storage cannot be written.
    pub async fn arm_again(&self) -> Result<()> {
        self.set(machine_now().saturating_add(MINUTE)).await
    }

    /// Forgets what is armed, so that the next arming takes effect.
    pub fn forget(&self) {
        self.armed.set(None);
    }

    /// Removes the alarm.
    ///
    /// # Errors
    /// If storage cannot be written.
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
