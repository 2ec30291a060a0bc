/** Who speaks: each is named once, given to a stretch by one key, and renamed in all stretches at once. */
import { need, type Words } from "../lib/page";
import type { Work } from "./work";

export class Speakers {
  private names: string[] = [];
  private readonly list = need(".ws-speakers", HTMLElement);

  constructor(
    private readonly work: Work,
    private readonly words: Words,
    private readonly current: () => string | null,
    private readonly readOnly: boolean,
  ) {
    this.gather();
    work.onChange(() => this.gather());
    const form = need("#ws-speaker-new", HTMLFormElement);
    form.hidden = readOnly;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const field = need("input", HTMLInputElement, form);
      this.name(field.value.trim());
      field.value = "";
    });
  }

  private gather(): void {
    const used = new Set(this.work.all.map((line) => line.speaker).filter((name) => name !== null));
    const names = [...new Set([...this.names, ...used])];
    if (names.join("\n") === this.names.join("\n") && this.list.childElementCount) return;
    this.names = names;
    this.draw();
  }

  private draw(): void {
    this.list.replaceChildren(
      ...this.names.map((name, index) => {
        const entry = document.createElement("li");
        const give = document.createElement("button");
        give.type = "button";
        give.className = "ws-give";
        give.textContent = String(index + 1);
        give.disabled = this.readOnly;
        give.title = this.words.speaker_give ?? "";
        give.setAttribute("aria-label", `${this.words.speaker_give} ${name}`);
        give.addEventListener("pointerdown", (event) => event.preventDefault());
        give.addEventListener("click", () => this.give(index + 1));
        const field = document.createElement("input");
        field.className = "control";
        field.value = name;
        field.readOnly = this.readOnly;
        field.setAttribute("aria-label", this.words.speaker_name ?? "");
        field.addEventListener("change", () => this.rename(name, field.value.trim()));
        entry.append(give, field);
        return entry;
      }),
    );
  }

  /** A new name, given to the stretch in hand at once. */
  private name(name: string): void {
    if (!name) return;
    if (!this.names.includes(name)) this.names.push(name);
    this.draw();
    this.give(this.names.indexOf(name) + 1);
  }

  give(number: number): void {
    const name = this.names[number - 1];
    const id = this.current();
    const line = id ? this.work.line(id) : undefined;
    if (!name || !line || this.readOnly) return;
    this.work.set(line.id, { speaker: line.speaker === name ? null : name });
  }

  private rename(before: string, now: string): void {
    if (!now || now === before) {
      this.draw();
      return;
    }
    this.names = [...new Set(this.names.map((name) => (name === before ? now : name)))];
    const ids = this.work.all.filter((line) => line.speaker === before).map((line) => line.id);
    this.work.setAll(ids, { speaker: now });
    this.draw();
  }
}
