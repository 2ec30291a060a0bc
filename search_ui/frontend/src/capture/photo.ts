/** What can be told of a photo at the door, within a moment: too dark, blurred, glare, on its head, cut off.
 * Said, never enforced. */
import { type Grey, imprint } from "./likeness";
import { judgeLines } from "./textlook";

const LOOKED_AT = 480;
/** Letters are to be told from one another. */
const READ_AT = 800;
const DARK = 45;
const BLURRED = 55;
const GLARE_SHARE = 0.12;

export interface Looked {
  warnings: string[];
  imprint?: string;
}

export async function look(file: Blob): Promise<Looked> {
  if (!file.type.startsWith("image/")) return { warnings: [] };
  const began = performance.now();
  try {
    const picture = await createImageBitmap(file);
    const seen = grey(picture, LOOKED_AT);
    const lines = judgeLines(grey(picture, READ_AT));
    picture.close();
    return { warnings: [...judge(seen), ...lines], imprint: imprint(seen) };
  } catch {
    return { warnings: [] }; // a format that this browser cannot show (HEIC): the archive will look at it
  } finally {
    performance.measure("kyuc-look", { start: began });
  }
}

function grey(picture: ImageBitmap, longest: number): Grey {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const width = Math.max(3, Math.round(picture.width * scale));
  const height = Math.max(3, Math.round(picture.height * scale));
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("no canvas");
  pen.imageSmoothingQuality = "medium";
  pen.drawImage(picture, 0, 0, width, height);
  const colours = pen.getImageData(0, 0, width, height).data;
  const values = new Uint8ClampedArray(width * height);
  for (let at = 0; at < values.length; at += 1)
    values[at] =
      0.3 * (colours[at * 4] ?? 0) + 0.59 * (colours[at * 4 + 1] ?? 0) + 0.11 * (colours[at * 4 + 2] ?? 0);
  return { values, width, height };
}

function judge({ values, width, height }: Grey): string[] {
  let light = 0;
  let burnt = 0;
  for (const value of values) {
    light += value;
    if (value > 250) burnt += 1;
  }
  const said: string[] = [];
  if (light / values.length < DARK) said.push("dark");
  else if (sharpness(values, width, height) < BLURRED) said.push("blurred");
  if (burnt / values.length > GLARE_SHARE && light / values.length < 170) said.push("glare");
  return said;
}

/** Variance of the Laplacian (Pech-Pacheco 2000): edges make it large, blur takes it away. */
function sharpness(values: Uint8ClampedArray, width: number, height: number): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const around =
        (values[at - 1] ?? 0) + (values[at + 1] ?? 0) + (values[at - width] ?? 0) + (values[at + width] ?? 0);
      const edge = 4 * (values[at] ?? 0) - around;
      sum += edge;
      squares += edge * edge;
      count += 1;
    }
  }
  return squares / count - (sum / count) ** 2;
}
