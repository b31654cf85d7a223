//! The machine that the worker runs on: its clock, pauses for other requests during long work, and whether it is a
//! test's.

use std::{cell::Cell, future::poll_fn, pin::pin, time::Duration};

use domain::chain::Salt;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use worker::{Date, Delay, Env, Request};

#[wasm_bindgen]
extern "C" {
    /// Tells the watchdog in `entry.mjs` that long work makes progress.
    #[wasm_bindgen(js_namespace = globalThis, js_name = __laufzeit_progress)]
    pub fn progress();

    /// Tells `entry.mjs` for which request this instance works from now on, or that it works for none.
    #[wasm_bindgen(js_namespace = globalThis, js_name = __laufzeit_at_work)]
    fn at_work(request: &JsValue);

    /// How long `entry.mjs` waits for the next piece of a body, in milliseconds.
    #[wasm_bindgen(thread_local_v2, js_namespace = globalThis, js_name = __laufzeit_patience)]
    static PATIENCE: f64;

    /// Fills the bytes with random ones.
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(bytes: &mut [u8]);
}

/// Random bytes.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill_with_random(&mut bytes);
    bytes
}

/// A salt that nothing else has.
pub fn salt() -> Salt {
    Salt::new(random())
}

/// How many bytes of memory this instance has.
pub fn memory() -> u32 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    memory.buffer().unchecked_into::<js_sys::ArrayBuffer>().byte_length()
}

/// The most milliseconds between two breaths after which others are not kept waiting longer than they already are.
const BREATH: i64 = 10;
/// The pause after longer work. A request needs several turns of the runtime, and gets through within it.
pub const PAUSE: Duration = Duration::from_millis(5);

thread_local! {
    /// When somebody breathed last.
    static BREATHED: Cell<i64> = const { Cell::new(0) };
    /// How many slices of long work have been done since this isolate began.
    static SLICES: Cell<u32> = const { Cell::new(0) };
    /// The longest time, in milliseconds, that one piece of work kept all others waiting, since somebody asked last.
    static LONGEST: Cell<i64> = const { Cell::new(0) };
}

/// How many accounts, or texts of about that size, are worked on before others have their turn.
pub const SLICE: usize = 2_000;

/// Ends a slice of long work, and lets other requests run before the next one.
pub async fn slice() {
    SLICES.set(SLICES.get().wrapping_add(1));
    breathe().await;
}

/// How many slices of long work have been done since this isolate began.
pub fn slices() -> u32 {
    SLICES.get()
}

/// The longest time, in milliseconds, that one piece of work kept all others waiting, since this was asked last.
pub fn longest() -> i64 {
    LONGEST.replace(0)
}

/// Lets other requests run during long work.
pub async fn breathe() {
    progress();
    Delay::from(Duration::ZERO).await;
    if machine_now().saturating_sub(BREATHED.get()) > BREATH {
        Delay::from(PAUSE).await;
    }
    BREATHED.set(machine_now());
}

/// Does the work for a request. Whenever it goes on, `entry.mjs` is told, so that a panic is known to be this request's.
pub async fn working_for<T>(request: Request, work: impl AsyncFnOnce(Request) -> T) -> T {
    let raw: &JsValue = request.inner().as_ref();
    let raw = raw.clone();
    let mut work = pin!(work(request));
    poll_fn(|context| {
        at_work(&raw);
        let began = machine_now();
        let done = work.as_mut().poll(context);
        LONGEST.set(LONGEST.get().max(machine_now().saturating_sub(began)));
        at_work(&JsValue::NULL);
        done
    })
    .await
}

/// How long the next piece of a request's body may take.
pub fn patience() -> Duration {
    Duration::from_secs_f64(PATIENCE.with(|milliseconds| milliseconds / 1000.0))
}

/// The time of the machine's clock, in milliseconds since 1970.
pub fn machine_now() -> i64 {
    i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX)
}

/// Whether this runtime belongs to a test, so that there are calls for tests.
pub fn has_test_doors(env: &Env) -> bool {
    env.var("TEST_CLOCK").is_ok()
}
