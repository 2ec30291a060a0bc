/** What this machine keeps of the work: every keystroke, on the disk before it is anywhere else. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Chapter, MapPoint, Segment, Sheet } from "./types";

/** A person's own work on an asset; another person on the same machine has another. */
export interface Draft {
  key: string;
  /** The version that the lines began from. */
  base: string | null;
  /** Of the archive's draft that these lines go on from. */
  revision: number;
  order: string[];
  chapters: Chapter[];
  points: MapPoint[];
  /** Whether the archive has all of it. */
  arrived: boolean;
  changedAt: number;
}

interface Shape extends DBSchema {
  sheets: { key: string; value: { key: string; sheet: Sheet; openedAt: number } };
  drafts: { key: string; value: Draft };
  lines: { key: [string, string]; value: Segment };
}

const KEPT_DAYS = 30;
let opened: Promise<IDBPDatabase<Shape>> | null = null;

function base(): Promise<IDBPDatabase<Shape>> {
  opened ??= openDB<Shape>("kyuc-workspace", 1, {
    upgrade(database) {
      database.createObjectStore("sheets", { keyPath: "key" });
      database.createObjectStore("drafts", { keyPath: "key" });
      database.createObjectStore("lines");
    },
  });
  return opened;
}

const linesOf = (key: string) => IDBKeyRange.bound([key, ""], [key, "\uffff"]);

/** The page as the archive last gave it, for when there is no network. */
export async function keepSheet(key: string, sheet: Sheet): Promise<void> {
  await (await base()).put("sheets", { key, sheet, openedAt: Date.now() });
}

export async function keptSheet(key: string): Promise<Sheet | null> {
  return (await (await base()).get("sheets", key))?.sheet ?? null;
}

export async function keptDraft(key: string): Promise<{ draft: Draft; lines: Segment[] } | null> {
  const database = await base();
  const draft = await database.get("drafts", key);
  if (!draft) return null;
  const ids = await database.getAllKeys("lines", linesOf(key));
  const lines = await database.getAll("lines", linesOf(key));
  const byId = new Map(ids.map(([, id], index) => [id, lines[index]]));
  return { draft, lines: draft.order.map((id) => byId.get(id)).filter((line) => line !== undefined) };
}

/** All lines anew: when work begins, and when the archive's text takes the place of what was here. */
export async function keepAll(draft: Draft, lines: Segment[]): Promise<void> {
  const write = (await base()).transaction(["drafts", "lines"], "readwrite", { durability: "strict" });
  await write.objectStore("lines").delete(linesOf(draft.key));
  for (const line of lines) void write.objectStore("lines").put(line, [draft.key, line.id]);
  await write.objectStore("drafts").put(draft);
  await write.done;
}

/** One keystroke: the lines that it changed (null: gone), on the disk when this returns. The draft's own entry
 * is written where it changed. */
export async function keepLines(
  draft: Draft | null,
  key: string,
  lines: Map<string, Segment | null>,
): Promise<void> {
  const write = (await base()).transaction(["drafts", "lines"], "readwrite", { durability: "strict" });
  for (const [id, line] of lines) {
    if (line) void write.objectStore("lines").put(line, [key, id]);
    else void write.objectStore("lines").delete([key, id]);
  }
  if (draft) await write.objectStore("drafts").put(draft);
  await write.done;
}

export async function dropDraft(key: string): Promise<void> {
  const write = (await base()).transaction(["drafts", "lines"], "readwrite");
  await write.objectStore("lines").delete(linesOf(key));
  await write.objectStore("drafts").delete(key);
  await write.done;
}

/** What this machine keeps, of everybody who worked on it: pages that were opened, and of these how many have
 * text that the archive does not have yet. */
export async function held(): Promise<{ pages: number; unsent: number }> {
  const database = await base();
  const keys = new Set(await database.getAllKeys("sheets"));
  const drafts = await database.getAll("drafts");
  for (const draft of drafts) keys.add(draft.key);
  return { pages: keys.size, unsent: drafts.filter((draft) => !draft.arrived).length };
}

/** Takes away what the archive has. Returns the keys that stay, since their text was not sent. */
export async function clear(): Promise<string[]> {
  const database = await base();
  const unsent = (await database.getAll("drafts")).filter((draft) => !draft.arrived).map(({ key }) => key);
  for (const key of await database.getAllKeys("sheets"))
    if (!unsent.includes(key)) await database.delete("sheets", key);
  for (const key of await database.getAllKeys("drafts")) if (!unsent.includes(key)) await dropDraft(key);
  return unsent;
}

/** Pages not opened for long make room; work that the archive does not have yet stays. */
export async function tidy(): Promise<void> {
  const database = await base();
  const old = Date.now() - KEPT_DAYS * 86_400_000;
  for (const kept of await database.getAll("sheets")) {
    const draft = await database.get("drafts", kept.key);
    if (kept.openedAt > old || draft?.arrived === false) continue;
    await database.delete("sheets", kept.key);
    await dropDraft(kept.key);
  }
}
