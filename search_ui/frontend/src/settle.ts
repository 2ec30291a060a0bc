/** Hai bản chép: places where two readings differ, decided by one key each. */
import { calm, isTyping, need, say } from "./lib/page";
import "./styles/settle.css";

const form = need("[data-settle]", HTMLFormElement);
const told = need("[data-settled]", HTMLElement, form);
const places = [...form.querySelectorAll<HTMLFieldSetElement>(".settle-place")];
let at = Math.max(
  places.findIndex((place) => !decided(place)),
  0,
);

function decided(place: HTMLElement): boolean {
  return place.querySelector("input:checked") !== null;
}

function stand(index: number, focus = true): void {
  if (!places[index]) return;
  places[at]?.classList.remove("here");
  at = index;
  const place = places[at];
  place?.classList.add("here");
  if (!focus || !place) return;
  place.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  (place.querySelector<HTMLInputElement>("input:checked") ?? place.querySelector("input"))?.focus({
    preventScroll: true,
  });
}

function tell(): void {
  const n = places.filter(decided).length;
  told.textContent = say(told.dataset.words, { n, all: places.length });
}

function take(value: string): void {
  const input = places[at]?.querySelector<HTMLInputElement>(`input[type=radio][value="${value}"]`);
  if (!input) return;
  input.checked = true;
  tell();
  if (value === "=") places[at]?.querySelector<HTMLInputElement>("input.control")?.focus();
  else if (at + 1 < places.length) stand(at + 1);
}

const KEYS: Record<string, () => void> = {
  "1": () => take("1"),
  "2": () => take("2"),
  "3": () => take("="),
  j: () => stand(at + 1),
  k: () => stand(at - 1),
  p: () => void places[at]?.querySelector("audio")?.play(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const own = event.target instanceof HTMLInputElement && event.target.type !== "radio";
  if (own && event.key === "Enter") {
    event.preventDefault();
    stand(at + 1);
  }
  if (event.ctrlKey || event.altKey || event.metaKey || own) return;
  if (isTyping(event.target) && !(event.target instanceof HTMLInputElement)) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
for (const [index, place] of places.entries()) {
  place.addEventListener("focusin", () => stand(index, false));
  place.querySelector("input.control")?.addEventListener("input", () => {
    const own = place.querySelector<HTMLInputElement>('input[value="="]');
    if (own) own.checked = true;
    tell();
  });
  place.addEventListener("change", tell);
}
tell();
stand(at, false);
