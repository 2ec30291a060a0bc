/** Opening the work: the archive's text, this machine's unsent one, or what was kept for no network. */
import { newId } from "../lib/ids";
import { given, locale, need, say, type Words } from "../lib/page";
import { settle, settleAside } from "./clashes";
import { type Draft, keepSheet, keptDraft, keptSheet, tidy } from "./keep";
import { Saving, type State } from "./saving";
import { tell } from "./says";
import { recounted, rewritten, units } from "./spans";
import { NoNetwork, Talk } from "./talk";
import type { Segment, Sheet } from "./types";
import { Work } from "./work";

/** Milliseconds after opening: what can wait until the page stands. */
const QUIET = 1200;

export interface Setup {
  asset: string;
  item: string;
  person: string;
  api: string;
  /** Ends every address of a second reading, empty otherwise. */
  track: string;
  /** Address of the item page, for the way back to the same place. */
  back: string;
  /** Lets the waveform's own style sheet in. */
  nonce: string;
  waveform: string | null;
  media: string | null;
  /** IIIF descriptions by page, where a page has more pixels than its image. */
  tiles: Record<string, string>;
  words: Words;
}

export interface Bench {
  setup: Setup;
  words: Words;
  sheet: Sheet;
  work: Work;
  saving: Saving;
  talk: Talk;
  /** This machine's browser. */
  device: string;
  /** Each line's text in the version that was begun from. */
  before: ReadonlyMap<string, string>;
  readOnly: boolean;
  /** From this machine alone, because there is no network. */
  offline: boolean;
}

export async function openBench(): Promise<Bench> {
  const setup = given<Setup>("workspace-setup");
  const talk = new Talk(setup.api, setup.person, setup.track);
  const key = `${setup.person}/${setup.asset}${setup.track}`;
  const device = deviceName();
  const { sheet, offline } = await found(talk, key);
  const kept = await keptDraft(key).catch(() => null);
  const unsent = kept?.draft.arrived === false ? kept : null;
  const lines = unsent ? unsent.lines : inBrowser(sheet);
  const draft = unsent ? unsent.draft : fresh(key, sheet, lines);
  const work = new Work(lines);
  const saving = new Saving(
    work,
    talk,
    draft,
    device,
    {
      tell: (state) => tellState(state, setup.words),
      crossed: (theirs) => settle(theirs, setup.words),
      cleaned: (notes) => tell(notes.join(" ")),
    },
    sheet.draft !== null,
  );
  if (unsent) saving.say("here");
  else if (sheet.draft) saving.say("stored", "", new Date(sheet.draft.saved_at));
  if (!unsent && sheet.asides.length) void settleAside(sheet, work, saving, setup.words);
  void tidy().catch(() => undefined);
  const readOnly = !sheet.may.write;
  const before = new Map((sheet.begun ?? sheet.current)?.segments.map((line) => [line.id, line.text]));
  return { setup, words: setup.words, sheet, work, saving, talk, device, before, readOnly, offline };
}

/** What this machine goes on from where it has nothing of its own. */
function fresh(key: string, sheet: Sheet, lines: Segment[]): Draft {
  const { draft, current } = sheet;
  return {
    key,
    base: draft?.base ?? current?.id ?? null,
    revision: sheet.revision,
    order: lines.map((line) => line.id),
    chapters: (draft ?? current)?.chapters ?? [],
    points: (draft ?? current)?.points ?? [],
    arrived: true,
    changedAt: 0,
  };
}

async function found(talk: Talk, key: string): Promise<{ sheet: Sheet; offline: boolean }> {
  try {
    const sheet = await talk.sheet();
    window.setTimeout(() => void keepSheet(key, sheet).catch(() => undefined), QUIET);
    return { sheet, offline: false };
  } catch (error) {
    const kept = error instanceof NoNetwork ? await keptSheet(key).catch(() => null) : null;
    if (!kept) throw error;
    return { sheet: kept, offline: true };
  }
}

/** The lines to go on with, as the browser counts. A draft tells no words: they are those of its version. */
export function inBrowser({ current, begun, draft }: Sheet): Segment[] {
  const version = begun ?? current;
  const known = new Map(version?.segments.map((line) => [line.id, recounted(line, units)]));
  if (!draft) return current?.segments.map((line) => recounted(line, units)) ?? [];
  return draft.segments.map((line) => {
    const bare = recounted({ ...line, words: [] }, units);
    const before = known.get(line.id);
    if (!before) return { ...bare, doubt: null, confidence: 1, readings: [] };
    const { words } = rewritten(before, bare.text);
    return { ...before, ...bare, words };
  });
}

/** A name for this tab, the same after a reload: its own saves are known from another's, even from those of a
 * second tab beside it. */
function deviceName(): string {
  const kept = sessionStorage.getItem("kyuc-device");
  if (kept) return kept;
  const made = newId();
  sessionStorage.setItem("kyuc-device", made);
  return made;
}

const LOOKS: Record<State["where"], string> = {
  untouched: "waiting",
  keeping: "running",
  here: "running",
  sending: "running",
  stored: "done",
  no_network: "doubt",
  no_sign_in: "doubt",
  refused: "failed",
  not_kept: "failed",
  crossed: "doubt",
};

/** Where the text truly is, in words. */
function tellState(state: State, words: Words): void {
  const chip = need("#ws-state", HTMLElement);
  chip.className = `chip ${LOOKS[state.where]}`;
  chip.dataset.where = state.where;
  const time = state.savedAt?.toLocaleTimeString(locale, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  need(".label", HTMLElement, chip).textContent = say(words[`state_${state.where}`], {
    time: time ?? "",
    why: state.why,
  });
  need("#ws-sign-in", HTMLElement).hidden = state.where !== "no_sign_in";
  // Who changed the text hands it in; who changed nothing may judge it: one way forward at a time.
  document.body.classList.toggle("ws-changed", state.where !== "untouched");
}
