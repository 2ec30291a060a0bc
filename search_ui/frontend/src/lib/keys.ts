/** Keys that hold on every page: `/` to the search box, `?` shows all keys, Esc leaves. */
import { isTyping } from "./page";

function showKeys(): void {
  const dialog = document.getElementById("keys");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

function visible(element: HTMLElement): boolean {
  return element.offsetParent !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  if (event.key === "Escape" && target instanceof HTMLElement && isTyping(target)) {
    target.blur();
    return;
  }
  if (isTyping(target)) return;
  if (event.key === "/") {
    const boxes = [...document.querySelectorAll<HTMLInputElement>("input[name='q']")];
    const box = boxes.find(visible);
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  }
  if (event.key === "?") showKeys();
});

for (const opener of document.querySelectorAll("[data-keys]")) opener.addEventListener("click", showKeys);

for (const closer of document.querySelectorAll<HTMLElement>("[data-close]"))
  closer.addEventListener("click", () => closer.closest("dialog")?.close());

/** Where there is room, what phones fold away stands open. */
if (window.matchMedia("(min-width: 60rem)").matches)
  for (const folded of document.querySelectorAll<HTMLDetailsElement>("[data-open-wide]")) folded.open = true;

for (const control of document.querySelectorAll<HTMLSelectElement>("[data-submit-on-change]"))
  control.addEventListener("change", () => control.form?.requestSubmit());
