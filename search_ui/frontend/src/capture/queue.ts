/** The way to the archive: oldest visit first, small pieces first, in parts; the archive's word is the receipt. */
import { fingerprint, type Received } from "../lib/sending";
import { bytesOf, keepPiece, keepVisit, type Piece, pieces, type VisitHere, visits } from "./store";

export type Standing = "idle" | "sending" | "no_network" | "no_sign_in";

const PAUSES = [2, 5, 15, 30, 60];

class Refused extends Error {}
class NoNetwork extends Error {}
class NoSignIn extends Error {}

interface Arrived {
  whole_to: number;
  part_bytes: number;
  receipt: Received | null;
}

let running = false;
let failures = 0;
let timer = 0;
let token = "";

/** Sends what is to be sent, if it can be; tells how it stands and after each part that something changed. */
export async function pump(tell: (standing: Standing) => void): Promise<void> {
  if (running) return;
  running = true;
  window.clearTimeout(timer);
  try {
    const alone = await navigator.locks.request("kyuc-sending", { ifAvailable: true }, async (lock) => {
      if (lock) await sendAll(tell);
      return lock !== null;
    });
    failures = 0;
    tell("idle");
    if (!alone) again(tell, 5);
  } catch (error) {
    if (error instanceof NoSignIn) tell("no_sign_in");
    else tell("no_network");
    again(tell, PAUSES[Math.min(failures, PAUSES.length - 1)] ?? 60);
    failures += 1;
  } finally {
    running = false;
  }
}

function again(tell: (standing: Standing) => void, seconds: number): void {
  timer = window.setTimeout(() => void pump(tell), seconds * 1000);
}

async function sendAll(tell: (standing: Standing) => void): Promise<void> {
  const waiting = (await visits()).filter((visit) => visit.sending).reverse();
  for (const visit of waiting) {
    const left = (await pieces(visit.id)).filter(
      (piece) => piece.state === "here" || piece.state === "sending",
    );
    if (!left.length && visit.code) continue;
    await signIn();
    const opened = (await call("PUT", `/api/visits/${visit.id}`, visit.fields)) as { code: string };
    if (visit.code !== opened.code) await keepVisit({ ...visit, code: opened.code });
    tell("sending");
    for (const piece of left.sort((a, b) => a.size - b.size)) await sendPiece(visit, piece, tell);
  }
}

async function sendPiece(visit: VisitHere, piece: Piece, tell: (standing: Standing) => void): Promise<void> {
  const bytes = await bytesOf(piece);
  piece.size = bytes.size;
  piece.sha256 ??= await fingerprint(bytes);
  try {
    const announced = {
      filename: piece.name,
      size: bytes.size,
      kind: piece.kind,
      description: piece.told,
      sha256: piece.sha256,
    };
    let arrived = (await call("PUT", `/api/visits/${visit.id}/sendings/${piece.id}`, announced)) as Arrived;
    while (!arrived.receipt && arrived.whole_to < bytes.size) {
      await keepPiece({ ...piece, state: "sending", sent: arrived.whole_to });
      tell("sending");
      const part = bytes.slice(arrived.whole_to, arrived.whole_to + arrived.part_bytes);
      arrived = (await call("PUT", `/api/sendings/${piece.id}/parts/${arrived.whole_to}`, part)) as Arrived;
    }
    const receipt =
      arrived.receipt ?? ((await call("POST", `/api/sendings/${piece.id}/complete`, {})) as Received);
    const same = piece.sha256 === null || piece.sha256 === receipt.sha256;
    if (!same) throw new Refused("SHA-256");
    await keepPiece({ ...piece, state: "stored", sent: bytes.size, why: "", receipt });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await keepPiece({ ...piece, state: "refused", why: error.message });
  }
  tell("sending");
}

async function signIn(): Promise<void> {
  const session = (await call("GET", "/api/session")) as { signed_in: boolean; token: string };
  if (!session.signed_in) throw new NoSignIn();
  token = session.token;
}

async function call(method: string, address: string, body?: unknown): Promise<unknown> {
  const headers: Record<string, string> = { Accept: "application/json", "X-CSRFToken": token };
  if (body !== undefined && !(body instanceof Blob)) headers["Content-Type"] = "application/json";
  if (body instanceof Blob) headers["Content-Type"] = "application/octet-stream";
  const sent = body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body);
  let answer: Response;
  try {
    answer = await fetch(address, { method, headers, body: sent, cache: "no-store" });
  } catch {
    throw new NoNetwork();
  }
  const said = (await answer.json().catch(() => null)) as {
    error?: { message?: string; transient?: boolean };
  } | null;
  if (answer.ok && said) return said;
  if (answer.status === 401) throw new NoSignIn();
  const passing = said?.error?.transient ?? (answer.status >= 500 || !said);
  if (passing) throw new NoNetwork();
  throw new Refused(said?.error?.message ?? String(answer.status));
}
