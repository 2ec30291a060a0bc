/** A sheet to draw on with a finger; gives the drawing as PNG, or nothing where nothing was drawn. */

const INK = "#1d2529";
const PAPER = "#ffffff";

export function sketching(
  sheet: HTMLCanvasElement,
  clear: HTMLButtonElement,
  changed: () => void = () => undefined,
): () => Promise<Blob | null> {
  const pen = sheet.getContext("2d");
  let drawn = false;
  let last: [number, number] | null = null;
  const empty = () => {
    if (!pen) return;
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, sheet.width, sheet.height);
    drawn = false;
  };
  const at = (event: PointerEvent): [number, number] => {
    const frame = sheet.getBoundingClientRect();
    return [
      ((event.clientX - frame.left) / frame.width) * sheet.width,
      ((event.clientY - frame.top) / frame.height) * sheet.height,
    ];
  };
  sheet.addEventListener("pointerdown", (event) => {
    sheet.setPointerCapture(event.pointerId);
    last = at(event);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!last || !pen) return;
    const now = at(event);
    pen.strokeStyle = INK;
    pen.lineWidth = 5;
    pen.lineCap = "round";
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...now);
    pen.stroke();
    last = now;
    drawn = true;
  });
  for (const ends of ["pointerup", "pointercancel"]) {
    sheet.addEventListener(ends, () => {
      if (last) changed();
      last = null;
    });
  }
  clear.addEventListener("click", () => {
    empty();
    changed();
  });
  empty();
  return () => new Promise((resolve) => (drawn ? sheet.toBlob(resolve, "image/png") : resolve(null)));
}
