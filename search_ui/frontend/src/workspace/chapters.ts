/** Chapters of a recording: where one begins, what it is about, who and where; each leads to its second. */
import { need, timeCode, type Words } from "../lib/page";
import type { Draft } from "./keep";
import type { Chapter } from "./types";

interface Around {
  words: Words;
  readOnly: boolean;
  now: () => number;
  length: () => number;
  seek: (second: number) => void;
  changed: () => void;
}

export class Chapters {
  private readonly list = need(".ws-chapters", HTMLElement);

  constructor(
    private readonly draft: Draft,
    private readonly around: Around,
  ) {
    const button = need("#ws-chapter-new", HTMLButtonElement);
    button.hidden = around.readOnly;
    button.addEventListener("click", () => this.add());
    this.draw();
  }

  add(): void {
    const start = Math.round(this.around.now() * 100) / 100;
    if (this.around.readOnly || this.draft.chapters.some((one) => one.start === start)) return;
    const made = { start, end: start, title: "", synopsis: "", names: [], place: "" };
    this.change([...this.draft.chapters, made]);
    this.list.querySelector<HTMLInputElement>(`[data-start="${start}"] input`)?.focus();
  }

  /** A chapter ends where the next begins. */
  private change(chapters: Chapter[]): void {
    const sorted = [...chapters].sort((a, b) => a.start - b.start);
    this.draft.chapters = sorted.map((one, index) => ({
      ...one,
      end: sorted[index + 1]?.start ?? Math.max(this.around.length(), one.start),
    }));
    this.draw();
    this.around.changed();
  }

  private write(start: number, values: Partial<Chapter>): void {
    this.draft.chapters = this.draft.chapters.map((one) =>
      one.start === start ? { ...one, ...values } : one,
    );
    this.around.changed();
  }

  private draw(): void {
    this.list.replaceChildren(...this.draft.chapters.map((chapter) => this.entry(chapter)));
  }

  private entry(chapter: Chapter): HTMLElement {
    const { words, readOnly } = this.around;
    const entry = document.createElement("li");
    entry.dataset.start = String(chapter.start);
    const time = document.createElement("button");
    time.type = "button";
    time.className = "ws-give";
    time.textContent = timeCode(chapter.start);
    time.addEventListener("click", () => this.around.seek(chapter.start));
    const field = (name: string, value: string, save: (value: string) => Partial<Chapter>, rows = 1) => {
      const input = document.createElement(rows > 1 ? "textarea" : "input");
      input.className = "control";
      input.value = value;
      input.placeholder = words[name] ?? "";
      input.setAttribute("aria-label", words[name] ?? "");
      input.readOnly = readOnly;
      input.addEventListener("input", () => this.write(chapter.start, save(input.value)));
      return input;
    };
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "button quiet";
    remove.hidden = readOnly;
    remove.textContent = words.chapter_remove ?? "";
    remove.addEventListener("click", () =>
      this.change(this.draft.chapters.filter((one) => one.start !== chapter.start)),
    );
    const names = (value: string) =>
      value
        .split(/[;,]/)
        .map((name) => name.trim())
        .filter(Boolean);
    entry.append(
      time,
      field("chapter_title", chapter.title, (title) => ({ title })),
      field("chapter_synopsis", chapter.synopsis, (synopsis) => ({ synopsis }), 2),
      field("chapter_names", chapter.names.join(", "), (value) => ({ names: names(value) })),
      field("chapter_place", chapter.place, (place) => ({ place })),
      remove,
    );
    return entry;
  }
}
