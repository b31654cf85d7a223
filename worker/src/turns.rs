//! Long work on one platform is done one after the other, with a pause in between. All objects share one thread: without
//! that, many large previews at once would make every other platform wait for all of them.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

use worker::Delay;

use crate::machine::{PAUSE, progress};

/// The queue for long work.
#[derive(Debug, Default)]
pub struct Turns {
    /// The number of the next request.
    next: Cell<u64>,
    /// The requests that are at work or wait, by number. The lowest is at work.
    queue: RefCell<BTreeSet<u64>>,
}

/// The turn of a request. It ends when this is dropped, also if the request is given up while it waits.
#[derive(Debug)]
pub struct Turn<'a> {
    turns: &'a Turns,
    number: u64,
}

impl Turns {
    /// Waits for a turn.
    pub async fn wait(&self) -> Turn<'_> {
        let number = self.next.get();
        self.next.set(number.wrapping_add(1));
        self.queue.borrow_mut().insert(number);
        let turn = Turn { turns: self, number };
        while self.queue.borrow().first() != Some(&number) {
            progress();
            Delay::from(PAUSE).await;
            if self.queue.borrow().first() == Some(&number) {
                // the time of the one before is not part of the pause
                Delay::from(PAUSE).await;
            }
        }
        turn
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turns.queue.borrow_mut().remove(&self.number);
    }
}
