// A trap or a foreign exception that leaves the wasm may leave its instance half changed. The instance is marked as
// failed at once, so that the shim makes a new one and no call continues in the old one. wasm-bindgen could do the
// same, but with instructions that only the newest runtimes know.

// Wraps the exports of an instance, except those that begin with `__`: they belong to wasm-bindgen and call no code of
// the worker.
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
