/** Speaking to the archive over a bad line: what may be asked again is asked again, and nothing waits for ever. */

/** The archive does not take it, and asking again will not help. */
export class Refused extends Error {}
/** The line is down, or the archive is away. */
export class NoNetwork extends Error {}
/** Somebody has to sign in first. */
export class NoSignIn extends Error {}
/** The archive is there and asks for patience. */
export class Busy extends Error {}

const TRIES = 5;
const FIRST_PAUSE = 250;
const PATIENCE = 25_000;
/** Slower than this (bytes a millisecond) nothing moves any more. */
const SLOWEST = 3;

let token = "";

/** Who is signed in, and a fresh token for what follows; the archive's clock. Raises NoSignIn, NoNetwork. */
export async function signIn(): Promise<string> {
  const session = (await call("GET", "/api/session")) as { signed_in: boolean; token: string; now: string };
  if (!session.signed_in) throw new NoSignIn();
  token = session.token;
  return session.now;
}

/** Asks, and asks again after a short pause where the line broke: everything here may be asked twice. */
export async function call(method: string, address: string, body?: unknown): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(method, address, body);
    } catch (error) {
      if (!(error instanceof NoNetwork) || tries >= TRIES || !navigator.onLine) throw error;
      await pause(FIRST_PAUSE * 2 ** tries);
    }
  }
}

/** Asks one time. Raises Refused, NoNetwork, NoSignIn, Busy. */
export async function once(
  method: string,
  address: string,
  body?: unknown,
  mayRenew = true,
): Promise<unknown> {
  const answer = await reach(method, address, body);
  const said = (await answer.json().catch(() => null)) as Said | null;
  if (answer.ok && said) return said;
  const { code, message, transient } = said?.error ?? {};
  if (answer.status === 401) throw new NoSignIn();
  if (code === "stale_form" && mayRenew) {
    await signIn(); // the session that the token belonged to has ended
    return once(method, address, body, false);
  }
  if (code === "busy") throw new Busy();
  if (transient ?? (answer.status >= 500 || !said)) throw new NoNetwork();
  throw new Refused(message ?? String(answer.status));
}

export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds * (0.75 + Math.random() / 2)));

interface Said {
  error?: { code?: string; message?: string; transient?: boolean };
}

async function reach(method: string, address: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", "X-CSRFToken": token };
  const raw = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = raw ? "application/octet-stream" : "application/json";
  const sent = body === undefined ? null : raw ? body : JSON.stringify(body);
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), PATIENCE + (raw ? body.size / SLOWEST : 0));
  try {
    return await fetch(address, { method, headers, body: sent, cache: "no-store", signal: enough.signal });
  } catch {
    throw new NoNetwork();
  } finally {
    clearTimeout(timer);
  }
}
