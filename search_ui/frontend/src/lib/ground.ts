/** A map without ground: names and points of our own, nothing fetched from anybody unless tiles are set. */
import "leaflet/dist/leaflet.css";
import "../styles/map.css";
import { circleMarker, type Map as LeafletMap, map as makeMap, tileLayer, tooltip } from "leaflet";
import { calm } from "./page";

/** A place of the background: its name, latitude and longitude. */
export type Named = [string, number, number];

export function words(text: string): HTMLElement {
  return document.createTextNode(text) as unknown as HTMLElement;
}

export function ground(place: HTMLElement, around: Named[], tiles = ""): LeafletMap {
  const shown = makeMap(place, {
    attributionControl: false,
    scrollWheelZoom: false,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    zoomSnap: 0.5,
  });
  if (tiles) {
    tileLayer(tiles).addTo(shown);
    return shown;
  }
  for (const [name, latitude, longitude] of around) {
    circleMarker([latitude, longitude], { radius: 2, color: "#8a8172", weight: 1, interactive: false }).addTo(
      shown,
    );
    tooltip({ permanent: true, direction: "right", className: "map-name", interactive: false })
      .setLatLng([latitude, longitude])
      .setContent(words(name))
      .addTo(shown);
  }
  return shown;
}
