// Brings what waits on a kiosk to the service, a batch at a time, until each is acknowledged. The same again does no harm.

import { totalOf } from "./kiosk-formats.mjs";
import { isGenuine, signed } from "./kiosk-seal.mjs";
import * as store from "./kiosk-store.mjs";

const MOST = 50;

export async function ask(address, told) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const answer = await fetch(address, {
    method: "POST", headers, body: JSON.stringify(told), credentials: "omit", cache: "no-store",
  });
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error("refused"), { why: found.why ?? "", status: answer.status });
  return found;
}

async function said(address, own, told, more = {}) {
  const text = JSON.stringify({ device: own.device, ...told });
  return ask(address, { told: text, signature: await signed(own.key, text), ...more });
}

// The manifest is taken only from the service that enrolled this device; its clock is the one that counts from then on.
export async function keepManifest({ manifest, signature }, point) {
  if (!(await isGenuine(manifest, signature, point))) throw Object.assign(new Error("forged"), { why: "" });
  const read = JSON.parse(manifest);
  await store.keep({ manifest, ahead: read.now * 1000 - Date.now(), device: read.device });
}

export async function refresh(addresses) {
  const [key, device, point] = await Promise.all(["key", "device", "point"].map(store.read));
  await keepManifest(await said(addresses.manifest, { key, device }, {}), point);
}

export async function deliver(addresses) {
  const [key, device, ended] = await Promise.all(["key", "device", "ended"].map(store.read));
  for (;;) {
    const envelopes = await store.waiting(MOST);
    const all = await store.digests();
    const told = {
      digests: envelopes.map((one) => one.digest), count: all.length, total: await totalOf(all), ended: ended ?? null,
    };
    const sent = envelopes.map(({ slip, sealed }) => ({ slip, sealed }));
    const answer = await said(addresses.deliveries, { key, device }, told, { envelopes: sent });
    await store.acknowledge(answer.items);
    const left = await store.waiting(1);
    if (!left.length || !Object.keys(answer.items).length) return { ...answer, isDone: Boolean(ended) && answer.whole };
  }
}
