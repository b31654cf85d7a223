//! Tells the directory what a platform has become, after each change and without anybody waiting for it.

use std::{cell::RefCell, rc::Rc, time::Duration};

use worker::{Delay, Env, console_error, wasm_bindgen_futures::spawn_local};

use crate::{inside, told::Told};

/// The least time between two tellings of one platform, which keeps the directory from writing for each of many changes.
const PAUSE: Duration = Duration::from_millis(100);
/// How often a telling that fails is tried again. Later the roll call of the directory makes up for it.
const TRIES: u32 = 5;

/// Tells the directory, one telling at a time.
#[derive(Debug)]
pub struct Teller {
    env: Env,
    /// What was told last.
    told: RefCell<Option<Told>>,
    /// What is to be told; none while nothing is being told.
    news: RefCell<Option<Told>>,
}

impl Teller {
    /// One that has told nothing yet.
    pub fn new(env: Env) -> Rc<Self> {
        Rc::new(Self { env, told: RefCell::default(), news: RefCell::default() })
    }

    /// Tells the directory, without the caller waiting for it. While it is being told, only the last news are kept.
    pub fn tell(self: &Rc<Self>, news: Told) {
        if self.news.borrow().is_none() {
            if self.told.borrow().as_ref() == Some(&news) {
                return;
            }
            let teller = Rc::clone(self);
            spawn_local(async move { teller.go_on().await });
        }
        self.news.replace(Some(news));
    }

    async fn go_on(&self) {
        let mut tries = 0;
        loop {
            let Some(news) = self.news.borrow().clone() else { return };
            match inside::tell(&self.env, &news).await {
                Ok(()) => {
                    tries = 0;
                    self.told.replace(Some(news));
                }
                Err(error) => {
                    console_error!("{error}");
                    tries += 1;
                }
            }
            Delay::from(PAUSE * (1 << tries)).await;
            if tries > TRIES || *self.told.borrow() == *self.news.borrow() {
                self.news.replace(None);
                return;
            }
        }
    }
}
