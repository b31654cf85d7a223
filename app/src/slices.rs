//! Work that would take longer than a frame is done in slices, so that keys, clicks and scrolling have their turn in
//! between.

use std::{cell::Cell, time::Duration};

use js_sys::{Array, Function, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long a slice takes, in milliseconds.
const SLICE_MS: f64 = 8.0;
/// The same where nothing is shown before the work is done, so that nothing waits but that.
const FIRST_MS: f64 = 400.0;

/// How many accounts are looked at before somebody looks at the clock.
pub const SLICE: usize = 1_024;

/// Work in the making: called again and again until it returns what came of it.
pub type Work<T> = Box<dyn FnMut() -> Option<T>>;

thread_local! {
    /// Until when work that begins in this turn is done at once; none as long as none has begun.
    static TURN: Cell<Option<f64>> = const { Cell::new(None) };
}

/// Until when work that begins now is done at once: all that begins in one turn has one slice together.
fn end_of_turn() -> f64 {
    TURN.get().unwrap_or_else(|| {
        let end = js_sys::Date::now() + SLICE_MS;
        TURN.set(Some(end));
        set_timeout(|| TURN.set(None), Duration::ZERO);
        end
    })
}

/// Does work until an instant, in milliseconds since 1970, and returns what came of it if it is done.
fn go_on<T>(work: &mut dyn FnMut() -> Option<T>, end: f64) -> Option<T> {
    loop {
        let done = work();
        if done.is_some() || js_sys::Date::now() >= end {
            return done;
        }
    }
}

/// Lets everything have its turn that waits for it. A message to oneself is the shortest way to the end of the queue:
/// browsers make repeated timers wait for 4 ms.
pub async fn others() {
    let promise = Promise::new(&mut |resolve, _| {
        if post(&resolve).is_err() {
            set_timeout(move || drop(resolve.call0(&JsValue::NULL)), Duration::ZERO);
        }
    });
    // it is never rejected
    drop(JsFuture::from(promise).await);
}

fn post(answer: &Function) -> Result<JsValue, JsValue> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name));
    let class: Function = get(&js_sys::global(), "MessageChannel")?.dyn_into()?;
    let channel = Reflect::construct(&class, &Array::new())?;
    Reflect::set(&get(&channel, "port1")?, &JsValue::from_str("onmessage"), answer)?;
    let port = get(&channel, "port2")?;
    get(&port, "postMessage")?.dyn_into::<Function>()?.call1(&port, &JsValue::NULL)
}

/// Does work to its end. Returns what came of it, or `None` if it is no longer wanted.
pub async fn finish<T>(work: &mut dyn FnMut() -> Option<T>, is_wanted: impl Fn() -> bool) -> Option<T> {
    while is_wanted() {
        let done = go_on(work, js_sys::Date::now() + SLICE_MS);
        if done.is_some() {
            return done;
        }
        others().await;
    }
    None
}

/// What comes of the work that is asked for: `None` at first, then always the last that is done. `ask` is tracked; when it
/// asks for something else, what it asked for before is given up. Lasts as long as the calling scope. `is_shown` says
/// whether anything is shown before the first work is done.
pub fn newest<T: PartialEq + Send + Sync + 'static>(
    is_shown: bool,
    ask: impl Fn() -> Work<T> + 'static,
) -> RwSignal<Option<T>> {
    let (made, asked) = (RwSignal::new(None), StoredValue::new(0_u32));
    let show = move |result: T| {
        made.maybe_update(|made| {
            let result = Some(result);
            let differs = *made != result;
            *made = result;
            differs
        });
    };
    let effect = RenderEffect::new(move |_| {
        let mut work = ask();
        let this = asked.get_value().wrapping_add(1);
        asked.set_value(this);
        let waits = !is_shown && made.with_untracked(Option::is_none);
        let end = if waits { js_sys::Date::now() + FIRST_MS } else { end_of_turn() };
        if let Some(result) = untrack(|| go_on(&mut work, end)) {
            return show(result);
        }
        spawn_local(async move {
            let is_wanted = move || asked.try_get_value() == Some(this);
            others().await;
            if let Some(result) = finish(&mut work, is_wanted).await {
                show(result);
            }
        });
    });
    let effect = SendWrapper::new(effect);
    on_cleanup(move || drop(effect.take()));
    made
}
