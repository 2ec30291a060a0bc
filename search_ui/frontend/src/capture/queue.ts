/** The way to the archive: oldest visit first, small pieces first, in parts; the archive's word is the receipt. */
import { sha256 } from "../lib/digest";
import type { Received } from "../lib/sending";
import { compareClock } from "./health";
import { Busy, call, NoNetwork, NoSignIn, once, pause, Refused, signIn } from "./line";
import { bytesOf, changePiece, changeVisit, type Piece, pieces, type VisitHere, visits } from "./store";
import { Stride } from "./stride";
import { mustWait } from "./wifi";

export type Standing = "idle" | "sending" | "busy" | "no_network" | "no_sign_in" | "no_wifi" | "refused";
type Tell = (standing: Standing, why?: string) => void;

const PAUSES = [2, 5, 15, 30, 60];
const TURN = 3000;
/** Cuts in a row without one more byte in the archive, after which the line counts as down. */
const SETBACKS = 6;
/** Larger files are hashed once they have arrived: it takes a while, and the way to the archive is slower. */
const HASHED_FIRST = 64e6;

interface Arrived {
  whole_to: number;
  part_bytes: number;
  receipt: Received | null;
}

/** The front comes first, then the pages by their numbers, then the rest. */
const PLACES = { front: 0, page: 1, back: 9000, detail: 9001, recording: 9500, text: 9600 };

const stride = new Stride();
/** Bytes a second, over the last parts. */
let pace = 0;
let running = false;
let failures = 0;
let timer = 0;

/** Sends what is to be sent, if it can be; tells how it stands and after each part that something changed. */
export async function pump(tell: Tell): Promise<void> {
  if (running) return;
  window.clearTimeout(timer);
  if (mustWait()) return tell("no_wifi");
  running = true;
  try {
    const alone = await inOneTab(() => sendAll(tell));
    failures = 0;
    tell("idle");
    if (!alone) again(tell, 5);
  } catch (error) {
    if (error instanceof NoSignIn) tell("no_sign_in");
    else if (error instanceof Refused) tell("refused", error.message);
    else tell(error instanceof Busy ? "busy" : "no_network");
    again(tell, PAUSES[Math.min(failures, PAUSES.length - 1)] ?? 60);
    failures += 1;
  } finally {
    running = false;
  }
}

/** Two tabs of one phone never send together; false where another one is at it. */
async function inOneTab(work: () => Promise<void>): Promise<boolean> {
  if (!navigator.locks) {
    await work(); // an old browser: what both send is the same, and the archive takes it once
    return true;
  }
  return navigator.locks.request("kyuc-sending", { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}

function again(tell: Tell, seconds: number): void {
  timer = window.setTimeout(() => void pump(tell), seconds * 1000);
}

async function sendAll(tell: Tell): Promise<void> {
  const waiting = (await visits()).filter((visit) => visit.sending).reverse();
  let refusal: Refused | null = null;
  for (const visit of waiting) {
    const left = (await pieces(visit.id)).filter(
      (piece) => piece.state === "here" || piece.state === "sending",
    );
    if (!left.length && visit.code) continue;
    compareClock(await signIn());
    const opened = await openThere(visit).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      refusal ??= error; // the others are not to wait for it
      return null;
    });
    if (!opened) continue;
    await changeVisit(visit.id, (now) => ({ ...now, code: opened.code })); // somebody may have typed meanwhile
    tell("sending");
    for (const piece of left.sort((a, b) => a.size - b.size)) await sendPiece(visit, piece, tell);
  }
  if (refusal) throw refusal;
}

const openThere = async (visit: VisitHere) =>
  (await call("PUT", `/api/visits/${visit.id}`, visit.fields)) as { code: string };

