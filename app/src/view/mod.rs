//! How views are written, and why: `view!` has the syntax of Leptos, and always gives a [`View`].
//!
//! Leptos' own views each have their own type, and the code for building, changing and removing is compiled for every
//! one of them. Here there is one type and one such code. Signals, memos, effects, callbacks, `#[component]` and its
//! props are those of Leptos.
//!
//! - Everything that is shown is a [`View`]. Functions and components return it, and no `.into_any()` is needed.
//! - Braces take what is [`IntoView`]: text, numbers, views, options and arrays of them, and closures of them. A
//!   closure runs again when a signal it read changes, and updates what it has shown before: it keeps every element
//!   that comes from the same place in the source. A longer list is collected: `items.map(item).collect::<View>()`.
//! - Attributes take text, `bool`, options of them, and closures. `on:`, `prop:`, `class:` and
//!   `style=("--name", value)` are as in Leptos.
//! - A long list whose rows come and go is [`keyed`]; a view that is shown outside of its place is a [`portal`].
//! - A screen or dialog other than the list of accounts has its name in `screens/part.rs` and is made in
//!   `screens/rest.rs`, whose code is fetched later. Nothing else may call the function that makes it, or its code
//!   would be part of the first file.
//! - A closure contains only what it has to decide. What it needs is computed in a function that is not generic.
//!
//! | Leptos | here |
//! |---|---|
//! | `impl IntoView`, `AnyView`, `.into_any()` | [`View`], for everything |
//! | `view! { <p>{text}</p> }` | the same; texts stand in quotes |
//! | `{move \|\| signal.get()}` | the same; a signal by itself cannot stand in braces |
//! | `<Show when=a fallback=b>`, `<Suspense>`, `<Await>` | `{move \|\| if a.get() { … } else { … }}`; [`later`] |
//! | `<For each key children>` | [`keyed`], in braces |
//! | `items.map(…).collect_view()` | `items.map(…).collect::<View>()` |
//! | `<Portal>` | [`portal`] |
//! | `Children`, `ChildrenFn` | [`Children`], which is called once |
//! | `on:`, `prop:`, `class:`, `style=("--name", value)`, `node_ref` | the same |
//! | `class=("name", value)`, `style:`, `bind:`, `attr:`, `use:`, spreads, markup from text | none |
//! | `#[component]`, `#[prop]`, signals, memos, effects, context | those of Leptos |
//! | `leptos_router`: `<Router>`, `<A>`, `use_query` | the signal in `app/src/location`; links are plain `<a href=…>` |
//! | `#[lazy]`, `Lazy` routes | a `Part` in `screens/part.rs` |
//! | `mount_to_body` | [`mount`] |

mod element;
mod mounted;
mod mounted_element;
#[cfg(test)]
mod tests;
mod value;

use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash, Hasher},
};

use leptos::{mount::mount_to_body, prelude::*, reactive::computed::ScopedFuture, task::spawn_local};
pub use markup::view;
use send_wrapper::SendWrapper;

use self::mounted::Mounted;
pub use self::{
    element::{Element, element},
    value::{IntoSource, IntoValue, Source, Value},
};

/// What can be shown.
#[derive(Default)]
pub enum View {
    /// Nothing.
    #[default]
    Nothing,
    /// A text.
    Text(Cow<'static, str>),
    /// An element.
    Element(Element),
    /// Several views, one after another.
    List(Vec<Self>),
    /// What a closure returns. It runs again whenever a signal it read changes.
    Live(Box<dyn FnMut() -> Self>),
    /// Rows that come and go, identified by their keys.
    Keyed(Box<dyn FnMut() -> Vec<KeyedView>>),
}

/// A row of a list: the hash of its key, and the function that makes it.
pub type KeyedView = (u64, Box<dyn FnOnce() -> View>);

/// The children of a component.
pub type Children = Box<dyn FnOnce() -> View>;

/// What can stand in braces in a view.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in braces in `view!`",
    label = "this is neither text nor a count nor a view, nor an option, an array or a closure of those",
    note = "text is a `&'static str` or a `String`: of a shorter `&str` give `.to_owned()`, of a number or an id `.to_string()`",
    note = "of an iterator or a `Vec` give `.into_iter().collect::<View>()`; rows that come and go are `keyed`",
    note = "of a signal give a closure that reads it: `move || signal.get()`"
)]
pub trait IntoView {
    /// Turns the value into a view.
    fn into_view(self) -> View;
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::Nothing
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        text(self)
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        View::Text(Cow::Owned(self))
    }
}

impl IntoView for usize {
    fn into_view(self) -> View {
        self.to_string().into_view()
    }
}

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> View {
        self.map(T::into_view).unwrap_or_default()
    }
}

impl<T: IntoView, const N: usize> IntoView for [T; N] {
    fn into_view(self) -> View {
        self.into_iter().collect()
    }
}

#[diagnostic::do_not_recommend]
impl<F, T> IntoView for F
where
    F: FnMut() -> T + 'static,
    T: IntoView,
{
    fn into_view(mut self) -> View {
        View::Live(Box::new(move || self().into_view()))
    }
}

impl<T: IntoView> FromIterator<T> for View {
    fn from_iter<I: IntoIterator<Item = T>>(each: I) -> Self {
        Self::List(each.into_iter().map(T::into_view).collect())
    }
}

/// A text.
pub const fn text(text: &'static str) -> View {
    View::Text(Cow::Borrowed(text))
}

/// A list of rows identified by keys. Rows whose key stays are kept and moved, the others are made or removed. A row is
/// not made again as long as its key stays.
pub fn keyed<T: 'static, K: Hash>(
    each: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> K + 'static,
    row: impl Fn(T) -> View + Clone + 'static,
) -> View {
    View::Keyed(Box::new(move || {
        let row = |item: T| -> KeyedView {
            let mut hash = DefaultHasher::new();
            key(&item).hash(&mut hash);
            let row = row.clone();
            (hash.finish(), Box::new(move || row(item)))
        };
        each().into_iter().map(row).collect()
    }))
}

/// A view that takes a while to make. `meanwhile` is shown in its place until then.
pub fn later(meanwhile: View, view: impl Future<Output = View> + 'static) -> View {
    let here = RwSignal::new(false);
    let next = StoredValue::new_local(Some(meanwhile));
    spawn_local(ScopedFuture::new_untracked(async move {
        let view = view.await;
        if next.try_set_value(Some(view)).is_none() {
            here.try_set(true);
        }
    }));
    let take = move || {
        here.track();
        next.try_update_value(Option::take).flatten()
    };
    take.into_view()
}

/// Shows a view at the end of the page, for as long as the calling scope lives.
pub fn portal(view: View) {
    let host = mounted_element::create("div");
    let mounted = Mounted::build(view);
    mounted.mount(&host, None);
    mounted::insert(&body(), &host, None);
    let kept = SendWrapper::new((host, mounted));
    on_cleanup(move || kept.0.remove());
}

/// Shows the page.
pub fn mount(page: impl FnOnce() -> View + 'static) {
    mount_to_body(move || {
        let page = Mounted::build(page());
        page.mount(&body(), None);
        std::mem::forget(page);
    });
}

fn body() -> web_sys::HtmlElement {
    document().body().expect("the page has a body")
}
