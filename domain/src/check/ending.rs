//! What is checked after the last entry of a record, some accounts at a time.

use super::Checker;
use crate::{
    account::AccountId,
    book::{Book, Comparing},
    gone::Register,
    stamp::{Actor, Instant, Stamp},
};

/// What is done after the last entry.
#[derive(Debug, Default)]
pub(super) struct Ending {
    comparing: Comparing,
    /// Whether the books are the same, once they have been compared.
    compared: Option<bool>,
    /// The last account that was found to be paid, or not.
    paid: AccountId,
    /// The last account that has left and was compared; none before all were found to be paid, or not.
    gone: Option<AccountId>,
}

impl Checker {
    /// Compares the replayed book with the `live` one and with what has left that, and returns the findings, at most 100.
    /// There are none if all is well.
    pub fn finish(mut self, live: Register<'_>) -> Vec<String> {
        while !self.end_with(live, usize::MAX) {}
        self.findings
    }

    /// After the last entry: compares the replayed book with the `live` one, and what has left them, and demands that every
    /// account is paid until its expiry, so many accounts at a time. Returns whether that is done; otherwise this is to be
    /// called with the same book again.
    pub fn end_with(&mut self, live: Register<'_>, most: usize) -> bool {
        let Some(mut replay) = self.replay.take() else {
            self.find("there is no record".to_owned());
            return true;
        };
        let mut ending = self.ending.take().unwrap_or_else(|| {
            let stamp = Stamp { at: Instant(String::new()), actor: Actor::Schedule, by: None };
            let missed = replay.expire_due(live.book.today(), &stamp);
            self.demand(missed.is_empty(), || "something due has not been done".to_owned());
            Ending::default()
        });
        let done = match ending {
            Ending { compared: None, .. } => {
                ending.compared = ending.comparing.step(&replay, live.book, most);
                if ending.compared == Some(false) {
                    self.tell_apart(&replay, live.book);
                }
                false
            }
            Ending { gone: None, .. } => {
                let last = self.paid(&replay, &mut ending, most);
                ending.gone = last.then(AccountId::default);
                false
            }
            Ending { gone: Some(last), .. } => {
                let next = self.compare_gone(last, live.gone, most);
                ending.gone = next.or(ending.gone);
                next.is_none()
            }
        };
        (self.replay, self.ending) = (Some(replay), Some(ending));
        done
    }

    /// After the last entry of a record beside which there is no live book: demands that every account is paid until its
    /// expiry, so many accounts at a time. Returns whether that is done.
    pub fn end_alone(&mut self, most: usize) -> bool {
        let Some(replay) = self.replay.take() else {
            self.find("there is no record".to_owned());
            return true;
        };
        let mut ending = self.ending.take().unwrap_or_default();
        let done = self.paid(&replay, &mut ending, most);
        (self.replay, self.ending) = (Some(replay), Some(ending));
        done
    }

    /// Demands that the next accounts are paid until their expiry. Returns whether these were the last.
    fn paid(&mut self, replay: &Book, ending: &mut Ending, most: usize) -> bool {
        for account in replay.accounts_after(ending.paid).take(most) {
            let paid = self.paid_until.get(&account.id) == Some(&account.expires_on);
            self.demand(paid, || format!("account {} is not paid until its expiry", account.id));
            ending.paid = account.id;
        }
        replay.accounts_after(ending.paid).next().is_none()
    }

    /// Gives up what has left the replayed book, so many accounts at a time. Returns whether any are left.
    pub fn shed(&mut self, most: usize) -> bool {
        self.gone.shed(most)
    }
}
