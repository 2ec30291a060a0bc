/** Chép lại lời kể: waveform and stretches, words lit as they are heard, hands never off the keys. */
import { calm, need, timeCode } from "./lib/page";
import "./styles/workspace.css";
import { type Bench, openBench } from "./workspace/bench";
import { bindButtons, commonActs, keyed } from "./workspace/buttons";
import { Chapters } from "./workspace/chapters";
import { Editor } from "./workspace/editor";
import { keepForOffline } from "./workspace/offline";
import { explain, keepPresence, review } from "./workspace/people";
import { Rows } from "./workspace/rows";
import { tell } from "./workspace/says";
import { SoundView } from "./workspace/sound-view";
import { Speakers } from "./workspace/speakers";
import type { Segment } from "./workspace/types";

const KEYS: Record<string, string> = {
  KeyP: "play-line",
  KeyL: "loop",
  KeyS: "start-here",
  "Shift+KeyS": "end-here",
  KeyI: "add",
  KeyQ: "speaker",
  "Shift+KeyP": "chapter",
  Equal: "in",
  Minus: "out",
};
/** As oTranscribe has them, and as pedals send them. */
const PLAIN: Record<string, string> = {
  Escape: "play",
  F1: "back",
  F2: "forward",
  F3: "slower",
  F4: "faster",
  F7: "back",
  F8: "forward",
  F9: "play",
  MediaPlayPause: "play",
  MediaTrackPrevious: "back",
  MediaTrackNext: "forward",
};
const NEW_STRETCH = 5;

class SoundBench {
  private readonly rows: Rows;
  private readonly view: SoundView;
  private readonly editor: Editor;
  private readonly speakers: Speakers;
  private readonly chapters: Chapters;
  private lit: HTMLElement | null = null;
  private now: HTMLElement | null = null;
  /** Stretches by their beginning; made anew when they changed. */
  private timed: Segment[] | null = null;
  private readonly all: Record<string, () => void>;

  constructor(private readonly bench: Bench) {
    const { work, words, sheet, readOnly } = bench;
    const list = need(".ws-list", HTMLElement);
    this.rows = new Rows(list, work, words, (id, place) => this.pick(id, place));
    this.view = new SoundView(
      need("#ws-media", HTMLMediaElement),
      sheet.duration ?? 0,
      (second) => this.heard(second),
      (id, start, end) => this.timeTo(id, start, end),
    );
    this.editor = new Editor(
      this.rows,
      work,
      {
        words,
        before: bench.before,
        stands: (id) => this.stands(id),
        beyond: () => undefined,
        key: (event) => this.key(event),
        second: (id, place) => this.cutAt(id, place),
      },
      readOnly,
    );
    this.speakers = new Speakers(work, words, () => this.editor.id, readOnly);
    this.chapters = new Chapters(bench.saving.draft, {
      words,
      readOnly,
      now: () => this.view.media.currentTime,
      length: () => this.view.duration,
      seek: (second) => this.view.seek(second),
      changed: () => bench.saving.touch(),
    });
    work.onChange((change) => {
      this.timed = null;
      const { id } = this.editor;
      const line = id && change.lines.has(id) ? work.line(id) : undefined;
      if (line) this.view.stand(line);
      need("#ws-no-lines", HTMLElement).hidden = this.rows.ids.length > 0;
    });
    this.all = { ...commonActs(this.editor, work), ...this.acts() };
    bindButtons(this.all);
  }

  begin(): void {
    const { setup } = this.bench;
    document.addEventListener("keydown", (event) => {
      const inDialog = event.target instanceof HTMLElement && event.target.closest("dialog, .ws-side");
      if (event.target === this.editor.field || event.defaultPrevented || inDialog) return;
      if (this.key(event)) event.preventDefault();
    });
    this.rows.show(null);
    const second = Number(new URLSearchParams(location.search).get("t") ?? Number.NaN);
    const first = Number.isNaN(second) ? this.rows.ids[0] : (this.at(second)?.id ?? this.rows.ids[0]);
    if (first) this.editor.stand(first, 0);
    need("#ws-no-lines", HTMLElement).hidden = this.rows.ids.length > 0;
    if (!Number.isNaN(second)) this.view.seek(second);
    if (setup.waveform) void this.view.draw(setup.waveform, setup.nonce).catch(() => undefined);
    void keepForOffline([setup.waveform, setup.media]);
  }

  private pick(id: string, place: number | null): void {
    const line = this.bench.work.line(id);
    this.editor.stand(id, place);
    if (place === null && line?.start != null) this.view.seek(line.start);
  }

  /** The stretch in hand; while nothing plays the sound stands at its beginning. */
  private stands(id: string): void {
    const line = this.bench.work.line(id);
    if (!line) return;
    this.view.stand(line);
    if (this.view.media.paused && line.start !== null && !this.within(line)) this.view.seek(line.start);
    const address = new URL(location.href);
    if (line.start !== null) address.searchParams.set("t", String(line.start));
    history.replaceState(history.state, "", address);
  }

