/** A line's box by keys: arrows move it, with Shift they change its size, Enter keeps it, Esc lets it be. */
import type { Box } from "./types";
import type { Work } from "./work";

export class Boxing {
  private id: string | null = null;
  private before: Box | null = null;

  constructor(
    private readonly work: Work,
    private readonly changed: (active: boolean) => void,
  ) {}

  get active(): boolean {
    return this.id !== null;
  }

  begin(id: string, fallback: Box): void {
    const box = this.work.line(id)?.box ?? null;
    this.id = id;
    this.before = box;
    if (!box) this.work.set(id, { box: fallback });
    this.changed(true);
  }

  end(keep: boolean): void {
    const { id, before } = this;
    this.id = null;
    if (!keep && id) this.work.set(id, { box: before });
    this.changed(false);
  }

  set(box: Box): void {
    if (this.id) this.work.set(this.id, { box });
    this.end(true);
  }

  key(event: KeyboardEvent): boolean {
    const box = this.id ? this.work.line(this.id)?.box : null;
    if (!this.id || !box) return false;
    if (event.key === "Enter" || event.key === "Escape") {
      this.end(event.key === "Enter");
      return true;
    }
    const way = WAYS[event.key];
    if (!way) return event.key.length === 1 && !event.ctrlKey && !event.metaKey;
    const step = Math.max(2, Math.round(box[3] / (event.altKey ? 16 : 5)));
    const [dx, dy] = [way[0] * step, way[1] * step];
    const [x, y, width, height] = box;
    this.work.set(this.id, {
      box: event.shiftKey
        ? [x, y, Math.max(4, width + dx * 2), Math.max(4, height + dy)]
        : [Math.max(0, x + dx), Math.max(0, y + dy), width, height],
    });
    return true;
  }
}

const WAYS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
