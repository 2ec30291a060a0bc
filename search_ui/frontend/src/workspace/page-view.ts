/** The page beside its words: deep zoom that follows the line in hand, turned and lit as the eye needs. */
import OpenSeadragon from "openseadragon";
import { calm } from "../lib/page";
import { Boxes } from "./boxes";
import { linesOf } from "./cutting";
import type { Box, PageSight, Segment } from "./types";

const NARROW = 560;
const WIDE = 3.5;
const CONTRASTS = ["", "contrast-1", "contrast-2"];

export class PageView {
  private readonly viewer: OpenSeadragon.Viewer;
  private boxes: Boxes | null = null;
  private lines: Segment[] = [];
  private current: Segment | undefined;
  private page: PageSight | null = null;
  private contrast = 0;
  /** Whether the page is shown from its one image, not from tiles. */
  private shallow = false;
  private stopDrawing: (() => void) | null = null;
  /** The same picture for crops and for cutting into lines. */
  readonly picture = new Image();

  constructor(
    private readonly frame: HTMLElement,
    private readonly tiles: Record<string, string>,
    private readonly picked: (id: string) => void,
  ) {
    const stage = document.createElement("div");
    stage.className = "stage";
    frame.append(stage);
    this.viewer = OpenSeadragon({
      element: stage,
      showNavigationControl: false,
      immediateRender: calm,
      animationTime: calm ? 0 : 0.45,
      maxZoomPixelRatio: 5,
      visibilityRatio: 0.3,
      minZoomImageRatio: 0.7,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      gestureSettingsTouch: { dblClickToZoom: true },
      drawer: "canvas",
      silenceMultiImageWarnings: true,
      keyboardNavEnabled: false,
    } as OpenSeadragon.Options);
    this.viewer.addHandler("open", () => this.opened());
    this.viewer.addHandler("open-failed", () => this.failed());
  }

  open(page: PageSight, lines: Segment[]): void {
    this.page = page;
    this.lines = lines;
    delete this.frame.dataset.ready;
    if (!page.image) return;
    this.picture.src = page.image;
    this.shallow = false;
    const deep = this.tiles[page.number];
    if (deep && navigator.onLine) this.viewer.open({ tileSource: deep });
    else this.openImage(page.image);
  }

  private openImage(url: string): void {
    this.shallow = true;
    this.viewer.open({ tileSource: new OpenSeadragon.ImageTileSource({ url }) });
  }

  /** Without the tiles the page is still seen, less deep. */
  private failed(): void {
    if (this.page?.image && !this.shallow) this.openImage(this.page.image);
    else this.frame.setAttribute("data-failed", "");
  }

  private opened(): void {
    if (!this.page) return;
    this.boxes = new Boxes(this.page.width, this.page.height, this.picked);
    this.viewer.addOverlay({
      element: this.boxes.drawing as unknown as HTMLElement,
      location: this.rect([0, 0, this.page.width, this.page.height]),
    });
    this.redraw(this.lines);
    this.frame.dataset.ready = "true";
    if (this.current) this.stand(this.current, true);
  }

  redraw(lines: Segment[]): void {
    this.lines = lines;
    const heights = lines.flatMap((line) => (line.box ? [line.box[3]] : [])).sort((a, b) => a - b);
    const usual = heights[heights.length >> 1] ?? (this.page?.height ?? 1000) / 40;
    this.boxes?.draw(lines, Math.max(usual * 0.55, (this.page?.width ?? 0) / 90));
    if (this.current) this.boxes?.light(this.current.id);
  }

  /** Follow the line in hand: it stands in the upper middle, as wide as the frame lets it. */
  stand(line: Segment, atOnce = false): void {
    const moved = this.current?.id !== line.id || this.current.box !== line.box;
    this.current = line;
    this.boxes?.light(line.id);
    if (!line.box || !this.frame.dataset.ready || !(moved || atOnce)) return;
    const bounds = this.around(line.box);
    if (!atOnce && this.shows(line.box)) return;
    this.viewer.viewport.fitBoundsWithConstraints(bounds, atOnce || calm);
  }

  /** Well in sight already, and large enough to read: then the page stays still. */
  private shows(box: Box): boolean {
    const view = this.viewer.viewport.getBounds(false);
    const line = this.rect(box);
    const [air, tall] = [view.height * 0.12, view.height * 0.2];
    return (
      line.x >= view.x &&
      line.x + line.width <= view.x + view.width &&
      line.y >= view.y + air &&
      line.y + line.height <= view.y + view.height - tall &&
      line.height >= view.height / 22
    );
  }

