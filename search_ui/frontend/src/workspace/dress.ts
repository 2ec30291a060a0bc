/** A line's text as pieces that look alike: signs, doubtful words, words with their second. */
import type { Segment } from "./types";

const UNSURE = 0.6;

interface Over {
  start: number;
  end: number;
  classes: string;
  second: number | null;
}

/** Fills `place` with the line; nothing in it changes the width of the letters, so a text field fits over it. */
export function dress(place: HTMLElement, line: Segment): void {
  const over = [...wordsOver(line), ...signsOver(line)];
  const cuts = [...new Set([0, line.text.length, ...over.flatMap(({ start, end }) => [start, end])])]
    .filter((cut) => cut >= 0 && cut <= line.text.length)
    .sort((a, b) => a - b);
  const pieces: Node[] = [];
  for (const [index, start] of cuts.entries()) {
    for (const gap of over.filter((one) => one.start === start && one.end === start))
      pieces.push(piece("", [gap]));
    const end = cuts[index + 1];
    if (end === undefined) continue;
    const here = over.filter((one) => one.start <= start && one.end >= end);
    const text = line.text.slice(start, end);
    pieces.push(here.length ? piece(text, here) : document.createTextNode(text));
  }
  // A line break of its own keeps the height of an empty line.
  pieces.push(document.createTextNode("\u200b"));
  place.replaceChildren(...pieces);
}

function wordsOver(line: Segment): Over[] {
  return line.words.map((word) => ({
    start: word.at[0],
    end: word.at[1],
    classes: word.confidence < UNSURE ? "word unsure" : "word",
    second: word.start,
  }));
}

function signsOver(line: Segment): Over[] {
  return line.marks.map((mark) => ({
    start: mark.start,
    end: mark.end,
    classes: `sign-${mark.kind}${mark.start === mark.end ? " gap" : ""}`,
    second: null,
  }));
}

function piece(text: string, over: Over[]): HTMLElement {
  const element = document.createElement("span");
  element.className = over.map((one) => one.classes).join(" ");
  element.textContent = text;
  const second = over.find((one) => one.second !== null)?.second;
  if (second !== undefined && second !== null) element.dataset.start = String(second);
  return element;
}

/** The place in the text under a point of the screen. */
export function placeAt(mirror: HTMLElement, x: number, y: number): number {
  const at = document.caretPositionFromPoint?.(x, y);
  const node = at?.offsetNode ?? null;
  if (!at || !node || !mirror.contains(node)) return (mirror.textContent ?? "").replace(/\u200b$/, "").length;
  const walker = document.createTreeWalker(mirror, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (text === node) return before + at.offset;
    before += text.textContent?.length ?? 0;
  }
  return before;
}
