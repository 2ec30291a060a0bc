/** One file of the upload page, and the row that says where it truly is. */
import { newId } from "./ids";
import { bytes, need, say, type Words } from "./page";
import { LARGE, sendInParts } from "./parts";
import { fingerprint, type Received, SendingFailed, send } from "./sending";

export type Where = "here" | "sending" | "stored" | "failed" | "waiting";

export interface Surroundings {
  address: string;
  /** Where large files are announced to go in parts, resumable; null where the store is out of reach. */
  parts: string | null;
  words: Words;
  /** Kind chosen for all, or "". */
  kind: () => string;
  changed: () => void;
  again: (row: Row) => void;
  removed: (row: Row) => void;
}

export class Row {
  where: Where = "here";
  received: Received | null = null;
  /** The item that this file is a page of, once the item exists. */
  item: string | null = null;
  readonly element: HTMLElement;
  private readonly id = newId();
  private attempts = 0;

  constructor(
    readonly file: File,
    private readonly around: Surroundings,
  ) {
    const copy = need("#upload-row", HTMLTemplateElement).content.firstElementChild?.cloneNode(true);
    if (!(copy instanceof HTMLElement)) throw new Error("the row template is empty");
    this.element = copy;
    need(".name", HTMLElement, copy).textContent = file.name;
    need(".size", HTMLElement, copy).textContent = bytes(file.size);
    this.kind.value = this.guess();
    this.kind.setAttribute("aria-label", `${this.kind.getAttribute("aria-label")}: ${file.name}`);
    need("[data-remove]", HTMLButtonElement, copy).addEventListener("click", () => around.removed(this));
    need("[data-again]", HTMLButtonElement, copy).addEventListener("click", () => around.again(this));
    this.picture();
    this.show();
  }

  get kind(): HTMLSelectElement {
    return need("select", HTMLSelectElement, this.element);
  }

  private guess(): string {
    const all = this.around.kind();
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

  back(): void {
    this.where = "here";
    this.show();
  }

  async send(): Promise<void> {
    this.where = "sending";
    this.attempts += 1;
    this.show(0);
    try {
      const { words } = this.around;
      const [print, received] = await Promise.all([
        fingerprint(this.file),
        this.onItsWay((share) => this.show(share)),
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

  private onItsWay(onProgress: (share: number) => void): Promise<Received> {
    const { address, parts, words } = this.around;
    if (parts === null || this.file.size < LARGE) {
      return send(`${address}?${this.query()}`, this.file, onProgress, words);
    }
    const details = { filename: this.file.name, kind: this.kind.value, item: this.item };
    return sendInParts({
      announce: `${parts}/${this.id}`,
      id: this.id,
      file: this.file,
      details,
      onProgress,
      words,
    });
  }

  private query(): URLSearchParams {
    const query = new URLSearchParams({ filename: this.file.name, kind: this.kind.value, asset: this.id });
    if (this.item) query.set("item", this.item);
    return query;
  }

  private show(share = 0, why = ""): void {
    const { words } = this.around;
    const chip = need(".chip", HTMLElement, this.element);
    const looks: Record<Where, [string, string]> = {
      here: ["waiting", words.here ?? ""],
      sending: ["running", say(words.sending, { percent: Math.floor(share * 100) })],
      stored: ["done", words.stored ?? ""],
      failed: ["failed", words.failed ?? ""],
      waiting: ["doubt", words.waiting ?? ""],
    };
    const [look, sentence] = looks[this.where];
    chip.className = `chip ${look}`;
    const all = share >= 1 && this.where === "sending";
    need(".label", HTMLElement, chip).textContent = all ? (words.checking ?? "") : sentence;
    const bar = need("progress", HTMLProgressElement, this.element);
    bar.hidden = this.where !== "sending";
    bar.value = share;
    this.buttons();
    const says = need(".says", HTMLElement, this.element);
    says.hidden = !why && !this.received;
    says.textContent = why;
    if (this.received) this.tellStored(says, this.received);
    this.element.dataset.where = this.where;
    this.around.changed();
  }

  private buttons(): void {
    const kept = this.where === "stored" || this.where === "sending";
    this.kind.hidden = this.where !== "here";
    need("[data-remove]", HTMLButtonElement, this.element).hidden = kept;
    need("[data-again]", HTMLButtonElement, this.element).hidden = kept || this.where === "here";
  }

  private tellStored(says: HTMLElement, received: Received): void {
    const { words } = this.around;
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
    // After a lost answer the archive knows the file from the first try: that is no duplicate.
    if (received.duplicate && this.attempts === 1) {
      const told = document.createElement("strong");
      told.textContent = words.duplicate ?? "";
      parts.push(document.createElement("br"), told);
    }
    says.replaceChildren(state, document.createElement("br"), ...parts);
  }
}
