/** What machines read otherwise in the same line, each a choice by one key. */
import { say, type Words } from "../lib/page";
import { difference } from "./spans";
import type { Segment } from "./types";

const MOST = 9;

/** `before`: the line as it stood in the version that was begun from. */
export function shownChoices(line: Segment, before: string | undefined, words: Words): HTMLElement[] {
  const texts = new Map<string, string>();
  if (before) texts.set(before, words.choice_before ?? "");
  for (const { text, engine } of line.readings)
    if (text && !texts.has(text)) texts.set(text, say(words.choice_by, { engine }));
  texts.delete(line.text);
  return [...texts].slice(0, MOST).map(([text, from], index) => choice(line, text, from, index + 1));
}

function choice(line: Segment, text: string, source: string, number: number): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ws-choice";
  button.dataset.choice = String(number);
  button.dataset.text = text;
  button.title = source;
  const key = document.createElement("kbd");
  key.textContent = `Alt ${number}`;
  const { from, to, put } = difference(line.text, text);
  const said = document.createElement("span");
  said.className = "serif";
  const other = document.createElement("strong");
  other.textContent = put || (to > from ? "—" : "");
  const end = from + put.length;
  said.append(short(text.slice(0, from), -24), other, short(text.slice(end), 24));
  button.append(key, said);
  return button;
}

/** As much of the neighbourhood as tells where one is. */
function short(text: string, length: number): string {
  if (text.length <= Math.abs(length)) return text;
  return length < 0 ? `…${text.slice(length)}` : `${text.slice(0, length)}…`;
}
