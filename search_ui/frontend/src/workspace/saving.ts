/** Nothing is lost: each change on this machine's disk at once, in the archive within two seconds. */
import { type Draft, keepAll, keepLines } from "./keep";
import { points, recounted, rewritten, units } from "./spans";
import { Crossed, NoNetwork, NoSignIn, Refused, type Saved, type Talk, type Theirs } from "./talk";
import type { Segment } from "./types";
import type { Change, Work } from "./work";

export type Where =
  | "untouched"
  | "keeping"
  | "here"
  | "sending"
  | "stored"
  | "no_network"
  | "no_sign_in"
  | "refused"
  | "not_kept"
  | "crossed";

export interface State {
  where: Where;
  /** When the archive last took it. */
  savedAt: Date | null;
  why: string;
}

const SOON = 900;
const PAUSES = [2, 4, 8, 15, 30];

export interface Around {
  tell(state: State): void;
  /** Another saved in between: the lines that shall stand. */
  crossed(found: Theirs): Promise<Segment[]>;
  /** The archive changed lines to make them fit to keep. */
  cleaned(notes: string[]): void;
}

export class Saving {
  private waiting = new Map<string, Segment | null>();
  private writing = false;
  private sending: Promise<void> | null = null;
  private timer = 0;
  private failures = 0;
  private version = 0;
  /** Of `version`, what this machine's disk has. */
  private kept = 0;
  /** Whether the disk has the draft's own entry as it is: its order is long, so it is written only then. */
  private recorded = false;
  private settled = false;
  /** Since the archive last had everything: lines that changed, and whether some came, went or moved. */
  private news = { lines: new Set<string>(), order: false };
  /** The same of the save that is on its way. */
  private gone = { lines: new Set<string>(), order: false };
  /** Whether the archive must be sent every line: it does not have the text that these began from. */
  private everything: boolean;
  /** Whether all lines are on this machine's disk, so that one keystroke need write only its own. */
  private whole: boolean;
  state: State = { where: "untouched", savedAt: null, why: "" };

