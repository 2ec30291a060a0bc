/** Ghi nhận: a visit captured on the phone, kept there at every keystroke, and sent when it can be. */
import { alike } from "./capture/likeness";
import { call, NoSignIn, Refused, signIn } from "./capture/line";
import { look } from "./capture/photo";
import { pump, type Standing } from "./capture/queue";
import { Recording } from "./capture/recorder";
import {
  dropPiece,
  dropVisit,
  keepPiece,
  keepVisit,
  type Piece,
  pieces,
  type VisitHere,
  visit,
  visits,
} from "./capture/store";
import { hold, release } from "./capture/tabs";
import { isTold, onChange, wish, wished } from "./capture/wifi";
import "./styles/capture.css";
import { newId } from "./lib/ids";
import { bytes, given, need, say, timeCode, type Words } from "./lib/page";

interface Setup {
  words: Words;
  kinds: Words;
  consent: { version: string; sha256: string };
}

const { words, kinds, consent } = given<Setup>("capture-setup");
const list = need("#visits-here", HTMLElement);
const sheet = need("#visit-here", HTMLElement);
const form = need("#visit-form", HTMLFormElement);
const rows = need(".capture-pieces", HTMLUListElement);
const recordButton = need("#record", HTMLButtonElement);
const PHOTO_KIND = "anh";
const USUAL = ["ky_vat", "nhat_ky", "thu", "giay_bao_tu", "anh", "ban_do_ve_tay", "loi_ke"];
const LITTLE_SPACE = 300e6;
let here: VisitHere | null = null;
let recording: Recording | null = null;
let standing: Standing = "idle";
let refusal = "";

// ---- the visits on this phone

async function showVisits(): Promise<void> {
  here = null;
  release();
  list.hidden = false;
  sheet.hidden = true;
  const entries = await Promise.all(
    (await visits()).map(async (one) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "capture-visit";
      const name = document.createElement("strong");
      name.textContent = one.fields.family || (words.unnamed ?? "");
      const how = document.createElement("span");
      how.className = "faint";
      how.textContent = await summary(one);
      button.append(name, how);
      button.addEventListener("click", () => void open(one.id));
      const entry = document.createElement("li");
      entry.append(button);
      return entry;
    }),
  );
  need(".capture-visits", HTMLUListElement).replaceChildren(...entries);
}

async function summary(one: VisitHere): Promise<string> {
  const all = await pieces(one.id);
  const left = all.filter((piece) => piece.state !== "stored");
  if (all.length && !left.length && one.code)
    return say(words.all_arrived, { count: all.length, code: one.code });
  if (!one.sending) return `${words.here} · ${say(words.pieces, { count: all.length })}`;
  const size = left.reduce((sum, piece) => sum + piece.size - piece.sent, 0);
  return say(words.left, { count: left.length, size: bytes(size) });
}

async function begin(): Promise<void> {
  const today = new Date().toLocaleDateString("sv-SE");
  const made: VisitHere = {
    id: newId(),
    fields: { date: today },
    madeAt: Date.now(),
    sending: false,
    code: null,
  };
  if (!(await kept(() => keepVisit(made)))) return;
  await open(made.id);
}

// ---- one visit

async function open(id: string): Promise<void> {
  here = (await visit(id)) ?? null;
  if (!here) return showVisits();
  list.hidden = true;
  sheet.hidden = false;
  const mine = await hold(id);
  trouble(mine ? "" : (words.other_tab ?? ""));
  for (const part of [form, need(".capture-take", HTMLElement), rows]) part.inert = !mine;
  for (const field of fields()) {
    const value = here.fields[field.name] ?? "";
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = value === "yes";
    else field.value = value;
  }
  await refresh();
  need("#visit-title", HTMLElement).focus();
}

