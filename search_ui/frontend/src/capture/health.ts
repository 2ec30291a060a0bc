/** What on this phone may cost somebody their work, each with a sentence, before it does. */
import { bytes, need, say } from "../lib/page";
import { trouble, words } from "./here";
import { known, remember, visits } from "./store";

const LITTLE_SPACE = 300e6;
const CLOCK_OFF = 5 * 60_000;
/** No phone that runs this page can be older than it. */
const BUILT = Date.UTC(2026, 0, 1);

/** Looks at everything that can be known without network. */
export async function lookAround(): Promise<void> {
  const said: string[] = [];
  try {
    said.push(...(await ofStorage()), ...ofClock());
  } catch {
    said.push(words.no_storage ?? "");
  }
  if (typeof MediaRecorder === "undefined" || !navigator.mediaDevices) said.push(words.no_recorder ?? "");
  const sentence = said.filter(Boolean).join(" ");
  if (sentence) trouble(sentence);
}

async function ofStorage(): Promise<string[]> {
  const here = (await visits()).map((one) => one.id);
  const gone = known().filter((id) => !here.includes(id));
  const said = gone.length ? [say(words.evicted, { count: gone.length })] : [];
  remember(here);
  const promised = (await navigator.storage?.persist?.()) ?? false;
  if (!promised && here.length) said.push(words.not_promised ?? "");
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const left = Math.max(0, quota - usage);
  need("#space", HTMLElement).textContent = quota ? say(words.space_left, { size: bytes(left) }) : "";
  if (quota && left < LITTLE_SPACE) said.push(say(words.space_low, { size: bytes(left) }));
  return said;
}

function ofClock(): string[] {
  return Date.now() < BUILT ? [words.clock_wrong ?? ""] : [];
}

/** How far this phone's clock is from the archive's, once that was asked. */
export function compareClock(theirs: string): void {
  const off = Date.now() - Date.parse(theirs);
  if (Number.isFinite(off) && Math.abs(off) > CLOCK_OFF)
    trouble(say(words.clock_off, { minutes: Math.round(Math.abs(off) / 60_000) }));
}
