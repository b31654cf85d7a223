//! Keeps focus in the page. When what has focus goes away or can no longer be used, focus moves to what is nearest to
//! it, so that the keyboard continues there and not from the beginning of the page.

use std::cell::RefCell;

use leptos::{ev, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlElement};

use crate::widgets::{focus_in_place, focus_is_lost};

/// What can take focus.
const TARGETS: &str = "a[href],button:not(:disabled),input:not(:disabled),select:not(:disabled),textarea:not(:disabled),\
                       [tabindex]";
/// How many frames others get to move focus themselves.
const FRAMES: u32 = 3;

thread_local! {
    /// The element that had focus last, and everything around it, from the inside out. Empty if the user has left it by
    /// pressing where nothing takes focus. It outlives the screens.
    static LAST: RefCell<Vec<Element>> = const { RefCell::new(Vec::new()) };
}

/// Keeps focus for as long as the calling scope lives.
pub fn keep_focus() {
    let listeners = [
        window_event_listener(ev::focusin, |event| keep(target(&event))),
        window_event_listener(ev::focusout, |_| look_after(FRAMES)),
        window_event_listener(ev::pointerdown, |event| {
            let aside = target(&event).is_some_and(|element| element.closest(TARGETS).ok().flatten().is_none());
            if aside {
                keep(None);
            }
        }),
    ];
    // what has focus may leave the page, or be made unusable, without an event of its own
    let changed = Closure::<dyn Fn()>::new(move || {
        if focus_is_lost() {
            look_after(FRAMES);
        }
    });
    let observer = web_sys::MutationObserver::new(changed.as_ref().unchecked_ref()).ok();
    if let (Some(observer), Some(body)) = (&observer, document().body()) {
        let all = web_sys::MutationObserverInit::new();
        all.set_child_list(true);
        all.set_subtree(true);
        all.set_attribute_filter(&js_sys::Array::of2(&"disabled".into(), &"hidden".into()));
        // a body can be observed
        let _observed = observer.observe_with_options(&body, &all);
    }
    let watching = SendWrapper::new((observer, changed));
    on_cleanup(move || {
        if let (Some(observer), _) = watching.take() {
            observer.disconnect();
        }
        listeners.into_iter().for_each(WindowListenerHandle::remove);
    });
}

fn target(event: &web_sys::Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

fn keep(focused: Option<Element>) {
    LAST.replace(focused.map(around).unwrap_or_default());
}

fn look_after(frames: u32) {
    request_animation_frame(move || if frames > 1 { look_after(frames - 1) } else { look() });
}

/// Moves focus if it was lost and nobody has taken it.
fn look() {
    if !focus_is_lost() {
        return;
    }
    let kept = LAST.with_borrow(Clone::clone);
    let Some(last) = kept.first() else { return };
    let open = document().query_selector_all("dialog[open]").ok();
    let dialog = open.and_then(|open| open.item(open.length().checked_sub(1)?)?.dyn_into::<Element>().ok());
    let within = |element: &&Element| {
        element.is_connected() && dialog.as_ref().is_none_or(|dialog| dialog.contains(Some(element)))
    };
    // what was unusable for a moment takes focus again
    let again = Some(last).filter(within).filter(|last| can_take(last)).and_then(|last| last.clone().dyn_into().ok());
    let near = || kept.iter().filter(within).chain(dialog.iter()).find_map(first_in);
    let main = || document().query_selector("main").ok().flatten().as_ref().and_then(first_in);
    if let Some(near) = again.or_else(near).or_else(main) {
        focus_in_place(&near);
    }
}

/// An element and all that contain it, but for the page itself.
fn around(element: Element) -> Vec<Element> {
    std::iter::successors(Some(element), |it: &Element| it.parent_element())
        .take_while(|it| it.tag_name() != "BODY")
        .collect()
}

fn can_take(element: &Element) -> bool {
    element.matches(TARGETS).unwrap_or(false) && element.get_bounding_client_rect().width() > 0.0
}

/// The first element within another that can take focus: one marked as the home of focus, or else the first of all.
fn first_in(element: &Element) -> Option<HtmlElement> {
    let found = |selector: &str| {
        let all = element.query_selector_all(selector).ok()?;
        (0..all.length()).filter_map(|at| all.item(at)?.dyn_into::<HtmlElement>().ok()).find(|found| can_take(found))
    };
    found("[data-home]").or_else(|| found(TARGETS))
}
