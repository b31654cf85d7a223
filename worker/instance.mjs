// What throws out of the wasm, be it a trap or a foreign exception, leaves its instance half changed. That is marked at once, so
// that the shim takes a new instance, and nothing of the old one goes on. wasm-bindgen's own way to do so is written in
// instructions that only the newest runtimes know.

// The exports of one instance. What begins with `__` is wasm-bindgen's, and calls nothing of ours.
export function guarded(exports) {
  let broken = false;
  const guard = (call) => (...given) => {
    if (broken) throw new Error("this instance of the wasm has failed");
    try {
      return call(...given);
    } catch (error) {
      broken = true;
      globalThis.__worker_init_state.criticalError = true;
      throw error;
    }
  };
  const ours = ([name, it]) => typeof it === "function" && !name.startsWith("__");
  return Object.fromEntries(Object.entries(exports).map((entry) => (ours(entry) ? [entry[0], guard(entry[1])] : entry)));
}
