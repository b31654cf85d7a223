//! Made-up wishes: accounts, addresses, rosters. Month ends and things that are refused are more frequent than in
//! reality.

use domain::{
    account::{AccountId, RenewalMode, Status},
    change::{Change, ChangeSet, Wishes},
    query::Filter,
};

use super::World;
use crate::{
    calendar::Day,
    desk::Desk,
    random::Random,
    shapes::{Line, Request, Seat},
};

/// The first day of a platform.
pub(super) fn first_day(chance: &mut Random) -> Day {
    let known = ["2023-12-31", "2024-01-31", "2024-02-29", "2025-01-08", "2025-02-28", "2099-11-30", "2195-12-31"];
    if chance.one_in(3) {
        return Day::read(chance.pick(&known));
    }
    let (year, month) = (i32::try_from(chance.between(1971, 2180)).expect("a year"), chance.between(1, 12));
    Day { year, month, day: 1 }.shifted(0, anchor(chance))
}

fn anchor(chance: &mut Random) -> u32 {
    if chance.one_in(2) { chance.between(28, 31) } else { chance.pick(&[1, 1, 2, 8, 15, 27, 30]) }
}

impl<D: Desk> World<'_, D> {
    /// The number of an account, or a number just beyond them.
    fn somebody(&mut self, at: usize) -> u32 {
        let count = u32::try_from(self.sites[at].model.accounts.len()).expect("not many");
        if count == 0 || self.chance.one_in(40) { count + 1 } else { self.chance.between(1, count) }
    }

    /// Usually an account that fulfils `wanted`, if there is one.
    fn one_of(&mut self, at: usize, wanted: impl Fn(&Seat) -> bool) -> u32 {
        let wanted: Vec<u32> = self.sites[at].model.seats().filter(|seat| wanted(seat)).map(|seat| seat.id).collect();
        if wanted.is_empty() || self.chance.one_in(6) { self.somebody(at) } else { self.chance.pick(&wanted) }
    }

    fn address(&mut self, at: usize) -> String {
        let site = &mut self.sites[at];
        site.addresses += 1;
        let narrow = site.model.domains.len() == 1;
        let domain = self.chance.pick(&["firma.example", "Firma.example", "zwei.example"]);
        let domain = if narrow && !self.chance.one_in(20) { "firma.example" } else { domain };
        format!("U{}@{domain}", self.sites[at].addresses)
    }

    /// An address that an account has or had, in capital letters.
    fn old_address(&mut self, at: usize) -> String {
        let seats: Vec<String> = self.sites[at].model.seats().map(|seat| seat.address.to_uppercase()).collect();
        if seats.is_empty() { self.address(at) } else { self.chance.pick(&seats) }
    }

    pub(super) fn wishes(&mut self, at: usize) -> Wishes {
        let mode = self.mode();
        if self.chance.one_in(4) {
            return Wishes::All { filter: self.filter(), mode };
        }
        let mut changes: Vec<Change> = Vec::new();
        for _ in 0..self.chance.between(1, 6) {
            let change = Change { account: AccountId(self.somebody(at)), mode: self.mode() };
            let named = changes.iter().any(|other| other.account == change.account);
            if !named || self.chance.one_in(30) {
                changes.push(change);
            }
        }
        let is_set = self.chance.one_in(2);
        let set: ChangeSet = changes.iter().copied().collect();
        if is_set && set.len() == changes.len() { Wishes::Set(set) } else { Wishes::Each(changes) }
    }

    fn filter(&mut self) -> Filter {
        let chance = &mut self.chance;
        let today = self.today;
        let search = chance.one_in(4).then(|| chance.pick(&["1", "FIRMA", "anna", ".invalid", ""]).to_owned());
        let status = chance.one_in(4).then(|| chance.pick(&Status::ALL));
        let mode = chance.one_in(4).then(|| chance.pick(&RenewalMode::ALL));
        let configured = chance.one_in(5).then(|| chance.one_in(2));
        let expires_before = chance.one_in(5).then(|| today.plus(chance.between(1, 100)).date());
        let expires_from = chance.one_in(5).then(|| today.plus(chance.between(1, 40)).date());
        Filter { search, status, mode, configured, expires_before, expires_from, due_in: None }
    }

    pub(super) fn roster(&mut self, at: usize, bad: bool) -> Vec<Line> {
        let count = if self.chance.one_in(8) { 25 } else { self.chance.between(1, 8) };
        let mut lines: Vec<Line> = (0..count).map(|_| self.line(at)).collect();
        if bad {
            let index = self.chance.index(lines.len());
            let first = lines[0].address.to_uppercase();
            let (old, today) = (self.old_address(at), self.sites[at].model.today);
            let chance = &mut self.chance;
            let line = &mut lines[index];
            match chance.below(9) {
                0 => line.address = "nobody".to_owned(),
                1 => line.address = format!("x{}@elsewhere.example", chance.below(1_000)),
                2 => line.address = first,
                3 => line.address = old,
                4 => line.name = "a\u{7}b".to_owned(),
                5 => line.expires = today,
                6 => line.ordered = Some(line.expires),
                7 => line.expires = line.expires.next(),
                _ => line.anchor = Some(chance.between(30, 33)),
            }
        }
        lines
    }

    fn line(&mut self, at: usize) -> Line {
        let address = match self.chance.below(8) {
            0 => format!("seat-{}@Unassigned.invalid", self.chance.below(1_000_000)),
            1 => format!("x{}@nowhere.invalid", self.chance.below(1_000_000)),
            _ => self.address(at),
        };
        let today = self.sites[at].model.today;
        let mode = self.mode();
        let chance = &mut self.chance;
        let anchor = anchor(chance);
        let ahead = i32::try_from(chance.below(14)).expect("a few");
        let due = today.shifted(ahead, anchor);
        let expires = if due > today { due } else { today.shifted(ahead + 1, anchor) };
        let back = i32::try_from(chance.between(1, 14)).expect("a few");
        let ordered = chance.one_in(2).then(|| expires.shifted(-back, anchor)).filter(|day| day.year >= 1970);
        let named = chance.one_in(2) || (expires.day != anchor);
        let name = chance.pick(&["", "Anna", "Ben Ö."]).to_owned();
        Line { address, name, mode, expires, ordered, anchor: named.then_some(anchor) }
    }

    pub(super) fn set_up(&mut self, at: usize) -> Request {
        let account = self.one_of(at, |seat| seat.address.ends_with(".invalid"));
        let address = match self.chance.below(10) {
            0 => None,
            1 => Some(
                self.chance.pick(&["nobody", "a@b", "seat-1@unassigned.invalid", "a@elsewhere.example"]).to_owned(),
            ),
            2 => Some(self.old_address(at)),
            3 => self.sites[at].model.seat(account).map(|seat| seat.address.clone()),
            _ => Some(self.address(at)),
        };
        let name = match self.chance.below(6) {
            0 => Some("x".repeat(201)),
            1 => None,
            _ => Some(self.chance.pick(&["", "Clara", "Anna"]).to_owned()),
        };
        Request::SetUp { account, address, name }
    }

    pub(super) fn reset(&mut self, at: usize) -> Request {
        let account = self.one_of(at, |seat| seat.status == Status::Active && !seat.address.ends_with(".invalid"));
        let typed = self.sites[at].model.seat(account).map(|seat| seat.address.to_lowercase());
        let confirm = if self.chance.one_in(5) { String::new() } else { typed.unwrap_or_default() };
        Request::Reset { account, confirm }
    }

    pub(super) fn restore(&mut self, at: usize) -> Request {
        let account = self.one_of(at, |seat| seat.status == Status::Suspended);
        Request::Restore { account, mode: self.mode() }
    }
}
