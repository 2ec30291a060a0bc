/** What the parts of the capture page share: the visit that is open, the words, how a trouble is said. */
import { given, need, say, type Words } from "../lib/page";
import type { Recording } from "./recorder";
import { changeVisit, type Thing, type VisitHere } from "./store";

interface Setup {
  words: Words;
  kinds: Words;
  consent: { version: string; sha256: string };
}

export const { words, kinds, consent } = given<Setup>("capture-setup");

interface Open {
  visit: VisitHere | null;
  recording: Recording | null;
  /** Draws the open visit again from what is kept. */
  refresh(): Promise<void>;
  /** Begins to send what is to be sent. */
  sendOn(): void;
  /** Records what is told about a thing. */
  recordAbout(thing: Thing): void;
}

export const open: Open = {
  visit: null,
  recording: null,
  refresh: async () => undefined,
  sendOn: () => undefined,
  recordAbout: () => undefined,
};

/** Does what keeps something on this phone; where it fails, it is said and false. */
export async function kept(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    trouble(whyNot(error));
    return false;
  }
}

function whyNot(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") return words.full ?? "";
  if (name === "NotReadableError" || name === "NotFoundError") return words.changed ?? "";
  const why = error instanceof Error ? error.message : String(error);
  return say(words.not_kept, { why });
}

export function trouble(sentence: string): void {
  const note = need("#kept-note", HTMLElement);
  note.textContent = sentence;
  note.hidden = !sentence;
  const sheet = need("#visit-here", HTMLElement);
  (sheet.hidden ? need("#visits-here", HTMLElement) : sheet).prepend(note);
}

/** Changes the open visit as it stands on the phone now. */
export async function change(how: (now: VisitHere) => VisitHere): Promise<void> {
  const { id } = open.visit ?? {};
  if (!id) return;
  await kept(async () => {
    const changed = await changeVisit(id, how);
    if (changed && open.visit?.id === id) open.visit = changed;
  });
}

export async function changeThing(id: string, about: Partial<Thing>): Promise<void> {
  await change((now) => ({
    ...now,
    things: (now.things ?? []).map((one) => (one.id === id ? { ...one, ...about } : one)),
  }));
}

export async function addThing(thing: Thing): Promise<void> {
  await change((now) => ({ ...now, things: [...(now.things ?? []), thing] }));
}
