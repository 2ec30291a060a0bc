/** Giữ lại một phần: draw the box on the page; the numbers of the form follow, and the other way round. */
import "./styles/withhold.css";
import { need } from "./lib/page";

const NAMES = ["x", "y", "width", "height"] as const;
const frame = document.querySelector<HTMLElement>(".withhold-picture");
if (frame) begin(frame);

function begin(picture: HTMLElement): void {
  const form = need(".withhold-form", HTMLFormElement);
  const drawn = need(".withhold-box", HTMLElement, picture);
  const inputs = NAMES.map((name) => need(`[name=${name}]`, HTMLInputElement, form));
  const width = Number(picture.dataset.width);
  const height = Number(picture.dataset.height);
  let from: [number, number] | null = null;

  /** Where the pointer stands, in pixels of the original. */
  function at(event: PointerEvent): [number, number] {
    const here = picture.getBoundingClientRect();
    const x = ((event.clientX - here.left) / here.width) * width;
    const y = ((event.clientY - here.top) / here.height) * height;
    return [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];
  }

  function show(): void {
    const [x, y, w, h] = inputs.map((input) => Number(input.value));
    drawn.hidden = !(w && h);
    drawn.style.left = `${((x ?? 0) / width) * 100}%`;
    drawn.style.top = `${((y ?? 0) / height) * 100}%`;
    drawn.style.width = `${((w ?? 0) / width) * 100}%`;
    drawn.style.height = `${((h ?? 0) / height) * 100}%`;
  }

  picture.addEventListener("pointerdown", (event) => {
    from = at(event);
    picture.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  picture.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = at(event);
    const box = [Math.min(x, from[0]), Math.min(y, from[1]), Math.abs(x - from[0]), Math.abs(y - from[1])];
    inputs.forEach((input, index) => {
      input.value = String(Math.round(box[index] ?? 0));
    });
    show();
  });
  for (const end of ["pointerup", "pointercancel"] as const) {
    picture.addEventListener(end, () => {
      from = null;
    });
  }
  for (const input of inputs) input.addEventListener("input", show);
}
