/** Ghi nhận: a visit captured on the phone, kept there at every keystroke, and sent when it can be. */
import { lookAround } from "./capture/health";
import { change, kept, open, trouble, words } from "./capture/here";
import { join } from "./capture/joining";
import { call } from "./capture/line";
import { needed, reminders } from "./capture/missing";
import { pump, type Standing, secondsFor } from "./capture/queue";
import { showAll } from "./capture/rows";
import { end, record } from "./capture/sound";
import {
  changePiece,
  changeVisit,
  dropVisit,
  keepVisit,
  type Piece,
  pieces,
  type VisitHere,
  visit,
  visits,
} from "./capture/store";
import { hold, release } from "./capture/tabs";
import { take } from "./capture/taking";
import { newThing, showThings } from "./capture/things";
import { isTold, onChange, wish, wished } from "./capture/wifi";
import "./styles/capture.css";
import { showConsent, showSignature, stateConsent } from "./capture/consent";
import { showPlace } from "./capture/place";
import { newId } from "./lib/ids";
import { bytes, need, say } from "./lib/page";

const list = need("#visits-here", HTMLElement);
const sheet = need("#visit-here", HTMLElement);
const form = need("#visit-form", HTMLFormElement);
let standing: Standing = "idle";
let refusal = "";

// ---- the visits on this phone

async function showVisits(): Promise<void> {
  await end();
  open.visit = null;
  release();
  list.hidden = false;
  sheet.hidden = true;
  const entries = await Promise.all((await visits()).map(entry));
  need(".capture-visits", HTMLUListElement).replaceChildren(...entries);
}

async function entry(one: VisitHere): Promise<HTMLElement> {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "capture-visit";
  const name = document.createElement("strong");
  name.textContent = titleOf(one);
  const how = document.createElement("span");
  how.className = "faint";
  how.textContent = await summary(one);
  button.append(name, how);
  button.addEventListener("click", () => void openVisit(one.id));
  const row = document.createElement("li");
  row.append(button);
  return row;
}

const titleOf = (one: VisitHere) => {
  const name = one.fields.family || words.unnamed || "";
  return one.fields.practice ? `${words.practice}: ${name}` : name;
};

async function summary(one: VisitHere): Promise<string> {
  const all = await pieces(one.id);
  const left = all.filter((piece) => piece.state !== "stored");
  if (all.length && !left.length && one.code)
    return say(words.all_arrived, { count: all.length, code: one.code });
  if (!one.sending) return `${words.here} · ${say(words.pieces, { count: all.length })}`;
  const size = left.reduce((sum, piece) => sum + piece.size - piece.sent, 0);
  const minutes = Math.ceil(secondsFor(size) / 60);
  const how = { count: left.length, size: bytes(size), minutes };
  return say(minutes ? words.left_minutes : words.left, how);
}

async function begin(practice: boolean): Promise<void> {
  const today = new Date().toLocaleDateString("sv-SE");
  const made: VisitHere = {
    id: newId(),
    fields: { date: today, ...(practice ? { practice: "yes" } : {}) },
    madeAt: Date.now(),
    sending: false,
    code: null,
    things: [],
  };
  if (!(await kept(() => keepVisit(made)))) return;
  await openVisit(made.id);
}

// ---- one visit

async function openVisit(id: string): Promise<void> {
  open.visit = (await visit(id)) ?? null;
  if (!open.visit) return showVisits();
  for (const old of document.querySelectorAll("[data-piece], [data-thing]")) old.remove();
  list.hidden = true;
  sheet.hidden = false;
  const mine = await hold(id);
  trouble(mine ? "" : (words.other_tab ?? ""));
  for (const part of sheet.querySelectorAll<HTMLElement>("[data-writes]")) part.inert = !mine;
  for (const field of fields()) {
    const value = open.visit.fields[field.name] ?? "";
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = value === "yes";
    else field.value = value;
  }
  need("#practice-note", HTMLElement).hidden = !open.visit.fields.practice;
  showPlace();
  await showSignature(open.visit, await pieces(id));
  await refresh();
  need("#visit-title", HTMLElement).focus();
  void askState();
}

