/** Where hits speak of, as circles on a map of our own points. Tiles only where the archive names a source. */
import "./styles/spread.css";
import { circle, circleMarker, type LatLngTuple, type Map as LeafletMap } from "leaflet";
import { ground, type Named, words } from "./lib/ground";

interface Place {
  label: string;
  count: number;
  level: string;
  address: string;
  latitude: number;
  longitude: number;
  radius: number | null;
}

const place = document.querySelector<HTMLElement>("[data-spread]");
const COLOURS: Record<string, string> = {
  province: "#2f5d8a",
  district: "#3f7f5f",
  commune: "#a8322a",
  drawn: "#6a3d9a",
  other: "#8a5a12",
};

function drawPlace(view: LeafletMap, place: Place, most: number, say: string): void {
  const at: LatLngTuple = [place.latitude, place.longitude];
  const color = COLOURS[place.level] ?? "#8a5a12";
  if (place.radius && place.level !== "province")
    circle(at, {
      radius: place.radius * 1000,
      color,
      weight: 1,
      fillOpacity: 0.06,
      interactive: false,
    }).addTo(view);
  const said = `${place.label}: ${place.count.toLocaleString(document.documentElement.lang)} ${say}`;
  circleMarker(at, { radius: 5 + 12 * Math.sqrt(place.count / most), color, weight: 2, fillOpacity: 0.35 })
    .bindTooltip(words(said))
    .on("click", () => location.assign(place.address))
    .addTo(view);
}

if (place) {
  const places = JSON.parse(place.dataset.spread ?? "[]") as Place[];
  const provinces = JSON.parse(place.dataset.provinces ?? "[]") as Named[];
  const view = ground(place, provinces, place.dataset.tiles);
  const all: LatLngTuple[] = provinces.map(([, latitude, longitude]) => [latitude, longitude]);
  const shown: LatLngTuple[] = places.map((one) => [one.latitude, one.longitude]);
  view.fitBounds(shown.length > 1 ? shown : all, { padding: [40, 40], maxZoom: 9, animate: false });
  const most = Math.max(1, ...places.map((one) => one.count));
  const say = place.dataset.say ?? "";
  for (const one of [...places].sort((a, b) => b.count - a.count)) drawPlace(view, one, most, say);
}
