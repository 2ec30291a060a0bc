/** The drawing itself with its points: touched to add one, dragged to move one. */
import {
  CRS,
  divIcon,
  imageOverlay,
  type LatLngExpression,
  type Marker,
  map as makeMap,
  marker,
} from "leaflet";
import { calm } from "../lib/page";
import type { MapPoint, PageSight } from "./types";

interface Around {
  add(x: number, y: number): void;
  move(at: number, x: number, y: number): void;
  pick(at: number): void;
}

export class Drawn {
  private readonly map: ReturnType<typeof makeMap>;
  private pins: Marker[] = [];
  private current = -1;

  constructor(
    place: HTMLElement,
    private readonly sight: PageSight,
    private readonly around: Around,
  ) {
    this.map = makeMap(place, {
      crs: CRS.Simple,
      minZoom: -6,
      maxZoom: 3,
      attributionControl: false,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      zoomSnap: 0.25,
    });
    const corner: LatLngExpression = [-sight.height, sight.width];
    if (sight.image) imageOverlay(sight.image, [[0, 0], corner]).addTo(this.map);
    this.map.fitBounds([[0, 0], corner], { animate: false });
    this.map.on("click", ({ latlng }) => this.within(latlng.lng, -latlng.lat));
  }

  private within(x: number, y: number): void {
    if (x >= 0 && y >= 0 && x <= this.sight.width && y <= this.sight.height) this.around.add(x, y);
  }

  middle(): [number, number] {
    const { lat, lng } = this.map.getCenter();
    return [lng, -lat];
  }

  show(points: MapPoint[]): void {
    for (const pin of this.pins) pin.remove();
    this.pins = points.map((point, at) => {
      const icon = divIcon({ className: "ws-pin", html: String(at + 1), iconSize: [28, 28] });
      const title = `${at + 1} ${point.label}`.trim();
      const pin = marker([-point.y, point.x], { icon, draggable: true, title, alt: title, keyboard: false });
      pin.on("click", () => this.around.pick(at));
      pin.on("dragend", () => {
        const { lat, lng } = pin.getLatLng();
        this.around.move(at, Math.round(lng), Math.round(-lat));
      });
      return pin.addTo(this.map);
    });
    this.light();
  }

  private light(): void {
    for (const [at, pin] of this.pins.entries())
      pin.getElement()?.classList.toggle("here", at === this.current);
  }

  stand(at: number): void {
    this.current = at;
    this.light();
    const pin = this.pins[at];
    if (pin && !this.map.getBounds().contains(pin.getLatLng())) this.map.panTo(pin.getLatLng());
  }
}