function fields(): (HTMLInputElement | HTMLTextAreaElement)[] {
  return [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input[name], textarea[name]")];
}

function written(): Record<string, string> {
  const said: Record<string, string> = {};
  for (const field of fields()) {
    const ticked = field instanceof HTMLInputElement && field.type === "checkbox";
    said[field.name] = ticked ? (field.checked ? "yes" : "") : field.value;
  }
  return said;
}

async function typed(): Promise<void> {
  if (!open.visit) return;
  const said = written();
  await change((now) => ({ ...now, fields: { ...now.fields, ...said } }));
  need("#visit-title", HTMLElement).textContent = titleOf(open.visit);
}

async function refresh(): Promise<void> {
  if (!open.visit) return;
  const all = await pieces(open.visit.id);
  const now = (await visit(open.visit.id)) ?? open.visit;
  open.visit = now;
  need("#visit-title", HTMLElement).textContent = titleOf(now);
  showThings(now.things ?? [], all);
  showAll(all);
  showConsent(now, all);
  await tellStanding(now, all);
}
open.refresh = refresh;

async function tellStanding(now: VisitHere, all: Piece[]): Promise<void> {
  const left = all.filter((piece) => piece.state !== "stored");
  const done = all.length > 0 && !left.length && now.code !== null;
  const why: Partial<Record<Standing, string>> = {
    no_network: words.waiting_network ?? "",
    no_sign_in: words.waiting_sign_in ?? "",
    busy: words.waiting_turn ?? "",
    no_wifi: words.waiting_wifi ?? "",
    refused: refusal,
  };
  const waits = now.sending && !done ? (why[standing] ?? "") : "";
  need("#standing", HTMLElement).textContent = done ? await summary(now) : waits;
  need("#sign-in", HTMLElement).hidden = !(now.sending && standing === "no_sign_in");
  need("#queue", HTMLElement).textContent = done ? "" : await summary(now);
  need("#code", HTMLElement).textContent = now.code ? say(words.code, { code: now.code }) : "";
  need("#send", HTMLButtonElement).hidden = done;
  need("#clear", HTMLButtonElement).hidden = !done;
  papers(now, done);
  remind(now.fields.join ? [] : reminders(now, all));
}

/** What the archive prints for the family, once everything is there. */
function papers(now: VisitHere, done: boolean): void {
  const shown = need("#papers", HTMLElement);
  shown.hidden = !done;
  const base = `/buoi-tham/${now.id}`;
  need("#receipt", HTMLAnchorElement).href = `${base}/bien-nhan`;
  const form_ = need("#consent-pdf", HTMLAnchorElement);
  form_.hidden = !now.fields.consent_id;
  form_.href = `${base}/dong-y/${now.fields.consent_id ?? ""}.pdf`;
  const check = need("#check", HTMLElement);
  const said = now.check?.complete ? words.checked : say(words.to_bring, { words: now.check?.words ?? "" });
  check.textContent = now.check ? (said ?? "") : "";
}

function remind(sentences: string[]): void {
  need("#lacking", HTMLElement).replaceChildren(
    ...sentences.map((sentence) => {
      const line = document.createElement("li");
      line.textContent = sentence;
      return line;
    }),
  );
  need("#review", HTMLElement).hidden = !sentences.length;
}

// ---- sending

async function send(): Promise<void> {
  if (!open.visit) return;
  await end();
  await typed();
  if (open.visit.fields.join) {
    await change((now) => ({ ...now, sending: true })); // the consent went with the phone that opened it
    void pump(told);
    return;
  }
  const missing = needed(open.visit, await pieces(open.visit.id));
  if (missing.length) return refuse(missing);
  const stated: Record<string, string> = {};
  if (!(await kept(async () => Object.assign(stated, await stateConsent(open.visit as VisitHere))))) return;
  await change((now) => ({ ...now, fields: { ...now.fields, ...stated }, sending: true }));
  await refresh();
  void pump(told);
}

function refuse(missing: string[]): void {
  const what = missing.map((name) => words[name] ?? name).join(", ");
  need("#standing", HTMLElement).textContent = say(words.needed, { what });
  const first = missing[0] === "consent_proof" ? "#sign-again, #say-consent" : `[name="${missing[0]}"]`;
  form.querySelector<HTMLElement>(first)?.focus();
}

function told(now: Standing, why = ""): void {
  standing = now;
  refusal = why;
  void (open.visit ? refresh() : showVisits());
  if (now === "idle") void askState();
}

/** What the archive did with it since: what was read and heard, what the team lead said. Asked, never waited for. */
async function askState(): Promise<void> {
  const asked = open.visit;
  if (!asked?.code || !navigator.onLine) return;
  try {
    const state = (await call("GET", `/api/visits/${asked.id}/state`)) as State;
    const read = new Set(state.read);
    for (const piece of await pieces(asked.id))
      if (read.has(piece.id) && piece.state === "stored" && !piece.isRead)
        await changePiece(piece.id, (now) => ({ ...now, isRead: true }));
    await changeVisit(asked.id, (now) => ({ ...now, check: state.check }));
    if (open.visit?.id === asked.id) await refresh();
  } catch {
    // no network, or nobody signed in: it stands as it was last known
  }
}

interface State {
  read: string[];
  check: { complete: boolean; words: string } | null;
}

need("#begin", HTMLButtonElement).addEventListener("click", () => void begin(false));
need("#begin-practice", HTMLButtonElement).addEventListener("click", () => void begin(true));
need("#back", HTMLButtonElement).addEventListener("click", () => void showVisits());
need("#send", HTMLButtonElement).addEventListener("click", () => void send());
need("#clear", HTMLButtonElement).addEventListener("click", () => {
  if (open.visit) void dropVisit(open.visit.id).then(showVisits);
});
form.addEventListener("input", () => void typed());
form.addEventListener("submit", (event) => event.preventDefault());
for (const picker of document.querySelectorAll<HTMLInputElement>("#shoot, #film, #pick")) {
  picker.addEventListener("change", async () => {
    await take(picker.files ?? []);
    picker.value = "";
  });
}
need("#add-thing", HTMLButtonElement).addEventListener("click", async () => {
  const thing = await newThing();
  await refresh();
  document.querySelector<HTMLElement>(`[data-thing="${thing.id}"] h3`)?.focus();
});
open.recordAbout = (thing) => void record({ thing: thing.id, role: "recording", kind: thing.kind });
open.sendOn = () => void pump(told);
need("#join", HTMLButtonElement).addEventListener("click", async () => {
  const joined = await join(need("#join-code", HTMLInputElement).value.trim());
  if (joined) await openVisit(joined);
});
const wifi = need("#only-wifi", HTMLInputElement);
need(".only-wifi", HTMLElement).hidden = !isTold;
wifi.checked = wished();
wifi.addEventListener("change", () => {
  wish(wifi.checked);
  void pump(told);
});
onChange(() => void pump(told));
addEventListener("online", () => void pump(told));
if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/ghi/worker.js", { scope: "/" });
void showVisits()
  .then(lookAround, lookAround)
  .then(() => pump(told));
