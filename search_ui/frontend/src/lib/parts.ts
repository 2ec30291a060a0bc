/** A large file straight to the store, in parts: what arrived before a cut is not sent again. */
import { token, type Words } from "./page";
import { type Received, SendingFailed } from "./sending";

export const LARGE = 64e6;
const AT_ONCE = 2;

interface Arrived {
  part_bytes: number;
  count: number;
  missing: number[];
  receipt: Received | null;
}

interface Sending {
  announce: string;
  id: string;
  file: File;
  details: Record<string, unknown>;
  onProgress: (share: number) => void;
  words: Words;
}

export async function sendInParts(sending: Sending): Promise<Received> {
  const { file, words } = sending;
  const announced = { ...sending.details, size: file.size };
  const arrived = (await ask("PUT", sending.announce, words, announced)) as Arrived;
  if (arrived.receipt) return arrived.receipt;
  const missing = [...arrived.missing];
  let done = arrived.count - missing.length;
  const lane = async (): Promise<void> => {
    for (let number = missing.shift(); number !== undefined; number = missing.shift()) {
      await sendPart(sending, arrived, number);
      done += 1;
      sending.onProgress(done / arrived.count);
    }
  };
  sending.onProgress(done / arrived.count);
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return (await ask("POST", `/api/uploads/${sending.id}/complete`, words, {})) as Received;
}

async function sendPart(
  { id, file, words }: Sending,
  { part_bytes }: Arrived,
  number: number,
): Promise<void> {
  const found = await ask("GET", `/api/uploads/${id}/addresses?parts=${number}`, words);
  const address = (found as { addresses: Record<string, string> }).addresses[String(number)] ?? "";
  const body = file.slice((number - 1) * part_bytes, number * part_bytes);
  const answer = await reach(() => fetch(address, { method: "PUT", body }), words);
  if (!answer.ok) throw new SendingFailed(words.lost ?? "", true);
}

async function ask(method: string, address: string, words: Words, body?: unknown): Promise<unknown> {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token() };
  const sent = body === undefined ? null : JSON.stringify(body);
  const answer = await reach(() => fetch(address, { method, headers, body: sent }), words);
  const said = (await answer.json().catch(() => null)) as {
    error?: { message?: string; transient?: boolean };
  } | null;
  if (answer.ok && said) return said;
  throw new SendingFailed(
    said?.error?.message ?? words.lost ?? "",
    said?.error?.transient ?? answer.status >= 500,
  );
}

async function reach(ask: () => Promise<Response>, words: Words): Promise<Response> {
  try {
    return await ask();
  } catch {
    throw new SendingFailed(words.lost ?? "", true);
  }
}
