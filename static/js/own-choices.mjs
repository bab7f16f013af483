// Opens the reader's own ballot on the device: the receipt key and the choices never leave the page.

import { bytesOfHex, hashOf, hexOf } from "./ballot-hash.mjs";

const CHANNELS = ["online", "kiosk", "assisted"];
const KEY = /^[0-9a-f]{32}$/;

const byRef = (one, other) => (one.dataset.ref < other.dataset.ref ? -1 : 1);

function marksOf(contest) {
  const { marks, nothing = "0" } = contest.dataset;
  const inputs = [...contest.querySelectorAll("[data-ref]")];
  const refs = (chosen) => chosen.map((input) => input.dataset.ref);
  if (marks === "set") return refs(inputs.filter((input) => input.checked).sort(byRef));
  const given = inputs.filter((input) => /^\d+$/.test(input.value) && Number(input.value) !== Number(nothing));
  if (marks === "order") return refs(given.sort((one, other) => Number(one.value) - Number(other.value)));
  return given.sort(byRef).map((input) => [input.dataset.ref, Number(input.value)]);
}

// B: the marks of the one contest, or those of each on the voter's paper by its id, with the extra vote if one was given.
export function choicesOf(contests, area = "") {
  if (contests.length === 1 && !contests[0].querySelector("[data-extra]")) return marksOf(contests[0]);
  const own = contests.filter((contest) => !contest.dataset.area || contest.dataset.area === area);
  const told = own.map((contest) => {
    const extra = contest.querySelector("[data-extra]")?.value;
    return [contest.dataset.contest, extra ? { m: marksOf(contest), x: extra } : marksOf(contest)];
  });
  return Object.fromEntries(told.sort(([one], [other]) => (one < other ? -1 : 1)));
}

async function opens(poll, choices, secret, hash) {
  for (const channel of CHANNELS) {
    if (hexOf(await hashOf(poll, choices, channel, secret)) === hash) return true;
  }
  return false;
}

export function start(element) {
  if (!globalThis.crypto?.subtle) return;
  const { poll, hash, noKey, same, other } = element.dataset;
  const part = (name) => element.querySelector(`[data-part=${name}]`);
  element.hidden = false;
  part("check").addEventListener("click", async () => {
    const key = part("key").value.replace(/\s/g, "").toLowerCase();
    if (!KEY.test(key)) {
      part("answer").textContent = noKey;
      return;
    }
    const choices = choicesOf([...element.querySelectorAll("[data-marks]")], part("area")?.value);
    part("answer").textContent = (await opens(poll, choices, bytesOfHex(key), hash)) ? same : other;
  });
}
