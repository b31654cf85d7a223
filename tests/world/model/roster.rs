//! Imports in the model.

use domain::account::Status;

use super::{Account, Import, Model, domain_of, is_address, is_name, is_placeholder, placeholder};
use crate::{
    calendar::LAST_DAY,
    shapes::{Done, Line, Seat, Why},
};

impl Model {
    /// Adds all lines, or returns the indices (from 0) of the bad ones.
    pub(super) fn import(&mut self, lines: &[Line]) -> Result<Done, Why> {
        self.demand_active()?;
        let mut seen = Vec::new();
        let mut bad = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let address = self.has_good_address(line) && self.has_free_address(line, &mut seen);
            if !(address && is_name(&line.name) && self.has_good_dates(line)) {
                bad.push(index);
            }
        }
        if !bad.is_empty() {
            return Err(Why::Roster(bad));
        }
        let first = self.next_id();
        for line in lines {
            let id = self.next_id();
            let unassigned = domain_of(&line.address) == "unassigned.invalid";
            let seat = Seat {
                id,
                address: if unassigned { placeholder(id) } else { line.address.clone() },
                name: line.name.clone(),
                mode: line.mode,
                status: Status::Active,
                ordered: line.ordered,
                anchor: anchor(line),
                expires: line.expires,
                deletes: None,
                reset: None,
            };
            self.accounts.push(Account { seat, held: None, renewed: false, touched: false });
        }
        self.imports.push(Import { first, last: self.next_id() - 1, gone: false });
        Ok(Done::Imported(lines.len()))
    }

    fn has_good_address(&self, line: &Line) -> bool {
        let ours = self.domains.is_empty() || self.domains.contains(&domain_of(&line.address));
        is_address(&line.address) && (ours || is_placeholder(&line.address))
    }

    /// Whether no account and no earlier line has the address of a line. Placeholders that the rules give out are
    /// replaced, so they are always free.
    fn has_free_address(&self, line: &Line, seen: &mut Vec<String>) -> bool {
        let folded = line.address.to_lowercase();
        if domain_of(&folded) != "unassigned.invalid" && self.is_taken(&folded, 0) {
            return false;
        }
        let first = !seen.contains(&folded);
        seen.push(folded);
        first
    }

    fn has_good_dates(&self, line: &Line) -> bool {
        let anchor = anchor(line);
        let expires = line.expires;
        let reached = expires == expires.shifted(0, anchor) || (self.aligned && expires.day == 1);
        let later = line.ordered.is_none_or(|ordered| (ordered.year, ordered.month) < (expires.year, expires.month));
        let known = (1..=31).contains(&anchor) && expires <= LAST_DAY;
        known && expires > self.today && later && reached
    }

    /// Takes an import back if nothing has happened to any of its accounts.
    pub(super) fn take_import_back(&mut self, index: usize) -> Result<Done, Why> {
        self.demand_active()?;
        let import = self.imports.get(index).cloned().filter(|import| !import.gone).ok_or(Why::ImportTouched)?;
        let ids = import.first..=import.last;
        let ours = |account: &&mut Account| ids.contains(&account.seat.id);
        if self.accounts.iter_mut().filter(ours).any(|account| account.touched) {
            return Err(Why::ImportTouched);
        }
        self.imports[index].gone = true;
        let mut removed = 0;
        for account in self.accounts.iter_mut().filter(ours) {
            account.seat.status = Status::Withdrawn;
            removed += 1;
        }
        Ok(Done::Removed(removed))
    }
}

fn anchor(line: &Line) -> u32 {
    line.anchor.unwrap_or(line.ordered.unwrap_or(line.expires).day)
}
