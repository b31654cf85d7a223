//! A long list of rows of one height. Only the rows near the view are in the page: 40 of 100,000.
//!
//! The height of a row is the custom property `--row-height` of the list, and more where its longest text needs more lines;
//! it is read from how high the whole list is. Each row finds its place by `--index`. The page may scroll, or any box around
//! the list.
//!
//! The elements of a row that leaves the view are given to one that comes in. A row that has focus keeps its elements and
//! stays in the page however far away it is scrolled or sorted, so the keyboard never loses its place.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{
    focus::{focus_in_place, focus_is_lost},
    long::Lines,
};
use crate::view::{View, keyed, view};

/// How many rows are kept ready beyond either edge of the view.
const SPARE: usize = 8;

/// No row is lower than this, in pixels. The style sheet keeps a list below 16 million pixels, beyond which some browsers
/// show no more: 100,000 rows, as many as a platform can have, may be 160 pixels high each, and a list of up to a million
/// rows reaches its last one.
const LOWEST: f64 = 16.0;

/// Which rows are in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Window {
    first: usize,
    end: usize,
    /// The key of the row that has focus.
    focused: Option<u32>,
}

/// A row: its place in the list (from 0), and its key.
type Row = (usize, u32);

/// Elements that show a row, and later another one.
#[derive(Clone, Copy)]
struct Slot {
    number: u32,
    row: RwSignal<Row>,
}

/// The list. It has the role `rowgroup`; the table around it carries `aria-rowcount`.
#[component]
pub fn VirtualList(
    /// One key per row of the whole list, in order. No key comes twice.
    #[prop(into)]
    keys: Signal<Arc<Vec<u32>>>,
    /// Draws the row of a place (from 0) and a key: one element with `role=row` and `aria-rowindex`. Called again when the
    /// elements get another row or the row another place.
    row: Callback<(usize, u32), View>,
    /// How many lines the longest text of its rows needs. A row has room for two, and on a phone for `--held`.
    #[prop(into)]
    lines: Signal<Lines>,
    /// A place to scroll to. Its row is focused at the element marked `data-focus`, and the list sets the signal back
    /// to `None`.
    #[prop(optional)]
    reveal: Option<RwSignal<Option<usize>>>,
) -> View {
    let node = NodeRef::<html::Div>::new();
    let window = RwSignal::new(Window { first: 0, end: 2 * SPARE, focused: None });
    let measure = move || {
        let Some(list) = node.try_get_untracked().flatten() else { return };
        let (first, end) = in_view(&list, keys.with_untracked(|keys| keys.len()));
        window.maybe_update(|window| {
            let moved = (window.first, window.end) != (first, end);
            (window.first, window.end) = (first, end);
            moved
        });
    };
    follow_view(node, measure);
    if let Some(reveal) = reveal {
        follow_reveal(node, keys, window, reveal);
    }
    let wanted = Memo::new(move |_| {
        let window = window.get();
        keys.with(|keys| {
            let at = window.focused.and_then(|focused| keys.iter().position(|key| *key == focused));
            let above = at.filter(|at| *at < window.first);
            let below = at.filter(|at| *at >= window.end);
            let places = above.into_iter().chain(window.first..window.end.min(keys.len())).chain(below);
            places.filter_map(|at| Some((at, *keys.get(at)?))).collect::<Vec<Row>>()
        })
    });
    let hold = Hold::new(window);
    let slots = StoredValue::new(Slots::default());
    let owner = Owner::current().unwrap_or_default();
    let each = move || {
        hold.begin();
        let rows = wanted.get();
        let focused = window.with_untracked(|window| window.focused);
        owner.with(|| slots.try_update_value(|slots| slots.show(&rows, focused))).unwrap_or_default()
    };
    Effect::new(move |_| {
        wanted.track();
        request_animation_frame(move || hold.end());
    });
    let place = move |slot: Slot| {
        let index = move || slot.row.get().0.to_string();
        view! {
            <div class="virtual-row" role="none" data-index=index style=("--index", index)>
                {move || {
                    let shown = slot.row.get();
                    untrack(|| row.run(shown))
                }}
            </div>
        }
    };
    view! {
        <div
            node_ref=node
            class="virtual-list"
            role="rowgroup"
            style=("--count", move || keys.with(|keys| keys.len()).to_string())
            style=("--wide", move || lines.get().wide.to_string())
            style=("--narrow", move || lines.get().narrow.to_string())
            on:focusin=move |event| hold.take(&event, keys)
            on:focusout=move |_| hold.lose()
        >
            {keyed(each, |slot| slot.number, place)}
        </div>
    }
}

/// The elements of the rows in the page, in the order of the page.
#[derive(Default)]
struct Slots {
    slots: Vec<Slot>,
    made: u32,
}

impl Slots {
    /// Shows these rows and no others. A row that is there keeps its elements. The others get those of rows that have
    /// left; where a row with focus has left the list, its elements go, so that focus does not pass to another row unseen.
    fn show(&mut self, rows: &[Row], focused: Option<u32>) -> Vec<Slot> {
        let key = |slot: &Slot| slot.row.with_untracked(|(_, key)| *key);
        let there = |slot: &Slot| rows.iter().any(|(_, other)| *other == key(slot));
        let (kept, left): (Vec<Slot>, Vec<Slot>) = std::mem::take(&mut self.slots).into_iter().partition(there);
        let mut left = left.into_iter().filter(|slot| Some(key(slot)) != focused);
        for row in rows {
            let slot = kept.iter().find(|slot| key(slot) == row.1).copied().or_else(|| left.next());
            let slot = slot.unwrap_or_else(|| {
                self.made += 1;
                Slot { number: self.made, row: RwSignal::new(*row) }
            });
            slot.row.maybe_update(|shown| std::mem::replace(shown, *row) != *row);
            self.slots.push(slot);
        }
        left.for_each(|slot| slot.row.dispose());
        self.slots.clone()
    }
}

