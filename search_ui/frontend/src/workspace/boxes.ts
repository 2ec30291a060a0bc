/** The lines' boxes over the page: one drawing for all of them, so that hundreds move as one. */
import type { Box, Segment } from "./types";

const SVG = "http://www.w3.org/2000/svg";

export class Boxes {
  readonly drawing = document.createElementNS(SVG, "svg");
  private readonly shapes = new Map<string, SVGGElement>();
  private readonly pen = document.createElementNS(SVG, "rect");
  private current: string | null = null;
  private from: DOMPoint | null = null;

  constructor(
    width: number,
    height: number,
    private readonly picked: (id: string) => void,
  ) {
    this.drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.drawing.setAttribute("class", "ws-boxes");
    this.drawing.setAttribute("aria-hidden", "true");
    this.pen.setAttribute("class", "pen");
  }

  draw(lines: Segment[], numberHeight: number): void {
    this.shapes.clear();
    const groups = lines.flatMap((line, index) => {
      if (!line.box) return [];
      const group = document.createElementNS(SVG, "g");
      group.dataset.id = line.id;
      const frame = document.createElementNS(SVG, "rect");
      const number = document.createElementNS(SVG, "text");
      number.textContent = String(index + 1);
      number.setAttribute("font-size", String(numberHeight));
      group.append(frame, number);
      group.addEventListener("click", () => this.picked(line.id));
      place(group, line.box, numberHeight);
      this.shapes.set(line.id, group);
      return [group];
    });
    this.drawing.replaceChildren(...groups, this.pen);
    if (this.current) this.light(this.current);
  }

  light(id: string | null): void {
    if (this.current) this.shapes.get(this.current)?.classList.remove("here");
    this.current = id;
    if (id) this.shapes.get(id)?.classList.add("here");
  }

  /** A box drawn with the pointer, in pixels of the page; null where it was no more than a touch. */
  drawn(done: (box: Box | null) => void): () => void {
    const leave = new AbortController();
    const { signal } = leave;
    const at = (event: PointerEvent) =>
      new DOMPoint(event.clientX, event.clientY).matrixTransform(this.drawing.getScreenCTM()?.inverse());
    this.drawing.classList.add("drawing");
    this.drawing.addEventListener(
      "pointerdown",
      (event) => {
        event.stopPropagation();
        this.drawing.setPointerCapture(event.pointerId);
        this.from = at(event);
      },
      { signal, capture: true },
    );
    this.drawing.addEventListener(
      "pointermove",
      (event) => this.from && frame(this.pen, between(this.from, at(event))),
      { signal },
    );
    this.drawing.addEventListener(
      "pointerup",
      (event) => {
        const box = this.from ? between(this.from, at(event)) : null;
        this.from = null;
        frame(this.pen, [0, 0, 0, 0]);
        done(box && box[2] > 4 && box[3] > 4 ? box : null);
      },
      { signal },
    );
    return () => {
      leave.abort();
      this.drawing.classList.remove("drawing");
    };
  }
}

function between(a: DOMPoint, b: DOMPoint): Box {
  const [left, top] = [Math.max(Math.min(a.x, b.x), 0), Math.max(Math.min(a.y, b.y), 0)];
  return [left, top, Math.max(a.x, b.x) - left, Math.max(a.y, b.y) - top].map(Math.round) as Box;
}

function frame(shape: SVGRectElement, [x, y, width, height]: Box): void {
  for (const [name, value] of Object.entries({ x, y, width, height }))
    shape.setAttribute(name, String(value));
}

function place(group: SVGGElement, box: Box, numberHeight: number): void {
  const [shape, number] = [group.children[0] as SVGRectElement, group.children[1] as SVGTextElement];
  frame(shape, box);
  number.setAttribute("x", String(box[0] - numberHeight * 0.25));
  number.setAttribute("y", String(box[1] + box[3] / 2 + numberHeight * 0.35));
}
