// One voter at a kiosk: slip, area where the paper has several, choices, a last look, and the receipt.

import { areasOf, draw, fault, marksOf, papersOf, read, wholeOf } from "./kiosk-ballot.mjs";
import { ballot, hex, slipCode, slipHash, unhex } from "./kiosk-formats.mjs";
import { envelope } from "./kiosk-seal.mjs";
import * as store from "./kiosk-store.mjs";
import { fill } from "./words.mjs";

const SECRET = 16;

// The slip's hash, or the name of the sentence that says why it does not do.
async function known(kiosk, typed) {
  const code = slipCode(typed);
  if (!code) return { why: "shape" };
  const slip = await slipHash(kiosk.manifest.poll, code);
  if (!kiosk.manifest.slips.includes(hex(slip))) return { why: "unknown" };
  if (await store.isUsed(hex(slip))) return { why: "used" };
  return (await kiosk.now()) < kiosk.manifest.opens * 1000 ? { why: "early" } : { slip };
}

async function begin(kiosk, typed) {
  if (await kiosk.isOver()) {
    kiosk.reset();
    return;
  }
  const found = await known(kiosk, typed);
  if (found.why) {
    kiosk.say(found.why);
    return;
  }
  history.pushState({}, "");
  const areas = areasOf(kiosk.manifest.contests);
  if (areas.length > 1) choose(kiosk, found.slip, areas);
  else paper(kiosk, found.slip, areas[0] ?? "");
}

function choose(kiosk, slip, areas) {
  kiosk.show("area");
  for (const area of areas) {
    const button = kiosk.templates.area.content.firstElementChild.cloneNode(true);
    button.textContent = area;
    button.addEventListener("click", () => paper(kiosk, slip, area));
    kiosk.part("contests").append(button);
  }
}

function paper(kiosk, slip, area) {
  const contests = papersOf(kiosk.manifest.contests, area);
  kiosk.show("ballot");
  const drawn = draw(contests, kiosk.templates);
  kiosk.part("contests").replaceChildren(...drawn);
  const given = () => contests.map((one, place) => ({ contest: one, marked: read(one, drawn[place]), whole: drawn[place] }));
  kiosk.screen("ballot").querySelector('[data-act="check"]').onclick = () => look(kiosk, slip, given());
}

function look(kiosk, slip, given) {
  for (const { contest, marked } of given) {
    const wrong = fault(contest, marked);
    if (wrong) {
      kiosk.say(wrong.name, wrong.places);
      return;
    }
  }
  kiosk.say("none");
  kiosk.show("check");
  const rows = given.flatMap(({ contest, marked }) => words(kiosk, contest, marked));
  kiosk.part("chosen").replaceChildren(...rows);
  kiosk.part("blank").hidden = rows.length > 0;
  kiosk.screen("check").querySelector('[data-act="change"]').onclick = () => kiosk.show("ballot");
  const button = kiosk.screen("check").querySelector('[data-act="cast"]');
  button.disabled = false;
  button.onclick = () => {
    button.disabled = true;
    cast(kiosk, slip, given).catch(() => kiosk.say("broken"));
  };
}

function words(kiosk, contest, { given, extra }) {
  const isTicked = given.every(([, number]) => number === 1) && !["points", "scores", "ranking"].includes(contest.ballot.style);
  const title = (ref) => contest.projects.find((one) => one.ref === ref).title;
  const sorted = contest.ballot.style === "ranking" ? [...given].sort((one, other) => one[1] - other[1]) : given;
  const told = sorted.map(([ref, number]) => (isTicked ? title(ref) : `${title(ref)}: ${number}`));
  if (extra) told.push(fill(kiosk.part("chosen").dataset.extra, { title: title(extra) }));
  return told.map((line) => {
    const item = document.createElement("li");
    item.textContent = line;
    return item;
  });
}

// Sealed and on the disk before anything is shown; nothing that was chosen is kept in any other form.
async function cast(kiosk, slip, given) {
  const secret = crypto.getRandomValues(new Uint8Array(SECRET));
  const marked = Object.fromEntries(given.map(({ contest, marked: one }) => [contest.id, marksOf(contest, one)]));
  const marks = wholeOf(kiosk.manifest, marked);
  const { code } = await ballot(kiosk.manifest.poll, marks, secret);
  if (!(await store.put(await envelope(kiosk.manifest, unhex(hex(slip)), marks, secret)))) {
    kiosk.say("used");
    return;
  }
  kiosk.clear();
  kiosk.show("done");
  kiosk.part("code").textContent = code;
  await kiosk.count();
}

export function vote(kiosk) {
  const form = kiosk.screen("start").querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    document.documentElement.requestFullscreen?.().catch(() => undefined);
    begin(kiosk, form.elements.namedItem("slip").value).catch(() => kiosk.say("broken"));
  });
  kiosk.on("done", "print", () => window.print());
}
