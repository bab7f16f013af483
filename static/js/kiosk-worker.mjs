// The kiosk's pages without a connection: keeps FILES, which the service writes in front of this, and hands them out.

/* global FILES, VERSION, clients */

const KEPT = `kiosk-${VERSION}`;

async function fetched(cache, file) {
  const answer = await fetch(file, { credentials: "omit", cache: "reload" });
  if (!answer.ok) throw new Error(file);
  await cache.put(file, answer);
}

async function install() {
  const cache = await caches.open(KEPT);
  await Promise.all(FILES.map((file) => fetched(cache, file)));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("kiosk-") && name !== KEPT).map((name) => caches.delete(name)));
  await clients.claim();
}

async function answer(request) {
  const cache = await caches.open(KEPT);
  const isPage = request.mode === "navigate";
  return (await cache.match(request, { ignoreVary: true, ignoreSearch: isPage })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
