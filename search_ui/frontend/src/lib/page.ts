/** What a page tells its scripts: words in its language and the token against forged requests. */

export type Words = Readonly<Record<string, string>>;

/** The data block that the server put beside an island (`<script type="application/json" id=…>`). */
export function given<T>(id: string): T {
  const block = document.getElementById(id);
  if (!block?.textContent) throw new Error(`the page has no data block ${id}`);
  return JSON.parse(block.textContent) as T;
}

export function need<T extends Element>(selector: string, kind: new () => T, root: ParentNode = document): T {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

export function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** Puts values into `… {name} …`. */
export function say(sentence: string | undefined, values: Record<string, string | number> = {}): string {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

export const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export const locale = document.documentElement.lang || "vi";

/** Seconds as 2:05 or 1:02:33. */
export function timeCode(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

/** Bytes as people write them: 3,4 MB. */
export function bytes(count: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit ? 1 : 0;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)} ${units[unit]}`;
}
