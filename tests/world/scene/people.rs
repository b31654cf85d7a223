//! What people see and confirm on screens that may be old.

use domain::{account::RenewalMode, calendar::Term};

use super::World;
use crate::{desk::Desk, shapes::Request};

impl<D: Desk> World<'_, D> {
    /// A person looks at a summary of some wishes. Returns which person.
    pub(super) fn see_as(&mut self, at: usize) -> usize {
        let who = self.chance.index(2);
        let wishes = self.wishes(at);
        let now = self.now(at);
        self.trace.push(format!("{now} at {at}: {who} looks at {wishes:?}"));
        self.catch_up(at, now);
        let expected = self.sites[at].model.summary(&wishes);
        let shown = self.desk.preview(at, now, &wishes);
        let seen = shown.as_ref().map(|(seen, _)| seen.clone()).map_err(Clone::clone);
        assert_eq!(seen, expected, "what was shown (left), and what the rules say (right), of {wishes:?}");
        self.sites[at].people[who].summary = shown.ok().map(|(seen, token)| (wishes, seen, token));
        who
    }

    pub(super) fn confirm(&mut self, at: usize) {
        let who = self.chance.index(2);
        self.confirm_as(at, who);
    }

    /// A person submits what is on the screen, however old it is.
    pub(super) fn confirm_as(&mut self, at: usize, who: usize) {
        let Some((wishes, _, token)) = &self.sites[at].people[who].summary else { return };
        let (wishes, mut token) = (wishes.clone(), *token);
        let early = self.chance.one_in(20);
        if early {
            token.revision.0 += 1_000;
        }
        self.ask(at, Request::Change { wishes, token }, (!early).then_some(who));
    }

    pub(super) fn quote(&mut self, at: usize) -> usize {
        let who = self.chance.index(2);
        let quantity = self.chance.weighed(&[(12, 1), (6, 2), (3, 7), (1, 23), (1, 0), (1, 1_001)]);
        let term = self.chance.pick(&[Term::Monthly, Term::Yearly]);
        let now = self.now(at);
        self.trace.push(format!("{now} at {at}: {who} asks for the price of {quantity} {term:?}"));
        self.catch_up(at, now);
        let expected = self.sites[at].model.price(quantity, term);
        let shown = self.desk.quote(at, now, quantity, term);
        let seen = shown.as_ref().map(|(price, _)| price.clone()).map_err(Clone::clone);
        assert_eq!(seen, expected, "the price of {quantity} {term:?}");
        self.sites[at].people[who].quote = shown.ok();
        who
    }

    /// A person orders at the price on the screen, however old it is, or orders another number at that price.
    pub(super) fn order(&mut self, at: usize) {
        let who = if self.chance.one_in(3) { self.chance.index(2) } else { self.quote(at) };
        let Some((price, hash)) = &self.sites[at].people[who].quote else { return };
        let (mut quantity, term, hash) = (price.quantity, price.term, *hash);
        if self.chance.one_in(12) {
            quantity = self.chance.pick(&[0, 3, 1_001]);
        }
        self.ask(at, Request::Order { quantity, term, hash }, Some(who));
    }

    pub(super) fn undo(&mut self, at: usize) {
        let count = self.sites[at].submissions.len();
        if count > 0 {
            let last = self.chance.one_in(2);
            let index = if last { count - 1 } else { self.chance.index(count) };
            let id = self.sites[at].submissions[index].clone();
            self.ask(at, Request::Undo { index, id }, None);
        }
    }

    pub(super) fn take_import_back(&mut self, at: usize) {
        let count = self.sites[at].imports.len();
        let index = if self.chance.one_in(3) { self.chance.index(count + 1) } else { count.saturating_sub(1) };
        let revision = self.sites[at].imports.get(index).copied().unwrap_or(1);
        self.ask(at, Request::TakeImportBack { index, revision }, None);
    }

    pub(super) fn mode(&mut self) -> RenewalMode {
        self.chance.pick(&RenewalMode::ALL)
    }
}
