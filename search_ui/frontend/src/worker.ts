/** The service worker: keeps the capture page on the phone, and the workspaces that were opened there, so that
 * both open without network. */
import { keepOpened, opened, openedFile, type Wish } from "./lib/opened";

interface WorkerScope {
  addEventListener(type: "install" | "activate", heard: (event: Lasting) => void): void;
  addEventListener(type: "fetch", heard: (event: Asking) => void): void;
  addEventListener(type: "message", heard: (event: Lasting & { data: Wish }) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Asking {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = globalThis as unknown as WorkerScope;
const KEPT = "kyuc-capture-shell";
const PAGE = "/ghi";
const PATIENCE = 3000;

scope.addEventListener("install", (event) => event.waitUntil(keep().then(() => scope.skipWaiting())));
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname === PAGE) event.respondWith(page(event.request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(built(event.request));
  else if (address.pathname.startsWith("/chep/")) event.respondWith(opened(event.request));
  else if (address.pathname.startsWith("/tep/")) event.respondWith(openedFile(event.request));
});
scope.addEventListener("message", (event) => event.waitUntil(keepOpened(event.data)));

/** Everything the page needs, fetched before the old is thrown away. */
async function keep(): Promise<void> {
  const { keep: wanted } = (await (await fetch("/ghi/shell.json", { cache: "no-store" })).json()) as {
    keep: string[];
  };
  const kept = await caches.open(KEPT);
  await kept.addAll(wanted);
  for (const request of await kept.keys()) {
    if (!wanted.includes(new URL(request.url).pathname)) await kept.delete(request);
  }
}

/** The newest page where the network answers soon, else the one that is kept. */
async function page(request: Request): Promise<Response> {
  const kept = await (await caches.open(KEPT)).match(PAGE);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(PAGE, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept.clone()), PATIENCE));
  return Promise.race([fresh.catch(() => kept.clone()), late]);
}

async function built(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}
