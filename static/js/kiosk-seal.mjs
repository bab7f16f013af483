// Seals a ballot so that only the service can open it: HPKE (RFC 9180, base mode) over P-256, HKDF-SHA256, AES-256-GCM.

import { bytes, hex, joined, pollBytes, sha256, unhex } from "./kiosk-formats.mjs";

const KEM = joined(bytes("KEM"), Uint8Array.of(0, 0x10));
const SUITE = joined(bytes("HPKE"), Uint8Array.of(0, 0x10, 0, 1, 0, 2));
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", namedCurve: "P-256" };
const NOTHING = new Uint8Array(0);
const BLOCK = 1024; // every ballot is as long as the next, so that its length says nothing

async function hmac(key, ...parts) {
  const salt = key.length ? key : new Uint8Array(32);
  const made = await crypto.subtle.importKey("raw", salt, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", made, joined(...parts)));
}

const extract = (suite, salt, label, input) => hmac(salt, bytes("HPKE-v1"), suite, bytes(label), input);

async function expand(suite, secret, label, info, length) {
  const asked = joined(Uint8Array.of(0, length), bytes("HPKE-v1"), suite, bytes(label), info, Uint8Array.of(1));
  return (await hmac(secret, asked)).slice(0, length);
}

async function encapsulated(recipient) {
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const sent = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const theirs = await crypto.subtle.importKey("raw", recipient, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
  const prk = await extract(KEM, NOTHING, "eae_prk", new Uint8Array(shared));
  return [sent, await expand(KEM, prk, "shared_secret", joined(sent, recipient), 32)];
}

export async function seal(recipient, info, plain) {
  const [sent, shared] = await encapsulated(recipient);
  const id = await extract(SUITE, NOTHING, "psk_id_hash", NOTHING);
  const context = joined(Uint8Array.of(0), id, await extract(SUITE, NOTHING, "info_hash", info));
  const secret = await extract(SUITE, shared, "secret", NOTHING);
  const raw = await expand(SUITE, secret, "key", context, 32);
  const iv = await expand(SUITE, secret, "base_nonce", context, 12);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  return joined(sent, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain)));
}

// An envelope as the outbox keeps it: the slip's hash, the sealed ballot, and the digest that stands for both.
export async function envelope(manifest, slip, marks, secret) {
  const told = bytes(JSON.stringify({ b: marks, s: hex(secret) }));
  const plain = new Uint8Array(Math.ceil(told.length / BLOCK) * BLOCK).fill(0x20);
  plain.set(told);
  const info = joined(bytes("moothill/kiosk/v1\0"), pollBytes(manifest.poll), slip);
  const sealed = await seal(unhex(manifest.key), info, plain);
  return { digest: hex(await sha256(slip, sealed)), slip: hex(slip), sealed: hex(sealed) };
}

// The device's own key: the private half can be used here and leaves the browser in no way.
export async function ownKey() {
  const pair = await crypto.subtle.generateKey(SIGNING, false, ["sign", "verify"]);
  return { key: pair.privateKey, point: hex(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

export async function signed(key, told) {
  return hex(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, bytes(told)));
}

// Whether a manifest comes from the service that enrolled this device. Browsers without Ed25519 trust the line alone.
export async function isGenuine(manifest, signature, point) {
  try {
    const key = await crypto.subtle.importKey("raw", unhex(point), "Ed25519", false, ["verify"]);
    const told = joined(bytes("moothill/kiosk-manifest/v1\0"), bytes(manifest));
    return await crypto.subtle.verify("Ed25519", key, unhex(signature), told);
  } catch (fault) {
    if (fault.name === "NotSupportedError") return true;
    throw fault;
  }
}