  private within(line: Segment): boolean {
    const now = this.view.media.currentTime;
    return line.start !== null && line.end !== null && now >= line.start && now < line.end;
  }

  private at(second: number): Segment | undefined {
    this.timed ??= this.bench.work.all
      .filter((line) => line.start !== null)
      .sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
    let [low, high] = [0, this.timed.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.timed[middle]?.start ?? 0) <= second + 0.02) low = middle + 1;
      else high = middle;
    }
    return this.timed[low - 1];
  }

  /** The word that sounds now is lit, in the stretch that sounds now. */
  private heard(second: number): void {
    const line = this.at(second);
    const row = line ? this.rows.row(line.id) : undefined;
    if (row?.element !== this.now) {
      this.now?.classList.remove("now");
      this.now = row?.element ?? null;
      this.now?.classList.add("now");
      if (document.activeElement !== this.editor.field && !this.view.media.paused)
        this.now?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    }
    let word: HTMLElement | null = null;
    for (const one of row?.mirror.querySelectorAll<HTMLElement>(".word[data-start]") ?? [])
      if (Number(one.dataset.start) <= second + 0.02) word = one;
    if (word === this.lit && word?.isConnected !== false) return;
    this.lit?.classList.remove("lit");
    word?.classList.add("lit");
    this.lit = word;
  }

  private key(event: KeyboardEvent): boolean {
    const bare = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const stamp = event.ctrlKey && !event.altKey && event.code === "KeyJ";
    const speaker = event.altKey && event.shiftKey && /^Digit([1-9])$/.exec(event.code)?.[1];
    if (speaker) {
      this.speakers.give(Number(speaker));
      return true;
    }
    const act = (bare && PLAIN[event.key]) || (stamp && "start-here") || keyed(event, KEYS);
    if (!act) return false;
    this.all[act]?.();
    return true;
  }

  private acts(): Record<string, () => void> {
    const { view } = this;
    const write = (act: () => void) => () => {
      if (!this.bench.readOnly) act();
    };
    return {
      play: () => view.toggle(),
      back: () => view.back(),
      forward: () => view.forward(),
      slower: () => view.pace(-0.1),
      faster: () => view.pace(0.1),
      "play-line": () => view.playLine(),
      loop: () => this.loop(),
      "start-here": write(() => this.stamp("start")),
      "end-here": write(() => this.stamp("end")),
      add: write(() => this.add()),
      speaker: () => need("#ws-speaker-new input", HTMLInputElement).focus(),
      chapter: write(() => this.chapters.add()),
      in: () => view.magnify(1.5),
      out: () => view.magnify(1 / 1.5),
    };
  }

  private loop(): void {
    const on = this.view.loop();
    document.querySelector("[data-act=loop]")?.setAttribute("aria-pressed", String(on));
  }

  /** The stretch begins, or ends, at the second that is heard now. */
  private stamp(edge: "start" | "end"): void {
    const line = this.editor.id ? this.bench.work.line(this.editor.id) : undefined;
    if (!line) return;
    const now = Math.round(this.view.media.currentTime * 100) / 100;
    const [start, end] =
      edge === "start" ? [now, Math.max(line.end ?? now, now)] : [Math.min(line.start ?? now, now), now];
    this.timeTo(line.id, start, end);
    tell(`${timeCode(start)} – ${timeCode(end)}`, "good");
  }

  private timeTo(id: string, start: number, end: number): void {
    if (!this.bench.readOnly && end >= start) this.bench.work.set(id, { start, end });
  }

  /** A cut falls where the sound stands if that is within the stretch and no word says better. */
  private cutAt(id: string, place: number): number | null {
    const line = this.bench.work.line(id);
    if (!line || line.words.some((word) => word.at[0] >= place && word.start !== null)) return null;
    return this.within(line) ? Math.round(this.view.media.currentTime * 100) / 100 : null;
  }

  private add(): void {
    const { work } = this.bench;
    const id = this.editor.id;
    const now = Math.round(this.view.media.currentTime * 100) / 100;
    const before = id ? work.line(id) : undefined;
    const start = Math.max(before?.end ?? 0, now);
    const next = id ? work.beside(id, 1)?.start : null;
    const end = Math.min(
      next != null && next > start ? next : start + NEW_STRETCH,
      this.view.duration || start + NEW_STRETCH,
    );
    work.add(id, { start, end, kind: "speech", speaker: before?.speaker ?? null });
  }
}

async function start(): Promise<void> {
  const bench = await openBench().catch(explain);
  if (!bench) return;
  keepPresence(bench);
  review(bench);
  new SoundBench(bench).begin();
}

void start();
