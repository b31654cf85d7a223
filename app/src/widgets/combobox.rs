//! A field and the list of options that match its text. Focus stays in the field; the arrow keys mark an option, and
//! Enter takes it.

use leptos::{ev, prelude::*};

use super::icon::{Icon, IconName};
use crate::view::{View, view};

/// One option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComboOption {
    /// The title of its group. Options of a group follow one another.
    pub group: &'static str,
    /// The text of the option.
    pub label: String,
    /// A text beside it.
    pub note: Option<String>,
    /// Whether it cannot be taken now. The note says why.
    pub locked: bool,
    /// Whether it ends or destroys something.
    pub ends: bool,
}

/// The field and its list.
#[component]
pub fn Combobox(
    /// The accessible name of the field.
    label: &'static str,
    /// The placeholder of the field.
    hint: &'static str,
    /// The accessible name of the list.
    list: &'static str,
    /// The typed text.
    text: RwSignal<String>,
    /// The options that match the text.
    options: Signal<Vec<ComboOption>>,
    /// The heading if nothing matches.
    nothing: Signal<String>,
    /// The text below that heading.
    nothing_text: &'static str,
    /// Called with the index of the option that is taken.
    on_choose: Callback<usize>,
) -> View {
    let options = Memo::new(move |_| options.get());
    let at = RwSignal::new(0_usize);
    let count = move || options.with(Vec::len);
    let choose = move |at: usize| {
        if options.with_untracked(|all| all.get(at).is_some_and(|option| !option.locked)) {
            on_choose.run(at);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let (count, now) = (untrack(count), at.get_untracked());
        match event.key().as_str() {
            "ArrowDown" if count > 0 => mark(at, (now + 1) % count),
            "ArrowUp" if count > 0 => mark(at, (now + count - 1) % count),
            "Enter" => choose(now),
            _ => return,
        }
        event.prevent_default();
    };
    let typed = move |event| {
        text.set(event_target_value(&event));
        mark(at, 0);
    };
    let marked = move || (count() > 0).then(|| id(at.get()));
    let expanded = move || if count() == 0 { "false" } else { "true" };
    let content = move || {
        if count() == 0 {
            return view! {
                <div class="empty">
                    <h3>{nothing.get()}</h3>
                    <p>{nothing_text}</p>
                </div>
            };
        }
        let groups = options.with(|options| groups(options, at, Callback::new(choose)));
        view! {
            <div id="combo-list" role="listbox" aria-label=list>
                {groups}
            </div>
        }
    };
    view! {
        <div class="dialog-tools">
            <label class="field search">
                <Icon name=IconName::Search />
                <input
                    type="text"
                    role="combobox"
                    placeholder=hint
                    aria-label=label
                    aria-autocomplete="list"
                    aria-expanded=expanded
                    aria-controls="combo-list"
                    aria-activedescendant=marked
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    enterkeyhint="go"
                    prop:value=move || text.get()
                    on:input=typed
                    on:keydown=on_key
                />
            </label>
        </div>
        <div class="dialog-body combo">{content}</div>
        <p class="sr-only" role="status">
            {move || (count() == 0).then(|| nothing.get())}
        </p>
    }
}

/// Marks an option, and brings it into view.
fn mark(at: RwSignal<usize>, place: usize) {
    at.set(place);
    request_animation_frame(move || {
        if let Some(option) = document().get_element_by_id(&id(place)) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

fn id(place: usize) -> String {
    format!("combo-{place}")
}

fn groups(all: &[ComboOption], at: RwSignal<usize>, choose: Callback<usize>) -> View {
    let mut place = 0;
    let groups = all.chunk_by(|one, next| one.group == next.group).map(|group| {
        let word = group.first().map(|option| option.group).unwrap_or_default();
        let options = group.iter().map(|one| {
            place += 1;
            option(one.clone(), place - 1, at, choose)
        });
        let options = options.collect::<View>();
        view! {
            <div role="group" aria-label=word class="combo-group">
                <div class="combo-word" aria-hidden="true">
                    {word}
                </div>
                {options}
            </div>
        }
    });
    groups.collect()
}

fn option(option: ComboOption, place: usize, at: RwSignal<usize>, choose: Callback<usize>) -> View {
    let ComboOption { label, note, locked, ends, .. } = option;
    let class = if ends { "menu-item menu-ends" } else { "menu-item" };
    view! {
        <div
            id=id(place)
            class=class
            role="option"
            aria-selected=move || if at.get() == place { "true" } else { "false" }
            aria-disabled=locked.then_some("true")
            // keeps focus in the field
            on:mousedown=|event: ev::MouseEvent| event.prevent_default()
            on:click=move |_| choose.run(place)
        >
            {label}
            {note
                .map(|note| {
                    view! {
                        " "
                        <small>{note}</small>
                    }
                })}
        </div>
    }
}