function fields(): (HTMLInputElement | HTMLTextAreaElement)[] {
  return [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
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
  if (!here) return;
  here = { ...here, ...((await visit(here.id)) ?? {}), fields: { ...here.fields, ...written() } };
  const now = here;
  await kept(() => keepVisit(now));
  need("#visit-title", HTMLElement).textContent = now.fields.family || (words.unnamed ?? "");
}

async function refresh(): Promise<void> {
  if (!here) return;
  const id = here.id;
  const all = await pieces(id);
  here = (await visit(id)) ?? here;
  need("#visit-title", HTMLElement).textContent = here.fields.family || (words.unnamed ?? "");
  for (const row of [...rows.children]) {
    if (row instanceof HTMLElement && !all.some((piece) => piece.id === row.dataset.piece)) row.remove();
  }
  for (const piece of all) show(piece);
  await tellStanding(all);
}

async function tellStanding(all: Piece[]): Promise<void> {
  if (!here) return;
  const left = all.filter((piece) => piece.state !== "stored");
  const done = all.length > 0 && !left.length && here.code !== null;
  const why: Partial<Record<Standing, string>> = {
    no_network: words.waiting_network ?? "",
    no_sign_in: words.waiting_sign_in ?? "",
    busy: words.waiting_turn ?? "",
    no_wifi: words.waiting_wifi ?? "",
    refused: refusal,
  };
  const waits = here.sending && !done ? (why[standing] ?? "") : "";
  need("#standing", HTMLElement).textContent = done ? await summary(here) : waits;
  need("#queue", HTMLElement).textContent = done ? "" : await summary(here);
  need("#code", HTMLElement).textContent = here.code ? say(words.code, { code: here.code }) : "";
  need("#lacking", HTMLElement).textContent = lacking(all);
  need("#send", HTMLButtonElement).hidden = done;
  need("#clear", HTMLButtonElement).hidden = !done;
}

/** What a visit usually brings and this one has not yet: a reminder, never a condition. */
function lacking(all: Piece[]): string {
  const there = new Set(all.map((piece) => piece.kind));
  const what = USUAL.filter((kind) => !there.has(kind)).map((kind) => kinds[kind] ?? kind);
  return what.length ? say(words.lacking, { what: what.join(", ") }) : "";
}

function show(piece: Piece): void {
  const row = rows.querySelector<HTMLElement>(`[data-piece="${piece.id}"]`) ?? made(piece);
  const share = piece.size ? piece.sent / piece.size : 0;
  const looks: Record<Piece["state"], [string, string | undefined]> = {
    here: ["waiting", words.here],
    sending: ["running", say(words.sending, { percent: Math.floor(share * 100) })],
    stored: ["done", words.stored],
    refused: ["failed", words.refused],
  };
  const [kind, sentence] = looks[piece.state];
  const chip = need(".chip", HTMLElement, row);
  chip.className = `chip ${kind}`;
  need(".label", HTMLElement, chip).textContent = sentence ?? "";
  need(".size", HTMLElement, row).textContent = bytes(piece.size);
  const bar = need("progress", HTMLProgressElement, row);
  bar.hidden = piece.state !== "sending";
  bar.value = share;
  const says = need(".says", HTMLElement, row);
  const warned = piece.warnings.map((code) => words[code] ?? code);
  says.textContent = piece.why || (warned.length ? [...warned, words.retake].join(" ") : "");
  says.hidden = !says.textContent;
  row.dataset.state = piece.state;
  const mayChange = piece.state === "here" && piece.id !== recording?.piece.id;
  need("[data-remove]", HTMLButtonElement, row).hidden = !mayChange;
  need("[data-again]", HTMLButtonElement, row).hidden = piece.state !== "refused";
  need("select", HTMLSelectElement, row).disabled = !mayChange;
  const told = need("textarea", HTMLTextAreaElement, row);
  told.disabled = !mayChange;
  if (told !== document.activeElement) told.value = piece.told;
}

function made(piece: Piece): HTMLElement {
  const copy = need("#piece-row", HTMLTemplateElement).content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error("the row template is empty");
  copy.dataset.piece = piece.id;
  need(".name", HTMLElement, copy).textContent = piece.name;
  const kind = need("select", HTMLSelectElement, copy);
  kind.value = piece.kind;
  kind.setAttribute("aria-label", `${kind.getAttribute("aria-label")}: ${piece.name}`);
  const saying = need("textarea", HTMLTextAreaElement, copy);
  saying.value = piece.told;
  saying.placeholder = words.told ?? "";
  saying.setAttribute("aria-label", `${words.told} ${piece.name}`);
  const change = async () => {
    const now = (await pieces(piece.visit)).find((one) => one.id === piece.id);
    if (now?.state === "here") await kept(() => keepPiece({ ...now, kind: kind.value, told: saying.value }));
  };
  kind.addEventListener("change", () => void change());
  saying.addEventListener("input", () => void change());
  need("[data-remove]", HTMLButtonElement, copy).addEventListener("click", () => {
    void dropPiece(piece.id).then(refresh);
  });
  need("[data-again]", HTMLButtonElement, copy).addEventListener("click", async () => {
    const now = (await pieces(piece.visit)).find((one) => one.id === piece.id);
    if (now) await kept(() => keepPiece({ ...now, state: "here", why: "" }));
    await refresh();
    void pump(told);
  });
  rows.append(copy);
  return copy;
}

function preview(piece: Piece, file: Blob): void {
  const frame = rows.querySelector<HTMLElement>(`[data-piece="${piece.id}"] .picture`);
  if (!frame || !/^image\/(jpeg|png|webp|gif)$/.test(file.type)) return;
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = URL.createObjectURL(file);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  frame.replaceChildren(picture);
}

// ---- taking

async function take(files: FileList | null): Promise<void> {
  if (!here || !files) return;
  const known = await pieces(here.id);
  for (const file of files) {
    const twin = known.some((one) => one.size === file.size && one.name === file.name);
    const piece: Piece = {
      id: newId(),
      visit: here.id,
      name: file.name || `${words.photo}.jpg`,
      type: file.type,
      kind: /^(audio|video)\//.test(file.type) ? "loi_ke" : PHOTO_KIND,
      told: "",
      size: file.size,
      warnings: twin ? ["same"] : [],
      state: "here",
      sent: 0,
      why: "",
      sha256: null,
      receipt: null,
      madeAt: Date.now(),
    };
    if (!(await kept(() => keepPiece(piece, file)))) return;
    show(piece);
    preview(piece, file);
    const seen = await look(file);
    const again = known.some((one) => alike(one.imprint, seen.imprint));
    const said = [...piece.warnings, ...(again && !twin ? ["same_page"] : []), ...seen.warnings];
    const looked = { ...piece, ...seen, warnings: said };
    known.push(looked);
    await kept(() => keepPiece(looked));
  }
  await refresh();
  if (here?.sending) void send();
}

async function toggleRecording(): Promise<void> {
  if (recording) {
    const ended = recording;
    await ended.stop();
    recording = null;
    recordButton.setAttribute("aria-pressed", "false");
    need(".capture-recording", HTMLElement).hidden = true;
    await refresh();
    return;
  }
  if (!here) return;
  try {
    const stamp = new Date().toLocaleString("sv-SE").replace(/[: ]/g, "-");
    recording = await Recording.begin(here.id, `${words.sound} ${stamp}`, {
      onTick: tick,
      onTrouble: trouble,
    });
    recordButton.setAttribute("aria-pressed", "true");
    need(".capture-recording", HTMLElement).hidden = false;
    await refresh();
  } catch {
    trouble(words.no_microphone ?? "");
  }
}

function tick(seconds: number, level: number, quiet: boolean): void {
  const said = quiet ? words.quiet : say(words.recording, { time: timeCode(seconds) });
  const says = need("#recording-says", HTMLElement);
  if (says.textContent !== said) says.textContent = said ?? "";
  need("#level", HTMLMeterElement).value = level;
}

// ---- keeping and sending

async function kept(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    trouble(say(words.not_kept, { why: error instanceof Error ? error.message : String(error) }));
    return false;
  }
}

