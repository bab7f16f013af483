// Checks in the browser that the proof on the page leads from the reader's tracking code to the box's published root.

import { bytesOfBase64, bytesOfHex, codeAsPrinted, trackingCode } from "./ballot-hash.mjs";
import { leads, same } from "./rfc6962.mjs";

const TITLE = "c2sp.org/tlog-proof@v1";

// The parts of a tlog-proof file; what is not written as one is an error.
export function parseProof(text) {
  const [head, ...rest] = text.split("\n\n");
  const [title, extra, index, ...path] = head.split("\n");
  const [origin, size, root] = (rest[0] ?? "").split("\n");
  if (title !== TITLE || !extra?.startsWith("extra ") || !/^index \d+$/.test(index ?? "") || !/^\d+$/.test(size ?? "")) {
    throw new TypeError("not a tlog-proof");
  }
  return {
    leaf: bytesOfBase64(extra.slice(6)),
    index: index.slice(6),
    path: path.map(bytesOfBase64),
    origin,
    size,
    root: bytesOfBase64(root),
  };
}

// Whether the proof is of the ballot with this code, in the box of this poll with this root (hex).
export async function proves(text, { code, poll, root }) {
  const proof = parseProof(text);
  const isItsOwn = trackingCode(proof.leaf) === codeAsPrinted(code) && proof.origin.endsWith(`/boxes/${poll}`);
  if (!isItsOwn || !same(proof.root, bytesOfHex(root))) return false;
  return leads(proof.index, proof.size, proof.leaf, proof.path, proof.root);
}

export async function start(element) {
  if (!globalThis.crypto?.subtle) return;
  const { code, poll, root } = element.dataset;
  const text = document.getElementById(element.dataset.proof).textContent;
  const holds = await proves(text, { code, poll, root }).catch(() => false);
  element.textContent = holds ? element.dataset.holds : element.dataset.fails;
  element.classList.toggle("mh-check--fails", !holds);
  element.hidden = false;
}
