// What a kiosk keeps on the device: its key and manifest, sealed ballots that wait, and digests of those received.

const NAME = "moothill-kiosk";
const STRICT = { durability: "strict" }; // on the disk before the voter is told

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const base = asked.result;
      base.createObjectStore("self");
      for (const name of ["outbox", "sent"]) {
        base.createObjectStore(name, { keyPath: "digest" }).createIndex("slip", "slip");
      }
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

const answer = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

async function within(mode, work) {
  const base = await opened();
  try {
    const deed = base.transaction(["self", "outbox", "sent"], mode, STRICT);
    const done = new Promise((resolve, reject) => {
      deed.oncomplete = resolve;
      deed.onabort = () => reject(deed.error ?? new Error("aborted"));
    });
    const found = await work((name) => deed.objectStore(name), deed);
    await done;
    return found;
  } finally {
    base.close();
  }
}

export const read = (name) => within("readonly", (store) => answer(store("self").get(name)));

export const keep = (told) =>
  within("readwrite", async (store) => {
    for (const [name, value] of Object.entries(told)) store("self").put(value, name);
  });

export const isUsed = (slip) =>
  within("readonly", async (store) => {
    const counts = ["outbox", "sent"].map((name) => answer(store(name).index("slip").count(slip)));
    return (await Promise.all(counts)).some(Boolean);
  });

// Keeps a sealed ballot, unless its slip was used here before: whether it did comes back.
export const put = (envelope) =>
  within("readwrite", async (store) => {
    for (const name of ["outbox", "sent"]) {
      if (await answer(store(name).index("slip").count(envelope.slip))) return false;
    }
    store("outbox").put(envelope);
    return true;
  });

// In the order of their digests, which is that of chance.
export const waiting = (most) => within("readonly", (store) => answer(store("outbox").getAll(null, most)));

export const counts = () =>
  within("readonly", async (store) => {
    const [saved, sent] = await Promise.all(["outbox", "sent"].map((name) => answer(store(name).count())));
    return { saved, sent };
  });

export const digests = () =>
  within("readonly", async (store) => {
    const [saved, sent] = await Promise.all(["outbox", "sent"].map((name) => answer(store(name).getAllKeys())));
    return [...saved, ...sent];
  });

// What was acknowledged leaves the device; its digest and slip stay until all is delivered.
export const acknowledge = (items) =>
  within("readwrite", async (store) => {
    for (const [digest, fate] of Object.entries(items)) {
      const found = await answer(store("outbox").get(digest));
      if (found) {
        store("sent").put({ digest, slip: found.slip, fate });
        store("outbox").delete(digest);
      }
    }
  });

export const fates = () => within("readonly", (store) => answer(store("sent").getAll()));

export function wipe() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = () => resolve();
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
}
