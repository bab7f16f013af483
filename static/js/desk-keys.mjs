// Keys for those who decide: j and k go from message to message, others to what the list names. They can be switched off.

const OFF = "moothill keys off";
const TYPING = "textarea, select, input:not([type=radio]):not([type=checkbox])";

export function start(list) {
  list.hidden = false;
  const box = list.querySelector("[data-switch]");
  box.checked = localStorage.getItem(OFF) !== "yes";
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "no" : "yes"));
  document.addEventListener("keydown", (pressed) => {
    const { key, target, ctrlKey, altKey, metaKey } = pressed;
    if (!box.checked || ctrlKey || altKey || metaKey || target.closest(TYPING)) return;
    if (act(list, key)) pressed.preventDefault();
  });
}

function act(list, key) {
  if (key === "?") list.open = !list.open;
  else if (key === "j" || key === "k") step([...document.querySelectorAll(list.dataset.items)], key === "j" ? 1 : -1);
  else return goTo(list.querySelector(`[data-key="${CSS.escape(key)}"]`));
  return true;
}

function step(items, by) {
  const here = items.findIndex((item) => item === document.activeElement);
  const next = items[Math.min(items.length - 1, Math.max(0, here + by))];
  if (next && !next.matches("a, button")) next.tabIndex = -1;
  next?.focus();
}

// A choice is made and stays to be looked at: nothing is sent by a key alone.
function goTo(named) {
  const target = named && document.getElementById(named.dataset.for);
  if (!target) return false;
  if (target.matches("[type=radio]")) target.checked = true;
  target.focus();
  return true;
}