/// The element that has focus. A row loses focus when it is moved within the page, and is given it back.
#[derive(Clone, Copy)]
struct Hold {
    window: RwSignal<Window>,
    element: StoredValue<Option<HtmlElement>, LocalStorage>,
    rows_move: StoredValue<bool>,
}

impl Hold {
    fn new(window: RwSignal<Window>) -> Self {
        Self { window, element: StoredValue::new_local(None), rows_move: StoredValue::new(false) }
    }

    fn begin(self) {
        self.rows_move.set_value(true);
    }

    fn end(self) {
        if self.rows_move.try_set_value(false).is_some() {
            return;
        }
        let lost = focus_is_lost();
        let held = self.element.try_get_value().flatten().filter(|element| lost && element.is_connected());
        if let Some(element) = held {
            focus_in_place(&element);
        }
    }

    fn take(self, event: &ev::FocusEvent, keys: Signal<Arc<Vec<u32>>>) {
        let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let at = element.as_ref().and_then(|element| place_of(element));
        let key = at.and_then(|at| keys.with_untracked(|keys| keys.get(at).copied()));
        self.element.set_value(element);
        self.window.maybe_update(|window| std::mem::replace(&mut window.focused, key) != key);
    }

    fn lose(self) {
        // a list that leaves the page with focus in it gets this event after its signals are gone
        if self.rows_move.try_get_value() == Some(false) {
            self.element.try_set_value(None);
            // untracked: the row goes only when the view moves on
            self.window.try_update_untracked(|window| window.focused = None);
        }
    }
}

/// Calls `measure` now, on every scroll of anything around the list, and when the list or the browser's window changes
/// size.
fn follow_view(node: NodeRef<html::Div>, measure: impl Fn() + Copy + 'static) {
    let on_scroll = Closure::<dyn Fn()>::new(measure);
    let page = document();
    let options = web_sys::AddEventListenerOptions::new();
    options.set_capture(true);
    options.set_passive(true);
    // adding a listener is never refused
    let _added = page.add_event_listener_with_callback_and_add_event_listener_options(
        "scroll",
        on_scroll.as_ref().unchecked_ref(),
        &options,
    );
    let observer = web_sys::ResizeObserver::new(on_scroll.as_ref().unchecked_ref()).ok();
    let resized = window_event_listener(ev::resize, move |_| measure());
    let watched = observer.clone();
    Effect::new(move |_| {
        if let (Some(list), Some(observer)) = (node.get(), &watched) {
            observer.observe(&list);
            measure();
        }
    });
    let kept = send_wrapper::SendWrapper::new((page, on_scroll, observer));
    on_cleanup(move || {
        let (page, on_scroll, observer) = kept.take();
        let _removed =
            page.remove_event_listener_with_callback_and_bool("scroll", on_scroll.as_ref().unchecked_ref(), true);
        if let Some(observer) = observer {
            observer.disconnect();
        }
        resized.remove();
    });
}

/// Brings the row to reveal into the page, scrolls to it, and focuses it.
fn follow_reveal(
    node: NodeRef<html::Div>,
    keys: Signal<Arc<Vec<u32>>>,
    window: RwSignal<Window>,
    reveal: RwSignal<Option<usize>>,
) {
    Effect::new(move |_| {
        let (Some(at), Some(list)) = (reveal.get(), node.get()) else { return };
        let key = keys.with_untracked(|keys| keys.get(at).copied());
        window.update(|window| window.focused = key);
        let list = send_wrapper::SendWrapper::new(list);
        request_animation_frame(move || {
            reveal.try_set(None);
            let Ok(Some(row)) = list.query_selector(&format!(":scope > [data-index='{at}']")) else { return };
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&options);
            let goal = row.query_selector("[data-focus]").ok().flatten();
            if let Some(goal) = goal.and_then(|goal| goal.dyn_into::<HtmlElement>().ok()) {
                focus_in_place(&goal);
            }
        });
    });
}

/// The first and the end of the rows between the edges of the screen, with some to spare. They are always as many, so that
/// no row is made while the list scrolls. A box that shows less than the screen costs a few extra rows, nothing else.
fn in_view(list: &Element, count: usize) -> (usize, usize) {
    let all = list.get_bounding_client_rect();
    // an empty list has no height, and is about to have rows as high as any
    let row = (all.height() / count.max(1) as f64).max(LOWEST);
    let height = document().document_element().map_or(0, |root| root.client_height());
    let size = (f64::from(height) / row) as usize + 2 + 2 * SPARE;
    // casts of floats saturate, so what lies above the list is row 0
    let first = ((-all.top() / row) as usize).saturating_sub(SPARE).min(count.saturating_sub(size));
    (first, first + size)
}

fn place_of(inside: &Element) -> Option<usize> {
    inside.closest(".virtual-row").ok()??.get_attribute("data-index")?.parse().ok()
}
