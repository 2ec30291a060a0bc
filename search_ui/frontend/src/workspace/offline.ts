/** What was opened once opens again without network: the page's files are kept by the service worker. */

const LARGEST = 40e6;

/** `files`: pictures, waveform, sound of this page. Kept when the page has become quiet. */
export async function keepForOffline(files: (string | null)[]): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/ghi/worker.js", { scope: "/" });
  const worker = (await navigator.serviceWorker.ready).active;
  const page = `${location.origin}${location.pathname}`;
  const built = performance
    .getEntriesByType("resource")
    .map((entry) => entry.name)
    .filter((name) => new URL(name).pathname.startsWith("/static/"));
  const wanted = files
    .filter((file): file is string => Boolean(file))
    .map((file) => new URL(file, page).href);
  worker?.postMessage({ keep: [page, ...built, ...wanted], largest: LARGEST });
}
