/** The recorder on the page: level, pause, marks, and what is said when there is no microphone. */
import { need, say, timeCode } from "../lib/page";
import { consentThing, spokenIn } from "./consent";
import { kept, open, trouble, words } from "./here";
import { Recording } from "./recorder";
import { keepPiece, type Piece } from "./store";

const button = need("#record", HTMLButtonElement);
const panel = need(".capture-recording", HTMLElement);
const sayConsent = need("#say-consent", HTMLButtonElement);

/** Begins or ends a recording; `about`: the thing of which is told. */
export async function record(about: Partial<Piece> = {}): Promise<void> {
  if (open.recording) return end();
  if (!open.visit) return;
  if (typeof MediaRecorder === "undefined" || !navigator.mediaDevices)
    return trouble(words.no_recorder ?? "");
  try {
    const stamp = new Date().toLocaleString("sv-SE").replace(/[: ]/g, "-");
    open.recording = await Recording.begin(open.visit.id, `${words.sound} ${stamp}`, about, {
      onTick: tick,
      onTrouble: (why) => trouble(say(words.not_kept, { why })),
      onCut: () => void end().then(() => trouble(words.cut ?? "")),
    });
  } catch (error) {
    return trouble(whyNot(error));
  }
  trouble("");
  button.setAttribute("aria-pressed", "true");
  panel.hidden = false;
  need("#recording-marks", HTMLElement).textContent = "";
  await open.refresh();
}

function whyNot(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return words.no_microphone ?? "";
  if (name === "NotFoundError") return words.without_microphone ?? "";
  if (name === "NotReadableError") return words.busy_microphone ?? "";
  if (name === "QuotaExceededError") return words.full ?? "";
  return words.no_recorder ?? "";
}

export async function end(): Promise<void> {
  const ended = open.recording;
  if (!ended) return;
  open.recording = null;
  await ended.stop();
  button.setAttribute("aria-pressed", "false");
  panel.hidden = true;
  await open.refresh();
}

function tick(seconds: number, level: number, quiet: boolean): void {
  const said = quiet ? words.quiet : say(words.recording, { time: timeCode(seconds) });
  const says = need("#recording-says", HTMLElement);
  if (says.textContent !== said) says.textContent = said ?? "";
  need("#level", HTMLMeterElement).value = level;
}

async function mark(word: string): Promise<void> {
  const { recording } = open;
  if (!recording) return;
  await recording.mark(word, timeCode(recording.seconds));
  need("#recording-marks", HTMLElement).textContent = recording.piece.told;
}

need("#mark", HTMLButtonElement).addEventListener("click", async () => {
  const word = need("#mark-word", HTMLInputElement);
  await mark(word.value.trim() || (words.marked ?? ""));
  word.value = "";
});
need("#pause", HTMLButtonElement).addEventListener("click", () => {
  open.recording?.pauseOrGoOn();
  need("#pause", HTMLButtonElement).setAttribute("aria-pressed", String(open.recording?.isPaused ?? false));
});
/** The person says yes into the running recording: its first mark, and the proof of the consent. */
need("#mark-consent", HTMLButtonElement).addEventListener("click", async () => {
  if (!open.recording) return;
  await mark(words.spoken ?? "");
  await spokenIn(open.recording.piece.id);
  await open.refresh();
});
/** A short recording of its own, only for the consent. */
sayConsent.addEventListener("click", async () => {
  if (open.recording) return end();
  await record({ thing: await consentThing(), role: "recording", kind: "giay_to_khac" });
  const begun = open.recording as Recording | null;
  if (!begun) return;
  await mark(words.spoken ?? "");
  await kept(() => keepPiece(begun.piece));
  await spokenIn(begun.piece.id);
  await open.refresh();
});
button.addEventListener("click", () => void record());
addEventListener("pagehide", () => void open.recording?.stop());
