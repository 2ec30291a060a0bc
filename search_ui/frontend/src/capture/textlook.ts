/** What lines of writing tell of a photo: whether they stand on their head, and whether they run out of it.
 *
 * Written Vietnamese has more ink above its letters than below them: marks, capitals, ascenders. Lines that go
 * on through the edge have the same rhythm in the outermost strip as beside it; a margin, wood or stone has not.
 * Both say nothing where there are too few lines. */
import type { Grey } from "./likeness";

const AROUND = 12;
const DARKER = 14;
const STRIPS = 10;
const VOTES = 10;
const ON_ITS_HEAD = -0.25;
const RUNS_ON = 0.78;
const FEWEST_LINES = 5;
/** Share of ink in a strip of writing. */
const WRITING = { least: 0.02, most: 0.2 };
const RHYTHM = 20;

export function judgeLines(grey: Grey): string[] {
  const mask = ink(grey);
  const said: string[] = [];
  const { votes, mean } = lean(mask, grey.width, grey.height);
  if (votes >= VOTES && mean < ON_ITS_HEAD) said.push("upside_down");
  if (isCut(mask, grey.width, grey.height, false) || isCut(mask, grey.width, grey.height, true))
    said.push("cut_off");
  return said;
}

/** 1 where it is darker than around: Bradley and Roth's threshold over an integral image. */
function ink({ values, width, height }: Grey): Uint8Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += values[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const mask = new Uint8Array(width * height);
  const at = (x: number, y: number) => sums[y * (width + 1) + x] ?? 0;
  for (let y = 0; y < height; y += 1) {
    const top = Math.max(0, y - AROUND);
    const bottom = Math.min(height, y + AROUND + 1);
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - AROUND);
      const right = Math.min(width, x + AROUND + 1);
      const sum = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
      const mean = sum / ((right - left) * (bottom - top));
      if (mean - (values[y * width + x] ?? 0) > DARKER) mask[y * width + x] = 1;
    }
  }
  return mask;
}

/** Share of ink in each row between two columns. */
function profile(mask: Uint8Array, width: number, height: number, from: number, to: number): Float64Array {
  const rows = new Float64Array(height);
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    for (let x = from; x < to; x += 1) sum += mask[y * width + x] ?? 0;
    rows[y] = sum / (to - from);
  }
  return rows;
}

function smoothed(rows: Float64Array, reach: number): Float64Array {
  return rows.map((_value, y) => {
    let sum = 0;
    for (let near = y - reach; near <= y + reach; near += 1) sum += rows[near] ?? 0;
    return sum / (2 * reach + 1);
  });
}

/** Rows where a line of writing begins and ends. */
function lines(rows: Float64Array): [number, number][] {
  const soft = smoothed(rows, 1);
  const high = [...soft].sort((a, b) => a - b)[Math.floor(soft.length * 0.95)] ?? 0;
  const least = Math.max(0.04, 0.35 * high);
  const found: [number, number][] = [];
  let begun = -1;
  for (let y = 0; y <= soft.length; y += 1) {
    const on = (soft[y] ?? 0) > least;
    if (on && begun < 0) begun = y;
    if (!on && begun >= 0) {
      if (y - begun >= 3 && y - begun <= 40) found.push([begun, y]);
      begun = -1;
    }
  }
  return found;
}

/** Of each line, ink above it against ink below it: 1 all above, -1 all below. */
function lean(mask: Uint8Array, width: number, height: number): { votes: number; mean: number } {
  let votes = 0;
  let sum = 0;
  const wide = Math.floor(width / STRIPS);
  for (let strip = 0; strip < STRIPS; strip += 1) {
    const rows = profile(mask, width, height, strip * wide, (strip + 1) * wide);
    const found = lines(rows);
    if (found.length < 4) continue;
    const heights = found.map(([top, bottom]) => bottom - top).sort((a, b) => a - b);
    const usual = heights[Math.floor(heights.length / 2)] ?? 0;
    const reach = Math.round(usual * 0.8) + 1;
    for (const [top, bottom] of found) {
      const isUsual = bottom - top >= 0.6 * usual && bottom - top <= 1.6 * usual;
      if (!isUsual || top < reach || bottom + reach > height) continue;
      const above = total(rows, top - reach, top);
      const below = total(rows, bottom, bottom + reach);
      if (above + below <= 0) continue;
      votes += 1;
      sum += (above - below) / (above + below);
    }
  }
  return { votes, mean: votes ? sum / votes : 0 };
}

function total(rows: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let y = from; y < to; y += 1) sum += rows[y] ?? 0;
  return sum;
}

/** Whether lines go on through the left edge, or the right one. */
function isCut(mask: Uint8Array, width: number, height: number, right: boolean): boolean {
  const edge = Math.max(6, Math.floor(width * 0.025));
  const beside = Math.floor(width * 0.14);
  const [a, b, c] = right ? [width - edge, width - 1, width - beside] : [1, edge, beside];
  const outer = profile(mask, width, height, a, b);
  const inner = right ? profile(mask, width, height, c, a) : profile(mask, width, height, edge, c);
  const share = total(outer, 0, height) / height;
  if (share < WRITING.least || share > WRITING.most || lines(inner).length < FEWEST_LINES) return false;
  return likeness(rhythm(outer), rhythm(inner)) >= RUNS_ON;
}

/** The lines alone, without slow shade. */
function rhythm(rows: Float64Array): Float64Array {
  const soft = smoothed(rows, 1);
  const slow = smoothed(soft, RHYTHM);
  return soft.map((value, y) => value - (slow[y] ?? 0));
}

function likeness(one: Float64Array, other: Float64Array): number {
  let both = 0;
  let first = 0;
  let second = 0;
  for (let y = 0; y < one.length; y += 1) {
    const a = one[y] ?? 0;
    const b = other[y] ?? 0;
    both += a * b;
    first += a * a;
    second += b * b;
  }
  return both / Math.sqrt(first * second + 1e-12);
}
