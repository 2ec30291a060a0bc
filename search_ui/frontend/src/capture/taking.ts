/** Taking in what the camera or the folder gives: on the disk first, then looked at. */

import { kept, open, words } from "./here";
import { isIdentityCard } from "./labels";
import { alike } from "./likeness";
import { look } from "./photo";
import { preview, show } from "./rows";
import { changePiece, keepPiece, newPiece, type Piece, pieces, type Role } from "./store";

export interface Taken {
  kind?: string;
  thing?: string;
  role?: Role;
}

/** One after another, so that a cheap phone has one picture in memory. The pieces that are kept. */
export async function take(files: Iterable<File>, about: Taken = {}): Promise<Piece[]> {
  if (!open.visit) return [];
  const before = await pieces(open.visit.id);
  const taken: Piece[] = [];
  for (const file of files) {
    const piece = await takeOne(file, about, [...before, ...taken]);
    if (!piece) break;
    taken.push(piece);
  }
  await open.refresh();
  if (open.visit?.sending) open.sendOn();
  return taken;
}

async function takeOne(file: File, about: Taken, before: Piece[]): Promise<Piece | null> {
  if (!open.visit) return null;
  const twin = before.some((one) => one.size === file.size && one.name === file.name);
  const piece = newPiece(open.visit.id, {
    name: file.name || `${words.photo}.jpg`,
    type: file.type,
    size: file.size,
    kind: /^(audio|video)\//.test(file.type) ? "loi_ke" : "anh",
    warnings: twin ? ["same"] : [],
    ...about,
    ...(about.role === "page" ? { page: nextPage(before, about.thing) } : {}),
  });
  if (!(await kept(() => keepPiece(piece, file)))) return null;
  show(piece);
  preview(piece, file);
  const seen = await look(file);
  const again = before.some((one) => alike(one.imprint, seen.imprint));
  const warnings = [...piece.warnings, ...(again && !twin ? ["same_page"] : []), ...seen.warnings];
  let looked: Piece = { ...piece, ...seen, warnings };
  await kept(async () => {
    looked = (await changePiece(piece.id, (now) => ({ ...now, ...seen, warnings }))) ?? looked;
  });
  show(looked);
  void warnOfCard(looked, file);
  return looked;
}

/** A card of a living person is not needed; the code on it is looked for while the volunteer goes on. */
async function warnOfCard(piece: Piece, file: File): Promise<void> {
  if (!file.type.startsWith("image/") || !(await isIdentityCard(file))) return;
  await kept(() =>
    changePiece(piece.id, (now) => ({ ...now, warnings: ["identity_card", ...now.warnings] })),
  );
  await open.refresh();
}

function nextPage(before: Piece[], thing: string | undefined): number {
  const pages = before.filter((one) => one.thing === thing && one.role === "page");
  return Math.max(0, ...pages.map((one) => one.page ?? 0)) + 1;
}
