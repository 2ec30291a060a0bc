/** The list of hits by keyboard: j and k walk, Enter opens the best place. Back returns to the same hit. */
import { calm, isTyping } from "./lib/page";

const hits = [...document.querySelectorAll<HTMLElement>("[data-hit]")];
const remembered = `hit:${location.search}`;
let at = -1;

function stand(index: number, scroll = true): void {
  const hit = hits[index];
  if (!hit) return;
  hits[at]?.classList.remove("here");
  at = index;
  hit.classList.add("here");
  const link = hit.querySelector<HTMLAnchorElement>("[data-open]");
  link?.focus({ preventScroll: true });
  if (scroll) hit.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") stand(Math.min(at + 1, hits.length - 1));
  if (event.key === "k") stand(Math.max(at - 1, 0));
});

for (const [index, hit] of hits.entries())
  hit.addEventListener("click", () => sessionStorage.setItem(remembered, String(index)));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && at >= 0) sessionStorage.setItem(remembered, String(at));
});

window.addEventListener("pageshow", () => {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const last = sessionStorage.getItem(remembered);
  if (entry?.type === "back_forward" && last !== null) stand(Number(last));
});
