/** Chép lại một trang: the image beside its lines, every line typed, cut, joined and marked by keys. */
import { need, say } from "./lib/page";
import "./styles/workspace.css";
import { type Bench, openBench } from "./workspace/bench";
import { Boxing } from "./workspace/boxing";
import { bindButtons, commonActs, keyed } from "./workspace/buttons";
import { Crops } from "./workspace/crops";
import { Editor } from "./workspace/editor";
import { keepForOffline } from "./workspace/offline";
import { PageView } from "./workspace/page-view";
import { explain, keepPresence, review } from "./workspace/people";
import { Rows } from "./workspace/rows";
import { tell } from "./workspace/says";
import type { Box, PageSight } from "./workspace/types";

const KEYS: Record<string, string> = {
  KeyB: "box",
  KeyI: "add",
  KeyX: "cut",
  "Shift+KeyX": "sort",
  KeyV: "crops",
  KeyR: "turn",
  KeyW: "whole",
  Equal: "in",
  Minus: "out",
  "Shift+KeyC": "contrast",
  "Shift+KeyI": "invert",
  "Shift+KeyB": "boxes",
  PageUp: "page-before",
  PageDown: "page-after",
};

class PageBench {
  private readonly rows: Rows;
  private readonly view: PageView;
  private readonly editor: Editor;
  private readonly boxing: Boxing;
  private readonly crops: Crops;
  private page = 0;

  constructor(private readonly bench: Bench) {
    const { work, words } = bench;
    const list = need(".ws-list", HTMLElement);
    this.rows = new Rows(list, work, words, (id, place) => this.editor.stand(id, place));
    this.view = new PageView(need(".ws-image", HTMLElement), bench.setup.tiles, (id) =>
      this.editor.stand(id, 0),
    );
    this.crops = new Crops(list, this.view, this.rows, work);
    this.boxing = new Boxing(work, (active) => this.boxed(active));
    this.editor = new Editor(
      this.rows,
      work,
      {
        words,
        before: bench.before,
        stands: (id) => this.stands(id),
        beyond: (step) => this.turnTo(this.page + step, step),
        key: (event, id) => this.key(event, id),
      },
      bench.readOnly,
    );
    work.onChange((change) => {
      const moved = change.order || [...change.lines].some((id) => this.boxChanged(id));
      if (moved) this.redraw();
    });
    bindButtons({ ...commonActs(this.editor, work), ...this.acts() });
  }

  private get sight(): PageSight | undefined {
    return this.bench.sheet.pages[this.page];
  }

  private get lines() {
    return this.rows.ids.map((id) => this.bench.work.line(id)).filter((line) => line !== undefined);
  }

  private readonly drawn = new Map<string, string>();

  private boxChanged(id: string): boolean {
    return this.drawn.get(id) !== String(this.bench.work.line(id)?.box);
  }

  private redraw(): void {
    const { lines } = this;
    this.drawn.clear();
    for (const line of lines) this.drawn.set(line.id, String(line.box));
    this.view.redraw(lines);
    const line = this.editor.id ? this.bench.work.line(this.editor.id) : undefined;
    if (line) this.view.stand(line);
    this.crops.renew();
    need("#ws-no-lines", HTMLElement).hidden = lines.length > 0;
  }

  /** Open a page at a line: the one that the address names, the first, or the last when coming from behind. */
  open(index: number, step: 1 | -1 = 1, wanted: string | null = null): void {
    this.page = index;
    const { sight } = this;
    if (!sight) return;
    this.rows.show(sight.number);
    need("#ws-no-image", HTMLElement).hidden = Boolean(sight.image);
    this.view.open(sight, this.lines);
    this.redraw();
    const ids = this.rows.ids;
    const id = ids.find((one) => one === wanted) ?? (step > 0 ? ids[0] : ids.at(-1));
    if (id) this.editor.stand(id, step > 0 ? 0 : null);
    const { length } = this.bench.sheet.pages;
    need("#ws-pages", HTMLElement).textContent = say(this.bench.words.page_of, {
      page: sight.number,
      all: length,
    });
    need(".ws-pager", HTMLElement).hidden = length < 2;
  }

  private turnTo(index: number, step: 1 | -1): void {
    if (index < 0 || index >= this.bench.sheet.pages.length) return;
    this.open(index, step);
  }

