/** Where the house stands: by the phone with how exact it is, or by hand where it cannot tell. */
import { need, say } from "../lib/page";
import { change, open, words } from "./here";

const says = need("#place-says", HTMLElement);
const PATIENCE = { enableHighAccuracy: true, timeout: 30_000, maximumAge: 60_000 };

need("#locate", HTMLButtonElement).addEventListener("click", () => {
  if (!navigator.geolocation) return tell(words.no_place ?? "");
  tell(words.locating ?? "");
  return navigator.geolocation.getCurrentPosition((found) => void keep(found.coords), refused, PATIENCE);
});

async function keep({ latitude, longitude, accuracy }: GeolocationCoordinates): Promise<void> {
  const place = {
    latitude: latitude.toFixed(6),
    longitude: longitude.toFixed(6),
    accuracy: String(Math.round(accuracy)),
  };
  await change((now) => ({ ...now, fields: { ...now.fields, ...place } }));
  for (const [name, value] of Object.entries(place)) need(`#${name}`, HTMLInputElement).value = value;
  showPlace();
}

function refused(error: GeolocationPositionError): void {
  const why = { 1: words.place_refused, 2: words.no_place, 3: words.place_late };
  tell(why[error.code as 1 | 2 | 3] ?? words.no_place ?? "");
}

export function showPlace(): void {
  const { latitude, accuracy } = open.visit?.fields ?? {};
  tell(latitude && accuracy ? say(words.place_found, { metres: accuracy }) : "");
}

function tell(sentence: string): void {
  says.textContent = sentence;
}
