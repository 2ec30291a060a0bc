/** One row for each piece: what it is, where it truly is, and what can be done about it. */
import { bytes, need, say } from "../lib/page";
import { kept, open, words } from "./here";
import { changePiece, dropPiece, type Piece } from "./store";

const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-piece="${id}"]`);

export function show(piece: Piece): void {
  const row = rowOf(piece.id) ?? made(piece);
  const share = piece.size ? piece.sent / piece.size : 0;
  const looks: Record<Piece["state"], [string, string | undefined]> = {
    here: ["waiting", words.here],
    sending: ["running", say(words.sending, { percent: Math.floor(share * 100) })],
    stored: ["done", piece.isRead ? words.read : words.stored],
    refused: ["failed", words.refused],
  };
  const [look, sentence] = looks[piece.state];
  const chip = need(".chip", HTMLElement, row);
  chip.className = `chip ${look}`;
  need(".label", HTMLElement, chip).textContent = sentence ?? "";
  need(".size", HTMLElement, row).textContent = bytes(piece.size);
  const bar = need("progress", HTMLProgressElement, row);
  bar.hidden = piece.state !== "sending";
  bar.value = share;
  row.dataset.state = piece.state;
  tellWarnings(row, piece);
  controls(row, piece);
}

function tellWarnings(row: HTMLElement, piece: Piece): void {
  const warned = piece.warnings.map((code) => words[code] ?? code);
  const isAsked = warned.length > 0 && piece.state === "here" && !piece.isKept;
  const says = need(".says", HTMLElement, row);
  const sentence = (words[piece.why] ?? piece.why) || warned.join(" ");
  if (says.textContent !== sentence) says.textContent = sentence;
  says.hidden = !sentence;
  need("[data-keep]", HTMLButtonElement, row).hidden = !isAsked;
  need("[data-retake]", HTMLElement, row).hidden = !isAsked || !piece.type.startsWith("image/");
}

function controls(row: HTMLElement, piece: Piece): void {
  const mayChange = piece.state === "here" && piece.id !== open.recording?.piece.id;
  need("[data-remove]", HTMLButtonElement, row).hidden = !mayChange && piece.state !== "refused";
  need("[data-again]", HTMLButtonElement, row).hidden = piece.state !== "refused";
  const kind = need("select", HTMLSelectElement, row);
  kind.disabled = !mayChange;
  kind.hidden = piece.thing !== undefined;
  const told = need("textarea", HTMLTextAreaElement, row);
  told.disabled = !mayChange;
  told.hidden = piece.thing !== undefined && piece.role !== "recording";
  if (told !== document.activeElement) told.value = piece.told;
  const side = need(".side", HTMLElement, row);
  const page = piece.role === "page" ? say(words.page_number, { number: piece.page ?? "" }) : "";
  side.textContent = page || (piece.role ? (words[`role_${piece.role}`] ?? "") : "");
  const number = need("[data-page]", HTMLInputElement, row);
  number.hidden = piece.role !== "page";
  number.disabled = !mayChange;
  if (number !== document.activeElement) number.value = String(piece.page ?? "");
}

function made(piece: Piece): HTMLElement {
  const row = need("#piece-row", HTMLTemplateElement).content.firstElementChild?.cloneNode(true);
  if (!(row instanceof HTMLElement)) throw new Error("the row template is empty");
  row.dataset.piece = piece.id;
  need(".name", HTMLElement, row).textContent = piece.name;
  const kind = need("select", HTMLSelectElement, row);
  kind.value = piece.kind;
  kind.setAttribute("aria-label", `${kind.getAttribute("aria-label")}: ${piece.name}`);
  const saying = need("textarea", HTMLTextAreaElement, row);
  saying.value = piece.told;
  saying.placeholder = words.told ?? "";
  saying.setAttribute("aria-label", `${words.told} ${piece.name}`);
  const number = need("[data-page]", HTMLInputElement, row);
  number.setAttribute("aria-label", `${words.page_label}: ${piece.name}`);
  kind.addEventListener("change", () => void changed(piece, { kind: kind.value }));
  saying.addEventListener("input", () => void changed(piece, { told: saying.value }));
  number.addEventListener("change", async () => {
    await changed(piece, { page: Math.max(1, Math.round(Number(number.value)) || 1) });
    await open.refresh();
  });
  buttons(row, piece);
  (listOf(piece) ?? need("#loose-pieces", HTMLElement)).append(row);
  return row;
}

/** Where the rows of a thing stand. */
const listOf = (piece: Piece) =>
  piece.thing ? document.querySelector<HTMLElement>(`[data-thing="${piece.thing}"] .capture-pieces`) : null;

function buttons(row: HTMLElement, piece: Piece): void {
  need("[data-remove]", HTMLButtonElement, row).addEventListener("click", async () => {
    await dropPiece(piece.id);
    await open.refresh();
  });
  need("[data-again]", HTMLButtonElement, row).addEventListener("click", async () => {
    await changed(piece, { state: "here", why: "" }, "refused");
    await open.refresh();
    open.sendOn();
  });
  need("[data-keep]", HTMLButtonElement, row).addEventListener("click", async () => {
    await changed(piece, { isKept: true });
    await open.refresh();
  });
  const retake = need("[data-retake] input", HTMLInputElement, row);
  retake.addEventListener("change", () => void again(piece, retake));
}

/** A better photo in its place: the first one goes only once the second is on the disk. */
async function again(piece: Piece, picker: HTMLInputElement): Promise<void> {
  const { take } = await import("./taking");
  const { kind, thing, role } = piece;
  const about = { kind, ...(thing ? { thing } : {}), ...(role ? { role } : {}) };
  const [better] = await take(picker.files ?? [], about);
  picker.value = "";
  if (!better) return;
  const place = { madeAt: piece.madeAt, ...(piece.page ? { page: piece.page } : {}) };
  await kept(() => changePiece(better.id, (now) => ({ ...now, ...place })));
  await dropPiece(piece.id);
  await open.refresh();
}

async function changed(piece: Piece, how: Partial<Piece>, state: Piece["state"] = "here"): Promise<void> {
  await kept(() => changePiece(piece.id, (now) => (now.state === state ? { ...now, ...how } : undefined)));
}

export function preview(piece: Piece, file: Blob): void {
  const frame = rowOf(piece.id)?.querySelector<HTMLElement>(".picture");
  if (!frame || !/^image\/(jpeg|png|webp|gif)$/.test(file.type)) return;
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = URL.createObjectURL(file);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  frame.replaceChildren(picture);
}

/** Rows of what is no longer there go; the others are drawn as they stand. */
export function showAll(all: Piece[]): void {
  for (const row of document.querySelectorAll<HTMLElement>("[data-piece]")) {
    if (!all.some((piece) => piece.id === row.dataset.piece)) row.remove();
  }
  for (const piece of all) show(piece);
}
