/** The lines as a list: hundreds at once, drawn in full only where somebody looks. */
import { timeCode, type Words } from "../lib/page";
import { dress, placeAt } from "./dress";
import type { MarkKind, Segment } from "./types";
import type { Work } from "./work";

export interface Row {
  id: string;
  element: HTMLElement;
  number: HTMLButtonElement;
  /** What stands before the text: the speaker. */
  lead: HTMLElement;
  field: HTMLElement;
  mirror: HTMLElement;
  signs: HTMLElement;
}

/** So many lines are drawn at once; of a recording of four hours only those near the eye exist. */
const BLOCK = 40;
const ROW_HEIGHT = 46;

interface Block {
  element: HTMLElement;
  ids: string[];
  filled: boolean;
}

export class Rows {
  private readonly rows = new Map<string, Row>();
  private readonly blocks: Block[] = [];
  private readonly places = new Map<string, number>();
  private shown: string[] = [];
  private readonly seen: IntersectionObserver;
  private readonly near: ((id: string) => void)[] = [];
  page: number | null = null;
  current: string | null = null;

  constructor(
    private readonly list: HTMLElement,
    private readonly work: Work,
    private readonly words: Words,
    private readonly picked: (id: string, place: number | null) => void,
  ) {
    this.seen = new IntersectionObserver((entries) => this.look(entries), { rootMargin: "1200px 0px" });
    list.addEventListener("click", (event) => this.click(event));
    work.onChange((change) => {
      if (change.order) this.draw();
      for (const id of change.lines) this.renew(id);
    });
  }

  /** The lines of a page (or all, for sound). */
  show(page: number | null): void {
    this.page = page;
    this.draw();
    this.list.dataset.ready = "true";
  }

  get ids(): readonly string[] {
    return this.shown;
  }

  /** Told of each line that comes near the eye. */
  onNear(listener: (id: string) => void): void {
    this.near.push(listener);
  }

  /** The line as it is drawn; a line that is far away is drawn now. */
  row(id: string): Row | undefined {
    const block = this.blocks[this.places.get(id) ?? -1];
    if (block && !block.filled) this.fillBlock(block);
    return this.rows.get(id);
  }

  private draw(): void {
    const before = new Set(this.rows.keys());
    this.shown = [];
    this.places.clear();
    for (const line of this.work.all) {
      if (this.page !== null && (line.page ?? 1) !== this.page) continue;
      this.places.set(line.id, Math.floor(this.shown.length / BLOCK));
      this.shown.push(line.id);
      before.delete(line.id);
    }
    for (const id of before) this.drop(id);
    const count = Math.ceil(this.shown.length / BLOCK);
    while (this.blocks.length > count) this.blocks.pop()?.element.remove();
    while (this.blocks.length < count) this.addBlock();
    for (const [at, block] of this.blocks.entries()) {
      block.ids = this.shown.slice(at * BLOCK, (at + 1) * BLOCK);
      if (block.filled) this.fillBlock(block);
      else block.element.style.minBlockSize = `${block.ids.length * ROW_HEIGHT}px`;
    }
  }

  private addBlock(): void {
    const element = document.createElement("div");
    element.className = "ws-block";
    element.setAttribute("role", "presentation");
    const block = { element, ids: [], filled: false };
    this.blocks.push(block);
    this.list.append(element);
    this.seen.observe(element);
  }

  private fillBlock(block: Block): void {
    block.filled = true;
    block.element.style.minBlockSize = "";
    block.element.style.containIntrinsicBlockSize = `auto ${block.ids.length * ROW_HEIGHT}px`;
    const first = this.places.get(block.ids[0] ?? "") ?? 0;
    const elements = block.ids.flatMap((id, index) => {
      const line = this.work.line(id);
      if (!line) return [];
      const row = this.rows.get(id) ?? this.make(line);
      if (line.start === null) row.number.textContent = String(first * BLOCK + index + 1);
      return [row.element];
    });
    place(block.element, elements);
    for (const id of block.ids) for (const listener of this.near) listener(id);
  }

  private drop(id: string): void {
    this.rows.get(id)?.element.remove();
    this.rows.delete(id);
  }

  private make(line: Segment): Row {
    const element = part("ws-row");
    element.setAttribute("role", "listitem");
    element.dataset.id = line.id;
    const number = document.createElement("button");
    number.type = "button";
    number.className = "ws-number";
    number.tabIndex = -1;
    const body = part("ws-row-body");
    const lead = part("ws-lead");
    const field = part("ws-field");
    const mirror = part("ws-mirror");
    const signs = part("ws-signs");
    field.append(mirror);
    body.append(lead, field, signs);
    element.append(number, body);
    const row: Row = { id: line.id, element, number, lead, field, mirror, signs };
    this.rows.set(line.id, row);
    this.fill(row, line);
    return row;
  }

  private fill(row: Row, line: Segment): void {
    dress(row.mirror, line);
    row.lead.textContent = line.speaker ?? "";
    row.lead.hidden = !line.speaker;
    if (line.start !== null) row.number.textContent = timeCode(line.start);
    row.number.setAttribute("aria-label", `${this.words.line} ${row.number.textContent}`);
    row.element.classList.toggle("doubtful", line.doubt !== null || line.confidence < 0.6);
    row.element.classList.toggle("empty-line", !line.text);
    row.signs.textContent = signsInWords(line, this.words);
    row.signs.hidden = !line.marks.length;
  }

  renew(id: string): void {
    const row = this.rows.get(id);
    const line = this.work.line(id);
    if (row && line) this.fill(row, line);
  }

  private look(entries: IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      const block = isIntersecting ? this.blocks.find((one) => one.element === target) : undefined;
      if (block && !block.filled) this.fillBlock(block);
    }
  }

  private click(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const element = target.closest<HTMLElement>(".ws-row");
    const id = element?.dataset.id;
    if (!id || target.closest("textarea, .ws-tools, .ws-choices")) return;
    const row = this.rows.get(id);
    const inText = row && target.closest(".ws-field");
    this.picked(id, inText ? placeAt(row.mirror, event.clientX, event.clientY) : null);
  }

  mark(id: string | null): void {
    if (this.current) this.rows.get(this.current)?.element.classList.remove("here");
    this.current = id;
    if (id) this.rows.get(id)?.element.classList.add("here");
  }
}

function part(name: string): HTMLElement {
  const made = document.createElement("div");
  made.className = name;
  return made;
}

/** Just these elements in this order, touching only those that stand elsewhere: a moved field loses its focus. */
function place(list: HTMLElement, elements: HTMLElement[]): void {
  let next = list.firstElementChild;
  for (const element of elements) {
    if (element === next) next = next.nextElementSibling;
    else list.insertBefore(element, next);
  }
  while (next) {
    const extra = next;
    next = next.nextElementSibling;
    extra.remove();
  }
}

/** The signs told in words: their look alone says nothing to who does not know them. */
function signsInWords(line: Segment, words: Words): string {
  return line.marks
    .map((mark) => {
      const text = line.text.slice(mark.start, mark.end);
      const name = words[`sign_${mark.kind as MarkKind}`] ?? mark.kind;
      return text ? `${name}: “${text}”` : name;
    })
    .join(" · ");
}
