// The running total at the foot of a ballot. The server counts again; this only tells the voter.

import { sayDraft } from "./draft-status.mjs";
import { fill, money, plural } from "./words.mjs";

const PAUSE = 400;

function chosen(form) {
  const ticked = [...form.querySelectorAll("input[data-pence]:checked")];
  return { n: ticked.length, sum: ticked.reduce((sum, box) => sum + Number(box.dataset.pence), 0) };
}

// The sentence for the present choice, as the poll's own limits have it.
function sentence(words, { n, sum }) {
  const shown = money(sum, words.currency);
  const category = plural(n);
  const key = `chosen${category[0].toUpperCase()}${category.slice(1)}`;
  const parts = [fill(words[key] ?? words.chosenOther, { n, sum: shown })];
  if (words.most && n > Number(words.most)) parts.push(words.overMost);
  if (words.limit && sum > Number(words.limit)) {
    parts.push(fill(words.overLimit, { over: money(sum - Number(words.limit), words.currency) }));
  }
  return parts;
}

export function start(bar) {
  const form = bar.closest("form");
  const words = bar.dataset;
  const part = (name) => bar.querySelector(`[data-part="${name}"]`);
  const pot = money(Number(words.pot), words.currency);
  let waiting;

  function show(choice) {
    part("count").textContent = fill(words.count, { n: choice.n });
    part("money").textContent = fill(words.money, { sum: money(choice.sum, words.currency), pot });
    part("progress").value = Math.min(choice.sum, Number(words.pot));
    part("progress").hidden = false;
    bar.classList.toggle("mh-budget--over", sentence(words, choice).length > 1);
    sayDraft(choice.n);
  }

  function tell(choice) {
    clearTimeout(waiting);
    waiting = setTimeout(() => { part("live").textContent = sentence(words, choice).join(" "); }, PAUSE);
  }

  form.addEventListener("change", () => {
    const choice = chosen(form);
    show(choice);
    tell(choice);
  });
  form.addEventListener("draft-restored", () => show(chosen(form)));
  show(chosen(form));
}
