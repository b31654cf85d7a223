//! Has the browser keep the page itself, so that it opens without a network, and says when a newer one waits. A browser that
//! keeps nothing fetches the page each time.

use std::cell::{Cell, OnceCell};

use gloo::timers::future::TimeoutFuture;
use js_sys::Reflect;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    RegistrationOptions, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
    ServiceWorkerUpdateViaCache,
};

use crate::storage::texts;

/// Where the build puts what keeps the page.
const ADDRESS: &str = "/service-worker.js";
/// How often it is asked whether there is a newer page, at most and at least, in milliseconds.
const ASK_MS: (f64, u32) = (600_000.0, 3_600_000);

/// Within how many milliseconds the page gives way only once.
const AGAIN_MS: f64 = 60_000.0;

thread_local! {
    static NEWER: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static REGISTERED: OnceCell<ServiceWorkerRegistration> = const { OnceCell::new() };
    static STARTED: Cell<bool> = const { Cell::new(false) };
    /// Whether this tab has asked for the newer page.
    static AGREED: Cell<bool> = const { Cell::new(false) };
    /// When it was asked last whether there is a newer page, in milliseconds since 1970.
    static ASKED: Cell<f64> = const { Cell::new(0.0) };
}

/// Fetches the page from its host instead of keeping it, because whoever guards that asks people who they are only when they open
/// a page. Within a minute that is done once, in case it does not help.
pub fn give_way() {
    const NAME: &str = "laufzeit.led";
    let Some(registration) = REGISTERED.with(|own| own.get().cloned()) else { return };
    let now = js_sys::Date::now();
    let last = texts::of_tab().and_then(|kept| kept.get_item(NAME).ok()?).and_then(|text| text.parse::<f64>().ok());
    if last.is_some_and(|last| now - last < AGAIN_MS) {
        return;
    }
    // without a place for it, it is not known how often that was done
    if texts::of_tab().and_then(|kept| kept.set_item(NAME, &now.to_string()).ok()).is_some() {
        spawn_local(async move {
            if let Ok(gone) = registration.unregister()
                && JsFuture::from(gone).await.is_ok()
            {
                reload();
            }
        });
    }
}

/// Whether a newer page waits, tracked.
pub fn is_newer() -> bool {
    NEWER.with(Get::get)
}

/// Shows the newer page. What is staged or on its way is kept, as with every reload.
pub fn renew() {
    let waiting = REGISTERED.with(|own| own.get().and_then(ServiceWorkerRegistration::waiting));
    match waiting {
        Some(waiting) => {
            AGREED.set(true);
            if waiting.post_message(&"go".into()).is_err() {
                reload();
            }
        }
        // another tab has agreed to it
        None => reload(),
    }
}

/// Has the browser keep the page, once for each tab.
pub fn keep() {
    if STARTED.replace(true) {
        return;
    }
    announce();
    let Some(container) = container() else { return };
    spawn_local(async move {
        // a browser that may keep nothing refuses, and a host that has no such file has another page
        let Some(registration) = registered(&container).await else { return };
        ASKED.set(js_sys::Date::now());
        follow(&container, &registration);
        REGISTERED.with(|own| drop(own.set(registration.clone())));
        loop {
            TimeoutFuture::new(ASK_MS.1).await;
            ask(&registration);
        }
    });
}

/// Names what a browser needs to install the page. It fetches that at once, so this waits until the list is there.
fn announce() -> Option<()> {
    let document = web_sys::window()?.document()?;
    let link = document.create_element("link").ok()?;
    link.set_attribute("rel", "manifest").ok()?;
    link.set_attribute("href", "/manifest.webmanifest").ok()?;
    document.query_selector("head").ok()??.append_child(&link).ok().map(drop)
}

/// What keeps pages here; none where a browser has no such thing, or allows it only over TLS.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let container = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.is_object().then(|| container.unchecked_into())
}

async fn registered(container: &ServiceWorkerContainer) -> Option<ServiceWorkerRegistration> {
    let options = RegistrationOptions::new();
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let registration = container.register_with_options(ADDRESS, &options);
    JsFuture::from(registration).await.ok()?.dyn_into().ok()
}

fn ask(registration: &ServiceWorkerRegistration) {
    ASKED.set(js_sys::Date::now());
    let asked = registration.update();
    spawn_local(async move {
        // without a network there is none
        drop(match asked {
            Ok(asked) => JsFuture::from(asked).await.map(drop),
            Err(error) => Err(error),
        });
    });
}

/// Notes when a newer page waits, and when another one has taken the place of this one.
fn follow(container: &ServiceWorkerContainer, registration: &ServiceWorkerRegistration) {
    let is_first = container.controller().is_none();
    if registration.waiting().is_some() && !is_first {
        note();
    }
    let (own, found) = (registration.clone(), container.clone());
    listen(registration, "updatefound", move || {
        let Some(coming) = own.installing() else { return };
        let (container, state) = (found.clone(), coming.clone());
        listen(&coming, "statechange", move || {
            if state.state() == ServiceWorkerState::Installed && container.controller().is_some() {
                note();
            }
        });
    });
    let begun = Cell::new(is_first);
    listen(container, "controllerchange", move || match (begun.replace(false), AGREED.get()) {
        // it begins to be kept
        (true, _) => {}
        (false, true) => reload(),
        // the files of this page stay until it is loaded again
        (false, false) => note(),
    });
    let own = registration.clone();
    listen(&window(), "focus", move || {
        if js_sys::Date::now() - ASKED.get() >= ASK_MS.0 {
            ask(&own);
        }
    });
}

fn note() {
    NEWER.with(|newer| newer.set(true));
}

/// Calls `heard` at each such event, for as long as the tab lives.
fn listen(target: &web_sys::EventTarget, event: &str, heard: impl Fn() + 'static) {
    let heard = Closure::<dyn Fn()>::new(heard).into_js_value();
    // a target that takes no listener says nothing
    drop(target.add_event_listener_with_callback(event, heard.unchecked_ref()));
}

fn reload() {
    if let Some(window) = web_sys::window() {
        drop(window.location().reload());
    }
}
