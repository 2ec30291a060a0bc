/** The text in hand: lines in their order, every change can be taken back, and each is told at once. */
import { newId } from "../lib/ids";
import { cut, joined, rewritten, toggled } from "./spans";
import type { Box, MarkKind, Segment } from "./types";

export interface Change {
  /** Lines that are new, other or gone. */
  lines: Set<string>;
  /** Whether lines came, went or changed places. */
  order: boolean;
  by: "person" | "archive";
  /** Where the person stands after it, if that moves. */
  focus?: string | undefined;
}

interface Step {
  order: string[];
  lines: Map<string, Segment | null>;
  focus: string | undefined;
  typing: string | null;
  at: number;
}

const PAUSE = 1200;
const STEPS = 400;

export class Work {
  private order: string[] = [];
  private readonly lines = new Map<string, Segment>();
  private undone: Step[] = [];
  private done: Step[] = [];
  private readonly heard: ((change: Change) => void)[] = [];

  constructor(segments: Segment[]) {
    this.take(segments);
  }

  onChange(listener: (change: Change) => void): void {
    this.heard.push(listener);
  }

  get ids(): readonly string[] {
    return this.order;
  }

  get all(): Segment[] {
    return this.order.map((id) => this.line(id)).filter((line) => line !== undefined);
  }

  line(id: string): Segment | undefined {
    return this.lines.get(id);
  }

  beside(id: string, step: 1 | -1): Segment | undefined {
    const other = this.order[this.order.indexOf(id) + step];
    return other === undefined ? undefined : this.lines.get(other);
  }

  /** What the archive gives takes the place of all; nothing of it can be taken back. */
  replace(segments: Segment[]): void {
    const before = new Map(this.lines);
    const order = this.order.join();
    this.take(segments);
    const changed = new Set([...before.keys()].filter((id) => !this.lines.has(id)));
    for (const line of segments)
      if (JSON.stringify(before.get(line.id)) !== JSON.stringify(line)) changed.add(line.id);
    this.tell({ lines: changed, order: order !== this.order.join(), by: "archive" });
  }

  private take(segments: Segment[]): void {
    this.order = segments.map((line) => line.id);
    this.lines.clear();
    for (const line of segments) this.lines.set(line.id, line);
    this.done = [];
    this.undone = [];
  }

  write(id: string, text: string): void {
    const line = this.lines.get(id);
    if (line && line.text !== text) this.change([rewritten(line, text)], { typing: id, focus: id });
  }

  set(id: string, values: Partial<Segment>): void {
    const line = this.lines.get(id);
    if (line) this.change([{ ...line, ...values }], { focus: id });
  }

  /** The same for many lines in one step: a speaker named once is named everywhere. */
  setAll(ids: string[], values: Partial<Segment>): void {
    const lines = ids.map((id) => this.lines.get(id)).filter((line) => line !== undefined);
    if (lines.length) this.change(lines.map((line) => ({ ...line, ...values })));
  }

  mark(id: string, kind: MarkKind, start: number, end: number): void {
    const line = this.lines.get(id);
    if (line && (end > start || kind === "missing"))
      this.set(id, { marks: toggled(line.marks, kind, start, end) });
  }

  split(id: string, place: number, second: number | null = null): void {
    const line = this.lines.get(id);
    if (!line) return;
    const [first, rest] = cut(line, place, newId(), second);
    const at = this.order.indexOf(id) + 1;
    const order = [...this.order.slice(0, at), rest.id, ...this.order.slice(at)];
    this.change([first, rest], { order, focus: rest.id });
  }

  /** The line takes in the one after it. */
  join(id: string): void {
    const line = this.lines.get(id);
    const following = this.beside(id, 1);
    if (!line || !following || line.page !== following.page) return;
    const order = this.order.filter((one) => one !== following.id);
    this.change([joined(line, following)], { order, focus: id, gone: [following.id] });
  }

  move(id: string, step: 1 | -1): void {
    const from = this.order.indexOf(id);
    const other = this.beside(id, step);
    if (!other || other.page !== this.lines.get(id)?.page) return;
    const order = [...this.order];
    order.splice(from, 1);
    order.splice(from + step, 0, id);
    this.change([], { order, focus: id });
  }

