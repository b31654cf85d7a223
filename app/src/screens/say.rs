//! Says values of the rules in the language of the page.

use chrono::NaiveDate;
use domain::{
    account::{AccountId, Address, AddressRef, RenewalMode},
    money::{Amount, VatRate},
    people::Role,
    platform::Currency,
    refusal::Refusal,
    stamp::{Actor, By, Instant},
    summary::Reason,
    visible::apart,
    wire::{Code, Wrong},
};

use super::refusals;
use crate::{
    session::{Failure, Session},
    widgets::{self, Lines, date_in, day, letters, moment, own_zone},
    words::{self, Words, use_words},
};

/// The words of a language, and the platform they are used for.
#[derive(Debug, Clone, Copy)]
pub struct Say {
    /// The platform.
    pub session: Session,
    /// The words.
    pub words: &'static Words,
}

/// An amount in a currency: `7.430,16 €`.
pub fn money(locale: &'static str, currency: &Currency, amount: Amount) -> String {
    widgets::money(locale, currency.as_str(), &amount.decimal(currency.minor_units()))
}

impl Say {
    /// Speaks the language of the page.
    pub fn of(session: Session) -> Self {
        Self { session, words: use_words() }
    }

    /// An amount in the platform's currency.
    pub fn money(self, amount: Amount) -> String {
        let written =
            self.session.peek(|replica| money(self.words.locale, &replica.book().platform().currency, amount));
        written.unwrap_or_default()
    }

    /// A rate with its sign: `19 %`, `7,7 %`.
    pub fn rate(self, rate: VatRate) -> String {
        rate_number(rate, self.words.decimal) + self.words.percent
    }

    /// How many digits the platform's currency has after the point.
    pub fn digits(self) -> usize {
        self.session.peek(|replica| replica.book().platform().currency.minor_units()).unwrap_or(2)
    }

    /// A date.
    pub fn day(self, date: NaiveDate) -> String {
        day(self.words.locale, date)
    }

    /// When something happened: the civil date that it counts for, with the time of day if it was recorded on that date.
    /// The date alone where the days of the platform pass on demand.
    pub fn when(self, on: NaiveDate, at: &Instant) -> String {
        if self.is_timely(on, at) { self.moment(at) } else { self.day(on) }
    }

    /// When something was confirmed, on its receipt: where the date it counts for is not that of the day, also when it was
    /// recorded.
    pub fn receipt_time(self, on: NaiveDate, at: &Instant) -> String {
        let when = self.when(on, at);
        if self.is_timely(on, at) {
            return when;
        }
        format!("{when} · {}", (self.words.receipt.recorded)(&self.moment(at)))
    }

    /// Whether something was recorded on the date that it counts for.
    fn is_timely(self, on: NaiveDate, at: &Instant) -> bool {
        let timely = self.session.peek(|replica| {
            let platform = replica.book().platform();
            platform.test_clock.is_none() && date_in(&platform.time_zone, &at.0) == Some(on)
        });
        timely == Some(true)
    }

    /// A date and time of day in the platform's time zone, which is named where it is not the reader's.
    pub fn moment(self, at: &Instant) -> String {
        let zone = self.session.peek(|replica| replica.book().platform().time_zone.clone()).unwrap_or_default();
        match moment(self.words.locale, &zone, &at.0) {
            Some(text) if own_zone().as_ref() == Some(&zone) => text,
            Some(text) => format!("{text} ({zone})"),
            None => at.0.clone(),
        }
    }

    /// A number in groups of three.
    pub fn number(self, count: usize) -> String {
        (self.words.number)(count)
    }

    /// Some of the accounts that were named before, with what they do: `113 davon gelten weiter`.
    pub fn of_them(self, count: usize, what: fn(usize) -> &'static str) -> String {
        format!("{} {}", (self.words.billing.of_them)(&self.number(count)), what(count))
    }

    /// An account's address.
    pub fn address(self, id: AccountId) -> String {
        let address = self.session.peek(|replica| replica.register().addressed(id).map(AddressRef::to_owned)).flatten();
        address.map_or_else(|| id.to_string(), |address| self.named(&address))
    }

