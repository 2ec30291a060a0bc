/** Keeps states true without reload. The server sends parts already written in the person's language:
 *  `{"parts": {"<name>": "<html>"}, "keys": {"<name>": "<key>"}}`. A part replaces what it names at once; a
 *  region whose key has changed (a new text, a picture that became ready) is fetched anew with its page. */

interface News {
  parts?: Record<string, string>;
  keys?: Record<string, string>;
}

function region(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-live="${CSS.escape(name)}"]`);
}

function replaceParts(parts: Record<string, string>): void {
  for (const [name, html] of Object.entries(parts)) {
    const place = region(name);
    if (place && place.innerHTML.trim() !== html.trim() && !place.contains(document.activeElement))
      place.innerHTML = html;
  }
}

async function renew(keys: Record<string, string>): Promise<void> {
  const stale = Object.entries(keys).filter(([name, key]) => {
    const place = region(name);
    return place !== null && place.dataset.key !== key;
  });
  if (stale.length === 0) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const [name] of stale) {
    const next = fresh.querySelector<HTMLElement>(`[data-live="${CSS.escape(name)}"]`);
    const place = region(name);
    if (next && place) place.replaceWith(document.adoptNode(next));
  }
  document.dispatchEvent(new CustomEvent("kyuc:renewed", { detail: stale.map(([name]) => name) }));
}

export function listen(address: string): EventSource {
  const source = new EventSource(address);
  source.addEventListener("news", (event) => {
    const news = JSON.parse((event as MessageEvent<string>).data) as News;
    replaceParts(news.parts ?? {});
    void renew(news.keys ?? {});
  });
  source.addEventListener("end", () => source.close());
  return source;
}

const address = document.querySelector<HTMLElement>("[data-live-from]")?.dataset.liveFrom;
if (address) {
  const source = listen(address);
  window.addEventListener("pagehide", () => source.close());
}
