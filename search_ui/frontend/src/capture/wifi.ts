/** Only on Wi-Fi, if the volunteer wishes: kept for this phone. Where the browser does not tell, it is not asked. */

const KEPT = "kyuc-only-wifi";

interface Told {
  type?: string;
  addEventListener?: (kind: "change", heard: () => void) => void;
}

const told = (navigator as { connection?: Told }).connection;

export const isTold = told?.type !== undefined;

export const wished = () => localStorage.getItem(KEPT) === "yes";

export function wish(only: boolean): void {
  localStorage.setItem(KEPT, only ? "yes" : "no");
}

/** Whether sending has to wait for another network. */
export const mustWait = () => wished() && told?.type === "cellular";

export function onChange(heard: () => void): void {
  told?.addEventListener?.("change", heard);
}
