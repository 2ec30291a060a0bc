/** Places in a line's text, and how they move when the text changes under them. */
import type { Mark, MarkKind, Segment, Word } from "./types";

/** text[from:to] became `put`. */
export interface Edit {
  from: number;
  to: number;
  put: string;
}

export function difference(before: string, after: string): Edit {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { from: head, to: before.length - tail, put: after.slice(head, after.length - tail) };
}

/** The span after the edit: what is typed inside it belongs to it, what is typed beside it does not. */
export function moved([start, end]: [number, number], { from, to, put }: Edit): [number, number] {
  const delta = put.length - (to - from);
  if (to <= start && !(from === start && to > from)) return [start + delta, end + delta];
  if (from >= end) return [start, end];
  return [Math.min(start, from), Math.max(end, to) + delta];
}

function movedWords(words: Word[], edit: Edit): Word[] {
  return words
    .map((word) => ({ ...word, at: moved(word.at, edit) }))
    .filter((word) => word.at[1] > word.at[0]);
}

export function movedMarks(marks: Mark[], edit: Edit): Mark[] {
  return marks
    .map((mark) => {
      const [start, end] = moved([mark.start, mark.end], edit);
      return { ...mark, start, end };
    })
    .filter((mark, index) => mark.end > mark.start || empty(marks[index]));
}

/** What is missing has no letters of its own. */
function empty(mark: Mark | undefined): boolean {
  return mark?.kind === "missing" && mark.start === mark.end;
}

/** The line with other text; its words and signs stay with the letters they stood on. */
export function rewritten(line: Segment, text: string): Segment {
  const edit = difference(line.text, text);
  return { ...line, text, words: movedWords(line.words, edit), marks: movedMarks(line.marks, edit) };
}

/** The sign put on text[start:end], or taken away where it already stands on all of it. */
export function toggled(marks: Mark[], kind: MarkKind, start: number, end: number): Mark[] {
  const covering = marks.find((mark) => mark.kind === kind && mark.start <= start && mark.end >= end);
  if (covering) return marks.filter((mark) => mark !== covering);
  const touching = marks.filter((mark) => mark.kind === kind && mark.start <= end && mark.end >= start);
  const joined: Mark = {
    kind,
    note: "",
    start: Math.min(start, ...touching.map((mark) => mark.start)),
    end: Math.max(end, ...touching.map((mark) => mark.end)),
  };
  return [...marks.filter((mark) => !touching.includes(mark)), joined].sort((a, b) => a.start - b.start);
}

/** The word around a place, so that a sign needs no selection. */
export function wordAround(text: string, place: number): [number, number] {
  let start = place;
  let end = place;
  while (start > 0 && /\S/.test(text[start - 1] ?? " ")) start -= 1;
  while (end < text.length && /\S/.test(text[end] ?? " ")) end += 1;
  return [start, end];
}

/** The line cut in two at a place in its text: signs, words and box or seconds go with their half. */
export function cut(line: Segment, place: number, id: string, second: number | null): [Segment, Segment] {
  const head = line.text.slice(0, place).trimEnd();
  const rest = line.text.slice(place);
  const tail = rest.trimStart();
  const skip = line.text.length - tail.length;
  const before = line.words.filter((word) => word.at[0] < place);
  const after = line.words.filter((word) => word.at[0] >= place);
  const turn = second ?? after[0]?.start ?? before.at(-1)?.end ?? middle(line, place);
  const [left, right] = halves(line, before, after, place);
  return [
    {
      ...line,
      text: head,
      end: line.end === null ? null : turn,
      box: left,
      words: before.map((word) => ({ ...word, at: [word.at[0], Math.min(word.at[1], head.length)] })),
      marks: within(line.marks, 0, head.length, 0),
      readings: [],
    },
    {
      ...line,
      id,
      text: tail,
      start: line.start === null ? null : turn,
      box: right,
      words: after.map((word) => ({ ...word, at: [word.at[0] - skip, word.at[1] - skip] })),
      marks: within(line.marks, skip, line.text.length, skip),
      readings: [],
    },
  ];
}

function middle(line: Segment, place: number): number | null {
  if (line.start === null || line.end === null) return null;
  const share = line.text.length ? place / line.text.length : 0.5;
  return Math.round((line.start + (line.end - line.start) * share) * 100) / 100;
}

function halves(
  line: Segment,
  before: Word[],
  after: Word[],
  place: number,
): [Segment["box"], Segment["box"]] {
  if (!line.box) return [null, null];
  const [x, y, width, height] = line.box;
  const last = before.at(-1)?.box;
  const first = after[0]?.box;
  const share = line.text.length ? place / line.text.length : 0.5;
  const left = last ? last[0] + last[2] - x : Math.round(width * share);
  const right = first ? first[0] - x : left;
  const fair = (value: number) => Math.min(Math.max(value, 1), width - 1);
  return [
    [x, y, fair(left), height],
    [x + fair(right), y, width - fair(right), height],
  ];
}

function within(marks: Mark[], start: number, end: number, back: number): Mark[] {
  return marks
    .filter((mark) => mark.start < end && (mark.end > start || (empty(mark) && mark.end >= start)))
    .map((mark) => ({
      ...mark,
      start: Math.max(mark.start, start) - back,
      end: Math.min(mark.end, end) - back,
    }));
}

/** Two neighbours as one line. */
export function joined(first: Segment, second: Segment): Segment {
  const gap = first.text && second.text ? " " : "";
  const shift = first.text.length + gap.length;
  return {
    ...first,
    text: first.text + gap + second.text,
    end: second.end ?? first.end,
    box: union(first.box, second.box),
    confidence: Math.min(first.confidence, second.confidence),
    words: [
      ...first.words,
      ...second.words.map((word) => ({
        ...word,
        at: [word.at[0] + shift, word.at[1] + shift] as Word["at"],
      })),
    ],
    marks: [
      ...first.marks,
      ...second.marks.map((mark) => ({ ...mark, start: mark.start + shift, end: mark.end + shift })),
    ],
    readings: [],
  };
}

function union(a: Segment["box"], b: Segment["box"]): Segment["box"] {
  if (!a || !b) return a ?? b;
  const left = Math.min(a[0], b[0]);
  const top = Math.min(a[1], b[1]);
  const right = Math.max(a[0] + a[2], b[0] + b[2]);
  const bottom = Math.max(a[1] + a[3], b[1] + b[3]);
  return [left, top, right - left, bottom - top];
}

/** Counts in code points where the browser counts in halves of them: only rare signs differ. */
export function points(text: string, place: number): number {
  return [...text.slice(0, place)].length;
}

export function units(text: string, point: number): number {
  return [...text].slice(0, point).join("").length;
}

const RARE = /[\ud800-\udfff]/;

/** The line as the archive counts it, or as the browser does. */
export function recounted(line: Segment, count: (text: string, place: number) => number): Segment {
  if (!RARE.test(line.text)) return line;
  const at = (place: number) => count(line.text, place);
  return {
    ...line,
    words: line.words.map((word) => ({ ...word, at: [at(word.at[0]), at(word.at[1])] })),
    marks: line.marks.map((mark) => ({ ...mark, start: at(mark.start), end: at(mark.end) })),
  };
}
