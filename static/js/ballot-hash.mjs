// What stands for a ballot, made again in the browser: code, nonce, body and hash (docs/voting.md, the formats).

import { leafHash, sha256 } from "./rfc6962.mjs";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_BYTES = 10;
const NONCE_BYTES = 16;

export const bytesOfHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

export const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const bytesOfBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

// The first 80 bits of a hash, as XXXX-XXXX-XXXX-XXXX.
export function trackingCode(hash) {
  let number = BigInt(`0x${hexOf(hash.slice(0, CODE_BYTES))}`);
  let signs = "";
  for (let place = 0; place < 16; place += 1) {
    signs = CROCKFORD[Number(number & 31n)] + signs;
    number >>= 5n;
  }
  return signs.match(/.{4}/g).join("-");
}

// What was typed, as the code is printed: O is read as 0, I and L as 1, dashes and spaces are passed over.
export function codeAsPrinted(typed) {
  const signs = typed.toUpperCase().replace(/[^0-9A-Z]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return (signs.match(/.{1,4}/g) ?? []).join("-");
}

// The canonical bytes of a ballot; `choices` is B, already in its order.
export function bodyOf(poll, choices, channel, nonce) {
  const told = { b: choices, ch: channel, n: hexOf(nonce), poll, v: 1 };
  return new TextEncoder().encode(JSON.stringify(told));
}

// n = SHA-256("moothill/nonce/v1" 0x00 poll s), its first 16 bytes.
export async function nonceOf(secret, poll) {
  const tag = new TextEncoder().encode("moothill/nonce/v1\0");
  return (await sha256(tag, bytesOfHex(poll.replaceAll("-", "")), secret)).slice(0, NONCE_BYTES);
}

export async function hashOf(poll, choices, channel, secret) {
  return leafHash(bodyOf(poll, choices, channel, await nonceOf(secret, poll)));
}
