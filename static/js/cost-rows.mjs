// Rows of an item and its amount: adds and takes away rows, and shows what they come to.

import { fill, money, pence } from "./words.mjs";

export function start(fieldset) {
  const rows = fieldset.querySelector('[data-part="rows"]');
  const template = fieldset.querySelector('[data-part="template"]');
  const sum = fieldset.querySelector('[data-part="sum"]');
  const add = fieldset.querySelector('[data-act="add"]');
  const most = Number(fieldset.dataset.most);
  const all = () => [...rows.querySelectorAll('[data-part="row"]')];
  let next = all().length;

  function show() {
    const amounts = [...rows.querySelectorAll('[data-part="amount"]')].map((input) => pence(input.value) ?? 0);
    sum.textContent = fill(fieldset.dataset.sum, { sum: money(amounts.reduce((left, right) => left + right, 0)) });
    add.hidden = all().length >= most;
    for (const button of rows.querySelectorAll('[data-act="remove"]')) button.hidden = all().length < 2;
  }

  function fresh() {
    const piece = template.content.cloneNode(true);
    for (const element of piece.querySelectorAll("[id], [name], [for]")) {
      for (const name of ["id", "name", "for"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace("__n__", next));
      }
    }
    const hidden = piece.querySelector('[data-act="remove"] .visually-hidden');
    hidden.textContent = hidden.textContent.replace("__n__", next + 1);
    next += 1;
    return piece;
  }

  add.addEventListener("click", (event) => {
    event.preventDefault();
    rows.append(fresh());
    show();
    all().at(-1).querySelector("input").focus();
  });
  rows.addEventListener("click", (event) => {
    const button = event.target.closest('[data-act="remove"]');
    if (!button || all().length < 2) return;
    const row = button.closest('[data-part="row"]');
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    show();
    neighbour.querySelector("input").focus();
  });
  rows.addEventListener("input", show);
  show();
}
