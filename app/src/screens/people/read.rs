//! What is read from the worker for a screen: read when the screen is shown, and again when something was done.

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};

use super::super::refusals::{After, failure, refused};
use crate::{
    session::Failure,
    view::{IntoView, View, view},
    widgets::{Notice, NoticeTone, SkeletonRows},
    words::use_words,
};

type Asking<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// Something that is read from the worker. Copies share the same state.
pub struct Read<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    failure: RwSignal<Option<Failure>>,
    ask: fn() -> Asking<T>,
}

impl<T: Send + Sync> Clone for Read<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Read<T> {}

impl<T: Clone + Send + Sync> Read<T> {
    /// Begins to read.
    pub fn new(ask: fn() -> Asking<T>) -> Self {
        let read = Self { value: RwSignal::new(None), failure: RwSignal::new(None), ask };
        read.again();
        read
    }

    /// Reads again. What is on screen stays until the answer has come.
    pub fn again(self) {
        spawn_local(async move {
            match (self.ask)().await {
                Ok(value) => {
                    self.failure.try_set(None);
                    self.value.try_set(Some(value));
                }
                Err(failure) => {
                    self.failure.try_set(Some(failure));
                }
            }
        });
    }

    /// What was read, tracked.
    pub fn get(self) -> Option<T> {
        self.value.get()
    }

    /// Draws what was read, or a skeleton; above it, why it could not be read.
    pub fn view(self, draw: impl Fn(T) -> View + 'static) -> View {
        let words = use_words();
        let again = Callback::new(move |()| self.again());
        let is_there = Memo::new(move |_| self.value.with(Option::is_some));
        let trouble = move || {
            let failure = self.failure.get()?;
            Some(trouble(&failure, is_there.get_untracked(), again))
        };
        let content = move || match self.get() {
            Some(value) => draw(value),
            None if self.failure.with(Option::is_some) => View::Nothing,
            None => view! { <SkeletonRows rows=3 label=words.common.loading.to_owned() /> },
        };
        [trouble.into_view(), content.into_view()].into_view()
    }
}

/// Why something could not be read, and whether something is shown all the same.
pub fn trouble(why: &Failure, is_shown: bool, again: Callback<()>) -> View {
    let words = use_words();
    if let Failure::Refused(problem) = why {
        return refused(problem, is_shown, again);
    }
    let text = failure(words, why, After::Asked);
    view! { <Notice tone=NoticeTone::Error text=text action=(words.common.retry.to_owned(), again) /> }
}
