/** The points as a list: what each is called, where it lies, and by how much it is off. */
import { locale, need, say, type Words } from "../lib/page";
import type { Fitted, FittedPoint } from "./map-ground";
import type { MapPoint } from "./types";

interface Around {
  change(at: number, values: Partial<MapPoint>): void;
  remove(at: number): void;
  pick(at: number): void;
}

const metres = (value: number) => `${Math.round(value).toLocaleString(locale)} m`;

export class Points {
  private rows: HTMLElement[] = [];
  private current = 0;
  private last: FittedPoint[] = [];

  constructor(
    private readonly list: HTMLElement,
    private readonly words: Words,
    private readonly grids: [string, string][],
    private readonly exact: boolean,
    private readonly readOnly: boolean,
    private readonly around: Around,
  ) {}

  /** Rows come and go; a field in which somebody types is never made anew. */
  show(points: MapPoint[]): void {
    while (this.rows.length > points.length) this.rows.pop()?.remove();
    for (const [at, point] of points.entries()) {
      const row = this.rows[at] ?? this.add(at);
      for (const name of ["label", "written"] as const) {
        const field = row.querySelector<HTMLInputElement>(`[name=${name}]`);
        if (field && field !== document.activeElement) field.value = point[name];
      }
      const grid = row.querySelector<HTMLSelectElement>("[name=grid]");
      if (grid) grid.value = point.grid.split(":")[0] ?? "";
    }
  }

  private add(at: number): HTMLElement {
    const row = document.createElement("li");
    row.className = "ws-point";
    const number = document.createElement("button");
    number.type = "button";
    number.className = "ws-give";
    number.textContent = String(at + 1);
    number.setAttribute("aria-label", `${this.words.point} ${at + 1}`);
    number.addEventListener("click", () => this.around.pick(at));
    row.addEventListener("focusin", () => this.around.pick(at));
    row.append(number, this.field(at, "label", this.words.point_label));
    if (this.exact) row.append(this.grid(at), this.field(at, "written", this.words.point_written));
    const said = document.createElement("p");
    said.className = "small ws-point-says";
    row.append(said, this.removal(at));
    this.rows.push(row);
    this.list.append(row);
    return row;
  }

  private field(at: number, name: "label" | "written", words = ""): HTMLInputElement {
    const input = document.createElement("input");
    input.className = "control";
    input.name = name;
    input.maxLength = 200;
    input.placeholder = words;
    input.readOnly = this.readOnly;
    input.setAttribute("aria-label", `${words} ${at + 1}`);
    input.addEventListener("input", () => this.around.change(at, { [name]: input.value }));
    return input;
  }

  private grid(at: number): HTMLSelectElement {
    const select = document.createElement("select");
    select.className = "control";
    select.name = "grid";
    select.disabled = this.readOnly;
    select.setAttribute("aria-label", `${this.words.point_grid} ${at + 1}`);
    for (const [value, words] of this.grids) select.add(new Option(words, value));
    select.addEventListener("change", () => this.around.change(at, { grid: select.value }));
    return select;
  }

  private removal(at: number): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.hidden = this.readOnly;
    button.textContent = this.words.point_remove ?? "";
    button.setAttribute("aria-label", `${this.words.point_remove} ${at + 1}`);
    button.addEventListener("click", () => this.around.remove(at));
    return button;
  }

  focus(at: number): void {
    this.rows[at]?.querySelector<HTMLInputElement>("[name=label]")?.focus();
  }

  stand(at: number): void {
    this.rows[this.current]?.classList.remove("here");
    this.current = at;
    this.rows[at]?.classList.add("here");
    this.rows[at]?.scrollIntoView({ block: "nearest" });
  }

  tell({ fit, points }: Fitted, marked: MapPoint[]): void {
    this.last = points;
    const { words } = this;
    need("#ws-fit", HTMLElement).textContent = fit
      ? say(words.fit_says, {
          rms: metres(fit.rms),
          foretold: metres(fit.foretold),
          radius: metres(fit.radius),
        })
      : (words.fit_none ?? "");
    for (const [at, row] of this.rows.entries()) this.tellPoint(row, at, marked[at]);
  }

  private tellPoint(row: HTMLElement, at: number, point: MapPoint | undefined): void {
    const found = this.last[at];
    const place = need(".ws-point-says", HTMLElement, row);
    place.replaceChildren();
    if (!found || !point) return;
    const { words } = this;
    const typed = Boolean(point.written);
    if (typed && found.choices.length > 1 && !found.grid.includes(":")) place.append(this.choice(at, found));
    else if (typed && found.residual === null && found.latitude === null)
      place.textContent = words.point_unread ?? "";
    else if (found.latitude !== null && found.longitude !== null) {
      const where = `${found.latitude.toFixed(5)}, ${found.longitude.toFixed(5)} ± ${metres(found.radius ?? 0)}`;
      const off =
        found.residual === null || found.foretold === null
          ? ""
          : say(words.point_off, { residual: metres(found.residual), foretold: metres(found.foretold) });
      place.textContent = [where, off].filter(Boolean).join(" · ");
    }
  }

  /** Several places have the name: a person says which. */
  private choice(at: number, found: FittedPoint): HTMLSelectElement {
    const select = document.createElement("select");
    select.className = "control";
    select.setAttribute("aria-label", `${this.words.point_which} ${at + 1}`);
    select.add(new Option(this.words.point_which ?? "", ""));
    for (const [value, words] of found.choices) select.add(new Option(words, value));
    select.addEventListener("change", () => select.value && this.around.change(at, { grid: select.value }));
    return select;
  }
}