  /** A new line after `id` (or first of all); returns its id. */
  add(id: string | null, values: Partial<Segment>): string {
    const made = { ...blank(), ...values };
    const at = id === null ? 0 : this.order.indexOf(id) + 1;
    this.change([made], {
      order: [...this.order.slice(0, at), made.id, ...this.order.slice(at)],
      focus: made.id,
    });
    return made.id;
  }

  /** Many new lines at the end of what is before `page`'s end: a page cut into lines. */
  addLines(page: number, boxes: Box[]): void {
    const made = boxes.map((box) => ({ ...blank(), page, box }));
    const after = this.order.findIndex((id) => (this.lines.get(id)?.page ?? 1) > page);
    const at = after < 0 ? this.order.length : after;
    const order = [...this.order.slice(0, at), ...made.map((line) => line.id), ...this.order.slice(at)];
    this.change(made, { order, focus: made[0]?.id });
  }

  remove(id: string): void {
    const focus = (this.beside(id, 1) ?? this.beside(id, -1))?.id;
    this.change([], { order: this.order.filter((one) => one !== id), gone: [id], focus });
  }

  /** Lines of a page from top to bottom, those side by side from left to right. */
  sort(page: number): void {
    const here = this.order.filter((id) => (this.lines.get(id)?.page ?? 1) === page);
    const sorted = [...here].sort((a, b) => this.height(a) - this.height(b));
    let next = 0;
    const order = this.order.map((id) => (here.includes(id) ? (sorted[next++] ?? id) : id));
    if (order.join() !== this.order.join()) this.change([], { order });
  }

  private height(id: string): number {
    const box = this.lines.get(id)?.box;
    return box ? box[1] + box[3] / 2 + box[0] / 1e5 : Number.MAX_SAFE_INTEGER;
  }

  undo(): boolean {
    return this.turn(this.done, this.undone);
  }

  redo(): boolean {
    return this.turn(this.undone, this.done);
  }

  private turn(from: Step[], to: Step[]): boolean {
    const step = from.pop();
    if (!step) return false;
    to.push(this.remembered([...step.lines.keys()], step.focus, null));
    for (const [id, line] of step.lines) {
      if (line) this.lines.set(id, line);
      else this.lines.delete(id);
    }
    const moved = step.order.join() !== this.order.join();
    this.order = step.order;
    const focus = step.focus !== undefined && this.lines.has(step.focus) ? step.focus : this.order[0];
    this.tell({ lines: new Set(step.lines.keys()), order: moved, by: "person", focus });
    return true;
  }

  private change(
    lines: Segment[],
    how: { order?: string[]; focus?: string | undefined; gone?: string[]; typing?: string } = {},
  ): void {
    const touched = [...lines.map((line) => line.id), ...(how.gone ?? [])];
    const last = this.done.at(-1);
    const goesOn = how.typing && last?.typing === how.typing && Date.now() - last.at < PAUSE;
    if (goesOn) last.at = Date.now();
    else
      this.done.push(this.remembered(touched, how.typing ?? how.gone?.[0] ?? how.focus, how.typing ?? null));
    if (this.done.length > STEPS) this.done.shift();
    this.undone = [];
    for (const line of lines) this.lines.set(line.id, line);
    for (const id of how.gone ?? []) this.lines.delete(id);
    if (how.order) this.order = how.order;
    this.tell({
      lines: new Set(touched),
      order: how.order !== undefined,
      by: "person",
      focus: how.typing ? undefined : how.focus,
    });
  }

  private remembered(ids: string[], focus: string | undefined, typing: string | null): Step {
    const lines = new Map(ids.map((id) => [id, this.lines.get(id) ?? null]));
    return { order: this.order, lines, focus, typing, at: Date.now() };
  }

  private tell(change: Change): void {
    for (const listener of this.heard) listener(change);
  }
}

function blank(): Segment {
  return {
    id: newId(),
    text: "",
    page: null,
    box: null,
    start: null,
    end: null,
    kind: "handwriting",
    speaker: null,
    doubt: null,
    confidence: 1,
    marks: [],
    words: [],
    readings: [],
  };
}
