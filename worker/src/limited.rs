//! How often a caller may ask for what is costly.

use std::{cell::RefCell, thread::LocalKey};

use crate::{caller::Caller, kept::Kept, machine::machine_now, place, rates::Rates, reply::OrReply};

thread_local! {
    /// How often each caller did lately what is costly, on all platforms that this isolate has. On one machine that is all of them.
    static IMPORTS: RefCell<Rates> = RefCell::default();
    static PREVIEWS: RefCell<Rates> = RefCell::default();
}

impl Kept {
    /// Lets a caller import who did not do so too often lately.
    pub(crate) fn limit_imports(&self, caller: &Caller) -> OrReply<()> {
        self.limit(caller, &IMPORTS, "MAX_IMPORTS", 20)
    }

    /// Lets a caller ask for a large preview who did not do so too often lately.
    pub(crate) fn limit_previews(&self, caller: &Caller) -> OrReply<()> {
        self.limit(caller, &PREVIEWS, "MAX_PREVIEWS", 60)
    }

    fn limit(&self, caller: &Caller, rates: &'static LocalKey<RefCell<Rates>>, name: &str, most: u32) -> OrReply<()> {
        // nobody is counted at a desk
        let Some(by) = &caller.by else { return Ok(()) };
        rates.with_borrow_mut(|rates| rates.take(&by.id, place::limit(&self.env, name, most), machine_now()))
    }
}
