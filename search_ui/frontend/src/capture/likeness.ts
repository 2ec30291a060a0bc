/** Whether two photos show the same page: a difference hash (Krawetz 2013), 256 bits that survive light and size. */

const COLUMNS = 17;
const ROWS = 16;
/** Bits that may differ; two pages of one notebook differ in fifty and more, one taken twice in less. */
const SAME = 45;

export interface Grey {
  values: Uint8ClampedArray;
  width: number;
  height: number;
}

/** 256 letters of 0 and 1: whether each field is lighter than the one to its right. */
export function imprint(grey: Grey): string {
  const fields = Array.from({ length: ROWS }, (_row, y) =>
    Array.from({ length: COLUMNS }, (_column, x) => mean(grey, x, y)),
  );
  return fields
    .map((row) =>
      row
        .slice(1)
        .map((light, x) => (light > (row[x] ?? 0) ? "1" : "0"))
        .join(""),
    )
    .join("");
}

export function alike(one: string | undefined, other: string | undefined): boolean {
  if (!one || !other || one.length !== other.length) return false;
  let different = 0;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) different += 1;
  return different <= SAME;
}

function mean({ values, width, height }: Grey, column: number, row: number): number {
  const left = Math.floor((column * width) / COLUMNS);
  const right = Math.max(left + 1, Math.floor(((column + 1) * width) / COLUMNS));
  const top = Math.floor((row * height) / ROWS);
  const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / ROWS));
  let sum = 0;
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) sum += values[y * width + x] ?? 0;
  return sum / ((right - left) * (bottom - top));
}
