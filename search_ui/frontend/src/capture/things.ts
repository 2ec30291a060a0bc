/** Objects in the hand: front, back, details and pages of one, what the family says of it, and its label. */
import { newId } from "../lib/ids";
import { need, say } from "../lib/page";
import { addThing, change, changeThing, kinds, open, trouble, words } from "./here";
import { codeOf, labelIn } from "./labels";
import { dropPiece, type Piece, pieces, type Role, type Thing } from "./store";
import { take } from "./taking";

const PAGED = new Set(["nhat_ky", "thu"]);
const list = need("#things", HTMLElement);

export async function newThing(about: Partial<Thing> = {}): Promise<Thing> {
  const thing = { id: newId(), name: "", kind: "ky_vat", told: "", label: "", pages: 0, ...about };
  await addThing(thing);
  return thing;
}

export function showThings(things: Thing[], all: Piece[]): void {
  for (const card of list.querySelectorAll<HTMLElement>("[data-thing]")) {
    if (!things.some((one) => one.id === card.dataset.thing)) card.remove();
  }
  for (const thing of things.filter((one) => !one.isConsent)) showOne(thing, all);
}

function showOne(thing: Thing, all: Piece[]): void {
  const card = list.querySelector<HTMLElement>(`[data-thing="${thing.id}"]`) ?? made(thing);
  const mine = all.filter((piece) => piece.thing === thing.id);
  const isOpen = mine.every((piece) => piece.state === "here");
  for (const field of fields(card)) {
    field.disabled = !isOpen;
    if (field !== document.activeElement) field.value = String(thing[field.name as keyof Thing] || "");
  }
  need(".pages", HTMLElement, card).hidden = !PAGED.has(thing.kind);
  need("[data-drop]", HTMLButtonElement, card).hidden = mine.length > 0;
  const gaps = gapsOf(thing, mine);
  const says = need(".gaps", HTMLElement, card);
  says.textContent = gaps.length ? say(words.pages_missing, { pages: gaps.join(", ") }) : "";
  says.hidden = !gaps.length;
}

const fields = (card: HTMLElement) => [
  ...card.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(".about [name]"),
];

/** Numbers that are left out in the row of pages, up to the last one or to as many as were counted. */
export function gapsOf(thing: Thing, mine: Piece[]): number[] {
  const taken = new Set(mine.filter((one) => one.role === "page").map((one) => one.page ?? 0));
  const last = Math.max(taken.size ? Math.max(...taken) : 0, Number(thing.pages) || 0);
  return Array.from({ length: last }, (_none, at) => at + 1).filter((number) => !taken.has(number));
}

function made(thing: Thing): HTMLElement {
  const card = need("#thing-card", HTMLTemplateElement).content.firstElementChild?.cloneNode(true);
  if (!(card instanceof HTMLElement)) throw new Error("the card template is empty");
  card.dataset.thing = thing.id;
  const number = list.childElementCount + 1;
  need("h3", HTMLElement, card).textContent = say(words.thing_number, { number });
  for (const field of fields(card)) {
    const label = field.closest(".field")?.querySelector("label");
    field.id = `${field.name}-${thing.id}`;
    label?.setAttribute("for", field.id);
    field.addEventListener("input", () => void typed(thing.id, field));
  }
  for (const picker of card.querySelectorAll<HTMLInputElement>("[data-role]"))
    picker.addEventListener("change", () => void shot(thing.id, picker));
  const scan = need("[data-scan]", HTMLInputElement, card);
  scan.addEventListener("change", () => void scanned(thing.id, scan));
  need("[data-tell]", HTMLButtonElement, card).addEventListener("click", () => open.recordAbout(thing));
  need("[data-drop]", HTMLButtonElement, card).addEventListener("click", () => void drop(thing.id));
  list.append(card);
  return card;
}

async function typed(id: string, field: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement) {
  const value = field.name === "pages" ? Math.max(0, Math.round(Number(field.value)) || 0) : field.value;
  await changeThing(id, { [field.name]: field.name === "label" ? codeOf(field.value) : value });
  if (field.name !== "told" && field.name !== "name") await open.refresh();
}

async function shot(id: string, picker: HTMLInputElement): Promise<void> {
  const thing = open.visit?.things?.find((one) => one.id === id);
  if (!thing) return;
  await take(picker.files ?? [], { thing: id, role: picker.dataset.role as Role, kind: thing.kind });
  picker.value = "";
}

/** The label beside the object, read from a photo of it; where it cannot be read it is typed. */
async function scanned(id: string, picker: HTMLInputElement): Promise<void> {
  const [file] = picker.files ?? [];
  picker.value = "";
  if (!file) return;
  const label = await labelIn(file);
  if (!label) return trouble(words.no_label ?? "");
  const other = open.visit?.things?.find((one) => one.label === label && one.id !== id);
  if (other) return trouble(say(words.label_twice, { name: other.name || (kinds[other.kind] ?? "") }));
  trouble("");
  await changeThing(id, { label });
  await open.refresh();
}

async function drop(id: string): Promise<void> {
  if (!open.visit) return;
  for (const piece of await pieces(open.visit.id)) if (piece.thing === id) await dropPiece(piece.id);
  await change((now) => ({ ...now, things: (now.things ?? []).filter((one) => one.id !== id) }));
  await open.refresh();
}
