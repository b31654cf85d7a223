//! The roles of somebody, as they are chosen: each a role, and the platform that it is for, or all.

use domain::{
    people::{Grant, Grants, Role},
    platform::PlatformId,
    wire::Platforms,
};
use leptos::prelude::*;

use crate::{
    view::{View, view},
    widgets::{Icon, IconName},
    words::{self, use_words},
};

/// The value of the choice of all platforms. No platform's id is empty.
const ALL: &str = "";

/// Draws the roles in `chosen`, to be changed.
pub fn roles(chosen: RwSignal<Vec<Grant>>, platforms: Signal<Platforms>) -> View {
    let own = &words::people(use_words()).roles;
    // a row is made again only if rows come or go
    let count = Memo::new(move |_| chosen.with(Vec::len));
    let rows = move || {
        let count = count.get();
        (0..count).map(|at| row(at, count, chosen, platforms)).collect::<View>()
    };
    let add = move |_| chosen.update(|all| all.push(Grant { role: Role::Reader, platform: None }));
    view! {
        <fieldset class="assign roles">
            <legend>{own.legend}</legend>
            {rows}
            <button type="button" class="link-btn" on:click=add>
                {own.add}
            </button>
        </fieldset>
    }
}

fn row(at: usize, count: usize, chosen: RwSignal<Vec<Grant>>, platforms: Signal<Platforms>) -> View {
    let own = &words::people(use_words()).roles;
    let grant = move || chosen.with(|all| all.get(at).cloned());
    let change = move |change: &dyn Fn(&mut Grant)| {
        chosen.update(|all| {
            if let Some(grant) = all.get_mut(at) {
                change(grant);
            }
        });
    };
    let role = move || grant().map_or(Role::Reader, |grant| grant.role);
    let platform = move || grant().and_then(|grant| grant.platform);
    let pick = move |event| {
        let word = event_target_value(&event);
        if let Some(role) = Role::ALL.into_iter().find(|role| role.as_str() == word) {
            change(&|grant| grant.role = role);
        }
    };
    let place = move |event| {
        let platform = PlatformId::try_from(event_target_value(&event)).ok();
        change(&|grant| grant.platform = platform.clone());
    };
    let options = Role::ALL.map(|one| {
        view! {
            <option value=one.as_str() prop:selected=move || role() == one>
                {(own.role)(one)}
            </option>
        }
    });
    let places = move || places(platform(), platforms);
    let remove = (count > 1).then(|| {
        let remove = move |_| {
            chosen.update(|all| {
                if at < all.len() {
                    all.remove(at);
                }
            });
        };
        view! {
            <button type="button" class="icon-btn" aria-label=own.remove on:click=remove>
                <Icon name=IconName::Close />
            </button>
        }
    });
    view! {
        <div class="role-row">
            <label class="form-field">
                <span>{own.pick}</span>
                <select class="input" on:change=pick>
                    {options}
                </select>
            </label>
            <label class="form-field">
                <span>{own.platform}</span>
                <select class="input" on:change=place>
                    <option value=ALL prop:selected=move || platform().is_none()>
                        {own.all_platforms}
                    </option>
                    {places}
                </select>
            </label>
            {remove}
            <small class="form-hint">{move || (own.allows)(role())}</small>
        </div>
    }
}

/// The platforms to choose from, with the one that is chosen.
fn places(chosen: Option<PlatformId>, platforms: Signal<Platforms>) -> View {
    let known: Vec<_> = platforms.with(|all| all.names().map(|(id, name)| (id.clone(), name.to_owned())).collect());
    // a platform that is not listed, for example because it cannot be asked now
    let other = chosen.clone().filter(|id| !known.iter().any(|(known, _)| known == id));
    let other = other.map(|id| (id.clone(), id.as_str().to_owned()));
    let option = |(id, name): (PlatformId, String)| {
        let is_chosen = chosen.as_ref() == Some(&id);
        view! {
            <option value=id.as_str().to_owned() prop:selected=is_chosen>
                {name}
            </option>
        }
    };
    known.into_iter().chain(other).map(option).collect()
}

/// The roles that are chosen; none if there is not one.
pub fn chosen(roles: RwSignal<Vec<Grant>>) -> Option<Grants> {
    let roles = Grants(roles.get_untracked()).tidy();
    (!roles.0.is_empty()).then_some(roles)
}
