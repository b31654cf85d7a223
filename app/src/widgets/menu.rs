//! A button and its menu: the native popover, placed at the button, with the keyboard behaviour of a menu.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::icon::{Icon, IconName};
use crate::view::{View, view};

/// What an entry does.
#[derive(Debug, Clone)]
pub enum MenuAction {
    /// Calls a function.
    Run(Callback<()>),
    /// Leads to an address.
    Link(String),
    /// Cannot be done now, for this reason.
    Locked(String),
}

/// One entry of a menu.
#[derive(Debug, Clone)]
pub struct MenuEntry {
    /// The text of the entry.
    pub label: String,
    /// What it does.
    pub action: MenuAction,
    /// The ARIA role of the entry.
    role: &'static str,
    /// Whether it is chosen or switched on; `None` if there is no choice.
    pub chosen: Option<bool>,
    /// Whether it ends or destroys something.
    pub ends: bool,
}

impl MenuEntry {
    fn new(label: impl Into<String>, action: MenuAction) -> Self {
        Self { label: label.into(), action, role: "menuitem", chosen: None, ends: false }
    }

    /// An entry that does something.
    pub fn run(label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self::new(label, MenuAction::Run(Callback::new(move |()| run())))
    }

    /// An entry that cannot be chosen now.
    pub fn locked(label: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::new(label, MenuAction::Locked(reason.into()))
    }

    /// An entry that leads to an address.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::new(label, MenuAction::Link(href.into()))
    }

    /// Marks the entry as one that ends or destroys something.
    pub fn ends(mut self) -> Self {
        self.ends = true;
        self
    }

    /// Makes the entry one of several to choose from.
    pub fn chosen(mut self, chosen: bool) -> Self {
        (self.role, self.chosen) = ("menuitemradio", Some(chosen));
        self
    }

    /// Makes the entry a switch of its own.
    pub fn switched(mut self, on: bool) -> Self {
        (self.role, self.chosen) = ("menuitemcheckbox", Some(on));
        self
    }
}

/// What the button looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MenuFace {
    /// A button with its text.
    Button,
    /// A filter with its text.
    Chip,
    /// Text alone, in the bar at the top.
    Quiet,
    /// Three dots. The text is only for screen readers.
    Dots,
    /// An icon. The text is only for screen readers.
    Sign(IconName),
}

/// A menu button. The entries are made when it opens.
#[component]
pub fn Menu(
    /// The text of the button, and the accessible name of the menu.
    #[prop(into)]
    label: Signal<String>,
    /// A shorter text to show on the button, which must be a part of the label.
    #[prop(into, optional)]
    short: Option<String>,
    /// What the button looks like.
    face: MenuFace,
    /// Whether a filter is in force.
    #[prop(into, optional)]
    active: Signal<bool>,
    /// Makes the entries.
    entries: Callback<(), Vec<MenuEntry>>,
) -> View {
    let open = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let popover = NodeRef::<html::Div>::new();
    let close = Callback::new(move |()| {
        hide(popover, button);
        // the browser's event comes later, and a press on the button before that must open the menu again
        open.set(false);
    });
    let toggle = move |_: ev::MouseEvent| if open.get_untracked() { close.run(()) } else { open.set(true) };
    let on_button_key = move |event: ev::KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp") && !open.get_untracked() {
            event.prevent_default();
            open.set(true);
        }
    };
    Effect::new(move |_| {
        if let (true, Some(popover), Some(button)) = (open.get(), popover.get(), button.get_untracked()) {
            show(&popover, &button);
        }
    });
    let class = match face {
        MenuFace::Button => "btn",
        MenuFace::Chip => "chip",
        MenuFace::Quiet => "btn quiet",
        MenuFace::Dots | MenuFace::Sign(_) => "icon-btn",
    };
    let sign = match face {
        MenuFace::Dots => view! { <Icon name=IconName::More /> },
        MenuFace::Sign(name) => view! { <Icon name=name /> },
        MenuFace::Button | MenuFace::Chip | MenuFace::Quiet => {
            let text = move || short.clone().unwrap_or_else(|| label.get());
            view! {
                <span>{text}</span>
                <Icon name=IconName::Down />
            }
        }
    };
    let list = move || {
        open.get().then(|| {
            let entries = entries.run(()).into_iter().map(|it| entry(it, close)).collect::<View>();
            view! {
                <div
                    node_ref=popover
                    popover="auto"
                    class="menu"
                    role="menu"
                    aria-label=move || label.get()
                    on:keydown=move |event| on_menu_key(&event, popover, close)
                    on:toggle=move |event: ev::Event| {
                        let event = event.unchecked_ref::<web_sys::ToggleEvent>();
                        if event.new_state() == "closed" {
                            open.set(false);
                        }
                    }
                >
                    {entries}
                </div>
            }
        })
    };
    view! {
        <button
            node_ref=button
            type="button"
            class=class
            class:is-active=move || active.get()
            aria-haspopup="menu"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-label=move || label.get()
            on:click=toggle
            on:keydown=on_button_key
        >
            {sign}
        </button>
        {list}
    }
}

