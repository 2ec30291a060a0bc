/** The upload page: many files at once; each says where it truly is, from "on this machine" to "read". */
import { given, need, say, type Words } from "./lib/page";
import { Row } from "./lib/upload-row";
import { listen } from "./live";

interface Setup {
  address: string;
  events: string;
  parts: string | null;
  words: Words;
}

const AT_ONCE = 2;
const RETRY_SECONDS = 15;
const setup = given<Setup>("upload-setup");
const { words } = setup;
const list = need(".uploads", HTMLUListElement);
const sendButton = need("#send", HTMLButtonElement);
const kindOfAll = need("#kind-all", HTMLSelectElement);
const together = need("#together", HTMLInputElement);
const rows: Row[] = [];
let begun = false;
let group: string | null = null;
let running = 0;
let listening = false;

const around = {
  address: setup.address,
  parts: setup.parts,
  words,
  kind: () => kindOfAll.value,
  changed: count,
  again: (row: Row) => {
    row.back();
    pump();
  },
  removed: (row: Row) => {
    row.element.remove();
    rows.splice(rows.indexOf(row), 1);
    count();
  },
};

function count(): void {
  const here = rows.filter((row) => row.where === "here").length;
  const stored = rows.filter((row) => row.where === "stored").length;
  sendButton.disabled = here === 0;
  sendButton.textContent = here ? say(words.sendCount, { count: here }) : (words.send ?? "");
  need(".upload-tail", HTMLElement).hidden = rows.length === 0;
  need("#tally", HTMLElement).textContent = say(words.tally, { stored, all: rows.length });
}

function add(files: Iterable<File>): void {
  for (const file of files) {
    const row = new Row(file, around);
    rows.push(row);
    list.append(row.element);
  }
  count();
}

/** Pages of one item go one after another, in the order of the list; the first one makes the item. */
function pump(): void {
  const limit = together.checked ? 1 : AT_ONCE;
  const stuck = together.checked && group === null && rows.some((row) => row.where === "waiting");
  while (begun && running < limit) {
    const next = rows.find((row) => row.where === "here");
    if (!next || (stuck && next !== rows.find((row) => row.where !== "stored"))) break;
    next.item = together.checked ? group : null;
    running += 1;
    void next.send().finally(() => {
      running -= 1;
      if (together.checked) group ??= next.received?.item ?? null;
      hear();
      pump();
    });
  }
}

function hear(): void {
  if (listening || !rows.some((row) => row.where === "stored")) return;
  listening = true;
  listen(setup.events).addEventListener("end", () => {
    listening = false;
  });
}

for (const name of ["#files", "#camera"]) {
  const picker = need(name, HTMLInputElement);
  picker.addEventListener("change", () => {
    add(picker.files ?? []);
    picker.value = "";
  });
}
need("#upload-form", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  begun = true;
  group = null;
  pump();
});
kindOfAll.addEventListener("change", () => {
  if (!kindOfAll.value) return;
  for (const row of rows) if (row.where === "here") row.kind.value = kindOfAll.value;
});

const drop = need(".drop", HTMLElement);
for (const name of ["dragenter", "dragover"])
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  add(event.dataTransfer?.files ?? []);
});
document.addEventListener("paste", (event) => add(event.clipboardData?.files ?? []));

function retryWaiting(): void {
  for (const row of rows.filter((one) => one.where === "waiting")) row.back();
  pump();
}
window.addEventListener("online", retryWaiting);
window.setInterval(() => {
  if (navigator.onLine && rows.some((row) => row.where === "waiting")) retryWaiting();
}, RETRY_SECONDS * 1000);

window.addEventListener("beforeunload", (event) => {
  if (rows.some((row) => row.where !== "stored" && row.where !== "failed")) event.preventDefault();
});

count();
