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
  dressed: boolean;
}

export class Rows {
  private readonly rows = new Map<string, Row>();
  private shown: string[] = [];
  private readonly seen: IntersectionObserver;
  page: number | null = null;
  current: string | null = null;

  constructor(
    private readonly list: HTMLElement,
    private readonly work: Work,
    private readonly words: Words,
    private readonly picked: (id: string, place: number | null) => void,
  ) {
    this.seen = new IntersectionObserver((entries) => this.look(entries), { rootMargin: "800px 0px" });
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

  row(id: string): Row | undefined {
    return this.rows.get(id);
  }

  private draw(): void {
    const lines = this.work.all.filter((line) => this.page === null || (line.page ?? 1) === this.page);
    const before = new Set(this.shown);
    this.shown = lines.map((line) => line.id);
    const elements = lines.map((line, index) => {
      const row = this.rows.get(line.id) ?? this.make(line);
      before.delete(line.id);
      if (line.start === null) row.number.textContent = String(index + 1);
      return row.element;
    });
    for (const id of before) this.drop(id);
    place(this.list, elements);
  }

  private drop(id: string): void {
    const row = this.rows.get(id);
    if (!row) return;
    this.seen.unobserve(row.element);
    row.element.remove();
    this.rows.delete(id);
  }

  private make(line: Segment): Row {
    const element = document.createElement("li");
    element.className = "ws-row";
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
    const row: Row = { id: line.id, element, number, lead, field, mirror, signs, dressed: false };
    this.rows.set(line.id, row);
    this.fill(row, line);
    this.seen.observe(element);
    return row;
  }

  /** Plain at first, which is quick; signs and words come when it is near the eye. */
  private fill(row: Row, line: Segment): void {
    if (row.dressed) dress(row.mirror, line);
    else row.mirror.textContent = `${line.text}\u200b`;
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
      if (!isIntersecting) continue;
      this.dressed((target as HTMLElement).dataset.id ?? "");
      this.seen.unobserve(target);
    }
  }

  dressed(id: string): Row | undefined {
    const row = this.rows.get(id);
    const line = this.work.line(id);
    if (!row || !line) return undefined;
    if (!row.dressed) {
      row.dressed = true;
      dress(row.mirror, line);
    }
    return row;
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

/** Puts the elements in this order, touching only those that stand elsewhere: a moved field loses its focus. */
function place(list: HTMLElement, elements: HTMLElement[]): void {
  if (!list.childElementCount) {
    list.append(...elements);
    return;
  }
  let next = list.firstElementChild;
  for (const element of elements) {
    if (element === next) next = next.nextElementSibling;
    else list.insertBefore(element, next);
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
