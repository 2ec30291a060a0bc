/** The upload page: many files at once; each says where it truly is, from "on this machine" to "read". */

import { newId } from "./lib/ids";
import { bytes, given, need, say, type Words } from "./lib/page";
import { fingerprint, type Received, SendingFailed, send } from "./lib/sending";
import { listen } from "./live";

interface Setup {
  address: string;
  events: string;
  words: Words;
  icons: Record<string, string>;
}

type Where = "here" | "sending" | "stored" | "failed" | "waiting";

const AT_ONCE = 2;
const RETRY_SECONDS = 15;
const setup = given<Setup>("upload-setup");
const { words } = setup;
const form = need("#upload-form", HTMLFormElement);
const list = need(".uploads", HTMLUListElement);
const picker = need("#files", HTMLInputElement);
const sendButton = need("#send", HTMLButtonElement);
const tally = need("#tally", HTMLElement);
const together = need("#together", HTMLInputElement);
const rows: Row[] = [];
let groupItem: string | null = null;
let running = 0;
let listening = false;

class Row {
  where: Where = "here";
  received: Received | null = null;
  item: string | null = null;
  private readonly id = newId();
  private readonly element: HTMLElement;

  constructor(readonly file: File) {
    const template = need("#upload-row", HTMLTemplateElement);
    const copy = template.content.firstElementChild?.cloneNode(true);
    if (!(copy instanceof HTMLElement)) throw new Error("the row template is empty");
    this.element = copy;
    need(".name", HTMLElement, copy).textContent = file.name;
    need(".size", HTMLElement, copy).textContent = bytes(file.size);
    this.kind.value = this.guess();
    this.kind.setAttribute("aria-label", `${this.kind.getAttribute("aria-label")}: ${file.name}`);
    need("[data-remove]", HTMLButtonElement, copy).addEventListener("click", () => this.remove());
    need("[data-again]", HTMLButtonElement, copy).addEventListener("click", () => this.again());
    this.picture();
    list.append(copy);
    this.show();
  }

  get kind(): HTMLSelectElement {
    return need("select", HTMLSelectElement, this.element);
  }

