// The service worker: the second visit starts from the device, and the shell opens without a network.
// It keeps the app's own files only. What a FHIR server answers never passes through here, so no health data is kept.

const CACHE = "sampan-app";
const KEEP = 80; // Files of the current build, the one before, and some room.
/** Files without a hash, which a hospital may change. */
const PLAIN = ["config.json", "vocabulary.json", "pinyin.json"].map((name) => new URL(name, location.href).pathname);
const PAGE = new URL("index.html", location.href).pathname;
const HASHED = /\.[0-9a-f]{8,}\.(?:js|wasm|json|css)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (HASHED.test(url.pathname)) event.respondWith(fromCacheFirst(request));
  else if (request.mode === "navigate" && !url.pathname.includes(".")) event.respondWith(whileRefreshing(event, PAGE));
  else if (PLAIN.includes(url.pathname)) event.respondWith(whileRefreshing(event, url.pathname));
});

/** A file with a hash in its name never changes. */
async function fromCacheFirst(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url);
  return kept ?? keep(cache, request.url, await fetch(request));
}

/** What is kept, at once; the newer one is there for the next visit. */
async function whileRefreshing(event, path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  const fresh = fetch(path, { cache: "no-cache" }).then((response) => keep(cache, path, response));
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  return kept;
}

async function keep(cache, key, response) {
  if (response.ok) {
    await cache.put(key, response.clone());
    const keys = await cache.keys();
    for (const old of keys.filter((k) => HASHED.test(k.url)).slice(0, Math.max(0, keys.length - KEEP))) await cache.delete(old);
  }
  return response;
}