function trouble(sentence: string): void {
  const note = need("#kept-note", HTMLElement);
  note.textContent = sentence;
  note.hidden = !sentence;
  (sheet.hidden ? list : sheet).prepend(note);
}

async function send(): Promise<void> {
  if (!here) return;
  await typed();
  if (here.fields.join) {
    const joined = { ...here, sending: true }; // the family's consent went with the phone that opened it
    await kept(() => keepVisit(joined));
    void pump(told);
    return;
  }
  const missing = ["family", "commune"].filter((name) => !here?.fields[name]?.trim());
  if (!here.fields.consent_luu_tru) missing.push("consent");
  if (!here.fields.consent_by?.trim()) missing.push("consent_by");
  if (here.fields.consent_minor && !here.fields.consent_guardian?.trim()) missing.push("consent_guardian");
  if (missing.length) {
    const what = missing.map((name) => words[name] ?? name).join(", ");
    need("#standing", HTMLElement).textContent = say(words.needed, { what });
    form
      .querySelector<HTMLElement>(`[name="${missing[0] === "consent" ? "consent_luu_tru" : missing[0]}"]`)
      ?.focus();
    return;
  }
  const now = { ...here, fields: { ...here.fields, ...(await keepConsent(here)) }, sending: true };
  await kept(() => keepVisit(now));
  void pump(told);
}