  private guess(): string {
    const all = need("#kind-all", HTMLSelectElement).value;
    if (all) return all;
    if (/^(audio|video)\//.test(this.file.type)) return "loi_ke";
    return this.file.type.startsWith("image/") ? "anh" : "giay_to_khac";
  }

  private picture(): void {
    if (!/^image\/(jpeg|png|webp|gif)$/.test(this.file.type)) return;
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(this.file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    need(".picture", HTMLElement, this.element).replaceChildren(picture);
  }

  private remove(): void {
    this.element.remove();
    rows.splice(rows.indexOf(this), 1);
    count();
  }

  again(): void {
    this.where = "here";
    this.show();
    void pump();
  }

  async send(): Promise<void> {
    this.where = "sending";
    this.show(0);
    try {
      const query = new URLSearchParams({ filename: this.file.name, kind: this.kind.value, asset: this.id });
      if (this.item) query.set("item", this.item);
      const modified = this.file.lastModified ? new Date(this.file.lastModified).toISOString() : "";
      if (modified) query.set("modified", modified);
      const [print, received] = await Promise.all([
        fingerprint(this.file),
        send(`${setup.address}?${query}`, this.file, (share) => this.show(share), words),
      ]);
      if (print !== null && print !== received.sha256) throw new SendingFailed(words.differs ?? "", true);
      this.received = received;
      this.where = "stored";
      this.show();
    } catch (error) {
      const passing = !(error instanceof SendingFailed) || error.passing;
      this.where = passing ? "waiting" : "failed";
      this.show(0, error instanceof Error ? error.message : "");
    }
  }

  show(share = 0, why = ""): void {
    const chip = need(".chip", HTMLElement, this.element);
    const bar = need("progress", HTMLProgressElement, this.element);
    const says = need(".says", HTMLElement, this.element);
    const looks: Record<Where, [string, string]> = {
      here: ["waiting", words.here ?? ""],
      sending: ["running", say(words.sending, { percent: Math.floor(share * 100) })],
      stored: ["done", words.stored ?? ""],
      failed: ["failed", words.failed ?? ""],
      waiting: ["doubt", words.waiting ?? ""],
    };
    const [look, sentence] =
      share >= 1 && this.where === "sending" ? ["running", words.checking ?? ""] : looks[this.where];
    chip.className = `chip ${look}`;
    need(".label", HTMLElement, chip).textContent = sentence;
    bar.hidden = this.where !== "sending";
    bar.value = share;
    says.hidden = !why && !this.received;
    says.textContent = why;
    if (this.received) this.tellStored(says, this.received);
    const mayChange = this.where === "here";
    this.kind.hidden = !mayChange;
    need("[data-remove]", HTMLButtonElement, this.element).hidden =
      this.where === "stored" || this.where === "sending";
    need("[data-again]", HTMLButtonElement, this.element).hidden =
      this.where !== "failed" && this.where !== "waiting";
    this.element.dataset.where = this.where;
    count();
  }

  private tellStored(says: HTMLElement, received: Received): void {
    const link = document.createElement("a");
    link.href = received.address;
    link.textContent = words.open ?? "";
    const hash = document.createElement("span");
    hash.className = "mono";
    hash.title = received.sha256;
    hash.textContent = `SHA-256 ${received.sha256.slice(0, 16)}…`;
    const state = document.createElement("span");
    state.dataset.live = `item-${received.item}`;
    const parts: (Node | string)[] = [hash, " · ", link];
    if (received.duplicate) {
      const told = document.createElement("strong");
      told.textContent = words.duplicate ?? "";
      parts.push(document.createElement("br"), told);
    }
    says.replaceChildren(state, document.createElement("br"), ...parts);
  }
}

function count(): void {
  const here = rows.filter((row) => row.where === "here").length;
  const stored = rows.filter((row) => row.where === "stored").length;
  sendButton.disabled = here === 0;
  sendButton.textContent = here ? say(words.sendCount, { count: here }) : (words.send ?? "");
  need(".upload-tail", HTMLElement).hidden = rows.length === 0;
  tally.textContent = say(words.tally, { stored, all: rows.length });
}

function add(files: Iterable<File>): void {
  for (const file of files) rows.push(new Row(file));
  count();
}

/** Files of one item go one after another, so that the pages keep the order of the list. */
async function pump(): Promise<void> {
  const limit = together.checked ? 1 : AT_ONCE;
  while (running < limit) {
    const next = rows.find((row) => row.where === "here");
    if (!next) break;
    if (together.checked) {
      groupItem ??= newId();
      next.item = groupItem;
    }
    running += 1;
    void next.send().finally(() => {
      running -= 1;
      void pump();
    });
  }
  if (!listening && rows.some((row) => row.where === "stored")) {
    listening = true;
    listen(setup.events).addEventListener("end", () => {
      listening = false;
    });
  }
}

picker.addEventListener("change", () => {
  add(picker.files ?? []);
  picker.value = "";
});
need("#camera", HTMLInputElement).addEventListener("change", (event) => {
  const camera = event.currentTarget as HTMLInputElement;
  add(camera.files ?? []);
  camera.value = "";
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  groupItem = null;
  void pump();
});
need("#kind-all", HTMLSelectElement).addEventListener("change", (event) => {
  const chosen = (event.currentTarget as HTMLSelectElement).value;
  if (chosen) for (const row of rows.filter((one) => one.where === "here")) row.kind.value = chosen;
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
  for (const row of rows.filter((one) => one.where === "waiting")) row.again();
}
window.addEventListener("online", retryWaiting);
window.setInterval(() => {
  if (navigator.onLine) retryWaiting();
}, RETRY_SECONDS * 1000);

window.addEventListener("beforeunload", (event) => {
  if (rows.some((row) => row.where !== "stored" && row.where !== "failed")) event.preventDefault();
});

count();
