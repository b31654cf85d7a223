//! The list of the shortcuts that work here.

use leptos::prelude::*;

use super::super::part::Above;
use crate::{
    location::{Place, use_location},
    preferences,
    session::Session,
    view::{View, view},
    widgets::{Dialog, DialogShape},
    words::{Words, use_words},
};

/// Keys and what they do. `letter` is set for a shortcut that can be switched off.
struct Stroke {
    keys: &'static [&'static str],
    does: &'static str,
    letter: bool,
}

const fn key(keys: &'static [&'static str], does: &'static str) -> Stroke {
    Stroke { keys, does, letter: false }
}

const fn letter(keys: &'static [&'static str], does: &'static str) -> Stroke {
    Stroke { keys, does, letter: true }
}

/// The list of shortcuts, in a dialog.
pub fn keys(session: Option<Session>, above: Above) -> View {
    let words = use_words();
    let close = Callback::new(move |()| above.keys.set(false));
    let on = RwSignal::new(preferences::letter_keys());
    let switch = move |event| {
        on.set(event_target_checked(&event));
        preferences::keep_letter_keys(on.get_untracked());
    };
    let groups = groups(session, words).into_iter().map(|(title, entries)| group(title, entries, on)).collect::<View>();
    let off = move || (!on.get()).then(|| view! { <p class="keys-off">{crate::words::keys(words).letters_off}</p> });
    view! {
        <Dialog
            shape=DialogShape::Form
            title=crate::words::keys(words).title.to_owned()
            close_label=words.common.close.to_owned()
            on_close_request=close
        >
            <div class="dialog-body keys" tabindex="0" role="region" aria-label=crate::words::keys(words).title>
                {groups}
            </div>
            <footer class="dialog-foot keys-foot">
                <label class="tick">
                    <input type="checkbox" class="check" prop:checked=move || on.get() on:change=switch />
                    {words.frame.letters_on}
                </label>
                <div role="status">{off}</div>
            </footer>
        </Dialog>
    }
}

/// The shortcuts that work where the user is, in groups.
fn groups(session: Option<Session>, words: &'static Words) -> Vec<(&'static str, Vec<Stroke>)> {
    let w = crate::words::keys(words);
    let here = use_location().now().place;
    let everywhere = vec![key(w.command_keys, w.commands), letter(&["?"], w.title), key(&["Esc"], w.close_topmost)];
    let rows = || vec![letter(&["/"], words.common.search), letter(&["j"], w.down), letter(&["k"], w.up)];
    let list = matches!(here, Place::Accounts { .. }).then(|| {
        let mut list = rows();
        list.push(letter(&["x"], w.tick));
        (w.in_list, list)
    });
    let billing = session.is_some().then(|| (w.in_billing, rows()));
    let choices = vec![key(&["←", "→"], w.choose), key(&["↑", "↓"], w.walk), key(&["Enter"], w.run)];
    let all = [Some((w.everywhere, everywhere)), list, billing, Some((w.in_choices, choices))];
    all.into_iter().flatten().collect()
}

fn group(title: &'static str, entries: Vec<Stroke>, on: RwSignal<bool>) -> View {
    let entry = |entry: Stroke| {
        let caps = entry.keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect::<View>();
        view! {
            <div class:is-off=move || entry.letter && !on.get()>
                <dt>{caps}</dt>
                <dd>{entry.does}</dd>
            </div>
        }
    };
    view! {
        <section>
            <h3>{title}</h3>
            <dl>{entries.into_iter().map(entry).collect::<View>()}</dl>
        </section>
    }
}
