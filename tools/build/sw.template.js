// @ts-nocheck
// The service worker. The build puts in the version and the list of files; see service-worker.ts.
const VERSION = "__VERSION__";
const FILES = "__FILES__";
const PREFIX = `flushlight ${self.registration.scope} `;
const CACHE = PREFIX + VERSION;

/** Addresses of the files as the cache knows them: one whose content changes has another address there. */
const keyed = new Map(
  FILES.map(({ url, revision }) => {
    const address = new URL(url, self.registration.scope);
    const key = new URL(address);
    key.searchParams.set("revision", revision);
    return [address.href, key.href];
  }),
);

const onDemand = FILES.filter((file) => file.onDemand).map(({ url }) => new URL(url, self.registration.scope).href);
const DEMANDED = new URL("demanded", self.registration.scope).href;

/** Whether somebody has used what is kept on demand, with this version or one before. */
async function demanded() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && (await (await caches.open(name)).match(DEMANDED))) return true;
  }
  return false;
}

/** Keeps what is on demand from now on, with each version. */
async function keepOnDemand() {
  const cache = await caches.open(CACHE);
  await cache.put(DEMANDED, new Response("yes"));
  await fill(onDemand);
}

async function install() {
  await fill([...keyed.keys()].filter((address) => !onDemand.includes(address)));
  if (await demanded()) await keepOnDemand();
}

/** Takes each file from the cache of the version before where it is the same, else from the network. */
async function fill(addresses) {
  const cache = await caches.open(CACHE);
  // A few at a time, and one after the other: the page that is being read comes first.
  const waiting = addresses.map((address) => [address, keyed.get(address)]);
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [address, key] = next;
      const known = await caches.match(key);
      const response = known ?? (await fetch(address, { cache: "no-cache" }));
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      await cache.put(key, response);
    }
  };
  await Promise.all([work(), work()]);
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
  await self.clients.claim();
}

async function answer(request) {
  const address = new URL(request.url);
  address.hash = "";
  address.search = "";
  const key = keyed.get(address.href.replace(/\/index\.html$/, "/"));
  const cached = key === undefined ? undefined : await (await caches.open(CACHE)).match(key);
  return cached ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(self.registration.scope)) {
    event.respondWith(answer(event.request));
  }
});
// A new version waits until a person asks for it: what they have open belongs to the old one.
self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
  if (event.data === "keep on demand") event.waitUntil(keepOnDemand());
});