fn entry(entry: MenuEntry, close: Callback<()>) -> View {
    let role = entry.role;
    let checked = entry.chosen.map(|chosen| if chosen { "true" } else { "false" });
    let class = if entry.ends { "menu-item menu-ends" } else { "menu-item" };
    match entry.action {
        MenuAction::Run(run) => {
            let choose = move |_| {
                close.run(());
                run.run(());
            };
            view! {
                <button type="button" class=class role=role aria-checked=checked tabindex="-1" on:click=choose>
                    {entry.label}
                </button>
            }
        }
        MenuAction::Link(href) => view! {
            <a class=class role=role aria-checked=checked tabindex="-1" href=href on:click=move |_| close.run(())>
                {entry.label}
            </a>
        },
        MenuAction::Locked(reason) => view! {
            <button type="button" class=class role=role aria-checked=checked aria-disabled="true" tabindex="-1">
                {entry.label}
                <small>{reason}</small>
            </button>
        },
    }
}

/// Opens the popover below its button, or above it if there is more room, and focuses the first entry.
fn show(popover: &HtmlElement, button: &HtmlElement) {
    // refused only if it is open already
    let _shown = popover.show_popover();
    let (at, own) = (button.get_bounding_client_rect(), popover.get_bounding_client_rect());
    let root = document().document_element();
    let (width, height) = root.map_or((0, 0), |root| (root.client_width(), root.client_height()));
    let fits_below = at.bottom() + own.height() + 12.0 <= f64::from(height) || at.top() < own.height() + 12.0;
    let top = if fits_below { at.bottom() + 4.0 } else { at.top() - own.height() - 4.0 };
    // in a low window it may have to cover its button
    let top = top.min(f64::from(height) - own.height() - 8.0).max(8.0);
    let left = if at.left() + own.width() + 8.0 <= f64::from(width) { at.left() } else { at.right() - own.width() };
    for (name, value) in [("top", top), ("left", left.max(8.0))] {
        // every browser has both properties
        let _set = popover.style().set_property(name, &px(value));
    }
    step(popover, Move::First);
}

/// A length in whole pixels. It is rounded because the code to write floats is large.
fn px(value: f64) -> String {
    let mut text = (value as i32).to_string();
    text.push_str("px");
    text
}

fn hide(popover: NodeRef<html::Div>, button: NodeRef<html::Button>) {
    if let Some(popover) = popover.get_untracked() {
        // refused only if it is closed already
        let _hidden = popover.hide_popover();
    }
    if let Some(button) = button.get_untracked() {
        // if this fails, the browser returns focus by itself
        let _focused = button.focus();
    }
}

#[derive(Clone, Copy)]
enum Move {
    First,
    Last,
    Down,
    Up,
}

fn on_menu_key(event: &ev::KeyboardEvent, popover: NodeRef<html::Div>, close: Callback<()>) {
    let to = match event.key().as_str() {
        "ArrowDown" => Move::Down,
        "ArrowUp" => Move::Up,
        "Home" => Move::First,
        "End" => Move::Last,
        "Escape" | "Tab" => {
            event.prevent_default();
            event.stop_propagation();
            close.run(());
            return;
        }
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some(popover) = popover.get_untracked() {
        step(&popover, to);
    }
}

fn step(popover: &HtmlElement, to: Move) {
    let Ok(items) = popover.query_selector_all(".menu-item") else { return };
    let count = items.length();
    if count == 0 {
        return;
    }
    let focused = document().active_element();
    let at = (0..count).find(|index| items.item(*index).as_ref() == focused.as_deref());
    let next = match (to, at) {
        (Move::First, _) | (Move::Down, None) => 0,
        (Move::Last, _) | (Move::Up, None) => count - 1,
        (Move::Down, Some(at)) => (at + 1) % count,
        (Move::Up, Some(at)) => (at + count - 1) % count,
    };
    if let Some(item) = items.item(next).and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
        // entries are buttons and links, so they take focus
        let _focused = item.focus();
    }
}
