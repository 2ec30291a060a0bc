/** Buttons that do what the keys do. They leave the focus (and a phone's keyboard) with the text. */
import { type Editor, SIGNS } from "./editor";
import type { MarkKind } from "./types";
import type { Work } from "./work";

export type Acts = Record<string, () => void>;

/** What every text has; each medium adds its own. */
export function commonActs(editor: Editor, work: Work): Acts {
  const on = (act: (id: string) => void) => () => {
    if (editor.id) act(editor.id);
  };
  const signs = Object.fromEntries(
    Object.values(SIGNS).map((kind: MarkKind) => [`sign:${kind}`, () => editor.sign(kind)]),
  );
  return {
    ...signs,
    previous: () => editor.step(-1),
    next: () => editor.step(1),
    split: () => editor.split(),
    join: on((id) => work.join(id)),
    up: on((id) => work.move(id, -1)),
    down: on((id) => work.move(id, 1)),
    remove: on((id) => work.remove(id)),
    undo: () => void work.undo(),
    redo: () => void work.redo(),
  };
}

export function bindButtons(acts: Acts): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-act]")) {
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => acts[button.dataset.act ?? ""]?.());
  }
}

/** Alt and a letter, as the table of the medium names it: `KeyX`, with `Shift+` before it where held. */
export function keyed(event: KeyboardEvent, keys: Record<string, string>): string | undefined {
  if (!event.altKey || event.ctrlKey || event.metaKey) return undefined;
  return keys[(event.shiftKey ? "Shift+" : "") + event.code];
}
