/** SHA-256 of a file of any size, a few megabytes of it in memory at a time. */

const AT_ONCE = 4 << 20;
const SMALL = 16e6;

export async function sha256(file: Blob): Promise<string> {
  if (file.size <= SMALL && globalThis.crypto?.subtle) {
    return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())));
  }
  // The browser's own hash wants the whole file at once; this one is fetched only where a file is large.
  const { sha256: begin } = await import("@noble/hashes/sha2.js");
  const hash = begin.create();
  for (let at = 0; at < file.size; at += AT_ONCE) {
    hash.update(new Uint8Array(await file.slice(at, at + AT_ONCE).arrayBuffer()));
  }
  return hex(hash.digest());
}

const hex = (digest: Uint8Array) => [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
