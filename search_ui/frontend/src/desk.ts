/** The desk by keyboard: j and k through cases, Enter opens, n the next case, 1 to 6 the step. */
import "./styles/desk.css";
import "./results";
import { isTyping } from "./lib/page";

function typing(target: EventTarget | null): boolean {
  return isTyping(target) && !(target instanceof HTMLInputElement && target.type === "radio");
}

// The map's library is loaded only where there is a map.
if (document.querySelector("[data-map]")) void import("./islands/map");

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const keyed = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
  if (!keyed) return;
  event.preventDefault();
  keyed.click();
  keyed.focus();
});
