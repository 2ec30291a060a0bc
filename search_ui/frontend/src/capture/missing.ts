/** Looking through a visit before it is sent: what cannot be left out, and what usually belongs to one. */
import { say } from "../lib/page";
import { lacksOf } from "./consent";
import { kinds, words } from "./here";
import type { Piece, Thing, VisitHere } from "./store";
import { gapsOf } from "./things";

const USUAL = ["ky_vat", "nhat_ky", "thu", "giay_bao_tu", "anh", "ban_do_ve_tay", "loi_ke"];
const TWO_SIDED = new Set(["ky_vat", "di_vat", "thu", "giay_bao_tu", "bang_to_quoc_ghi_cong"]);

/** Names of fields without which nothing is sent. */
export function needed(visit: VisitHere, all: Piece[]): string[] {
  const lacks = ["family", "commune"].filter((name) => !visit.fields[name]?.trim());
  return [...lacks, ...lacksOf(visit, all)];
}

/** Sentences; reminders, never conditions. */
export function reminders(visit: VisitHere, all: Piece[]): string[] {
  const { fields, things = [] } = visit;
  const said: string[] = [];
  const there = new Set(all.map((piece) => piece.kind));
  const kindsLacking = USUAL.filter((kind) => !there.has(kind)).map((kind) => kinds[kind] ?? kind);
  if (kindsLacking.length) said.push(say(words.lacking, { what: kindsLacking.join(", ") }));
  if (!fields.witness_name?.trim() && !fields.witnesses?.trim()) said.push(words.lacks_witness ?? "");
  if (!fields.martyr?.trim()) said.push(words.lacks_martyr ?? "");
  if (!fields.latitude && !fields.place?.trim()) said.push(words.lacks_place ?? "");
  for (const thing of things.filter((one) => !one.isConsent)) said.push(...ofThing(thing, all));
  const warned = all.filter(
    (piece) => piece.warnings.length && !piece.isKept && piece.state === "here",
  ).length;
  if (warned) said.push(say(words.lacks_look, { count: warned }));
  return said;
}

function ofThing(thing: Thing, all: Piece[]): string[] {
  const mine = all.filter((piece) => piece.thing === thing.id);
  const roles = new Set(mine.map((piece) => piece.role));
  const name = thing.name.trim() || (kinds[thing.kind] ?? thing.kind);
  const said: string[] = [];
  if (!mine.length) said.push(say(words.lacks_photos, { name }));
  if (TWO_SIDED.has(thing.kind) && roles.has("front") && !roles.has("back"))
    said.push(say(words.lacks_back, { name }));
  const gaps = gapsOf(thing, mine);
  if (gaps.length) said.push(`${name}: ${say(words.pages_missing, { pages: gaps.join(", ") })}`);
  return said;
}
