// The module that the runtime loads: the built worker with a guard around every call into it, and the files of the page
// for every address but the API's.
//
// A panic in wasm traps inside a microtask: the promise that the runtime has then never settles, and the caller would
// wait for ever. The panic hook sets `criticalError` at once, and the next call into the wasm makes a new instance, in
// which no earlier call continues. So all calls in flight have failed at that moment, and are answered then: the call
// that panicked with 500, and the others with 503, because they can be sent again. A call that hangs without a panic is
// answered after LIMIT without progress. An object that panics again and again rests for a while.

import { DurableObject, WorkerEntrypoint, env as bindings } from "cloudflare:workers";
import Worker, * as built from "./build/index.js";
import headers from "./headers.json";

const LIMIT = Number(bindings?.SILENCE_MS ?? 10_000); // ms
const AGAIN = 60_000; // ms
const REST = LIMIT * 6; // a minute
const PANICS = 3;
// A host that is more than a name or a numeric address might change what the path of the URL is.
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:[1-9]\d{0,4})?$/i;

// What every answer says. The page's files have their own, which the build makes of the same list.
const HEADERS = Object.entries({ ...headers.everything, ...headers.answers });

// An answer with a socket has no body and is for no screen, and a copy of it would lose the socket.
function sealed(answer) {
  if (answer.webSocket) return answer;
  const response = new Response(answer.body, answer);
  for (const [name, value] of HEADERS) if (!response.headers.has(name)) response.headers.set(name, value);
  return response;
}

function problem(status, kind, code, title, detail, more = {}) {
  const type = `urn:laufzeit:${kind}`;
  const init = { status, headers: { "content-type": "application/problem+json", ...more } };
  return Response.json({ type, title, status, detail, code }, init);
}

const failed = () =>
  problem(
    500,
    "internal",
    "internal",
    "something went wrong here",
    "the request failed inside the worker; whether it was carried out can be asked with the same Idempotency-Key",
  );

const interrupted = () =>
  problem(
    503,
    "interrupted",
    "interrupted",
    "another request brought this one to an end",
    "another request failed inside the worker and ended this one; it can be sent again with the same Idempotency-Key",
    { "retry-after": "1" },
  );

const resting = (until) =>
  problem(
    503,
    "resting",
    "resting",
    "the platform rests",
    `the platform failed ${PANICS} times in a row inside the worker, and rests for a minute`,
    { "retry-after": String(Math.max(1, Math.ceil((until - Date.now()) / 1000))) },
  );

const proxied = () =>
  problem(
    503,
    "proxied",
    "proxy_in_front",
    "a proxy stands in front",
    "this desk answers its own machine only, and the request came through a proxy; behind a proxy, signing in is needed",
  );

class Interrupted extends Error {}

// The calls in flight, and the request that the wasm works for at this moment.
const inFlight = new Set();
let working = null;
globalThis.__laufzeit_at_work = (request) => {
  working = request;
};

// A request and its copy within the worker have one name.
const name = (request) => request && `${request.method} ${request.url} ${request.headers.get("idempotency-key")}`;

const state = globalThis.__worker_init_state;
let criticalError = state.criticalError;
Object.defineProperty(state, "criticalError", {
  get: () => criticalError,
  set(value) {
    criticalError = value;
    if (!value) return;
    const ended = [...inFlight];
    const [guilty, culprit] = [name(working), working];
    // requests between the objects have no names of their own
    const isGuilty = (request) =>
      request === culprit || (name(request) === guilty && !request?.url.startsWith("http://inside/"));
    inFlight.clear();
    working = null;
    for (const { request, fail } of ended) {
      fail(isGuilty(request) ? new Error("the worker panicked") : new Interrupted("the worker panicked elsewhere"));
    }
  },
});

// Long work reports its progress here. A timer belongs to the request that set it, so this only notes the time.
let progress = 0;
globalThis.__laufzeit_progress = () => {
  progress = Date.now();
};
// A body that stops coming is given up before its call counts as hanging.
globalThis.__laufzeit_patience = LIMIT * 0.8;

async function guarded(request, call) {
  let timer;
  const trouble = Promise.withResolvers();
  const flight = { request, fail: trouble.reject };
  inFlight.add(flight);
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
    inFlight.delete(flight);
  }
}

function answerTo(error) {
  console.error(error);
  return error instanceof Interrupted ? interrupted() : failed();
}

