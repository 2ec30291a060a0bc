/** The archive's side of the work: calls that say what went wrong in four plain ways. */
import { token as tokenOfPage } from "../lib/page";
import type { Segment, Sheet } from "./types";

export class NoNetwork extends Error {}
export class NoSignIn extends Error {}
/** The archive does not take it, and says why in a sentence. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code = "",
  ) {
    super(message);
  }
}

export interface Clash {
  id: string;
  mine: Segment | null;
  theirs: Segment | null;
}

/** What stands in the archive after a save, and what it took out of lines or converted in them. */
export interface Saved {
  revision: number;
  saved_at: string;
  base: string | null;
  cleaned: { segment: Segment; notes: string[] }[];
}

/** Both texts brought together; in a line that clashes theirs stands until a person has chosen. */
export interface Theirs extends Saved {
  theirs: { by: string };
  merged: Segment[];
  clashes: Clash[];
}

/** Somebody saved in between. */
export class Crossed extends Error {
  constructor(readonly found: Theirs) {
    super("crossed");
  }
}

const LONGEST_FAREWELL = 60_000; // browsers let no more than 64 KiB out of a page that is closing

export class Talk {
  private token = tokenOfPage();

  constructor(
    private readonly address: string,
    /** Whose page this is: nobody else's sign-in may send what was typed here. */
    private readonly person: string,
    /** What every address ends with: the reader's own track, in a second reading. */
    private readonly track = "",
  ) {}

  sheet(): Promise<Sheet> {
    return this.call("GET", "") as Promise<Sheet>;
  }

  save(body: unknown): Promise<Saved> {
    return this.call("PUT", "/nhap", body) as Promise<Saved>;
  }

  ask(method: "GET" | "POST" | "DELETE", way: string, body?: unknown): Promise<unknown> {
    return this.call(method, way, body);
  }

  /** The page is going away: what fits goes along, the rest is on this machine already. */
  farewell(method: "PUT" | "DELETE", way: string, body?: unknown): void {
    const sent = body === undefined ? null : JSON.stringify(body);
    if (sent && new Blob([sent]).size > LONGEST_FAREWELL) return;
    fetch(this.address + way + this.track, {
      method,
      headers: this.headers(),
      body: sent,
      keepalive: true,
    }).catch(() => {
      // nobody is left to tell
    });
  }

  /** After a new sign-in the old token is worth nothing; raises NoSignIn where another person came. */
  async renew(): Promise<void> {
    const session = (await this.reach("GET", "/api/session")) as {
      signed_in: boolean;
      id?: string;
      token: string;
    };
    if (!session.signed_in || session.id !== this.person) throw new NoSignIn();
    this.token = session.token;
  }

  private async call(method: string, way: string, body?: unknown): Promise<unknown> {
    try {
      return await this.reach(method, this.address + way + this.track, body);
    } catch (error) {
      const stale = error instanceof Refused && error.status === 400;
      if (!stale && !(error instanceof NoSignIn)) throw error;
      await this.renew();
      return this.reach(method, this.address + way + this.track, body);
    }
  }

  private headers(): Record<string, string> {
    return { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": this.token };
  }

  private async reach(method: string, address: string, body?: unknown): Promise<unknown> {
    const sent = body === undefined ? null : JSON.stringify(body);
    let answer: Response;
    try {
      answer = await fetch(address, { method, headers: this.headers(), body: sent, cache: "no-store" });
    } catch {
      throw new NoNetwork();
    }
    if (answer.status === 204) return null;
    const said = (await answer.json().catch(() => null)) as Record<string, unknown> | null;
    if (answer.ok && said) return said;
    if (answer.status === 401) throw new NoSignIn();
    if (answer.status === 409 && said?.theirs) throw new Crossed(said as unknown as Theirs);
    const error = said?.error as { message?: string; transient?: boolean; code?: string } | undefined;
    if (error?.transient ?? (answer.status >= 500 || !said)) throw new NoNetwork();
    throw new Refused(error?.message ?? String(answer.status), answer.status, error?.code);
  }
}
