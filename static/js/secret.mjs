// Mixes the browser's own randomness into the ballot's secret, so that no server can hand two voters the same one.

const BYTES = 16;

export function mixed(hex, random) {
  const pairs = hex.match(/../g).map((pair, place) => Number.parseInt(pair, 16) ^ random[place]);
  return pairs.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function start(form) {
  const field = form.elements.namedItem("secret");
  if (!field || field.dataset.mixed || !/^[0-9a-f]{32}$/i.test(field.value)) return;
  field.value = mixed(field.value, crypto.getRandomValues(new Uint8Array(BYTES)));
  field.dataset.mixed = "yes";
}
