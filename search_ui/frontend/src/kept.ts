/** Chữ giữ trên máy này: what workspaces keep on a machine, told and taken away where others use it too. */
import { need, say } from "./lib/page";
import { clear, held } from "./workspace/keep";

/** As the service worker names it, whose file is one piece and shares none. */
const OPENED = "kyuc-opened";
const place = need("[data-kept]", HTMLElement);
const told = need("[data-kept-says]", HTMLElement, place);
const button = need("button", HTMLButtonElement, place);

async function tell(done = false): Promise<void> {
  const { pages, unsent } = await held();
  const { none, some, left, cleared } = place.dataset;
  const state = pages ? say(some, { pages }) : none;
  const first = done && pages === unsent ? cleared : state;
  told.textContent = [first, unsent ? say(left, { unsent }) : ""].join(" ").trim();
  button.disabled = pages === unsent;
  place.hidden = false;
}

/** Pictures and pages go too, except those of a text that waits to be sent. */
async function takeAway(): Promise<void> {
  const staying = (await clear()).map((key) => key.split(/[/?]/)[1] ?? "");
  const kept = await caches.open(OPENED);
  for (const request of await kept.keys())
    if (!staying.some((asset) => asset && request.url.includes(asset))) await kept.delete(request);
  await tell(true);
}

button.addEventListener("click", () => void takeAway());
if ("indexedDB" in window) void tell();
