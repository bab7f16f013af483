// The running sum at the foot of a ballot with numbers: points, scores or places. The server counts again.

import { sayDraft } from "./draft-status.mjs";
import { fill } from "./words.mjs";

const PAUSE = 400;

function given(form) {
  return [...form.querySelectorAll("[data-number]")].map((field) => Number(field.value)).filter((number) => number > 0);
}

// Whether the numbers break the limit that the bar shows: points used up, or a place given twice.
function isOver(words, numbers, sum) {
  if (words.places !== undefined) return new Set(numbers).size < numbers.length;
  return words.most !== undefined && sum > Number(words.most);
}

export function start(bar) {
  const form = bar.closest("form");
  const words = bar.dataset;
  const part = (name) => bar.querySelector(`[data-part="${name}"]`);
  let waiting;

  function show() {
    const numbers = given(form);
    const sum = numbers.reduce((all, one) => all + one, 0);
    const told = fill(words.count, { n: numbers.length, sum });
    const over = isOver(words, numbers, sum);
    part("count").textContent = told;
    bar.classList.toggle("mh-budget--over", over);
    sayDraft(numbers.length);
    return over ? `${told} ${words.over}` : told;
  }

  form.addEventListener("input", () => {
    const told = show();
    clearTimeout(waiting);
    waiting = setTimeout(() => { part("live").textContent = told; }, PAUSE);
  });
  form.addEventListener("draft-restored", show);
  show();
}
