// The bytes of a kiosk's ballots, receipts and slips: the same as pb_app/receipts.py and pb_app/kiosk.py write.

const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const encoder = new TextEncoder();

export const bytes = (text) => encoder.encode(text);
export const hex = (array) => [...new Uint8Array(array)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}

// JSON with its keys in order and no spaces (RFC 8785 for the texts and whole numbers that ballots hold).
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${pairs.join(",")}}`;
}

export const pollBytes = (poll) => unhex(poll.replaceAll("-", ""));

// The ballot's body for these marks, whose nonce comes from the secret, and the code by which it is found again.
export async function ballot(poll, marks, secret) {
  const nonce = await sha256(bytes("moothill/nonce/v1\0"), pollBytes(poll), secret);
  const body = canonical({ b: marks, ch: "kiosk", n: hex(nonce.slice(0, 16)), poll, v: 1 });
  return { body, code: trackingCode(await sha256(Uint8Array.of(0), bytes(body))) };
}

export function trackingCode(hash) {
  let number = hash.slice(0, 10).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let signs = "";
  for (let place = 0; place < 16; place += 1) {
    signs = SIGNS[Number(number & 31n)] + signs;
    number >>= 5n;
  }
  return signs.match(/..../g).join("-");
}

// What was typed as the code of a slip, in the one form that is hashed; empty if it cannot be one.
export function slipCode(typed) {
  const signs = typed.toUpperCase().replace(/[\s\-\u2010-\u2015]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return signs.length === 10 && [...signs].every((sign) => SIGNS.includes(sign)) ? signs : "";
}

export const slipHash = (poll, code) => sha256(bytes("moothill/slip/v1\0"), pollBytes(poll), bytes(code));

// The hash of all digests, ascending: hexadecimal digits sort as their bytes do.
export const totalOf = async (digests) => hex(await sha256(...[...digests].sort().map(unhex)));
