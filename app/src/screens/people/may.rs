//! What whoever is there may do, and how it is said that they may not.

use domain::{
    people::Role,
    wire::{CallerKind, Me},
};

use super::providers;
use crate::{
    session::access,
    words::{self, Words},
};

/// Notes who is there.
pub fn greet(me: Me) {
    providers::forget();
    access::greet(me, denies);
}

/// Why something that needs a role cannot be done on a platform, or on all if its id is empty; nothing if it can.
fn denies(words: &'static Words, need: Role, platform: &str) -> Option<&'static str> {
    let me = access::me_now()?;
    let may = me.kind == CallerKind::Desk || me.roles.may(need, platform);
    let own = &words::people(words).roles;
    (!may).then(|| if platform.is_empty() { own.needed_everywhere } else { (own.needed)(need) })
}
