/** One file on its way: streamed from the disk as it is, with progress, never called kept before it is. */
import { token } from "./page";

export interface Received {
  item: string;
  asset: string;
  sha256: string;
  size: number;
  duplicate: boolean;
  address: string;
}

export class SendingFailed extends Error {
  constructor(
    message: string,
    /** Whether sending it again later can help. */
    readonly passing: boolean,
  ) {
    super(message);
  }
}

/** Larger files are compared by the archive alone: a browser can hash only what it holds in memory. */
const HASH_HERE = 64e6;

export async function fingerprint(file: Blob): Promise<string | null> {
  if (file.size > HASH_HERE || !globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function send(
  address: string,
  file: File,
  onProgress: (share: number) => void,
  words: Readonly<Record<string, string>>,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("error", () => reject(new SendingFailed(words.lost ?? "", true)));
    request.addEventListener("load", () => {
      const answer = parsed(request.responseText);
      if (request.status < 300 && answer?.item) return resolve(answer as unknown as Received);
      const error = answer?.error as { message?: string; transient?: boolean } | undefined;
      const passing = error?.transient ?? request.status >= 500;
      return reject(new SendingFailed(error?.message ?? words.lost ?? "", passing));
    });
    request.send(file);
  });
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null; // an intermediary answered with a page of its own
  }
}
