// Keeps the ticks and numbers of a ballot on the device after every change and puts them back; wiped once the vote is cast.

import { keepDraft, readDraft, wipeDraft } from "./drafts.mjs";

function boxes(form) {
  return [...form.querySelectorAll('input[type="checkbox"][data-pence]')];
}

function numbers(form) {
  return [...form.querySelectorAll("[data-number],[data-extra]")];
}

// What was typed before the page came: the server knows better then.
function isFilled(form) {
  const typed = numbers(form).some((field) => field.value !== "" && field.value === (field.dataset.number ?? field.dataset.extra));
  return typed || boxes(form).some((box) => box.defaultChecked);
}

function kept(form) {
  const ticked = boxes(form).filter((box) => box.checked).map((box) => box.value);
  return [...ticked, ...numbers(form).filter((field) => field.value).map((field) => `${field.name}=${field.value}`)];
}

function restore(form, values) {
  if (isFilled(form)) return;
  const wanted = new Set(values);
  for (const box of boxes(form)) box.checked = wanted.has(box.value);
  for (const field of numbers(form)) {
    const found = values.find((one) => one.startsWith(`${field.name}=`));
    field.value = found ? found.slice(field.name.length + 1) : "";
  }
  form.dispatchEvent(new CustomEvent("draft-restored"));
}

export function start(element) {
  const { clearDraft, draftKey, draftOwner = "" } = element.dataset;
  if (clearDraft !== undefined) {
    wipeDraft(clearDraft);
    return;
  }
  restore(element, readDraft(draftKey, draftOwner));
  element.addEventListener("input", () => {
    keepDraft(draftKey, draftOwner, kept(element));
  });
}