  private stands(id: string): void {
    const line = this.bench.work.line(id);
    if (!line) return;
    if (this.boxing.active) this.boxing.end(true);
    this.view.stand(line);
    void this.crops.stand(id);
    const address = new URL(location.href);
    address.searchParams.set("page", String(this.sight?.number ?? 1));
    address.searchParams.set("dong", id);
    history.replaceState(history.state, "", address);
  }

  private key(event: KeyboardEvent, _id: string): boolean {
    if (this.boxing.active) return this.boxing.key(event);
    const act = keyed(event, KEYS);
    if (!act) return false;
    this.acts()[act]?.();
    return true;
  }

  private acts(): Record<string, () => void> {
    const write = (act: () => void) => () => {
      if (!this.bench.readOnly) act();
    };
    return {
      box: write(() => this.box()),
      add: write(() => this.add()),
      cut: write(() => void this.cut()),
      sort: write(() => this.bench.work.sort(this.sight?.number ?? 1)),
      crops: () => this.crops.toggle(),
      turn: () => this.view.turn(),
      whole: () => this.view.whole(),
      in: () => this.view.zoom(1.4),
      out: () => this.view.zoom(1 / 1.4),
      contrast: () => this.view.lighten(),
      invert: () => this.view.invert(),
      boxes: () => this.view.hideBoxes(),
      "page-before": () => this.turnTo(this.page - 1, 1),
      "page-after": () => this.turnTo(this.page + 1, 1),
    };
  }

  private box(): void {
    const id = this.editor.id;
    if (this.boxing.active) this.boxing.end(true);
    else if (id) this.boxing.begin(id, this.fallback(id));
  }

  /** By keys as it stands, or by a drag on the page: whichever comes first. */
  private boxed(active: boolean): void {
    need("#ws-boxing", HTMLElement).hidden = !active;
    if (active) this.view.drawBox((box) => (box ? this.boxing.set(box) : this.boxing.end(true)));
    else this.view.cancelDrawing();
    this.editor.field.focus({ preventScroll: true });
  }

  /** Under the line before, as high as that. */
  private fallback(id: string): Box {
    const before = this.bench.work.beside(id, -1)?.box;
    const { width, height } = this.sight ?? { width: 1000, height: 1000 };
    if (!before) return [width * 0.08, height * 0.06, width * 0.84, height * 0.03].map(Math.round) as Box;
    const [x, y, wide, tall] = before;
    return [x, Math.min(y + Math.round(tall * 1.3), height - tall), wide, tall];
  }

  private add(): void {
    const id = this.bench.work.add(this.editor.id, { page: this.sight?.number ?? 1 });
    if (!this.sight?.image) return; // nothing to draw on: the line is typed alone
    this.boxing.begin(id, this.fallback(id));
  }

  private async cut(): Promise<void> {
    if (this.rows.ids.length) return tell(this.bench.words.has_lines ?? "");
    const boxes = await this.view.cut();
    if (!boxes.length) return tell(this.bench.words.no_lines_found ?? "");
    this.bench.work.addLines(this.sight?.number ?? 1, boxes);
    tell(say(this.bench.words.lines_found, { count: boxes.length }), "good");
  }

  /** Keys that hold where no line is in hand yet. */
  begin(): void {
    document.addEventListener("keydown", (event) => {
      if (event.target === this.editor.field || event.defaultPrevented) return;
      if (this.key(event, "")) event.preventDefault();
    });
    const asked = new URLSearchParams(location.search);
    const page = this.bench.sheet.pages.findIndex((one) => one.number === Number(asked.get("page")));
    this.open(Math.max(page, 0), 1, asked.get("dong") ?? this.lineAt(asked.get("box")));
    void keepForOffline(this.bench.sheet.pages.slice(0, 12).map((one) => one.image));
  }

  /** The line that a box of a hit stands in. */
  private lineAt(asked: string | null): string | null {
    const [x, y, width, height] = (asked ?? "").split(",").map(Number);
    if (x === undefined || y === undefined || !width || !height) return null;
    const [cx, cy] = [x + width / 2, y + height / 2];
    const found = this.bench.work.all.find(
      ({ box }) => box && cx >= box[0] && cx <= box[0] + box[2] && cy >= box[1] && cy <= box[1] + box[3],
    );
    return found?.id ?? null;
  }
}

async function start(): Promise<void> {
  const bench = await openBench().catch(explain);
  if (!bench) return;
  keepPresence(bench);
  review(bench);
  new PageBench(bench).begin();
}

void start();
