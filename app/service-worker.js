// Keeps the page in the browser, so that it opens without a network: exactly the files of one build, never some of two.
//
// A newer build is fetched beside the one in use, and waits until somebody agrees to it. The files of the build before
// stay for tabs that still run it. Whatever the worker answers is never kept here.

// The build fills in a hash of all files, the name of the program, and the addresses of the files that have it in their names, and of the
// others.
const [VERSION, PROGRAM, NAMED, OTHERS] = SHELL;
const KIND = "laufzeit shell ";
const OWN = KIND + VERSION;
const PAGE = "/";

async function fetched(path, isNamed) {
  // what has a hash in its name is what it was when the page fetched it
  const response = await fetch(path, { cache: isNamed ? "default" : "no-cache" });
  const isPage = path === PAGE;
  const isHtml = (response.headers.get("content-type") ?? "").includes("text/html");
  // a host that does not have a file may answer with its page, and whoever guards a host leads elsewhere
  if (!response.ok || response.redirected || isHtml !== isPage) throw new Error(`${path} is not there`);
  // the host may have got another build meanwhile
  if (isPage && !(await response.clone().text()).includes(PROGRAM)) throw new Error("the page is another one by now");
  return response;
}

async function take() {
  const cache = await caches.open(OWN);
  // each is read as it comes, because a browser has only so many connections
  const keep = (isNamed) => async (path) => cache.put(path, await fetched(path, isNamed));
  try {
    await Promise.all([...NAMED.map(keep(true)), ...[PAGE, ...OTHERS].map(keep(false))]);
  } catch (error) {
    // some of the files are of no use
    await caches.delete(OWN);
    throw error;
  }
}

async function tidy() {
  const kept = (await caches.keys()).filter((name) => name.startsWith(KIND) && name !== OWN);
  // the newest of the others is the build before
  await Promise.all(kept.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

const orAsked = async (kept, request) => (await kept.catch(() => undefined)) ?? fetch(request);

addEventListener("install", (event) => event.waitUntil(take()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("message", ({ data }) => {
  if (data === "go") skipWaiting();
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") {
    const page = caches.open(OWN).then((cache) => cache.match(PAGE));
    event.respondWith(orAsked(page, request));
  } else if (pathname !== PAGE) {
    event.respondWith(orAsked(caches.match(pathname), request));
  }
});
