/** A map without ground: our own points of communes and provinces, nothing fetched from anybody. */
import "leaflet/dist/leaflet.css";
import { circle, circleMarker, latLngBounds, map as makeMap, tooltip } from "leaflet";

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
  const around = JSON.parse(place.dataset.around ?? "[]") as [string, number, number][];
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const shown = makeMap(place, {
    attributionControl: false,
    scrollWheelZoom: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
  });
  for (const [name, lat, lon] of around) {
    circleMarker([lat, lon], { radius: 2, color: "#8a8172", weight: 1, interactive: false }).addTo(shown);
    tooltip({ permanent: true, direction: "right", className: "map-name", interactive: false })
      .setLatLng([lat, lon])
      .setContent(document.createTextNode(name) as unknown as HTMLElement)
      .addTo(shown);
  }
  for (const point of points) {
    const color = COLOURS[point.side] ?? "#555";
    const at: [number, number] = [point.lat, point.lon];
    circle(at, { radius: point.km * 1000, color, weight: 1, fillOpacity: 0.12 }).addTo(shown);
    circleMarker(at, { radius: 7, color: "#fff", weight: 2, fillColor: color, fillOpacity: 1 })
      .bindTooltip(document.createTextNode(point.label) as unknown as HTMLElement)
      .addTo(shown);
  }
  const bounds = latLngBounds(points.map((point) => [point.lat, point.lon]));
  shown.fitBounds(bounds.pad(0.4), { maxZoom: 8, animate: false });
}

for (const place of document.querySelectorAll<HTMLElement>("[data-map]")) draw(place);
