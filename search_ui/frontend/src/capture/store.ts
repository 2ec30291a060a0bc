/** What the phone keeps: visits, their pieces, and the bytes of each piece as they come. Nothing waits in memory. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { newId } from "../lib/ids";
import type { Received } from "../lib/sending";

export interface VisitHere {
  id: string;
  fields: Record<string, string>;
  madeAt: number;
  /** The volunteer asked to send it: from then on it goes by itself whenever it can. */
  sending: boolean;
  code: string | null;
  /** Objects in the hand, each with photos of its sides; and the consent with its signature. */
  things?: Thing[];
  /** What the team lead said of it, when the archive was last asked. */
  check?: { complete: boolean; words: string } | null;
}

/** One item of the archive to be: what its photos and recordings show together. */
export interface Thing {
  id: string;
  name: string;
  kind: string;
  told: string;
  /** The code on the label that lies beside it. */
  label: string;
  /** How many pages it has, where somebody counted. */
  pages: number;
  isConsent?: boolean;
}

export type PieceState = "here" | "sending" | "stored" | "refused";

export interface Piece {
  id: string;
  visit: string;
  name: string;
  type: string;
  kind: string;
  told: string;
  size: number;
  warnings: string[];
  state: PieceState;
  sent: number;
  why: string;
  sha256: string | null;
  receipt: Received | null;
  madeAt: number;
  /** What a photo looks like, to tell the same page twice. */
  imprint?: string;
  /** The thing that it shows, which side of it, and its place among the pages. */
  thing?: string;
  role?: Role;
  page?: number;
  /** Read or heard by the archive. */
  isRead?: boolean;
  /** The volunteer looked at the warnings and keeps it. */
  isKept?: boolean;
}

export type Role = "front" | "back" | "detail" | "page" | "recording" | "text";

interface Shape extends DBSchema {
  visits: { key: string; value: VisitHere };
  pieces: { key: string; value: Piece; indexes: { visit: string } };
  bytes: { key: [string, number]; value: Blob };
}

let opened: Promise<IDBPDatabase<Shape>> | null = null;

function base(): Promise<IDBPDatabase<Shape>> {
  opened ??= openDB<Shape>("kyuc-capture", 1, {
    upgrade(database) {
      database.createObjectStore("visits", { keyPath: "id" });
      database.createObjectStore("pieces", { keyPath: "id" }).createIndex("visit", "visit");
      database.createObjectStore("bytes");
    },
  });
  return opened;
}

export async function visits(): Promise<VisitHere[]> {
  const found = await (await base()).getAll("visits");
  return found.sort((a, b) => b.madeAt - a.madeAt);
}

export const visit = async (id: string) => (await base()).get("visits", id);

export async function keepVisit(kept: VisitHere): Promise<void> {
  await (await base()).put("visits", kept);
  if (!known().includes(kept.id)) remember([...known(), kept.id]);
}

/** Changes a visit as it stands, in one transaction: nothing that somebody writes beside it is lost. */
export async function changeVisit(
  id: string,
  how: (now: VisitHere) => VisitHere,
): Promise<VisitHere | undefined> {
  const write = (await base()).transaction("visits", "readwrite");
  const standing = await write.store.get(id);
  const changed = standing && how(standing);
  if (changed) await write.store.put(changed);
  await write.done;
  return changed;
}

/** As `changeVisit`, a piece. */
export async function changePiece(
  id: string,
  how: (now: Piece) => Piece | undefined,
): Promise<Piece | undefined> {
  const write = (await base()).transaction("pieces", "readwrite");
  const standing = await write.store.get(id);
  const changed = standing && how(standing);
  if (changed) await write.store.put(changed);
  await write.done;
  return changed;
}

export async function pieces(visitId: string): Promise<Piece[]> {
  const found = await (await base()).getAllFromIndex("pieces", "visit", visitId);
  return found.sort((a, b) => a.madeAt - b.madeAt);
}

/** A whole file at once: the entry and its bytes in one transaction. */
export async function keepPiece(piece: Piece, bytes?: Blob): Promise<void> {
  const write = (await base()).transaction(["pieces", "bytes"], "readwrite");
  // the bytes first: an entry without them would be a piece that nobody can send
  if (bytes) await write.objectStore("bytes").put(bytes, [piece.id, 0]);
  await write.objectStore("pieces").put(piece);
  await write.done;
}

/** The next seconds of a recording: on the disk before the next ones are heard. */
export async function append(piece: Piece, number: number, bytes: Blob): Promise<void> {
  const write = (await base()).transaction(["pieces", "bytes"], "readwrite");
  await write.objectStore("bytes").put(bytes, [piece.id, number]);
  await write.objectStore("pieces").put(piece);
  await write.done;
}

export async function bytesOf(piece: Piece): Promise<Blob> {
  const range = IDBKeyRange.bound([piece.id, 0], [piece.id, Number.MAX_SAFE_INTEGER]);
  return new Blob(await (await base()).getAll("bytes", range), { type: piece.type });
}

export async function dropPiece(id: string): Promise<void> {
  const write = (await base()).transaction(["pieces", "bytes"], "readwrite");
  await write.objectStore("pieces").delete(id);
  await write.objectStore("bytes").delete(IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]));
  await write.done;
}

export async function dropVisit(id: string): Promise<void> {
  for (const piece of await pieces(id)) await dropPiece(piece.id);
  await (await base()).delete("visits", id);
  remember(known().filter((one) => one !== id));
}

/** Something to send, with nothing done to it yet. */
export function newPiece(visitId: string, about: Partial<Piece> & Pick<Piece, "name" | "type">): Piece {
  return {
    id: newId(),
    visit: visitId,
    kind: "anh",
    told: "",
    size: 0,
    warnings: [],
    state: "here",
    sent: 0,
    why: "",
    sha256: null,
    receipt: null,
    madeAt: Date.now(),
    ...about,
  };
}

// Ids of visits beside the base itself: where the system threw the base away, they tell that it did.
const KNOWN = "kyuc-visits-here";

export function known(): string[] {
  try {
    return JSON.parse(localStorage.getItem(KNOWN) ?? "[]") as string[];
  } catch {
    return [];
  }
}

export function remember(ids: string[]): void {
  try {
    localStorage.setItem(KNOWN, JSON.stringify(ids));
  } catch {
    // a browser that keeps nothing says so elsewhere
  }
}
