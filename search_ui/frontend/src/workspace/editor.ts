/** The one text field: it lies over the line in hand, and every key that shapes lines is read here. */
import { calm, type Words } from "../lib/page";
import { shownChoices } from "./choices";
import type { Rows } from "./rows";
import { wordAround } from "./spans";
import type { MarkKind } from "./types";
import type { Work } from "./work";

export interface Around {
  words: Words;
  /** Each line's text in the version that was begun from. */
  before: ReadonlyMap<string, string>;
  /** The line in hand changed: the image or the sound follows. */
  stands(id: string): void;
  /** The page or stretch after the last line, or before the first. */
  beyond(step: 1 | -1): void;
  /** Keys of this medium alone; true where it was one. */
  key(event: KeyboardEvent, id: string): boolean;
  /** Where a line is cut, in seconds, if the sound says so. */
  second?(id: string, place: number): number | null;
}

export const SIGNS: Record<string, MarkKind> = {
  KeyK: "unclear",
  KeyM: "missing",
  KeyG: "struck",
  KeyC: "inserted",
  KeyT: "other_hand",
  KeyO: "stamp",
  KeyN: "inaudible",
  KeyH: "overlapping",
};

// Marks of direction and control have no place in a line; a no-break space is a space.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

export class Editor {
  readonly field = document.createElement("textarea");
  private readonly tools: HTMLElement;
  private composing = false;
  id: string | null = null;

  constructor(
    private readonly rows: Rows,
    private readonly work: Work,
    private readonly around: Around,
    private readonly readOnly: boolean,
  ) {
    this.field.className = "ws-input";
    this.field.rows = 1;
    this.field.readOnly = readOnly;
    this.field.spellcheck = false;
    this.field.lang = "vi";
    this.field.autocapitalize = "off";
    this.field.setAttribute("autocorrect", "off");
    this.field.enterKeyHint = "next";
    this.tools = document.createElement("div");
    this.tools.className = "ws-choices";
    this.listen();
    work.onChange((change) => {
      if (this.id && change.lines.has(this.id)) this.renew();
      if (change.focus && change.focus !== this.id) this.stand(change.focus, 0);
      else if (change.by === "person" && (change.focus || change.order)) this.grasp(true);
    });
  }

  /** Take a line in hand; `place` is where the caret comes to stand (null: the end). */
  stand(id: string, place: number | null = null): void {
    const row = this.rows.row(id);
    const line = this.work.line(id);
    if (!row || !line) return;
    if (this.id !== id) {
      this.tidy();
      this.rows.mark(id);
      this.id = id;
      this.field.value = line.text;
      this.field.setAttribute("aria-label", row.number.getAttribute("aria-label") ?? "");
      row.field.append(this.field);
      row.element.querySelector(".ws-row-body")?.append(this.tools);
      this.choices();
    }
    this.grasp();
    const at = Math.min(place ?? line.text.length, line.text.length);
    this.field.setSelectionRange(at, at);
    this.around.stands(id);
  }

  private grasp(near = false): void {
    const row = this.id ? this.rows.row(this.id) : undefined;
    this.field.focus({ preventScroll: true });
    const behavior = calm || near ? "auto" : "smooth";
    row?.element.scrollIntoView({ block: "nearest", behavior });
  }

  private renew(): void {
    const line = this.id ? this.work.line(this.id) : undefined;
    if (!line) {
      this.id = null;
      return;
    }
    if (this.field.value !== line.text) {
      const caret = this.field.selectionStart;
      this.field.value = line.text;
      this.field.setSelectionRange(Math.min(caret, line.text.length), Math.min(caret, line.text.length));
    }
    this.choices();
  }

  private listen(): void {
    const { field } = this;
    field.addEventListener("input", () => this.typed());
    field.addEventListener("compositionstart", () => {
      this.composing = true;
    });
    field.addEventListener("compositionend", () => {
      this.composing = false;
      this.typed();
    });
    field.addEventListener("paste", (event) => this.paste(event));
    field.addEventListener("keydown", (event) => this.key(event));
    this.tools.addEventListener("click", (event) => {
      const button = (event.target as HTMLElement).closest<HTMLElement>("[data-choice]");
      if (button) this.choose(Number(button.dataset.choice));
    });
  }