async function sendPiece(visit: VisitHere, listed: Piece, tell: Tell): Promise<void> {
  const piece = (await pieces(visit.id)).find((one) => one.id === listed.id);
  if (!piece) return; // taken away while others were sent
  try {
    const bytes = await bytesOf(piece);
    piece.size = bytes.size;
    if (bytes.size <= HASHED_FIRST) piece.sha256 ??= await sha256(bytes);
    await sendBytes(visit, piece, bytes, tell);
    const receipt = await completed(piece, tell);
    piece.sha256 ??= await sha256(bytes);
    if (piece.sha256 !== receipt.sha256) throw new Refused("SHA-256");
    const { sha256: hash } = piece;
    const stored = {
      state: "stored" as const,
      sent: bytes.size,
      size: bytes.size,
      why: "",
      receipt,
      sha256: hash,
    };
    await changePiece(piece.id, (now) => ({ ...now, ...stored }));
  } catch (error) {
    const unreadable = error instanceof DOMException;
    if (!(error instanceof Refused) && !unreadable) throw error;
    const why = unreadable ? "unreadable" : error instanceof Error ? error.message : "";
    await changePiece(piece.id, (now) => ({ ...now, state: "refused", why })); // the others are not to wait for it
  }
  tell("sending");
}

/** Part after part from where the archive has it whole; after a cut it is asked how far it came. */
async function sendBytes(visit: VisitHere, piece: Piece, bytes: Blob, tell: Tell): Promise<void> {
  const announced = {
    filename: piece.name,
    size: bytes.size,
    sha256: piece.sha256,
    ...(await itemOf(visit, piece)),
    ...(visit.fields.join ? { join: visit.fields.join } : {}),
  };
  const ask = async () =>
    (await call("PUT", `/api/visits/${visit.id}/sendings/${piece.id}`, announced)) as Arrived;
  let arrived = await ask();
  let setbacks = 0;
  while (!arrived.receipt && arrived.whole_to < bytes.size) {
    const from = arrived.whole_to;
    await changePiece(piece.id, (now) => ({ ...now, state: "sending", sent: from, sha256: piece.sha256 }));
    tell("sending");
    try {
      arrived = await sendPart(piece, bytes, arrived);
    } catch (error) {
      if (!(error instanceof NoNetwork) || setbacks >= SETBACKS || !navigator.onLine) throw error;
      stride.broke();
      await pause(400 * (setbacks + 1));
      arrived = await ask();
    }
    setbacks = arrived.whole_to > from ? 0 : setbacks + 1;
    if (!setbacks) failures = 0;
  }
}

/** What the archive is told of the item that the file belongs to. */
async function itemOf(visit: VisitHere, piece: Piece): Promise<Record<string, string>> {
  const thing = visit.things?.find((one) => one.id === piece.thing);
  if (!thing || !piece.role) return { kind: piece.kind, description: piece.told };
  const mine = (await pieces(visit.id)).filter((one) => one.thing === thing.id);
  const told = [thing.told, ...mine.map((one) => one.told)].filter((one) => one.trim());
  return {
    object: thing.id,
    kind: thing.kind,
    title: thing.name,
    description: told.join("\n"),
    label: thing.label,
    role: piece.role,
    position: String(piece.role === "page" ? (piece.page ?? 0) : PLACES[piece.role]),
  };
}

/** Seconds until so many bytes have gone, at the pace of the last parts; 0 while nobody knows. */
export const secondsFor = (bytes: number) => (pace ? bytes / pace : 0);

async function sendPart(piece: Piece, bytes: Blob, arrived: Arrived): Promise<Arrived> {
  const from = arrived.whole_to;
  const part = bytes.slice(from, from + stride.next(arrived.part_bytes));
  const began = performance.now();
  const after = (await once("PUT", `/api/sendings/${piece.id}/parts/${from}`, part)) as Arrived;
  const took = performance.now() - began;
  stride.went(part.size, took);
  pace = pace * 0.7 + ((part.size * 1000) / Math.max(1, took)) * (pace ? 0.3 : 1);
  return after;
}

/** The receipt: stored, read back, compared. While others are served first, it is asked for again. */
async function completed(piece: Piece, tell: Tell): Promise<Received> {
  for (;;) {
    try {
      return (await call("POST", `/api/sendings/${piece.id}/complete`, {})) as Received;
    } catch (error) {
      if (!(error instanceof Busy)) throw error;
      tell("busy");
      await pause(TURN);
    }
  }
}
