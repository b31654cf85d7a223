//! Tells the directory what a platform has become, after each change and without anybody waiting for it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use chrono::NaiveDate;
use domain::stamp::Revision;
use worker::{Delay, Env, console_error, wasm_bindgen_futures::spawn_local};

use crate::{inside, told::Told};

/// The least time between two tellings of one platform, which keeps the directory from writing for each of many changes.
const PAUSE: Duration = Duration::from_millis(100);
/// How often a telling that fails is tried again. Later the roll call of the directory makes up for it.
const TRIES: u32 = 5;

/// How far a book is: its revision and its date. What a platform tells changes with nothing else.
pub type Stand = (Revision, NaiveDate);

/// Tells the directory, one telling at a time.
#[derive(Debug)]
pub struct Teller {
    env: Env,
    /// What the book was like when it was told last.
    told: Cell<Option<Stand>>,
    /// What is to be told; none while nothing is being told.
    news: RefCell<Option<(Stand, Told)>>,
}

impl Teller {
    /// One that has told nothing yet.
    pub fn new(env: Env) -> Rc<Self> {
        Rc::new(Self { env, told: Cell::default(), news: RefCell::default() })
    }

    /// Whether it is being told, or was told last, what a book is like that is so far.
    pub fn has_told(&self, stand: Stand) -> bool {
        let news = self.news.borrow().as_ref().map(|(stand, _)| *stand);
        news.or(self.told.get()) == Some(stand)
    }

    /// Tells the directory, without the caller waiting for it. While it is being told, only the last news are kept.
    pub fn tell(self: &Rc<Self>, stand: Stand, news: Told) {
        if self.news.replace(Some((stand, news))).is_none() {
            let teller = Rc::clone(self);
            spawn_local(async move { teller.go_on().await });
        }
    }

    async fn go_on(&self) {
        let mut tries = 0;
        loop {
            let Some((stand, news)) = self.news.borrow().clone() else { return };
            match inside::tell(&self.env, &news).await {
                Ok(()) => {
                    tries = 0;
                    self.told.set(Some(stand));
                }
                Err(error) => {
                    console_error!("{error}");
                    tries += 1;
                }
            }
            Delay::from(PAUSE * (1 << tries)).await;
            if tries > TRIES || self.told.get() == self.news.borrow().as_ref().map(|(stand, _)| *stand) {
                self.news.replace(None);
                return;
            }
        }
    }
}
