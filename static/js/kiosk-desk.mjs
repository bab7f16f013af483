// The officer at a kiosk: enrols it, sends what is saved, ends voting, and sees it wiped once all was acknowledged.

import { ask, deliver, keepManifest, refresh } from "./kiosk-deliver.mjs";
import { bytes, hex, sha256, slipCode } from "./kiosk-formats.mjs";
import { ownKey } from "./kiosk-seal.mjs";
import * as store from "./kiosk-store.mjs";
import { fill } from "./words.mjs";

const SALT = 16;
let underWay = false;

const pinHash = async (salt, pin) => hex(await sha256(bytes("moothill/kiosk-own-pin/v1\0"), bytes(salt), bytes(pin)));

async function ready(kiosk) {
  const worker = kiosk.addresses.worker;
  for (const scope of kiosk.addresses.scopes.split(" ")) await navigator.serviceWorker.register(worker, { scope });
  await navigator.serviceWorker.ready;
  await navigator.storage?.persist?.();
}

async function begun(kiosk, code, pin) {
  const { key, point: own } = await ownKey();
  const answer = await ask(kiosk.addresses.enrolment, { code, pin, key: own });
  const salt = hex(crypto.getRandomValues(new Uint8Array(SALT)));
  await store.keep({ key, point: answer.point, salt, pin: await pinHash(salt, pin) });
  await keepManifest(answer, answer.point);
  await ready(kiosk);
  window.location.replace(window.location.pathname);
}

export function enrol(kiosk) {
  kiosk.show("enrol");
  const form = kiosk.screen("enrol").querySelector("form");
  form.elements.namedItem("code").value = window.location.hash.slice(1); // what follows # is sent to nobody
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const pin = form.elements.namedItem("pin").value.replace(/\s/g, "");
    begun(kiosk, slipCode(form.elements.namedItem("code").value), pin).catch((fault) => kiosk.say(fault.why || "broken"));
  });
}

// Delivers what is due: all once voting has ended here, and before that when enough wait to hide whose is whose.
export async function finish(kiosk, isAsked = false) {
  if (!kiosk.manifest || underWay || !["start", "desk", "ended"].includes(kiosk.shown)) return;
  underWay = true;
  try {
    if ((await kiosk.isOver()) && !(await store.read("ended"))) {
      await store.keep({ ended: Math.min(kiosk.manifest.closes, Math.floor((await kiosk.now()) / 1000)) });
      if (kiosk.shown === "start") kiosk.show("ended");
    }
    const { saved } = await kiosk.count();
    const isDue = saved >= kiosk.manifest.least || Boolean(await store.read("ended"));
    if (!isAsked && !(navigator.onLine && isDue)) return;
    if (isAsked) await refresh(kiosk.addresses);
    await sent(kiosk, await deliver(kiosk.addresses));
  } catch (fault) {
    if (kiosk.part("error")) kiosk.say(fault.why || "away");
  } finally {
    underWay = false;
  }
}

async function sent(kiosk, answer) {
  const { saved } = await kiosk.count();
  const held = (await store.fates()).filter((one) => one.fate === "held").length;
  if (answer.isDone && !saved) {
    kiosk.show("wiped");
    kiosk.part("told").textContent = fill(kiosk.part("told").dataset.words, { received: answer.received - held, held });
    await store.wipe();
    kiosk.manifest = null;
  } else if (kiosk.part("told")) {
    kiosk.say("none");
    kiosk.part("told").textContent = fill(kiosk.part("told").dataset.words, { received: answer.received - held, held });
  }
}

async function end(kiosk, pin) {
  const [salt, kept] = await Promise.all(["salt", "pin"].map(store.read));
  if ((await pinHash(salt, pin.replace(/\s/g, ""))) !== kept) {
    kiosk.say("pin");
    return;
  }
  await store.keep({ ended: Math.min(kiosk.manifest.closes, Math.floor((await kiosk.now()) / 1000)) });
  kiosk.show("ended");
  await finish(kiosk);
}

export function desk(kiosk) {
  kiosk.on("start", "desk", () => kiosk.show("desk"));
  for (const name of ["desk", "ended"]) kiosk.on(name, "send", () => finish(kiosk, true));
  const form = kiosk.screen("desk").querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    end(kiosk, form.elements.namedItem("pin").value).catch(() => kiosk.say("broken"));
  });
}
