/** Gửi tin: photos, a sketch by finger, a spot on the map; sent with its progress, kept on the page if it fails. */
import "./styles/report.css";
import { bytes, given, need, say, type Words } from "./lib/page";
import { sketching } from "./lib/sketch";
import { prove } from "./report/proof";

interface Setup {
  words: Words;
  tiles: string;
  point: [number, number] | null;
}

const { words, tiles, point } = given<Setup>("report-setup");
const form = need("#report-form", HTMLFormElement);
const photos = need("#photos", HTMLInputElement);
const shoot = need("#shoot", HTMLInputElement);
const wrong = need("#report-wrong", HTMLElement);
const button = need("#report-send", HTMLButtonElement);
const chosen: File[] = [];
const sketch = sketching(need("#sketch", HTMLCanvasElement), need("#sketch-clear", HTMLButtonElement));

// ---- photos

function add(files: FileList | null): void {
  for (const file of files ?? []) {
    if (file.size > Number(words.largest)) {
      complain(say(words.too_large, { size: bytes(Number(words.largest)), name: file.name }));
    } else if (chosen.length < 12) chosen.push(file);
    else complain(say(words.too_many, { count: 12 }));
  }
  showPhotos();
}

function showPhotos(): void {
  need("#photos-says", HTMLElement).textContent = chosen.length
    ? say(words.photos, { count: chosen.length })
    : "";
  need("#photos-list", HTMLUListElement).replaceChildren(...chosen.map(onePhoto));
}

function onePhoto(file: File): HTMLLIElement {
  const entry = document.createElement("li");
  const picture = document.createElement("img");
  picture.alt = file.name;
  picture.src = URL.createObjectURL(file);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "button quiet";
  remove.textContent = "×";
  remove.setAttribute("aria-label", `× ${file.name}`);
  remove.addEventListener("click", () => {
    chosen.splice(chosen.indexOf(file), 1);
    showPhotos();
  });
  entry.append(picture, remove);
  return entry;
}

// ---- sending

function complain(sentence: string): void {
  wrong.textContent = sentence;
  wrong.hidden = !sentence;
}

async function body(): Promise<FormData> {
  const all = new FormData(form);
  all.delete("photos");
  all.delete("sketch");
  for (const file of chosen) all.append("photos", file, file.name);
  const drawn = await sketch();
  if (drawn) all.append("sketch", drawn, "so-do.png");
  return all;
}

async function send(): Promise<void> {
  complain("");
  button.disabled = true;
  try {
    need("[name=altcha]", HTMLInputElement, form).value = await proven();
    location.assign(await post(await body()));
  } catch (error) {
    complain(error instanceof Error && error.message ? error.message : (words.failed ?? ""));
    renew();
  } finally {
    button.disabled = false;
  }
}

function post(all: FormData): Promise<string> {
  const bar = need("#report-bar", HTMLProgressElement);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      bar.hidden = false;
      bar.value = event.loaded / event.total;
      button.textContent = say(words.sending, { percent: Math.floor(bar.value * 100) });
    });
    request.addEventListener("error", () => reject(new Error(words.failed)));
    request.addEventListener("load", () => {
      const said = request.response as { address?: string; error?: { message?: string } } | null;
      if (request.status < 300 && said?.address) resolve(said.address);
      else reject(new Error(said?.error?.message ?? words.failed));
    });
    const label = button.textContent;
    request.addEventListener("loadend", () => {
      bar.hidden = true;
      button.textContent = label;
    });
    request.send(all);
  });
}

// ---- the sum that the device solves beside the typing

let proven: () => Promise<string>;

function renew(): void {
  const says = need("#proof-says", HTMLElement);
  says.textContent = words.checking ?? "";
  const solving = prove(form.action);
  solving.then(
    () => {
      says.textContent = words.ready ?? "";
    },
    () => {
      says.textContent = words.unready ?? "";
    },
  );
  proven = () => solving.catch(() => prove(form.action));
}

photos.addEventListener("change", () => {
  add(photos.files);
  photos.value = "";
});
shoot.addEventListener("change", () => {
  add(shoot.files);
  shoot.value = "";
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void send();
});
need("#map-open", HTMLButtonElement).addEventListener("click", async (event) => {
  const opener = event.currentTarget as HTMLButtonElement;
  const frame = need("#map-frame", HTMLElement);
  frame.hidden = !frame.hidden;
  opener.setAttribute("aria-expanded", String(!frame.hidden));
  if (!frame.hidden) (await import("./report/map")).open(form, words, tiles, point);
});
renew();
