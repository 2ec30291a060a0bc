/** Where hits speak of, as circles on a map of our own points. Tiles only where the archive names a source. */
import "leaflet/dist/leaflet.css";
import "./styles/spread.css";
import { circle, circleMarker, type LatLngTuple, map, tileLayer, tooltip } from "leaflet";

interface Place {
  label: string;
  count: number;
  level: string;
  address: string;
  latitude: number;
  longitude: number;
  radius: number | null;
}

const ground = document.querySelector<HTMLElement>("[data-spread]");
const COLOURS: Record<string, string> = {
  province: "#2f5d8a",
  district: "#3f7f5f",
  commune: "#a8322a",
  other: "#8a5a12",
};

function drawProvinces(view: ReturnType<typeof map>, provinces: [string, number, number][]): void {
  for (const [name, latitude, longitude] of provinces) {
    circleMarker([latitude, longitude], { radius: 2, color: "#8d8575", interactive: false }).addTo(view);
    tooltip({ permanent: true, direction: "right", className: "province", offset: [4, 0] })
      .setLatLng([latitude, longitude])
      .setContent(document.createTextNode(name) as unknown as HTMLElement)
      .addTo(view);
  }
}

function drawPlace(view: ReturnType<typeof map>, place: Place, most: number, say: string): void {
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
  const words = document.createElement("span");
  words.textContent = `${place.label}: ${place.count.toLocaleString(document.documentElement.lang)} ${say}`;
  circleMarker(at, { radius: 5 + 12 * Math.sqrt(place.count / most), color, weight: 2, fillOpacity: 0.35 })
    .bindTooltip(words)
    .on("click", () => location.assign(place.address))
    .addTo(view);
}

if (ground) {
  const places = JSON.parse(ground.dataset.spread ?? "[]") as Place[];
  const provinces = JSON.parse(ground.dataset.provinces ?? "[]") as [string, number, number][];
  const view = map(ground, { attributionControl: false, zoomSnap: 0.5, minZoom: 4, maxZoom: 14 });
  const shown: LatLngTuple[] = (places.length ? places : []).map((place) => [
    place.latitude,
    place.longitude,
  ]);
  const all: LatLngTuple[] = provinces.map(([, latitude, longitude]) => [latitude, longitude]);
  view.fitBounds(shown.length > 1 ? shown : all, { padding: [40, 40], maxZoom: 9 });
  if (ground.dataset.tiles) tileLayer(ground.dataset.tiles).addTo(view);
  else drawProvinces(view, provinces);
  const most = Math.max(1, ...places.map((place) => place.count));
  for (const place of [...places].sort((a, b) => b.count - a.count))
    drawPlace(view, place, most, ground.dataset.say ?? "");
}
