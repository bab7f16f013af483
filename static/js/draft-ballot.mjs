// Keeps the ticks of a ballot on the device after every change and puts them back; wiped once the vote is cast.

import { keepDraft, readDraft, wipeDraft } from "./drafts.mjs";

function boxes(form) {
  return [...form.querySelectorAll('input[type="checkbox"][data-pence]')];
}

function restore(form, values) {
  const drawn = boxes(form);
  if (drawn.some((box) => box.defaultChecked)) return;
  const wanted = new Set(values);
  for (const box of drawn) box.checked = wanted.has(box.value);
  form.dispatchEvent(new CustomEvent("draft-restored"));
}

export function start(element) {
  const { clearDraft, draftKey, draftOwner = "" } = element.dataset;
  if (clearDraft !== undefined) {
    wipeDraft(clearDraft);
    return;
  }
  restore(element, readDraft(draftKey, draftOwner));
  element.addEventListener("change", () => {
    keepDraft(draftKey, draftOwner, boxes(element).filter((box) => box.checked).map((box) => box.value));
  });
}
