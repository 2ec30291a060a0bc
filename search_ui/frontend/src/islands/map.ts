/** A map without ground: our own points of communes and provinces, nothing fetched from anybody. */
import { circle, circleMarker, latLngBounds } from "leaflet";
import { ground, type Named, words } from "../lib/ground";

interface Point {
  side: string;
  label: string;
  lat: number;
  lon: number;
  km: number;
}

const COLOURS: Record<string, string> = { item: "#a8241c", record: "#1f5c8b", visit: "#3d6b45" };

function draw(place: HTMLElement): void {
  const points = JSON.parse(place.dataset.points ?? "[]") as Point[];
  const shown = ground(place, JSON.parse(place.dataset.around ?? "[]") as Named[]);
  for (const point of points) {
    const color = COLOURS[point.side] ?? "#555";
    const at: [number, number] = [point.lat, point.lon];
    circle(at, { radius: point.km * 1000, color, weight: 1, fillOpacity: 0.12 }).addTo(shown);
    circleMarker(at, { radius: 7, color: "#fff", weight: 2, fillColor: color, fillOpacity: 1 })
      .bindTooltip(words(point.label))
      .addTo(shown);
  }
  const bounds = latLngBounds(points.map((point) => [point.lat, point.lon]));
  shown.fitBounds(bounds.pad(0.4), { maxZoom: 8, animate: false });
}

for (const place of document.querySelectorAll<HTMLElement>("[data-map]")) draw(place);
