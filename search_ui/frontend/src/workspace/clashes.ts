/** Two people changed the same line: both texts side by side, and a person chooses; nothing is dropped. */
import { need, say, type Words } from "../lib/page";
import type { Saving } from "./saving";
import type { Clash, Theirs } from "./talk";
import type { Segment, Sheet } from "./types";
import type { Work } from "./work";

type Side = "mine" | "theirs" | "both";

/** The merged text with the person's choice in each line that both changed. */
export async function settle(found: Theirs, words: Words): Promise<Segment[]> {
  if (!found.clashes.length) return found.merged;
  const chosen = await ask(found.clashes, found.theirs.by, words);
  const lines = new Map(found.merged.map((line) => [line.id, line]));
  const order = found.merged.map((line) => line.id);
  for (const clash of found.clashes) {
    const line = taken(clash, chosen.get(clash.id) ?? "both");
    if (!line) {
      lines.delete(clash.id);
      continue;
    }
    if (!lines.has(clash.id)) order.push(clash.id);
    lines.set(clash.id, line);
  }
  return order.map((id) => lines.get(id)).filter((line) => line !== undefined);
}

/** A save that clashed and was left unsettled (its page was closed): its lines beside those that stand. */
export async function settleAside(sheet: Sheet, work: Work, saving: Saving, words: Words): Promise<void> {
  const aside = sheet.asides.at(-1);
  if (!aside) return;
  const clashes = aside.segments.flatMap((kept) => {
    const line = work.line(kept.id);
    return line && line.text !== kept.text
      ? [{ id: kept.id, mine: { ...line, text: kept.text }, theirs: line }]
      : [];
  });
  if (!clashes.length) return;
  const chosen = await ask(clashes, sheet.draft?.by ?? "", words, aside.by);
  for (const clash of clashes) {
    const line = taken(clash, chosen.get(clash.id) ?? "both");
    if (line) work.write(clash.id, line.text);
  }
  saving.settle();
}

function taken(clash: Clash, side: Side): Segment | null {
  if (side === "mine") return clash.mine;
  if (side === "theirs") return clash.theirs;
  if (!clash.mine || !clash.theirs) return clash.mine ?? clash.theirs;
  return { ...clash.mine, text: `${clash.mine.text} / ${clash.theirs.text}` };
}

async function ask(clashes: Clash[], by: string, words: Words, of?: string): Promise<Map<string, Side>> {
  const dialog = need("#ws-clash", HTMLDialogElement);
  need(".ws-clash-says", HTMLElement, dialog).textContent = say(words.clash_says, { name: by });
  const chosen = new Map<string, Side>();
  const list = need(".ws-clash-lines", HTMLElement, dialog);
  const mine = of ? say(words.clash_theirs, { name: of }) : (words.clash_mine ?? "");
  const theirs = say(words.clash_theirs, { name: by });
  list.replaceChildren(...clashes.map((clash, index) => pair(clash, index, chosen, words, [mine, theirs])));
  dialog.showModal();
  need("input", HTMLInputElement, list).focus();
  await new Promise<void>((resolve) => {
    dialog.addEventListener("close", () => resolve(), { once: true });
  });
  return chosen;
}

function pair(
  clash: Clash,
  index: number,
  chosen: Map<string, Side>,
  words: Words,
  [mine, theirs]: [string, string],
): HTMLElement {
  const group = document.createElement("fieldset");
  group.className = "ws-pair";
  const legend = document.createElement("legend");
  legend.textContent = say(words.clash_line, { number: index + 1 });
  group.append(legend);
  const sides: [Side, string, string][] = [
    ["mine", mine, clash.mine?.text ?? words.clash_gone ?? ""],
    ["theirs", theirs, clash.theirs?.text ?? words.clash_gone ?? ""],
    ["both", words.clash_both ?? "", ""],
  ];
  for (const [side, name, text] of sides) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "radio";
    input.name = `clash-${index}`;
    input.checked = side === "mine";
    input.addEventListener("change", () => chosen.set(clash.id, side));
    const who = document.createElement("strong");
    who.textContent = name;
    const said = document.createElement("span");
    said.className = "serif";
    said.textContent = text;
    label.append(input, who, said);
    group.append(label);
  }
  chosen.set(clash.id, "mine");
  return group;
}
