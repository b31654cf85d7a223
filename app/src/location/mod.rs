//! Where the user is: the address bar as a signal, and a router of ten paths.
//!
//! Parsing and writing addresses is pure, and is in [`place`] and [`query`]. This module connects it to the browser.

mod dialog;
mod place;
mod query;

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue};

pub use dialog::Dialog;
pub use place::{Address, DEMO, Own, Place, World};
use query::decode;
pub use query::{Key, Query};

/// How a new address enters the history of the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    /// As a new entry, for another place or an opened dialog: the back button leads back to where the user was.
    Push,
    /// In place of the current entry, as for typing in a search field.
    Replace,
}

/// The address bar.
#[derive(Debug, Clone, Copy)]
pub struct Location {
    address: RwSignal<Address>,
    /// Called before another place is shown; returns whether the user may go there.
    guard: StoredValue<Option<Callback<Address, bool>>>,
}

impl Location {
    /// Follows the address bar of this tab, and plain clicks on links of this page.
    pub fn follow() -> Self {
        let location = Self { address: RwSignal::new(read_bar()), guard: StoredValue::new(None) };
        let _back = window_event_listener(ev::popstate, move |_| location.come_back());
        let _click = window_event_listener(ev::click, move |event| {
            if let Some(target) = own_link(&event) {
                event.prevent_default();
                let to = Address::parse(&target);
                location.go(to.clone(), Visit::Push);
                if location.now() == to {
                    window().scroll_to_with_x_and_y(0.0, 0.0);
                }
            }
        });
        provide_context(location);
        location
    }

    /// The address, tracked.
    pub fn get(self) -> Address {
        self.address.get()
    }

    /// The address, untracked, as event handlers need it.
    pub fn now(self) -> Address {
        self.address.get_untracked()
    }

    /// The place without the query, so that a screen is not built anew when only the query changes.
    pub fn place(self) -> Memo<(World, Place)> {
        let address = self.address;
        Memo::new(move |_| address.with(|address| (address.world, address.place.clone())))
    }

    /// One value of the query. It changes only when that value does.
    pub fn value(self, key: Key) -> Memo<Option<String>> {
        let address = self.address;
        Memo::new(move |_| address.with(|address| address.query.value(key).map(str::to_owned)))
    }

    /// Goes to an address.
    pub fn go(self, to: Address, visit: Visit) {
        if to == self.now() || !self.may_go(&to) {
            return;
        }
        self.write(&to, visit);
        self.show(to);
    }

    /// Calls `may_go` with the new address before another place is shown, for as long as the calling scope lives. It
    /// returns whether to go on. If it returns false, it may call [`Location::go`] with that address later.
    pub fn ask_before_leaving(self, may_go: Callback<Address, bool>) {
        self.guard.set_value(Some(may_go));
        on_cleanup(move || self.guard.set_value(None));
    }

    fn may_go(self, to: &Address) -> bool {
        let here = self.now();
        let same = (to.world, &to.place) == (here.world, &here.place);
        same || self.may_leave(to)
    }

    /// Whether what is shown may be left for another place, or built anew.
    pub fn may_leave(self, to: &Address) -> bool {
        self.guard.get_value().is_none_or(|guard| guard.run(to.clone()))
    }

    /// Follows the browser, which has already gone to another entry of its history. If the user may not leave, the
    /// address bar is set back to where the user is.
    fn come_back(self) {
        let to = read_bar();
        if self.may_go(&to) {
            self.show(to);
        } else {
            self.write(&self.now(), Visit::Push);
        }
    }

    fn write(self, to: &Address, visit: Visit) {
        let text = to.to_string();
        if let Ok(history) = window().history() {
            // a browser may refuse many entries in a short time: the page goes on, and the address bar lags behind
            let _refused = match visit {
                Visit::Push => history.push_state_with_url(&JsValue::NULL, "", Some(&text)),
                Visit::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(&text)),
            };
        }
    }

    /// Sets one value of the query, or removes it.
    pub fn set(self, key: Key, value: Option<&str>, visit: Visit) {
        let mut to = self.now();
        to.query.set(key, value);
        self.go(to, visit);
    }

    /// Opens a dialog over the current place.
    pub fn open(self, dialog: Dialog) {
        self.set(Key::Dialog, Some(dialog.as_str()), Visit::Push);
    }

    fn show(self, address: Address) {
        if address != self.now() {
            self.address.set(address);
        }
    }
}

/// Takes what follows the number sign out of the address bar, and returns it if there is anything.
pub fn take_fragment() -> Option<String> {
    let bar = window().location();
    let fragment = bar.hash().ok()?.strip_prefix('#').filter(|text| !text.is_empty()).map(decode)?;
    if let Ok(history) = window().history() {
        // it stays if the browser refuses
        let _refused = history.replace_state_with_url(&JsValue::NULL, "", Some(&read_bar().to_string()));
    }
    Some(fragment)
}

/// The address bar, from context.
pub fn use_location() -> Location {
    expect_context()
}

fn read_bar() -> Address {
    let bar = window().location();
    let path = bar.pathname().unwrap_or_default();
    let search = bar.search().unwrap_or_default();
    Address::parse(&(path + &search))
}

/// The path and query of a link of this page that was clicked plainly. Downloads, other tabs and `/api` are left to the
/// browser.
fn own_link(event: &web_sys::MouseEvent) -> Option<String> {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
        && !event.default_prevented();
    if !plain {
        return None;
    }
    let clicked = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = clicked.closest("a[href]").ok()??.dyn_into::<web_sys::HtmlAnchorElement>().ok()?;
    if !link.target().is_empty() || link.has_attribute("download") {
        return None;
    }
    let own = link.origin() == window().location().origin().ok()?;
    let path = link.pathname();
    if !own || path.starts_with("/api/") || !link.hash().is_empty() {
        return None;
    }
    Some(path + &link.search())
}
