// A tablet as a ballot box: which screen is shown, and that nothing of one voter is left for the next.

import { desk, enrol, finish } from "./kiosk-desk.mjs";
import * as store from "./kiosk-store.mjs";
import { vote } from "./kiosk-voter.mjs";
import { fill } from "./words.mjs";

const QUIET = 45_000;
const LAST = 15_000;
const TICK = 20_000;
const VOTING = new Set(["area", "ballot", "check", "done"]);
const SIZE = "moothill-kiosk-large";

class Kiosk {
  constructor(root) {
    this.root = root;
    this.addresses = { ...root.dataset };
    this.templates = Object.fromEntries([...root.querySelectorAll("template")].map((one) => [one.dataset.name, one]));
  }

  screen(name) {
    return this.root.querySelector(`[data-screen="${name}"]`);
  }

  part(name) {
    return this.root.querySelector(`[data-screen="${this.shown}"] [data-part="${name}"]`);
  }

  on(name, act, deed) {
    this.screen(name).querySelector(`[data-act="${act}"]`).addEventListener("click", deed);
  }

  show(name) {
    this.shown = name;
    for (const one of this.root.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== name;
    document.documentElement.classList.toggle("mh-kiosk-on", name !== "enrol");
    window.scrollTo(0, 0);
    this.screen(name).querySelector("h1")?.focus();
    this.stir();
  }

  say(name, places = {}) {
    const told = this.part("error");
    told.textContent = fill(told.dataset[name] ?? name, places);
    told.hidden = !told.textContent;
    if (told.textContent) told.focus();
  }

  // Everything of a voter goes with the page: a fresh one is loaded, from the device where there is no connection.
  reset() {
    this.clear();
    window.location.replace(window.location.pathname);
  }

  clear() {
    for (const one of this.root.querySelectorAll('[data-part="contests"], [data-part="chosen"], [data-part="code"]')) {
      one.replaceChildren();
    }
    for (const input of this.root.querySelectorAll("input")) input.value = "";
    for (const one of this.root.querySelectorAll("[data-screen]")) one.hidden = true;
  }

  // 45 seconds after the last touch comes a warning, 15 seconds after it the start.
  stir() {
    clearTimeout(this.quiet);
    this.root.querySelector("[data-idle]").hidden = true;
    if (VOTING.has(this.shown)) this.quiet = setTimeout(() => this.warn(), QUIET);
  }

  warn() {
    this.root.querySelector("[data-idle]").hidden = false;
    this.root.querySelector("[data-idle] button").focus();
    this.quiet = setTimeout(() => this.reset(), LAST);
  }

  async count() {
    const counts = await store.counts();
    for (const one of this.root.querySelectorAll('[data-part="counter"]')) {
      one.textContent = fill(one.dataset.words, counts);
    }
    return counts;
  }

  async now() {
    return Date.now() + ((await store.read("ahead")) ?? 0);
  }

  async isOver() {
    return Boolean(await store.read("ended")) || (await this.now()) >= this.manifest.closes * 1000;
  }
}

function large(root) {
  const isLarge = localStorage.getItem(SIZE) === "yes";
  document.documentElement.classList.toggle("mh-kiosk-large", isLarge);
  root.querySelector('[data-act="size"]').setAttribute("aria-pressed", String(isLarge));
}

function listen(kiosk) {
  for (const touch of ["pointerdown", "keydown", "input"]) window.addEventListener(touch, () => kiosk.stir());
  window.addEventListener("pagehide", () => kiosk.clear());
  window.addEventListener("pageshow", (event) => event.persisted && kiosk.reset());
  window.addEventListener("popstate", () => kiosk.shown !== "enrol" && kiosk.reset());
  window.addEventListener("beforeprint", () => kiosk.stir());
  window.addEventListener("online", () => finish(kiosk));
  for (const one of kiosk.root.querySelectorAll('[data-act="again"]')) one.addEventListener("click", () => kiosk.reset());
  kiosk.on("start", "size", () => {
    localStorage.setItem(SIZE, localStorage.getItem(SIZE) === "yes" ? "no" : "yes");
    large(kiosk.root);
  });
  setInterval(() => finish(kiosk), TICK);
}

export async function start(root) {
  const kiosk = new Kiosk(root);
  root.hidden = false;
  large(root);
  listen(kiosk);
  const told = await store.read("manifest");
  if (!told) {
    enrol(kiosk);
    return;
  }
  kiosk.manifest = JSON.parse(told);
  for (const one of root.querySelectorAll('[data-part="poll"]')) one.textContent = kiosk.manifest.title;
  for (const one of root.querySelectorAll('[data-part="place"]')) {
    one.textContent = [kiosk.manifest.station, kiosk.manifest.name].join(" · ");
  }
  await kiosk.count();
  desk(kiosk);
  vote(kiosk);
  kiosk.show((await kiosk.isOver()) ? "ended" : "start");
  await finish(kiosk);
}
