//! Says what concerns people in the language of the page.

use domain::{
    people::{Grant, Grants},
    platform::PlatformId,
    stamp::Instant,
    wire::{Code, Problem},
};

use super::{
    super::refusals::{After, failure},
    agent,
};
use crate::{
    passkey,
    session::{Failure, people::Trouble},
    view::{View, view},
    widgets::{moment, own_zone},
    words::{self, Words},
};

/// A date and time of day on the reader's clock.
pub fn when(words: &'static Words, at: &Instant) -> String {
    own_zone().and_then(|zone| moment(words.locale, &zone, &at.0)).unwrap_or_else(|| at.0.clone())
}

/// Roles, each in words with what it is for: `Abrechnung für alle Plattformen`. A platform whose name is not known is called
/// by its id.
pub fn grants<'a>(
    words: &'static Words,
    grants: &Grants,
    names: impl Iterator<Item = (&'a PlatformId, &'a str)>,
) -> Vec<String> {
    let own = &words::people(words).roles;
    if grants.0.is_empty() {
        return vec![own.none.to_owned()];
    }
    let names: Vec<_> = names.collect();
    let each = |Grant { role, platform }: &Grant| {
        let role = (own.role)(*role);
        let Some(id) = platform else { return (own.for_all)(role) };
        let name = names.iter().find(|(known, _)| *known == id).map(|(_, name)| *name);
        (own.for_one)(role, name.unwrap_or(id.as_str()))
    };
    grants.0.iter().map(each).collect()
}

/// What a browser is called in a list: `Firefox auf Linux`.
pub fn browser(words: &'static Words, agent: &str) -> Option<String> {
    let (browser, system) = agent::names(agent)?;
    Some((words::people(words).join.on)(browser, system))
}

/// Why something was not done.
pub fn why(words: &'static Words, why: &Failure) -> String {
    match why {
        Failure::NotNow(problem, rest) if problem.is(Code::TooManyRequests) => {
            (words::people(words).sign_in.too_many)(usize::try_from(rest / 1_000).unwrap_or(0))
        }
        Failure::NotNow(..) | Failure::Refused(_) | Failure::Stale | Failure::Unreachable => {
            failure(words, why, After::Sent)
        }
    }
}

/// Why a ceremony with a passkey came to nothing.
pub fn trouble(words: &'static Words, trouble: &Trouble) -> String {
    let own = &words::people(words).sign_in;
    let text = match trouble {
        Trouble::Worker(failure) => return why(words, failure),
        Trouble::Passkey(passkey::Trouble::Unsupported) => own.unsupported,
        Trouble::Passkey(passkey::Trouble::Cancelled) => own.cancelled,
        Trouble::Passkey(passkey::Trouble::WrongHost) => own.wrong_host,
        Trouble::Passkey(passkey::Trouble::Known) => own.known,
        Trouble::Passkey(passkey::Trouble::Failed) => own.failed,
    };
    text.to_owned()
}

/// Whether a problem says that somebody has to sign in, or that nobody can yet.
pub fn is_shut(problem: &Problem) -> bool {
    problem.is(Code::NotSignedIn) || problem.is(Code::SignInMissing)
}

/// Texts that stand beside each other.
pub fn parts(texts: impl IntoIterator<Item = String>) -> View {
    texts.into_iter().map(|text| view! { <span>{text}</span> }).collect()
}