  private typed(): void {
    if (!this.id) return;
    const bare = this.field.value.replace(/\n/g, " ");
    if (bare !== this.field.value) this.set(bare);
    this.work.write(this.id, this.field.value);
  }

  private set(text: string): void {
    const caret = this.field.selectionStart;
    this.field.value = text;
    this.field.setSelectionRange(caret, caret);
  }

  /** Letters that came in two parts (from some keyboards) become whole when the line is left. */
  private tidy(): void {
    const line = this.id ? this.work.line(this.id) : undefined;
    const whole = line?.text.normalize("NFC");
    if (line && whole !== undefined && whole !== line.text) this.work.write(line.id, whole);
  }

  /** What comes from elsewhere comes as plain text on one line, without marks that nobody sees. */
  private paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain");
    if (text === undefined) return;
    event.preventDefault();
    const clean = text
      .normalize("NFC")
      .replace(/[\s\u00a0]+/g, " ")
      .replace(UNSEEN, "");
    this.field.setRangeText(clean, this.field.selectionStart, this.field.selectionEnd, "end");
    this.typed();
  }

  choices(): void {
    const line = this.id ? this.work.line(this.id) : undefined;
    this.tools.replaceChildren(
      ...(line && !this.readOnly
        ? shownChoices(line, this.around.before.get(line.id), this.around.words)
        : []),
    );
  }

  choose(number: number): void {
    const button = this.tools.querySelector<HTMLElement>(`[data-choice="${number}"]`);
    if (!this.id || !button?.dataset.text) return;
    this.work.write(this.id, button.dataset.text);
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  sign(kind: MarkKind): void {
    if (!this.id || this.readOnly) return;
    let { selectionStart: start, selectionEnd: end } = this.field;
    if (start === end && kind !== "missing") [start, end] = wordAround(this.field.value, start);
    this.work.mark(this.id, kind, start, end);
  }

  split(): void {
    if (!this.id || this.readOnly) return;
    const place = this.field.selectionStart;
    this.work.split(this.id, place, this.around.second?.(this.id, place) ?? null);
  }

  step(by: 1 | -1, place: number | null = null): void {
    const at = this.id ? this.rows.ids.indexOf(this.id) : -1;
    const next = this.rows.ids[at + by];
    if (next) this.stand(next, place);
    else this.around.beyond(by);
  }

  private key(event: KeyboardEvent): void {
    if (this.composing || event.isComposing || !this.id) return;
    if (this.around.key(event, this.id) || this.walk(event) || this.shape(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  private walk(event: KeyboardEvent): boolean {
    const { selectionStart: caret, value } = this.field;
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.key === "Enter" && plain) this.step(event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowUp" && ((plain && caret === 0) || event.ctrlKey)) this.step(-1);
    else if (event.key === "ArrowDown" && ((plain && caret === value.length) || event.ctrlKey))
      this.step(1, 0);
    else return false;
    return true;
  }

  private shape(event: KeyboardEvent): boolean {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.code === "KeyZ" && !event.altKey) return this.turn(event.shiftKey);
    if (command && event.code === "KeyY") return this.turn(true);
    if (event.altKey && event.code === "Slash") return showKeys();
    if (!event.altKey || command || this.readOnly || !this.id) return false;
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    if (digit && !event.shiftKey) this.choose(Number(digit));
    else if (event.key === "Enter") this.split();
    else if (event.code === "KeyJ") this.work.join(this.id);
    else if (event.key === "ArrowUp") this.work.move(this.id, -1);
    else if (event.key === "ArrowDown") this.work.move(this.id, 1);
    else if (event.key === "Delete") this.work.remove(this.id);
    else if (SIGNS[event.code] && !event.shiftKey) this.sign(SIGNS[event.code] as MarkKind);
    else return false;
    return true;
  }

  private turn(forward: boolean): boolean {
    if (forward) this.work.redo();
    else this.work.undo();
    return true;
  }
}

function showKeys(): boolean {
  document.querySelector<HTMLElement>("[data-keys]")?.click();
  return true;
}