    /// An address, or in its place that it was erased.
    pub fn named(self, address: &Address) -> String {
        let words = words::record(self.words);
        match address.erasure() {
            Some(day) => (words.erased_on)(&self.day(day)),
            None if address.is_erased() => words.erased_then.to_owned(),
            None => address.as_str().to_owned(),
        }
    }

    /// A mode.
    pub const fn mode(self, mode: RenewalMode) -> &'static str {
        mode_word(self.words, mode)
    }

    /// How wide the longest of these addresses is, in ordinary letters.
    pub fn longest(self, ids: &[u32]) -> usize {
        let longest = self.session.peek(|replica| {
            let address = |id: &u32| Some(letters(replica.register().addressed(AccountId(*id))?.as_str()));
            ids.iter().filter_map(address).max()
        });
        longest.flatten().unwrap_or(0)
    }

    /// The lines that the longest of these addresses needs, in columns that hold so many letters.
    pub fn room(self, ids: &[u32], wide: usize, narrow: usize) -> Lines {
        Lines::of(self.longest(ids), wide, narrow)
    }

    /// Why an account cannot be changed.
    pub const fn reason(self, reason: Reason) -> &'static str {
        match reason {
            Reason::Suspended => self.words.reason.suspended,
            Reason::Deleted => self.words.reason.deleted,
            Reason::Expired => self.words.reason.expired,
            Reason::ChangedSince => self.words.reason.changed_since,
        }
    }

    /// Who did something: the name as it was, or the word for it.
    pub fn actor(self, actor: Actor, by: Option<&By>) -> String {
        if let Some(By { name, .. }) = by {
            return apart(name);
        }
        let word = match actor {
            Actor::User | Actor::Person | Actor::Token => self.words.history.by_user,
            Actor::Schedule => self.words.history.by_schedule,
            Actor::Demo => self.words.history.by_demo,
        };
        word.to_owned()
    }

    /// Why something was not done.
    pub fn failure(self, failure: &Failure) -> String {
        refusals::failure(self.words, failure, refusals::After::Asked)
    }
}

/// A rate without its sign: `19`, `7,7`.
pub fn rate_number(rate: VatRate, point: char) -> String {
    rate.percent().replace('.', point.encode_utf8(&mut [0; 4]))
}

/// Why nothing can be done with a platform or an account as it is. The first screen needs these words; the words of all
/// other refusals come with the rest of the page.
pub fn why(refusal: &Refusal, words: &'static Words) -> &'static str {
    let ending = &words.deeds.ending;
    let reasons = [
        (Code::Terminating, ending.terminating),
        (Code::Closed, ending.closed),
        (Code::MovedAway, ending.moved),
        (Code::NoAccount, ending.no_account),
        (Code::NotActive, ending.not_active),
        (Code::NotConfigured, ending.not_configured),
        (Code::NotSuspended, ending.not_suspended),
    ];
    let code = refusal.code();
    reasons.into_iter().find(|(own, _)| *own == code).map_or(ending.not_possible, |(_, reason)| reason)
}

/// Why the platform accepts nothing new, tracked; `None` if it is active.
pub fn standstill(session: Session, words: &'static Words) -> Option<&'static str> {
    let refusal = session.with(|replica| replica.book().demand_active().err()).flatten();
    refusal.map(|refusal| why(&refusal, words))
}

/// Why what needs a role cannot be done: whoever is there may not do it, or the platform accepts nothing new. Tracked.
pub fn barred(session: Session, words: &'static Words, need: Role) -> Option<&'static str> {
    session.denied(words, need).or_else(|| standstill(session, words))
}

/// What a mode is called.
pub const fn mode_word(words: &Words, mode: RenewalMode) -> &'static str {
    match mode {
        RenewalMode::Monthly => words.mode.monthly,
        RenewalMode::Yearly => words.mode.yearly,
        RenewalMode::Never => words.mode.none,
    }
}