/** What the family allowed goes with the visit as data, and as a paper with the words that were on the screen. */
async function keepConsent(one: VisitHere): Promise<Record<string, string>> {
  if (one.fields.consent_id) return {};
  const boxes = [...form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
  const lines = boxes.map(
    (box) => `${box.checked ? "[x]" : "[ ]"} ${box.closest("label")?.textContent?.trim() ?? ""}`,
  );
  const who = ["consent_by", "consent_relation", "consent_guardian", "consent_until"]
    .map((name) => one.fields[name]?.trim())
    .filter(Boolean);
  const at = new Date().toISOString();
  const head = [
    words.consent_title,
    form.querySelector("legend")?.textContent,
    need("#consent-text", HTMLElement).textContent,
  ];
  const text = `${[...head, ...lines, ...who, at].join("\n")}\n`;
  const paperId = newId();
  const paper = new Blob([text], { type: "text/plain" });
  await keepPiece(
    {
      id: paperId,
      visit: one.id,
      name: `${words.consent_title}.txt`,
      type: "text/plain",
      kind: "giay_to_khac",
      told: "",
      size: paper.size,
      warnings: [],
      state: "here",
      sent: 0,
      why: "",
      sha256: null,
      receipt: null,
      madeAt: Date.now(),
    },
    paper,
  );
  return {
    consent_id: newId(),
    consent_at: at,
    consent_paper: paperId,
    consent_text: consent.version,
    consent_sha256: consent.sha256,
  };
}

function told(now: Standing, why = ""): void {
  standing = now;
  refusal = why;
  void (here ? refresh() : showVisits());
}

/** Into a visit that another phone opened, by its code. */
async function join(): Promise<void> {
  const code = need("#join-code", HTMLInputElement).value.trim();
  if (!code) return;
  try {
    await signIn();
    const found = (await call("GET", `/api/visits/codes/${encodeURIComponent(code)}`)) as Joined;
    const fields = { family: found.family, commune: found.commune, join: found.code };
    const made = { id: found.id, fields, madeAt: Date.now(), sending: false, code: found.code };
    if (!(await visit(found.id)) && !(await kept(() => keepVisit(made)))) return;
    await open(found.id);
  } catch (error) {
    const why = error instanceof Refused ? error.message : "";
    trouble(why || (error instanceof NoSignIn ? words.waiting_sign_in : words.join_network) || "");
  }
}

interface Joined {
  id: string;
  code: string;
  family: string;
  commune: string;
}

async function mark(): Promise<void> {
  const word = need("#mark-word", HTMLInputElement);
  if (!recording) return;
  const moment = timeCode(recording.seconds);
  await recording.mark(word.value.trim() || (words.marked ?? ""), moment);
  need("#recording-marks", HTMLElement).textContent = recording.piece.told;
  word.value = "";
}

function pauseOrGoOn(): void {
  recording?.pauseOrGoOn();
  need("#pause", HTMLButtonElement).setAttribute("aria-pressed", String(recording?.isPaused ?? false));
}

async function watchSpace(): Promise<void> {
  const promised = (await navigator.storage?.persist?.()) ?? false;
  if (!promised && (await visits()).length) trouble(words.not_promised ?? "");
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  if (quota && quota - usage < LITTLE_SPACE) trouble(say(words.space_low, { size: bytes(quota - usage) }));
}

need("#begin", HTMLButtonElement).addEventListener("click", () => void begin());
need("#back", HTMLButtonElement).addEventListener("click", () => void showVisits());
need("#send", HTMLButtonElement).addEventListener("click", () => void send());
need("#clear", HTMLButtonElement).addEventListener("click", () => {
  if (here) void dropVisit(here.id).then(showVisits);
});
recordButton.addEventListener("click", () => void toggleRecording());
form.addEventListener("input", () => void typed());
form.addEventListener("submit", (event) => event.preventDefault());
for (const id of ["#shoot", "#pick"]) {
  const picker = need(id, HTMLInputElement);
  picker.addEventListener("change", () => {
    void take(picker.files).then(() => {
      picker.value = "";
    });
  });
}
need("#join", HTMLButtonElement).addEventListener("click", () => void join());
need("#mark", HTMLButtonElement).addEventListener("click", () => void mark());
need("#pause", HTMLButtonElement).addEventListener("click", pauseOrGoOn);
const wifi = need("#only-wifi", HTMLInputElement);
need(".only-wifi", HTMLElement).hidden = !isTold;
wifi.checked = wished();
wifi.addEventListener("change", () => {
  wish(wifi.checked);
  void pump(told);
});
onChange(() => void pump(told));
addEventListener("online", () => void pump(told));
addEventListener("pagehide", () => void recording?.stop());
if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/ghi/worker.js", { scope: "/" });
void showVisits().then(() => pump(told));
void watchSpace();
