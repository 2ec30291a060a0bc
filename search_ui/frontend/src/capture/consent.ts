/** What the family allows: chosen one by one, signed with a finger, spoken, or on paper; and a copy for them. */
import { newId } from "../lib/ids";
import { need, say } from "../lib/page";
import { sketching } from "../lib/sketch";
import { change, consent, kept, open, words } from "./here";
import { bytesOf, dropPiece, keepPiece, newPiece, type Piece, pieces, type VisitHere } from "./store";
import { take } from "./taking";
import { newThing } from "./things";

const EACH = 10;
const part = need("#consent", HTMLFieldSetElement);
const sheet = need("#signature", HTMLCanvasElement);
const copy = need("#family-copy", HTMLElement);
const signed = sketching(sheet, need("#sign-again", HTMLButtonElement), () => void sign());

/** The item that the paper, the signature and the clip belong to. */
export async function consentThing(): Promise<string> {
  const standing = open.visit?.things?.find((one) => one.isConsent);
  const about = { name: words.consent_title ?? "", kind: "giay_to_khac", isConsent: true };
  return (standing ?? (await newThing(about))).id;
}

/** Each stroke is on the disk at once. */
async function sign(): Promise<void> {
  const visit = open.visit;
  if (!visit) return;
  const drawn = await signed();
  const standing = visit.fields.consent_signature;
  if (!drawn) {
    if (standing) await dropPiece(standing);
    await set({ consent_signature: "" });
    return open.refresh();
  }
  const piece = newPiece(visit.id, {
    name: `${words.signature}.png`,
    type: "image/png",
    kind: "giay_to_khac",
    thing: await consentThing(),
    role: "detail",
    size: drawn.size,
    ...(standing ? { id: standing } : {}),
  });
  if (await kept(() => keepPiece(piece, drawn))) await set({ consent_signature: piece.id });
  await open.refresh();
}

const set = (fields: Record<string, string>) =>
  change((now) => ({ ...now, fields: { ...now.fields, ...fields } }));

/** The recording in which the person says yes. */
export const spokenIn = (pieceId: string) => set({ consent_clip: pieceId });

need("#consent-paper", HTMLInputElement).addEventListener("change", async (event) => {
  const picker = event.currentTarget as HTMLInputElement;
  const about = { kind: "giay_to_khac", thing: await consentThing(), role: "front" as const };
  const [paper] = await take(picker.files ?? [], about);
  picker.value = "";
  if (paper) await set({ consent_photo: paper.id });
  await open.refresh();
});

/** How it was given, with the piece that proves it; nothing where neither was done. */
export function proofOf(visit: VisitHere, all: Piece[]): { manner: string; piece: string } | null {
  const there = (id: string | undefined) => (all.some((piece) => piece.id === id) ? (id ?? "") : "");
  const ways: [string, string][] = [
    ["signed", there(visit.fields.consent_signature)],
    ["spoken", there(visit.fields.consent_clip)],
    ["paper", there(visit.fields.consent_photo)],
  ];
  const found = ways.find(([, piece]) => piece);
  return found ? { manner: found[0], piece: found[1] } : null;
}

/** How it stands; what the archive has is not changed any more here. */
export function showConsent(visit: VisitHere, all: Piece[]): void {
  part.disabled = Boolean(visit.code && visit.fields.consent_id);
  const proof = proofOf(visit, all);
  need("#consent-proof", HTMLElement).textContent = words[`proof_${proof?.manner ?? "none"}`] ?? "";
  need("#sign-again", HTMLButtonElement).hidden = !visit.fields.consent_signature;
}

/** The canvas as it was signed, when a visit is opened again. */
export async function showSignature(visit: VisitHere, all: Piece[]): Promise<void> {
  const pen = sheet.getContext("2d");
  if (!pen) return;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, sheet.width, sheet.height);
  copy.hidden = true;
  const piece = all.find((one) => one.id === visit.fields.consent_signature);
  if (!piece) return;
  const picture = await createImageBitmap(await bytesOf(piece)).catch(() => null);
  if (picture) pen.drawImage(picture, 0, 0);
}

