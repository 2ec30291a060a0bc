/** All versions of a text: who made each, what was said of it, what changed by word, and the way back to it. */
import { locale, need, say, type Words } from "../lib/page";
import type { Bench } from "./bench";
import { Refused } from "./talk";
import type { Past } from "./types";

interface Difference {
  pieces: { change: "same" | "gone" | "new"; text: string }[];
}

export function offerHistory(bench: Bench): void {
  const { sheet, words } = bench;
  const button = need("#ws-versions", HTMLButtonElement);
  const dialog = need("#ws-history", HTMLDialogElement);
  button.hidden = !sheet.versions.length;
  const open = () => {
    const list = need(".ws-past", HTMLElement, dialog);
    if (!list.childElementCount)
      list.replaceChildren(
        ...sheet.versions.map((version, index) => entry(bench, version, sheet.versions[index + 1])),
      );
    dialog.showModal();
  };
  button.addEventListener("click", open);
  tellReturn(sheet.versions[0], words);
}

/** Why the last version came back stands above the text until it is handed in again. */
function tellReturn(last: Past | undefined, words: Words): void {
  const said =
    last?.status === "returned"
      ? [...last.reviews].reverse().find((review) => review.act === "return")
      : undefined;
  const place = need("#ws-returned", HTMLElement);
  place.hidden = !said;
  place.textContent = said ? say(words.returned, { name: said.by, words: said.words }) : "";
}

function entry(bench: Bench, version: Past, before: Past | undefined): HTMLElement {
  const { words } = bench;
  const item = document.createElement("li");
  const head = document.createElement("p");
  const who = document.createElement("strong");
  who.textContent = version.author.name;
  const when = new Date(version.made_at).toLocaleString(locale, { dateStyle: "short", timeStyle: "short" });
  head.append(who, ` · ${when} · ${version.status_words}`);
  item.append(head);
  for (const review of version.reviews.filter((one) => one.act === "return" || one.words)) {
    const said = document.createElement("p");
    said.className = "small faint";
    said.textContent = `${review.act_words} · ${review.by}: ${review.words}`;
    item.append(said);
  }
  const row = document.createElement("p");
  row.className = "row";
  const shown = document.createElement("div");
  shown.className = "ws-difference serif";
  shown.hidden = true;
  if (before) row.append(action(words.compare, () => compare(bench, before.id, version.id, shown)));
  if (!bench.readOnly && version.id !== bench.sheet.current?.id)
    row.append(action(words.restore, () => restore(bench, version.id, shown)));
  item.append(row, shown);
  return item;
}

function action(name: string | undefined, act: () => Promise<void>): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = name ?? "";
  button.addEventListener("click", () => void act());
  return button;
}

async function compare({ talk, words }: Bench, a: string, b: string, place: HTMLElement): Promise<void> {
  place.hidden = false;
  try {
    const { pieces } = (await talk.ask("GET", `/so-sanh?a=${a}&b=${b}`)) as Difference;
    place.replaceChildren(
      ...pieces.flatMap(({ change, text }) => {
        const names = { same: "span", gone: "del", new: "ins" };
        const piece = document.createElement(names[change]);
        piece.textContent = text;
        return [piece, " "];
      }),
    );
  } catch (error) {
    place.textContent = error instanceof Refused ? error.message : (words.no_way ?? "");
  }
}

async function restore({ talk, words, setup }: Bench, version: string, place: HTMLElement): Promise<void> {
  try {
    await talk.ask("POST", "/khoi-phuc", { version });
    window.location.assign(setup.back);
  } catch (error) {
    place.hidden = false;
    place.textContent = error instanceof Refused ? error.message : (words.no_way ?? "");
  }
}
