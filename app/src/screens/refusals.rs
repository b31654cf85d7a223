//! Why something was not done, in the language of the page. All screens say it with these functions.

use domain::wire::{FieldErrorView, Problem, Wrong};
use leptos::prelude::*;

use crate::{
    session::{Failure, Session},
    view::{View, view},
    widgets::{Notice, NoticeTone, day},
    words::{Words, refusals, use_words},
};

/// Why a host did not do something. `unreachable` is the text for a host that did not answer.
pub fn failure(words: &'static Words, failure: &Failure, unreachable: &'static str) -> String {
    match failure {
        Failure::Unreachable => unreachable.to_owned(),
        Failure::Stale => words.notice.stale.to_owned(),
        Failure::Refused(problem) => refusals::problem(words, day, problem),
    }
}

/// What a host found wrong with a field.
pub fn field(words: &'static Words, error: &FieldErrorView) -> String {
    refusals::field(words, day, error)
}

/// What the rules in this page find wrong.
pub fn wrong(words: &'static Words, wrong: &impl Wrong) -> String {
    field(words, &FieldErrorView::of("", wrong))
}

/// Shown in place of a platform that the host refuses to show.
pub fn refused(session: Session, problem: &Problem) -> View {
    let words = use_words();
    let text = refusals::problem(words, day, problem);
    let again = (words.common.retry.to_owned(), Callback::new(move |()| session.retry()));
    view! { <Notice tone=NoticeTone::Error text=text action=again /> }
}