/** What is missing for a consent that counts, as names of fields. */
export function lacksOf(visit: VisitHere, all: Piece[]): string[] {
  const { fields } = visit;
  const lacks: string[] = [];
  if (!fields.consent_luu_tru) lacks.push("consent_luu_tru");
  if (!fields.consent_by?.trim()) lacks.push("consent_by");
  if (fields.consent_minor && !fields.consent_guardian?.trim()) lacks.push("consent_guardian");
  if (!proofOf(visit, all)) lacks.push("consent_proof");
  return lacks;
}

/** The statement with the words that were on the screen, as data and as a paper; not after the archive has it. */
export async function stateConsent(visit: VisitHere): Promise<Record<string, string>> {
  if (visit.code && visit.fields.consent_id) return {};
  const all = await pieces(visit.id);
  const proof = proofOf(visit, all);
  const at = visit.fields.consent_at || new Date().toISOString();
  const paper = new Blob([`${written(visit).join("\n")}\n${at}\n`], { type: "text/plain" });
  const standing = visit.fields.consent_text_piece;
  const piece = newPiece(visit.id, {
    name: `${words.consent_title}.txt`,
    type: "text/plain",
    kind: "giay_to_khac",
    thing: await consentThing(),
    role: "text",
    size: paper.size,
    ...(standing ? { id: standing } : {}),
  });
  await keepPiece(piece, paper);
  return {
    consent_id: visit.fields.consent_id || newId(),
    consent_at: at,
    consent_manner: proof?.manner ?? "ticked",
    consent_paper: proof?.piece ?? piece.id,
    consent_text_piece: piece.id,
    consent_text: consent.version,
    consent_sha256: consent.sha256,
  };
}

/** Line by line, as it stood on the screen. */
function written(visit: VisitHere): string[] {
  const asked = part.querySelector("legend")?.textContent ?? "";
  return [words.consent_title ?? "", asked, textAsked(), ...chosen(), ...who(visit)];
}

const chosen = () =>
  [...part.querySelectorAll<HTMLInputElement>("input[type=checkbox]")].map(
    (box) => `${box.checked ? "[x]" : "[ ]"} ${box.closest("label")?.textContent?.trim() ?? ""}`,
  );

const who = (visit: VisitHere) =>
  ["consent_by", "consent_relation", "consent_guardian", "consent_until"]
    .map((name) => visit.fields[name]?.trim() ?? "")
    .filter(Boolean);

const textAsked = () => need("#consent-text", HTMLElement).textContent?.trim() ?? "";

/** A copy that the family's own phone takes from this screen: a code that holds the words, no network needed. */
need("#show-copy", HTMLButtonElement).addEventListener("click", async () => {
  if (!open.visit) return;
  const { default: encode } = await import("qr");
  const held = [
    words.consent_title ?? "",
    ...chosen(),
    ...who(open.visit),
    new Date(open.visit.fields.consent_at || Date.now()).toLocaleDateString("vi"),
    say(words.copy_text, { version: consent.version, hash: consent.sha256.slice(0, 12) }),
    say(words.copy_how, { code: open.visit.code ?? open.visit.id }),
  ];
  paint(encode(held.join("\n"), "raw", { ecc: "low", border: 4 }));
  copy.hidden = false;
  copy.scrollIntoView({ block: "center" });
});

/** With the margin that readers need, each module a whole number of points. */
function paint(modules: boolean[][]): void {
  const canvas = need("canvas", HTMLCanvasElement, copy);
  canvas.width = modules.length * EACH;
  canvas.height = canvas.width;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000000";
  for (const [y, row] of modules.entries())
    for (const [x, dark] of row.entries()) if (dark) pen.fillRect(x * EACH, y * EACH, EACH, EACH);
}
