//! Whether there is somebody whom the worker knows. A browser complains about each answer of 401, so nothing is asked
//! in vain: a page that does not know asks this first, which is always answered.

use std::{cell::RefCell, rc::Rc};

use async_once_cell::OnceCell;
use js_sys::{JSON, Reflect};

use super::Failure;
use crate::storage::known;

/// Why the worker answers nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nobody {
    /// It could not be asked.
    Unreachable,
    /// Nobody can sign in yet.
    NotSetUp,
    /// Nobody has signed in.
    NotSignedIn,
}

/// An answer for all who wait for it.
type Asked = Rc<OnceCell<Result<(), Nobody>>>;

thread_local! {
    static HERE: RefCell<Asked> = RefCell::default();
}

/// Waits until it is known that there is somebody. `ask` asks the worker whether that is so.
///
/// # Errors
/// If there is nobody, or that cannot be known.
pub async fn demand(ask: impl Future<Output = Result<String, Failure>>) -> Result<(), Nobody> {
    let here = HERE.with_borrow(Rc::clone);
    let answer = *here.get_or_init(answer(ask)).await;
    if answer.is_err() {
        forget(&here);
    }
    answer
}

/// Notes that nobody is there any more. The next question asks anew.
pub fn nobody() {
    known::note(false);
    forget(&HERE.with_borrow(Rc::clone));
}

fn forget(answered: &Asked) {
    HERE.with_borrow_mut(|here| {
        if Rc::ptr_eq(here, answered) {
            *here = Rc::default();
        }
    });
}

async fn answer(ask: impl Future<Output = Result<String, Failure>>) -> Result<(), Nobody> {
    if known::is_noted() {
        return Ok(());
    }
    let told = ask.await.map_err(|_| Nobody::Unreachable)?;
    let told = JSON::parse(&told).map_err(|_| Nobody::Unreachable)?;
    let says = |name: &str| Reflect::get(&told, &name.into()).is_ok_and(|value| value.is_truthy());
    if says("signed_in") {
        known::note(true);
        return Ok(());
    }
    Err(if says("set_up") { Nobody::NotSignedIn } else { Nobody::NotSetUp })
}
