/** A page without lines cut into lines: dark ink counted row by row; bands of ink are lines.
 *
 * Projection profile over a picture made even by its own neighbourhood, so that stains and shadows count
 * little. Marks above and below Vietnamese letters make thin bands of their own: they go to the nearest line.
 */
import type { Box } from "./types";

const WIDTH = 900;
const AROUND = 12;
const DARKER = 0.86;

interface Ink {
  width: number;
  height: number;
  /** 1 where there is ink. */
  at: Uint8Array;
}

/** Boxes of lines from top to bottom, in pixels of a page that is `pageWidth` wide. */
export function linesOf(
  image: CanvasImageSource,
  shown: { width: number; height: number },
  pageWidth: number,
): Box[] {
  const ink = inkOf(image, shown);
  const scale = pageWidth / ink.width;
  const rows = smooth(rowCounts(ink));
  return bands(rows, ink.width)
    .map(([top, bottom]) => boxOf(ink, top, bottom))
    .filter((box) => box !== null)
    .map((box) => box.map((side) => Math.round(side * scale)) as Box);
}

function inkOf(image: CanvasImageSource, shown: { width: number; height: number }): Ink {
  const width = Math.min(WIDTH, shown.width);
  const height = Math.max(1, Math.round((shown.height * width) / shown.width));
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return { width, height, at: new Uint8Array(width * height) };
  pen.drawImage(image, 0, 0, width, height);
  return dark(pen.getImageData(0, 0, width, height));
}

/** Ink is what is darker than the mean of its neighbourhood (Bradley and Roth 2007, by an integral image). */
function dark({ data, width, height }: ImageData): Ink {
  const sums = new Float64Array((width + 1) * (height + 1));
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const value = ((data[at] ?? 0) * 299 + (data[at + 1] ?? 0) * 587 + (data[at + 2] ?? 0) * 114) / 1000;
      grey[y * width + x] = value;
      row += value;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const at = new Uint8Array(width * height);
  const sum = (x: number, y: number) => sums[y * (width + 1) + x] ?? 0;
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [Math.max(0, y - AROUND), Math.min(height, y + AROUND + 1)];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - AROUND), Math.min(width, x + AROUND + 1)];
      const mean =
        (sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top)) /
        ((right - left) * (bottom - top));
      if ((grey[y * width + x] ?? 255) < mean * DARKER) at[y * width + x] = 1;
    }
  }
  return { width, height, at };
}

function rowCounts({ width, height, at }: Ink): number[] {
  const margin = Math.round(width * 0.02); // the edge of the sheet is no writing
  return Array.from({ length: height }, (_, y) => {
    let count = 0;
    for (let x = margin; x < width - margin; x += 1) count += at[y * width + x] ?? 0;
    return count;
  });
}

function smooth(rows: number[]): number[] {
  return rows.map((_, y) => {
    const near = rows.slice(Math.max(0, y - 1), y + 2);
    return near.reduce((sum, count) => sum + count, 0) / near.length;
  });
}

function bands(rows: number[], width: number): [number, number][] {
  const peaks = [...rows].sort((a, b) => b - a);
  const typical = peaks[Math.floor(rows.length * 0.08)] ?? 0;
  const enough = Math.max(width * 0.006, typical * 0.16);
  const found: [number, number][] = [];
  let from = -1;
  for (let y = 0; y <= rows.length; y += 1) {
    const inked = (rows[y] ?? 0) >= enough;
    if (inked && from < 0) from = y;
    if (!inked && from >= 0) {
      found.push([from, y]);
      from = -1;
    }
  }
  return together(found);
}

/** Bands much thinner than a line belong to the line that is nearer. */
function together(found: [number, number][]): [number, number][] {
  const heights = found.map(([top, bottom]) => bottom - top).sort((a, b) => a - b);
  const usual = heights[Math.floor(heights.length * 0.65)] ?? 0;
  const lines = found.filter(([top, bottom]) => bottom - top >= usual * 0.45);
  for (const thin of found.filter(([top, bottom]) => bottom - top < usual * 0.45)) {
    const distance = ([top, bottom]: [number, number]) => Math.max(top - thin[1], thin[0] - bottom);
    const nearest = lines.reduce<[number, number] | null>(
      (best, line) => (best && distance(best) <= distance(line) ? best : line),
      null,
    );
    if (!nearest || distance(nearest) > usual * 0.5) continue;
    nearest[0] = Math.min(nearest[0], thin[0]);
    nearest[1] = Math.max(nearest[1], thin[1]);
  }
  return lines.filter(([top, bottom]) => bottom - top > 3);
}

/** From the first ink to the last, with a little air. */
function boxOf({ width, height, at }: Ink, top: number, bottom: number): Box | null {
  const margin = Math.round(width * 0.02);
  let [left, right, count] = [width, 0, 0];
  for (let x = margin; x < width - margin; x += 1) {
    let here = 0;
    for (let y = top; y < bottom; y += 1) here += at[y * width + x] ?? 0;
    if (!here) continue;
    count += here;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
  }
  if (right - left < width * 0.02 || count < (bottom - top) * 3) return null;
  const air = Math.max(2, Math.round((bottom - top) * 0.15));
  const [x, y] = [Math.max(0, left - air), Math.max(0, top - air)];
  return [x, y, Math.min(width, right + air) - x, Math.min(height, bottom + air) - y];
}
