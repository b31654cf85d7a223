//! Summaries, submissions and undos in the model.

use domain::{
    account::{RenewalMode, Status},
    change::Wishes,
    query::Filter,
    summary::Reason,
};

use super::{Account, Model, is_placeholder};
use crate::shapes::{Done, Promise, Seat, Seen, What, Why};

fn matches(seat: &Seat, filter: &Filter) -> bool {
    let search = filter.search.clone().unwrap_or_default().to_lowercase();
    let hay = [seat.address.to_lowercase(), seat.name.to_lowercase()];
    filter.status.map_or(seat.status != Status::Deleted, |status| seat.status == status)
        && filter.mode.is_none_or(|mode| seat.mode == mode)
        && filter.configured.is_none_or(|configured| configured != is_placeholder(&seat.address))
        && filter.expires_before.is_none_or(|day| seat.expires.date() < day)
        && filter.expires_from.is_none_or(|day| seat.expires.date() >= day)
        && search.split_whitespace().all(|word| hay.iter().any(|hay| hay.contains(word)))
}

const fn against(status: Status) -> Option<Reason> {
    match status {
        Status::Active => None,
        Status::Suspended => Some(Reason::Suspended),
        Status::Deleted | Status::Withdrawn => Some(Reason::Deleted),
    }
}

impl Model {
    /// The summary of what wishes would do.
    pub fn summary(&self, wishes: &Wishes) -> Result<Seen, Why> {
        self.demand_active()?;
        let wished: Vec<(u32, RenewalMode)> = match wishes {
            Wishes::Each(changes) => changes.iter().map(|change| (change.account.0, change.mode)).collect(),
            Wishes::Set(changes) => changes.iter().map(|change| (change.account.0, change.mode)).collect(),
            Wishes::All { filter, mode } => {
                self.seats().filter(|seat| matches(seat, filter)).map(|seat| (seat.id, *mode)).collect()
            }
        };
        for (index, (id, _)) in wished.iter().enumerate() {
            if self.seat(*id).is_none() {
                return Err(Why::UnknownAccount);
            }
            if wished[..index].iter().any(|(other, _)| other == id) {
                return Err(Why::NamedTwice);
            }
        }
        self.seen(wished)
    }

    fn seen(&self, mut wished: Vec<(u32, RenewalMode)>) -> Result<Seen, Why> {
        wished.sort_by_key(|(id, _)| *id);
        let (mut lines, mut refused) = (Vec::new(), Vec::new());
        let cost = |account: &Account, mode| self.year(account, mode);
        let before: i64 = self.accounts.iter().map(|account| cost(account, account.seat.mode)).sum();
        let mut after = before;
        for (id, to) in wished {
            let account = self.accounts.iter().find(|account| account.seat.id == id).expect("looked up");
            let Seat { address, mode: from, status, expires: on, .. } = account.seat.clone();
            if let Some(reason) = against(status) {
                refused.push((id, reason));
            } else if from != to {
                after += cost(account, to) - cost(account, from);
                lines.push(Promise { account: id, address, from, to, on, what: self.what(account, to) });
            }
        }
        if lines.is_empty() {
            return Err(Why::NothingToDo);
        }
        let closing = lines.iter().filter(|line| matches!(line.what, What::Closes { .. })).count();
        let going_on = lines.iter().filter(|line| line.from == RenewalMode::Never).count();
        Ok(Seen { lines, refused, closing, going_on, before, after })
    }

    /// Does a submission. `seen` holds the lines of the summary that was seen; it is `None` if nobody can have seen
    /// one.
    pub fn submit(&mut self, wishes: &Wishes, seen: Option<&[Promise]>) -> Result<Done, Why> {
        let now = self.summary(wishes)?;
        if seen != Some(&now.lines) {
            return Err(Why::Stale);
        }
        Ok(self.take(now))
    }

    fn take(&mut self, seen: Seen) -> Done {
        for line in &seen.lines {
            let account = self.account(line.account);
            account.seat.mode = line.to;
            account.touched = true;
        }
        let lines = seen.lines.len();
        self.submissions.push(seen.lines);
        Done::Changed { lines, refused: seen.refused }
    }

    /// Takes back what has not taken effect of a submission.
    pub fn undo(&mut self, index: usize) -> Result<Done, Why> {
        self.demand_active()?;
        let (mut wished, mut left) = (Vec::new(), Vec::new());
        for line in &self.submissions[index] {
            let seat = self.seat(line.account).expect("it has been changed, so it cannot be withdrawn");
            let expired = (seat.expires > line.on).then_some(Reason::Expired);
            let changed = (seat.mode != line.to).then_some(Reason::ChangedSince);
            match against(seat.status).or(expired).or(changed) {
                Some(reason) => left.push((line.account, reason)),
                None => wished.push((line.account, line.from)),
            }
        }
        let seen = self.seen(wished)?;
        Ok(self.take(Seen { refused: left, ..seen }))
    }
}
