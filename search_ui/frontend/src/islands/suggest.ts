/** Suggestions under every search box: a list the arrow keys walk, as the ARIA combobox pattern describes. */

const PAUSE = 120;
let lists = 0;

class Suggestions {
  private readonly list = document.createElement("ul");
  private timer = 0;
  private asked = "";
  private at = -1;

  constructor(private readonly box: HTMLInputElement) {
    lists += 1;
    this.list.id = `suggestions-${lists}`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.dataset.suggestLabel ?? "");
    this.list.hidden = true;
    box.after(this.list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.list.id);
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("input", () => this.ask());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => window.setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => this.pick(event));
  }

  private ask(): void {
    window.clearTimeout(this.timer);
    const text = this.box.value.trim();
    if (text.length < 2) {
      this.close();
      return;
    }
    this.timer = window.setTimeout(() => void this.fetch(text), PAUSE);
  }

  private async fetch(text: string): Promise<void> {
    this.asked = text;
    const answer = await fetch(`/api/suggest?q=${encodeURIComponent(text)}`, {
      headers: { Accept: "application/json" },
    });
    if (!answer.ok || this.asked !== text || document.activeElement !== this.box) return;
    const { suggestions } = (await answer.json()) as { suggestions: string[] };
    this.show(suggestions);
  }

  private show(words: string[]): void {
    this.at = -1;
    this.list.replaceChildren(
      ...words.map((word, index) => {
        const line = document.createElement("li");
        line.id = `${this.list.id}-${index}`;
        line.setAttribute("role", "option");
        line.setAttribute("aria-selected", "false");
        line.textContent = word;
        return line;
      }),
    );
    this.list.hidden = words.length === 0;
    this.box.setAttribute("aria-expanded", String(words.length > 0));
  }

  private close(): void {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    const lines = [...this.list.children];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + lines.length + (this.at < 0 && step < 0 ? 1 : 0)) % lines.length;
      lines.forEach((line, index) => {
        line.setAttribute("aria-selected", String(index === this.at));
      });
      const chosen = lines[this.at];
      if (chosen) {
        this.box.setAttribute("aria-activedescendant", chosen.id);
        this.box.value = chosen.textContent ?? "";
      }
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    }
  }

  private pick(event: MouseEvent): void {
    const line = event.target;
    if (!(line instanceof HTMLLIElement)) return;
    event.preventDefault();
    this.box.value = line.textContent ?? "";
    this.close();
    this.box.form?.requestSubmit();
  }
}

for (const box of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) new Suggestions(box);
