//! Why something was not done, in the language of the page. All screens say it with these functions.

use domain::wire::{FieldErrorView, Problem, Wrong};
use leptos::prelude::*;

use super::people;
use crate::{
    location::{Place, use_location},
    session::{Failure, passes},
    view::{View, view},
    widgets::{Notice, NoticeTone, day},
    words::{Words, refusals, use_words},
};

/// What goes on after a host has not answered, or said that it cannot now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Something was to be shown: what is on screen stays.
    Asked,
    /// Something was to be done: it may be sent again.
    Sent,
}

/// Why a host did not do something.
pub fn failure(words: &'static Words, failure: &Failure, after: After) -> String {
    let words_of = &words.notice;
    let (silent, then) = match after {
        After::Asked => (words_of.unreachable, words_of.last_state),
        After::Sent => (words_of.no_answer, words_of.once),
    };
    match failure {
        Failure::Unreachable => format!("{silent} {then}"),
        Failure::NotNow(problem, _) => not_now(words, problem, then),
        Failure::Stale => words_of.stale.to_owned(),
        Failure::Refused(problem) => refusals::problem(words, day, problem),
    }
}

/// Why a host cannot now, and what goes on meanwhile.
pub fn not_now(words: &'static Words, problem: &Problem, then: &str) -> String {
    format!("{} {then}", refusals::problem(words, day, problem))
}

/// What a host found wrong with a field.
pub fn field(words: &'static Words, error: &FieldErrorView) -> String {
    refusals::field(words, day, error)
}

/// What the rules in this page find wrong.
pub fn wrong(words: &'static Words, wrong: &impl Wrong) -> String {
    field(words, &FieldErrorView::of("", wrong))
}

/// Says why the host does not give what is to be shown, and whether something is on screen all the same.
pub fn refused(problem: &Problem, is_shown: bool, again: Callback<()>) -> View {
    if people::is_shut(problem) {
        return if is_shown { people::over(problem, again) } else { people::sign_in(Some(problem), again) };
    }
    let words = use_words();
    let home = (!is_shown && use_location().now().place != Place::Home).then(|| {
        view! {
            <a class="btn" href="/">
                {words.frame.home}
            </a>
        }
    });
    if problem.status == 404 {
        return view! {
            <Notice tone=NoticeTone::Error text=words.notice.not_found.to_owned() />
            {home}
        };
    }
    let shown = is_shown.then_some(words.notice.last_state);
    let goes_on = passes(problem).then_some(words.notice.by_itself);
    let text = [Some(&*refusals::problem(words, day, problem)), shown, goes_on];
    let text = text.into_iter().flatten().collect::<Vec<_>>().join(" ");
    view! {
        <Notice tone=NoticeTone::Error text=text action=(words.common.retry.to_owned(), again) />
        {home}
    }
}
