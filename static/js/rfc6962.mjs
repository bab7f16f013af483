// The tree of RFC 6962 in the browser: the hash of a leaf, and the way from it to the root (RFC 9162, 2.1.3.2).

const LENGTH = 32;

export async function sha256(...parts) {
  const bytes = new Uint8Array(await new Blob(parts.map((part) => Uint8Array.from(part))).arrayBuffer());
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export function same(one, other) {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

export const leafHash = (body) => sha256([0], body);

const nodeHash = (left, right) => sha256([1], left, right);

// Whether the path leads from the leaf at this index (a whole number from 0) to the root of a tree of this size.
export async function leads(index, size, leaf, path, root) {
  let node = BigInt(index);
  let last = BigInt(size) - 1n;
  if (node < 0n || node > last || [leaf, root, ...path].some((hash) => hash.length !== LENGTH)) return false;
  let reached = leaf;
  for (const hash of path) {
    if (last === 0n) return false;
    if (node & 1n || node === last) {
      reached = await nodeHash(hash, reached);
      while (node !== 0n && !(node & 1n)) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      reached = await nodeHash(reached, hash);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && same(reached, root);
}