  /** With room, as wide as the lines of the page, so that nothing jumps sideways; on phones the line alone. */
  private around([x, y, width, height]: Box): OpenSeadragon.Rect {
    const ratio = this.viewer.viewport.getAspectRatio();
    const [left, right] =
      this.frame.clientWidth < NARROW ? [x, x + width] : this.block([x, y, width, height]);
    const wide = Math.max((right - left) * 1.1, height * 6 * ratio);
    const tall = wide / ratio;
    const page = this.page?.height ?? 0;
    const air = tall * 0.06;
    const lowest = Math.max(page - tall + air, -air);
    const top = Math.min(Math.max(y + height / 2 - tall * 0.42, -air), lowest);
    return this.rect([(left + right) / 2 - wide / 2, top, wide, tall]);
  }

  /** From where lines begin to where they end, unless the page is far wider than this line (columns, tables). */
  private block([x, , width]: Box): [number, number] {
    const boxes = this.lines.flatMap((line) => (line.box ? [line.box] : []));
    const left = Math.min(x, ...boxes.map((box) => box[0]));
    const right = Math.max(x + width, ...boxes.map((box) => box[0] + box[2]));
    return right - left > width * WIDE ? [x - width * 0.1, x + width * (WIDE - 0.1)] : [left, right];
  }

  private rect([x, y, width, height]: Box): OpenSeadragon.Rect {
    const unit = this.page?.width ?? 1;
    return new OpenSeadragon.Rect(x / unit, y / unit, width / unit, height / unit);
  }

  zoom(by: number): void {
    this.viewer.viewport.zoomBy(by).applyConstraints();
  }

  whole(): void {
    this.viewer.viewport.goHome();
  }

  turn(): void {
    this.viewer.viewport.setRotation(this.viewer.viewport.getRotation() + 90);
  }

  /** More contrast, still more, then as it is. */
  lighten(): number {
    this.contrast = (this.contrast + 1) % CONTRASTS.length;
    for (const [index, name] of CONTRASTS.entries())
      if (name) this.frame.classList.toggle(name, index === this.contrast);
    return this.contrast;
  }

  invert(): boolean {
    return this.frame.classList.toggle("inverted");
  }

  hideBoxes(): boolean {
    return this.frame.classList.toggle("no-boxes");
  }

  /** The next drag on the page is a box. */
  drawBox(done: (box: Box | null) => void): void {
    this.cancelDrawing();
    this.viewer.setMouseNavEnabled(false);
    this.stopDrawing =
      this.boxes?.drawn((box) => {
        this.cancelDrawing();
        done(box);
      }) ?? null;
  }

  cancelDrawing(): void {
    this.stopDrawing?.();
    this.stopDrawing = null;
    this.viewer.setMouseNavEnabled(true);
  }

  /** Where a line would be found on this page; empty while the picture is not here. */
  async cut(): Promise<Box[]> {
    if (!this.page?.image) return [];
    await this.picture.decode();
    const shown = { width: this.picture.naturalWidth, height: this.picture.naturalHeight };
    return linesOf(this.picture, shown, this.page.width);
  }

  /** The line's own piece of the page, as wide as `canvas` is shown. */
  async crop(box: Box, canvas: HTMLCanvasElement, width: number): Promise<boolean> {
    if (!this.page?.image || !width) return false;
    try {
      await this.picture.decode();
    } catch {
      return false; // another page was opened meanwhile
    }
    const scale = this.picture.naturalWidth / this.page.width;
    const air = box[3] * 0.3;
    const [x, y] = [Math.max(0, box[0] - air), Math.max(0, box[1] - air)];
    const [w, h] = [box[2] + 2 * air, box[3] + 2 * air];
    const tall = Math.min((width * h) / w, h * scale * 2, 160);
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(((tall * w) / h) * ratio);
    canvas.height = Math.round(tall * ratio);
    canvas.style.width = `${(tall * w) / h}px`;
    const pen = canvas.getContext("2d");
    pen?.drawImage(
      this.picture,
      x * scale,
      y * scale,
      w * scale,
      h * scale,
      0,
      0,
      canvas.width,
      canvas.height,
    );
    return pen !== null;
  }
}
