//! The hosts that a simulated world can ask: the rules in memory, or the worker behind HTTP. Both get the same
//! requests.

use domain::{calendar::Term, change::Wishes, hash::Hash, order::Quote, platform::NewPlatform, refusal::Refusal};

use crate::{
    calendar::Day,
    model::Model,
    shapes::{Line, Price, Reply, Request, Seen, Token, Why},
};

/// A host of platforms, which are numbered in the order of their creation. `now` is the real date.
pub trait Desk {
    fn found(&mut self, new: &NewPlatform, today: Day);
    fn preview(&mut self, at: usize, now: Day, wishes: &Wishes) -> Result<(Seen, Token), Why>;
    fn quote(&mut self, at: usize, now: Day, quantity: u32, term: Term) -> Result<(Price, Hash), Why>;
    /// Asks until there is an answer, always under the same key.
    fn request(&mut self, at: usize, now: Day, key: &str, request: &Request) -> Result<Reply, Why>;
    fn alarm(&mut self, at: usize, now: Day);
    /// Compares the host with the model: what was touched since the last comparison, or everything if `thorough`.
    fn look(&mut self, at: usize, now: Day, model: &Model, thorough: bool);
}

impl From<&Quote> for Price {
    fn from(quote: &Quote) -> Self {
        Self {
            quantity: quote.quantity,
            term: quote.term,
            start: quote.period.start.into(),
            end: quote.period.end.into(),
            unit: quote.unit_net.0,
            rate: quote.vat_rate.0,
            net: quote.net.0,
            vat: quote.vat.0,
            gross: quote.gross.0,
        }
    }
}

/// A roster as a file.
pub fn csv(lines: &[Line]) -> String {
    let mut text = "address,display_name,mode,expires_on,ordered_on,anchor_day\n".to_owned();
    for Line { address, name, mode, expires, ordered, anchor } in lines {
        let ordered = ordered.map(|day| day.to_string()).unwrap_or_default();
        let anchor = anchor.map(|day| day.to_string()).unwrap_or_default();
        text.push_str(&format!("{address},{name},{},{expires},{ordered},{anchor}\n", mode.as_str()));
    }
    text
}

/// A refusal in the model's words.
pub fn why(refusal: &Refusal) -> Why {
    match refusal {
        Refusal::Invalid(_) => Why::Settings,
        Refusal::UnknownAccount { .. } => Why::UnknownAccount,
        Refusal::NamedTwice { .. } => Why::NamedTwice,
        Refusal::NothingToDo => Why::NothingToDo,
        Refusal::Stale { .. } | Refusal::QuoteStale { .. } | Refusal::SettingsClash(_) => Why::Stale,
        Refusal::IdTaken => Why::KeyReused,
        Refusal::NoTestClock | Refusal::ClockBackwards { .. } => Why::Backwards,
        Refusal::ClockTooFar { .. } => Why::TooFar,
        Refusal::Terminating => Why::Terminating,
        Refusal::Closed => Why::Closed,
        // nothing moves in a simulated world, and nobody asks to be erased
        Refusal::MovedAway(_) | Refusal::StillInUse { .. } | Refusal::NobodyHad => panic!("{refusal}"),
        Refusal::NotTerminating => Why::NotTerminating,
        Refusal::Unconfirmed => Why::Unconfirmed,
        Refusal::Quantity => Why::Quantity,
        // no simulated world is so large
        Refusal::NoRoom(_) | Refusal::TooManyLines { .. } => panic!("{refusal}"),
        Refusal::NoSubmission | Refusal::NoAccount { .. } => Why::NoAccount,
        Refusal::NotActive { .. } => Why::NotActive,
        Refusal::NotConfigured { .. } => Why::NotConfigured,
        Refusal::NotSuspended { .. } => Why::NotSuspended,
        Refusal::RestoreMode => Why::RestoreMode,
        Refusal::Field { field, .. } => Why::Field(field),
        Refusal::ImportTouched => Why::ImportTouched,
        Refusal::Roster(errors) => {
            let mut lines: Vec<usize> = errors.errors.iter().map(|error| error.line - 2).collect();
            lines.dedup();
            Why::Roster(lines)
        }
    }
}
