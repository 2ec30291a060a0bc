/** Today's map under the drawing: its control points, where its labels come to lie, and the error around them. */
import { circle, circleMarker, type LatLngTuple, type LayerGroup, layerGroup, svgOverlay } from "leaflet";
import { ground, type Named, words } from "../lib/ground";
import type { MapPoint, PageSight } from "./types";

export interface FittedPoint {
  latitude: number | null;
  longitude: number | null;
  radius: number | null;
  /** Metres by which a control point lies beside the fit, and by which the others alone would miss it. */
  residual: number | null;
  foretold: number | null;
  choices: [string, string][];
  grid: string;
}

export interface Fitted {
  fit: {
    model: string;
    /** Metres east and north of the origin for a pixel: east = a·x + c·y + e, north = b·x + d·y + f. */
    matrix: [number, number, number, number, number, number];
    frame: [left: number, bottom: number, right: number, top: number];
    bounds: [LatLngTuple, LatLngTuple];
    rms: number;
    foretold: number;
    radius: number;
  } | null;
  points: FittedPoint[];
}

const SVG = "http://www.w3.org/2000/svg";

export class Ground {
  private readonly map: ReturnType<typeof ground>;
  private readonly over: LayerGroup;
  private current = 0;
  private strength = 0.6;
  private seen = "";

  constructor(
    place: HTMLElement,
    private readonly sight: PageSight,
    private readonly chosen: (at: number, latitude: number, longitude: number) => void,
  ) {
    const provinces = JSON.parse(place.dataset.provinces ?? "[]") as Named[];
    this.map = ground(place, provinces, place.dataset.tiles ?? "");
    this.map.setView([16.2, 106.5], 6);
    this.over = layerGroup().addTo(this.map);
    this.map.on("click", ({ latlng }) => this.chosen(this.current, latlng.lat, latlng.lng));
    const range = document.querySelector<HTMLInputElement>("#ws-drawn-strength");
    range?.addEventListener("input", () => {
      this.strength = Number(range.value) / 100;
      place.querySelector("svg.ws-drawn-over")?.setAttribute("opacity", String(this.strength));
    });
  }

  stand(at: number): void {
    this.current = at;
  }

  show({ fit, points }: Fitted, marked: MapPoint[]): void {
    this.over.clearLayers();
    if (fit) this.lay(fit);
    for (const [at, point] of points.entries()) {
      if (point.latitude === null || point.longitude === null) continue;
      const known = point.residual !== null || !fit;
      const color = known ? "#1f5c8b" : "#a8241c";
      const where: LatLngTuple = [point.latitude, point.longitude];
      if (point.radius)
        circle(where, {
          radius: point.radius,
          color,
          weight: 1,
          fillOpacity: 0.08,
          interactive: false,
        }).addTo(this.over);
      circleMarker(where, { radius: 6, color: "#fff", weight: 2, fillColor: color, fillOpacity: 1 })
        .bindTooltip(words(`${at + 1} ${marked[at]?.label ?? ""}`.trim()))
        .addTo(this.over);
    }
    this.look(fit, points);
  }

  /** The drawing, turned and stretched: metres of the fit are the units of the picture. */
  private lay(fit: NonNullable<Fitted["fit"]>): void {
    const [a, b, c, d, e, f] = fit.matrix;
    const [left, bottom, right, top] = fit.frame;
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("class", "ws-drawn-over");
    drawing.setAttribute("viewBox", `${left} ${-top} ${right - left} ${top - bottom}`);
    drawing.setAttribute("preserveAspectRatio", "none");
    drawing.setAttribute("opacity", String(this.strength));
    const picture = document.createElementNS(SVG, "image");
    picture.setAttribute("href", this.sight.image ?? "");
    picture.setAttribute("width", String(this.sight.width));
    picture.setAttribute("height", String(this.sight.height));
    picture.setAttribute("preserveAspectRatio", "none");
    picture.setAttribute("transform", `matrix(${a} ${-b} ${c} ${-d} ${e} ${-f})`);
    drawing.append(picture);
    svgOverlay(drawing, fit.bounds, { pane: "tilePane" }).addTo(this.over);
  }

  /** Moved only where what is there is new, so that nobody is carried away while choosing a place. */
  private look(fit: Fitted["fit"], points: FittedPoint[]): void {
    const known = points.filter((one) => one.latitude !== null && one.longitude !== null);
    const bounds = fit?.bounds ?? known.map((one): LatLngTuple => [one.latitude ?? 0, one.longitude ?? 0]);
    const seen = `${known.length} ${fit !== null}`;
    if (!bounds.length || seen === this.seen) return;
    this.seen = seen;
    this.map.fitBounds(bounds as LatLngTuple[], { maxZoom: 15, animate: false, padding: [20, 20] });
  }
}
