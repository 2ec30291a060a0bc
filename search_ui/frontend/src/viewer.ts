/** The paper: deep zoom over the upright image, its lines as boxes, lit from either side. */
import OpenSeadragon from "openseadragon";
import { calm, given, need } from "./lib/page";

type BoxTuple = [x: number, y: number, width: number, height: number];

interface Sight {
  image: string;
  /** IIIF description of all the pixels, where the page has more of them than the image. */
  tiles: string | null;
  /** Width of the upright page in pixels: boxes count in it, the image may be smaller. */
  width: number;
  height: number;
  lines: { id: string; box: BoxTuple }[];
  target: BoxTuple | null;
  number: number | null;
  asset: string;
}

class PageViewer {
  private readonly osd: OpenSeadragon.Viewer;
  private readonly boxes = new Map<string, HTMLElement>();

  constructor(
    private readonly frame: HTMLElement,
    private readonly sight: Sight,
  ) {
    const stage = document.createElement("div");
    stage.className = "stage";
    frame.querySelector(".still")?.remove();
    frame.append(stage);
    this.osd = OpenSeadragon({
      element: stage,
      tileSources: sight.tiles ?? { type: "image", url: sight.image },
      showNavigationControl: false,
      immediateRender: calm,
      animationTime: calm ? 0 : 0.6,
      maxZoomPixelRatio: 4,
      visibilityRatio: 0.5,
      minZoomImageRatio: 0.8,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      gestureSettingsTouch: { dblClickToZoom: true },
      drawer: "canvas",
      silenceMultiImageWarnings: true,
    } as OpenSeadragon.Options);
    this.osd.addHandler("open", () => this.opened());
    this.osd.addHandler("open-failed", () => this.failed());
    this.tools();
  }

  private rect([x, y, width, height]: BoxTuple): OpenSeadragon.Rect {
    const unit = this.sight.width;
    return new OpenSeadragon.Rect(x / unit, y / unit, width / unit, height / unit);
  }

  /** Without the tiles the page is still seen, less deep. */
  private failed(): void {
    if (!this.sight.tiles) {
      this.frame.setAttribute("data-failed", "");
      return;
    }
    this.sight.tiles = null;
    this.osd.open({ tileSource: new OpenSeadragon.ImageTileSource({ url: this.sight.image }) });
  }

  private opened(): void {
    for (const line of this.sight.lines) {
      const box = document.createElement("div");
      box.className = "line-box";
      box.addEventListener("pointerenter", () => this.light(line.id, true, true));
      box.addEventListener("pointerleave", () => this.light(line.id, false));
      this.boxes.set(line.id, box);
      this.osd.addOverlay({ element: box, location: this.rect(line.box) });
    }
    if (this.sight.target) this.showTarget(this.sight.target, true);
    this.bindText();
    this.frame.dataset.ready = "true";
  }

  private showTarget(box: BoxTuple, atOnce = false): void {
    const old = this.osd.getOverlayById("target-box");
    if (old) this.osd.removeOverlay("target-box");
    const element = document.createElement("div");
    element.id = "target-box";
    element.className = "target-box";
    element.dataset.box = box.join(",");
    this.osd.addOverlay({ element, location: this.rect(box) });
    this.osd.viewport.fitBoundsWithConstraints(this.around(box), atOnce || calm);
  }

  /** The box with enough of its surroundings to know where one is. */
  private around(box: BoxTuple): OpenSeadragon.Rect {
    const [x, y, width, height] = box;
    const view = this.osd.viewport.getAspectRatio();
    const tall = Math.max(height * 5, (width * 1.25) / view, this.sight.height / 6);
    const wide = tall * view;
    return this.rect([x + width / 2 - wide / 2, y + height / 2 - tall / 2, wide, tall]);
  }

  private light(id: string, on: boolean, scroll = false): void {
    this.boxes.get(id)?.classList.toggle("lit", on);
    const text = document.querySelector<HTMLElement>(`[data-line="${CSS.escape(id)}"]`);
    text?.classList.toggle("lit", on);
    if (on && scroll) text?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }

  private bindText(): void {
    for (const text of document.querySelectorAll<HTMLElement>("[data-line]")) {
      const id = text.dataset.line ?? "";
      const line = this.sight.lines.find((one) => one.id === id);
      if (!line || text.dataset.bound) continue;
      text.dataset.bound = "true";
      text.addEventListener("pointerenter", () => this.light(id, true));
      text.addEventListener("pointerleave", () => this.light(id, false));
      text.addEventListener("focusin", () => this.light(id, true));
      text.addEventListener("focusout", () => this.light(id, false));
      text.addEventListener("click", () => this.go(line.box));
      text.addEventListener("keydown", (event) => {
        if (event.key === "Enter") this.go(line.box);
      });
    }
    document.querySelector(".line.found")?.scrollIntoView({ block: "nearest" });
  }

  private go(box: BoxTuple): void {
    this.showTarget(box);
    const address = new URL(location.href);
    address.searchParams.set("asset", this.sight.asset);
    address.searchParams.set("box", box.join(","));
    if (this.sight.number !== null) address.searchParams.set("page", String(this.sight.number));
    history.replaceState(history.state, "", address);
    if (window.innerWidth < 960)
      this.frame.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }

  private tools(): void {
    const on = (name: string, act: (button: HTMLElement) => void) => {
      const button = document.querySelector<HTMLElement>(`[data-viewer="${name}"]`);
      button?.addEventListener("click", () => act(button));
    };
    document.querySelector<HTMLElement>(".viewer-tools")?.removeAttribute("hidden");
    on("in", () => void this.osd.viewport.zoomBy(1.5).applyConstraints());
    on("out", () => void this.osd.viewport.zoomBy(1 / 1.5).applyConstraints());
    on("whole", () => this.osd.viewport.goHome());
    on("turn", () => this.osd.viewport.setRotation(this.osd.viewport.getRotation() + 90));
    on("lines", (button) => {
      const hidden = this.frame.classList.toggle("hide-lines");
      button.setAttribute("aria-pressed", String(!hidden));
    });
  }

  destroy(): void {
    this.osd.destroy();
  }
}

let viewer: PageViewer | null = null;

function start(): void {
  viewer?.destroy();
  viewer = null;
  if (!document.getElementById("sight")) return;
  viewer = new PageViewer(need(".viewer", HTMLElement), given<Sight>("sight"));
}

start();
document.addEventListener("kyuc:renewed", start);
