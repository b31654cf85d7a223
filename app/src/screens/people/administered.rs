//! What only administrators may see.

use domain::{
    people::Role,
    wire::{Access, Fault, Platforms, Problem},
};
use leptos::prelude::*;

use super::{super::refusals::refused, known_platforms, may::greet, read::Read, sections};
use crate::{
    session::{access, people},
    view::View,
    words::use_words,
};

/// A section that only administrators may see. Others read that, and nothing is asked for that they may not know.
pub fn section(section: fn(Signal<Platforms>) -> View) -> View {
    let me = Read::new(|| Box::pin(people::me()));
    let again = Callback::new(move |()| me.again());
    me.view(move |me| {
        greet(me);
        let need = Role::Administrator;
        match access::denied(use_words(), need, "") {
            None => sections(section(known_platforms())),
            Some(_) => refused(&Problem::from(&Fault::from(Access::RoleNeeded { role: need })), false, again),
        }
    })
}
