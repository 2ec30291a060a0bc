/** Workspaces that were opened, kept by the service worker: used only where the network does not answer. */

export interface Wish {
  keep: string[];
  /** Bytes; what is larger stays out. */
  largest: number;
}

const OPENED = "kyuc-opened";
const MOST = 300;

/** The page, what it is built of, its pictures or its sound. Oldest leave when there are many. */
export async function keepOpened({ keep, largest }: Wish): Promise<void> {
  const kept = await caches.open(OPENED);
  for (const address of keep) {
    const built = new URL(address).pathname.startsWith("/static/");
    if (built && (await kept.match(address))) continue;
    try {
      await store(kept, address, largest);
    } catch {
      return; // the network went away: what is kept stays as it was
    }
  }
  const all = await kept.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST))) await kept.delete(old);
}

async function store(kept: Cache, address: string, largest: number): Promise<void> {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok || Number(answer.headers.get("Content-Length") ?? 0) > largest) return;
  const page = new URL(address).pathname.startsWith("/chep/");
  if (page && answer.redirected) return; // the sign-in stood in its place
  const whole = new Response(await answer.blob(), { headers: answer.headers });
  await kept.delete(address);
  await kept.put(address, whole);
}

export async function opened(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(OPENED)).match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

/** A picture, or the part of a sound that the player asks for. */
export async function openedFile(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(OPENED)).match(request.url);
    if (!kept) throw error;
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") ?? "");
    return range ? part(await kept.blob(), kept, Number(range[1]), range[2] ?? "") : kept;
  }
}

function part(whole: Blob, kept: Response, start: number, last: string): Response {
  const end = last ? Math.min(Number(last), whole.size - 1) : whole.size - 1;
  const headers = new Headers(kept.headers);
  headers.set("Content-Range", `bytes ${start}-${end}/${whole.size}`);
  headers.set("Content-Length", String(end - start + 1));
  return new Response(whole.slice(start, end + 1), { status: 206, headers });
}
