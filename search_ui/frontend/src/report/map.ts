/** Where it is: tiles where a setting names them, else the provinces and communes as points on plain paper. */
import * as leaflet from "leaflet";
import "leaflet/dist/leaflet.css";
import { need, type Words } from "../lib/page";

type Named = [id: string, name: string, latitude: number, longitude: number];

const VIETNAM: leaflet.LatLngExpression = [16.2, 106.5];
const WHOLE = 5;
const PROVINCE = 9;
const COMMUNE = 13;
let map: leaflet.Map | null = null;

export function open(
  form: HTMLFormElement,
  words: Words,
  tiles: string,
  point: [number, number] | null,
): void {
  if (map) return;
  const says = need("#map-says", HTMLElement);
  says.textContent = words.no_spot ?? "";
  map = leaflet.map("map", { attributionControl: false, minZoom: 4, maxZoom: 18 });
  map.setView(point ?? VIETNAM, point ? COMMUNE : WHOLE);
  if (tiles) leaflet.tileLayer(tiles, { maxZoom: 18 }).addTo(map);
  const spot = leaflet.circleMarker(VIETNAM, { radius: 11, weight: 3, color: "#9a2a1c", fillOpacity: 0.3 });
  const mark = (at: leaflet.LatLng) => {
    need("[name=latitude]", HTMLInputElement, form).value = at.lat.toFixed(6);
    need("[name=longitude]", HTMLInputElement, form).value = at.lng.toFixed(6);
    if (map) spot.setLatLng(at).addTo(map);
    says.textContent = words.spot ?? "";
  };
  map.on("click", (event: leaflet.LeafletMouseEvent) => mark(event.latlng));
  need("#map-here", HTMLButtonElement).addEventListener("click", () => {
    navigator.geolocation?.getCurrentPosition((found) => {
      const at = leaflet.latLng(found.coords.latitude, found.coords.longitude);
      map?.setView(at, COMMUNE + 3);
      mark(at);
    });
  });
  void choosers(form, map, !tiles);
}

/** Two lists that lead to a province and a commune; on plain paper their points are the map. */
async function choosers(form: HTMLFormElement, on: leaflet.Map, plain: boolean): Promise<void> {
  const province = need("#map-province", HTMLSelectElement);
  const commune = need("#map-commune", HTMLSelectElement);
  const address = `${form.action}/diem.json`;
  const drawn = leaflet.layerGroup().addTo(on);
  const provinces = await points(address);
  fill(province, provinces);
  if (plain) draw(drawn, provinces, 6);
  province.addEventListener("change", async () => {
    const chosen = provinces.find(([id]) => id === province.value);
    if (!chosen) return;
    on.setView([chosen[2], chosen[3]], PROVINCE);
    const communes = await points(`${address}?tinh=${encodeURIComponent(chosen[0])}`);
    commune.length = 1;
    fill(commune, communes);
    commune.disabled = false;
    drawn.clearLayers();
    if (plain) draw(drawn, communes, 4);
  });
  commune.addEventListener("change", async () => {
    const known = await points(`${address}?tinh=${encodeURIComponent(province.value)}`);
    const chosen = known.find(([id]) => id === commune.value);
    if (!chosen) return;
    on.setView([chosen[2], chosen[3]], COMMUNE);
    const place = need("#place", HTMLInputElement, form);
    if (!place.value) place.value = `${chosen[1]}, ${province.selectedOptions[0]?.textContent}`;
  });
}

const points = async (address: string) => (await (await fetch(address)).json()) as Named[];

function fill(list: HTMLSelectElement, named: Named[]): void {
  for (const [id, name] of named) list.add(new Option(name, id));
}

function draw(on: leaflet.LayerGroup, named: Named[], radius: number): void {
  for (const [, name, latitude, longitude] of named) {
    leaflet
      .circleMarker([latitude, longitude], { radius, weight: 1, color: "#1f4e79", interactive: false })
      .bindTooltip(name, { permanent: true, direction: "right", className: "map-name" })
      .addTo(on);
  }
}