const object = (Inner) =>
  class extends DurableObject {
    #failures = 0;
    #restsUntil = 0;

    constructor(ctx, env) {
      super(ctx, env);
      this.inner = new Inner(ctx, env);
    }
    async fetch(request) {
      if (Date.now() < this.#restsUntil) return resting(this.#restsUntil);
      try {
        return await this.#counted(request, () => this.inner.fetch(request));
      } catch (error) {
        return answerTo(error);
      }
    }
    // The runtime tries a failed alarm again only a few times and then drops it, so this function never fails.
    async alarm() {
      try {
        if (Date.now() < this.#restsUntil) throw new Error("an alarm during a rest");
        await this.#counted(null, () => this.inner.alarm());
      } catch (error) {
        console.error(error);
        await this.ctx.storage.setAlarm(Date.now() + AGAIN);
      }
    }
    webSocketMessage(socket, message) {
      return this.#heard(socket, () => this.inner.webSocketMessage(socket, message));
    }
    webSocketClose(socket, code, reason, clean) {
      return this.#heard(socket, () => this.inner.webSocketClose(socket, code, reason, clean));
    }
    webSocketError(socket, error) {
      return this.#heard(socket, () => this.inner.webSocketError(socket, error));
    }
    // What a socket said is lost with a failure, and it would be told nothing any more: whoever has it opens another one.
    async #heard(socket, call) {
      try {
        if (Date.now() < this.#restsUntil) throw new Error("a message during a rest");
        await this.#counted(null, call);
      } catch (error) {
        console.error(error);
        socket.close(1011, "it failed");
      }
    }
    async #counted(request, call) {
      try {
        const answer = await guarded(request, call);
        this.#failures = 0;
        return answer;
      } catch (error) {
        if (!(error instanceof Interrupted)) this.#failures += 1;
        if (this.#failures >= PANICS) {
          this.#failures = 0;
          this.#restsUntil = Date.now() + REST;
          console.error(`an object failed ${PANICS} times in a row and rests for ${REST / 1000} s`);
        }
        throw error;
      }
    }
  };

export const PlatformObject = object(built.PlatformObject);
export const DirectoryObject = object(built.DirectoryObject);
export const PeopleObject = object(built.PeopleObject);

const unknown = () => problem(404, "not-found", "nothing_here", "not found", "nothing has this address");

function isSame(one, other) {
  const [a, b] = [one, other].map((text) => new TextEncoder().encode(text));
  return a.byteLength === b.byteLength && crypto.subtle.timingSafeEqual(a, b);
}

// The door for whoever has a shell on the machine: a socket of its own, on loopback only. Its secret stands in a file of
// the data folder that nobody else can read.
const OF_PEOPLE = ["/owner", "/has_people", "/has_passkeys", "/providers", "/restored", "/skew"];
const OF_DIRECTORY = ["/known", "/is_locked", "/lock"];
const OF_PLATFORMS = ["/check"]; // of the object that the query names by its id

export class Control extends WorkerEntrypoint {
  async fetch(request) {
    const { CONTROL_SECRET: secret, PEOPLE: people, DIRECTORY: directory, PLATFORM: platforms } = this.env;
    const { pathname, search, searchParams } = new URL(request.url);
    const shown = request.headers.get("authorization") ?? "";
    const isKnown = typeof secret === "string" && secret.length >= 32 && isSame(shown, `Bearer ${secret}`);
    const [whose, object] = OF_PEOPLE.includes(pathname)
      ? ["people", () => people.getByName("people")]
      : OF_DIRECTORY.includes(pathname)
        ? ["directory", () => directory.getByName("directory")]
        : ["platform", () => platforms.get(platforms.idFromString(searchParams.get("object")))];
    const isDoor = whose !== "platform" || OF_PLATFORMS.includes(pathname);
    if (!isKnown || request.method !== "POST" || !isDoor) return unknown();
    try {
      return await object().fetch(`http://inside${pathname}${search}`, { method: "POST" });
    } catch (error) {
      // the runtime cannot open the object's file, and does not say so
      const isShut = whose !== "people" && String(error).includes("internal error");
      return isShut ? Response.json({ code: `${whose}_damaged` }, { status: 503 }) : answerTo(error);
    }
  }
}

// Who came over TLS once comes over TLS from now on. Behind a proxy only it knows that, and a browser that is told wrongly
// tells only itself.
const isOverTls = ({ url, headers }) => url.startsWith("https:") || headers.get("x-forwarded-proto") === "https";

function forTls(answer) {
  if (answer.webSocket) return answer;
  const response = new Response(answer.body, answer);
  response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

// What proxies add. A desk believes whoever reaches it, so a proxy would make everybody its owner.
const PROXY = /^(forwarded|x-forwarded-.*|via|cf-.*)$/;

const isProxied = ({ headers }) => [...headers.keys()].some((name) => PROXY.test(name));

// The address of a request among the page's files, where this worker has them; null if the request is the API's. What is
// odd about a host is left to the worker to refuse.
function pageAddress({ url, headers }, env) {
  if (env.SITE === undefined || !HOST.test(headers.get("host") ?? "") || !URL.canParse(url)) return null;
  const { pathname, search } = new URL(url);
  return pathname.startsWith("/api/") ? null : `http://site${pathname}${search}`;
}

export default class extends WorkerEntrypoint {
  async fetch(request) {
    const answer = await this.#answer(request);
    return isOverTls(request) ? forTls(answer) : answer;
  }
  async #answer(request) {
    try {
      if (this.env.PLACE === "desk" && isProxied(request)) return sealed(proxied());
      const address = pageAddress(request, this.env);
      if (address !== null) return await this.env.SITE.fetch(address, request);
      return sealed(await guarded(request, () => new Worker(this.ctx, this.env).fetch(request)));
    } catch (error) {
      return sealed(answerTo(error));
    }
  }
  scheduled(event) {
    return guarded(null, () => new Worker(this.ctx, this.env).scheduled(event));
  }
}