  constructor(
    private readonly work: Work,
    private readonly talk: Talk,
    readonly draft: Draft,
    private readonly device: string,
    private readonly around: Around,
    /** Whether the archive has an open draft already: only then changes alone say enough. */
    begun: boolean,
  ) {
    this.whole = !draft.arrived;
    this.everything = !draft.arrived || !begun;
    work.onChange((change) => this.changed(change));
    window.addEventListener("online", () => void this.send());
    window.addEventListener("focus", () => this.state.where === "no_sign_in" && void this.send());
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.hidden && void this.send());
    if (!draft.arrived) this.soon();
  }

  private changed(change: Change): void {
    if (change.by === "archive") return;
    for (const id of change.lines) this.waiting.set(id, this.work.line(id) ?? null);
    for (const id of change.lines) this.news.lines.add(id);
    this.news.order ||= change.order;
    this.touch(change.order);
  }

  /** Something changed; also called where chapters or points did. */
  touch(order = true): void {
    this.version += 1;
    if (order) this.draft.order = [...this.work.ids];
    if (order || this.draft.arrived) this.recorded = false;
    this.draft.arrived = false;
    this.draft.changedAt = Date.now();
    void this.keep();
    this.soon();
  }

  private async keep(): Promise<void> {
    if (this.writing) return;
    this.writing = true;
    try {
      while (this.kept !== this.version) {
        const [version, lines] = [this.version, this.waiting];
        this.waiting = new Map();
        const draft = { ...this.draft, arrived: false };
        if (!this.whole) await keepAll(draft, this.work.all);
        else await keepLines(this.recorded ? null : draft, draft.key, lines);
        this.whole = true;
        this.recorded = true;
        this.kept = version;
      }
      if (!["no_network", "no_sign_in", "refused", "crossed"].includes(this.state.where)) this.say("here");
    } catch (error) {
      this.say("not_kept", error instanceof Error ? error.message : "");
    } finally {
      this.writing = false;
    }
  }

  private soon(after = SOON): void {
    if (!this.timer) this.timer = window.setTimeout(() => void this.send(), after);
  }

  /** All that the archive lacks, now; resolves when it has it or has said why not. */
  async send(): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = 0;
    if (this.sending) await this.sending;
    if (this.draft.arrived) return;
    this.sending = this.sendOnce().finally(() => {
      this.sending = null;
    });
    await this.sending;
  }

  private async sendOnce(): Promise<void> {
    const version = this.version;
    if (this.state.where === "here" || this.state.where === "untouched") this.say("sending");
    this.gone = this.news;
    this.news = { lines: new Set(), order: false };
    try {
      const saved = await this.talk.save(this.body(this.gone));
      this.gone = { lines: new Set(), order: false };
      this.everything = false;
      this.failures = 0;
      this.settled = false;
      await this.stored(saved, version);
    } catch (error) {
      this.news = this.unsent();
      this.gone = { lines: new Set(), order: false };
      await this.failed(error);
    }
  }

  /** What was on its way and did not arrive is news still. */
  private unsent(): { lines: Set<string>; order: boolean } {
    const { news, gone } = this;
    return { lines: new Set([...gone.lines, ...news.lines]), order: gone.order || news.order };
  }

  private async failed(error: unknown): Promise<void> {
    if (error instanceof Crossed) return this.meet(error.found);
    if (error instanceof Refused && error.code === "needs_all" && !this.everything) {
      this.everything = true;
      return this.soon(0);
    }
    if (error instanceof NoSignIn) this.say("no_sign_in");
    else if (error instanceof NoNetwork) this.say("no_network");
    else if (error instanceof Refused) this.say("refused", error.message);
    else throw error;
    const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)] ?? 30;
    this.failures += 1;
    this.soon(pause * 1000);
  }

  private async stored({ revision, base, saved_at, cleaned }: Saved, version: number): Promise<void> {
    this.draft.revision = revision;
    this.draft.base = base;
    this.draft.arrived = version === this.version;
    this.recorded = false;
    await keepLines({ ...this.draft }, this.draft.key, new Map());
    this.say(this.draft.arrived ? "stored" : "here", "", new Date(saved_at));
    if (!this.draft.arrived) this.soon();
    else if (cleaned.length) await this.cleaned(cleaned);
  }

  private async cleaned(cleaned: Saved["cleaned"]): Promise<void> {
    const fit = new Map(cleaned.map(({ segment }) => [segment.id, segment]));
    await this.adopt(this.work.all.map((line) => this.dressed(fit.get(line.id) ?? line)));
    this.around.cleaned([...new Set(cleaned.flatMap(({ notes }) => notes))]);
  }

  /** Another's save came first: what does not touch is merged by the archive, the rest a person settles. */
  private async meet(found: Theirs): Promise<void> {
    this.say("crossed");
    const typed = this.version;
    const before = new Map(this.work.all.map((line) => [line.id, line]));
    const lines = await this.around.crossed(found);
    const here = typed === this.version ? lines : lines.map((line) => this.newer(line, before));
    this.settled = found.clashes.length > 0;
    this.everything = true;
    await this.adopt(here.map((line) => this.dressed(line)));
    if (this.settled) this.version += 1; // what was chosen is news to the archive
    await this.stored(found, typed);
  }

  /** What somebody else saved while nothing was being typed here. */
  async follow(lines: Segment[], revision: number, base: string | null): Promise<void> {
    if (!this.draft.arrived) return;
    this.draft.revision = revision;
    this.draft.base = base;
    await this.adopt(lines);
  }

  /** Saves that clashed once have been looked at: the next save says so. */
  settle(): void {
    this.settled = true;
    this.touch();
  }

  /** What was typed while the two were being brought together stands. */
  private newer(line: Segment, before: Map<string, Segment>): Segment {
    const now = this.work.line(line.id);
    return now && now !== before.get(line.id) ? now : line;
  }

  /** The archive tells no words of a draft's lines: they stay as this page knows them. */
  private dressed(line: Segment): Segment {
    const bare = recounted({ ...line, words: [] }, units);
    const known = this.work.line(line.id);
    if (!known) return { ...bare, doubt: null, confidence: 1, readings: [] };
    return { ...known, ...bare, words: rewritten(known, bare.text).words };
  }

  /** Other lines take the place of all, here and on this machine's disk. */
  async adopt(lines: Segment[]): Promise<void> {
    this.waiting.clear();
    this.work.replace(lines);
    this.draft.order = [...this.work.ids];
    await keepAll({ ...this.draft }, this.work.all);
    this.whole = true;
  }

  private body({ lines, order }: { lines: Set<string>; order: boolean }): Record<string, unknown> {
    const { settled, everything } = this;
    const { base, revision, chapters, points: marked } = this.draft;
    const some = [...lines].map((id) => this.work.line(id)).filter((line) => line !== undefined);
    const segments = (everything ? this.work.all : some).map((line) => sent(recounted(line, points)));
    const which = everything ? {} : { partial: true, ...(order && { order: [...this.work.ids] }) };
    return { base, revision, device: this.device, segments, chapters, points: marked, settled, ...which };
  }

  private leave(): void {
    if (!this.draft.arrived) this.talk.farewell("PUT", "/nhap", this.body(this.unsent()));
  }

  say(where: Where, why = "", savedAt = this.state.savedAt): void {
    this.state = { where, why, savedAt };
    this.around.tell(this.state);
  }
}

/** Words and readings are the archive's own: it aligns them anew. */
function sent({ words, readings, doubt, confidence, ...line }: Segment): Partial<Segment> {
  return line;
}
