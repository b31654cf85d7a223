// The module that the runtime loads: the built worker with a guard around every call into it.
//
// A panic in wasm traps inside a microtask: the promise that the runtime has then never settles, and the caller would
// wait for ever. The panic hook sets `criticalError` at once, and the next call into the wasm makes a new instance, in
// which no earlier call continues. So all calls in flight have failed at that moment, and are answered then. A call
// that hangs without a panic is answered after LIMIT without progress.

import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
import Worker, * as built from "./build/index.js";

const LIMIT = 10_000; // ms
const AGAIN = 60_000; // ms

const inFlight = new Set();
const state = globalThis.__worker_init_state;
let criticalError = state.criticalError;
Object.defineProperty(state, "criticalError", {
  get: () => criticalError,
  set(value) {
    criticalError = value;
    if (!value) return;
    const failed = [...inFlight];
    inFlight.clear();
    for (const fail of failed) fail(new Error("the worker panicked"));
  },
});

// Long work reports its progress here. A timer belongs to the request that set it, so this only notes the time.
let progress = 0;
globalThis.__laufzeit_progress = () => {
  progress = Date.now();
};

async function guarded(call) {
  let timer;
  const trouble = Promise.withResolvers();
  inFlight.add(trouble.reject);
  const watch = (wait) => {
    timer = setTimeout(() => {
      const left = progress + LIMIT - Date.now();
      if (left > 0) watch(left);
      else trouble.reject(new Error(`nothing was heard of the call for ${LIMIT / 1000} s`));
    }, wait);
  };
  watch(LIMIT);
  try {
    return await Promise.race([call(), trouble.promise]);
  } finally {
    clearTimeout(timer);
    inFlight.delete(trouble.reject);
  }
}

async function answered(call) {
  try {
    return await guarded(call);
  } catch (error) {
    console.error(error);
    const problem = {
      type: "urn:laufzeit:internal",
      title: "something went wrong here",
      status: 500,
      detail: "the request failed inside the worker; whether it was carried out can be asked with the same Idempotency-Key",
    };
    const headers = {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    };
    return Response.json(problem, { status: 500, headers });
  }
}

const object = (Inner) =>
  class extends DurableObject {
    constructor(ctx, env) {
      super(ctx, env);
      this.inner = new Inner(ctx, env);
    }
    fetch(request) {
      return answered(() => this.inner.fetch(request));
    }
    // The runtime tries a failed alarm again only a few times and then drops it, so this function never fails.
    async alarm() {
      try {
        await guarded(() => this.inner.alarm());
      } catch (error) {
        console.error(error);
        await this.ctx.storage.setAlarm(Date.now() + AGAIN);
      }
    }
  };

export const PlatformObject = object(built.PlatformObject);
export const DirectoryObject = object(built.DirectoryObject);

export default class extends WorkerEntrypoint {
  fetch(request) {
    return answered(() => new Worker(this.ctx, this.env).fetch(request));
  }
  scheduled(event) {
    return guarded(() => new Worker(this.ctx, this.env).scheduled(event));
  }
}
