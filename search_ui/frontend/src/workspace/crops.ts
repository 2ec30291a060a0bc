/** Each line's own piece of the page over its words: for the line in hand, or for all that are in sight. */
import type { PageView } from "./page-view";
import type { Rows } from "./rows";
import type { Work } from "./work";

const KEPT = "kyuc-crops";

export class Crops {
  private readonly canvas = document.createElement("canvas");
  private readonly seen: IntersectionObserver;
  private all = localStorage.getItem(KEPT) === "all";

  constructor(
    private readonly list: HTMLElement,
    private readonly view: PageView,
    private readonly rows: Rows,
    private readonly work: Work,
  ) {
    this.canvas.className = "ws-crop";
    this.seen = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) void this.fill(entry.target as HTMLElement);
    });
    rows.onNear((id) => {
      const element = this.all ? rows.row(id)?.element : undefined;
      if (element) this.seen.observe(element);
    });
  }

  get everywhere(): boolean {
    return this.all;
  }

  toggle(): boolean {
    this.all = !this.all;
    localStorage.setItem(KEPT, this.all ? "all" : "one");
    this.renew();
    return this.all;
  }

  /** After another page, or other lines. */
  renew(): void {
    this.seen.disconnect();
    for (const old of this.list.querySelectorAll(".ws-crop")) old.remove();
    if (this.all)
      for (const row of this.list.querySelectorAll<HTMLElement>(".ws-row")) this.seen.observe(row);
    else if (this.rows.current) void this.stand(this.rows.current);
  }

  private async fill(element: HTMLElement): Promise<void> {
    this.seen.unobserve(element);
    const id = element.dataset.id ?? "";
    const box = this.work.line(id)?.box;
    const row = this.rows.row(id);
    if (!box || !row || element.querySelector(".ws-crop")) return;
    const canvas = document.createElement("canvas");
    canvas.className = "ws-crop";
    row.field.before(canvas);
    if (!(await this.view.crop(box, canvas, row.field.clientWidth))) canvas.remove();
  }

  async stand(id: string): Promise<void> {
    if (this.all) return;
    const line = this.work.line(id);
    const row = this.rows.row(id);
    if (!line?.box || !row) {
      this.canvas.remove();
      return;
    }
    const drawn = await this.view.crop(line.box, this.canvas, row.field.clientWidth);
    if (drawn && this.rows.current === id) row.field.before(this.canvas);
  }
}
