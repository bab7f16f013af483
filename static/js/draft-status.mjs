// The line at the top of a ballot page that says whether one has voted.

import { fill, plural } from "./words.mjs";

export function sayDraft(n) {
  const line = document.querySelector('[data-part="draft-status"]');
  if (line) line.textContent = n ? fill(line.dataset[plural(n)] ?? line.dataset.other, { n }) : line.dataset.none;
}
