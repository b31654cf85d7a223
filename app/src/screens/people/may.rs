//! What whoever is there may do, and how it is said that they may not.

use domain::{
    people::Role,
    wire::{CallerKind, Me},
};

use crate::{
    session::access,
    words::{self, Words},
};

/// Notes who is there.
pub fn greet(me: Me) {
    access::greet(me, denies);
}

/// Why something that needs a role cannot be done on a platform; nothing if it can.
fn denies(words: &'static Words, need: Role, platform: &str) -> Option<&'static str> {
    let me = access::me()?;
    let may = me.kind == CallerKind::Desk || me.roles.may(need, platform);
    (!may).then(|| (words::people(words).roles.needed)(need))
}

/// Why something that concerns all platforms cannot be done; nothing if it can.
pub fn denies_everywhere(words: &'static Words) -> Option<&'static str> {
    let me = access::me()?;
    let may = me.kind == CallerKind::Desk || me.roles.may_everywhere(Role::Administrator);
    (!may).then_some(words::people(words).roles.needed_everywhere)
}
