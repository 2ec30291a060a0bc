/** Who else is here, and handing in, accepting, giving back: on the screen where the text is. */
import { given, need, say, type Words } from "../lib/page";
import { type Bench, inBrowser, type Setup } from "./bench";
import { tell } from "./says";
import { NoNetwork, NoSignIn, Refused } from "./talk";
import type { Lock, Present } from "./types";

const BEAT = 30_000;

interface Beat {
  lock: Lock | null;
  present: Present[];
  revision: number;
}

/** Holds the text while somebody works on it, shows who else has it open, and takes in what they saved. */
export function keepPresence(bench: Bench): void {
  const { talk, words, device } = bench;
  show(bench.sheet, words);
  const beat = async () => {
    try {
      const found = (await talk.ask("POST", "/khoa", { device })) as Beat;
      show(found, words);
      if (found.revision > bench.saving.draft.revision) await catchUp(bench);
    } catch {
      // no network or no sign-in: saving tells that in its own words
    }
  };
  if (bench.readOnly) return;
  void beat();
  window.setInterval(() => void (document.hidden || beat()), BEAT);
  window.addEventListener("pagehide", () => talk.farewell("DELETE", "/khoa", { device }));
}

async function catchUp({ talk, saving }: Bench): Promise<void> {
  const sheet = await talk.sheet();
  if (sheet.draft) await saving.follow(inBrowser(sheet), sheet.draft.revision, sheet.draft.base);
}

function show({ lock, present }: Pick<Beat, "lock" | "present">, words: Words): void {
  const place = need("#ws-present", HTMLElement);
  const names = new Set(present.filter((one) => !one.me).map((one) => one.name));
  if (lock && !lock.mine) names.add(lock.by);
  place.hidden = !names.size;
  place.textContent = names.size ? say(words.others, { names: [...names].join(", ") }) : "";
}

/** Buttons of the review: each says what came of it and leads on. */
export function review(bench: Bench): void {
  const { saving, setup } = bench;
  const on = (id: string, act: () => void) => document.getElementById(id)?.addEventListener("click", act);
  const dialog = need("#ws-return", HTMLDialogElement);
  const { write, accept, return: giveBack } = bench.sheet.may;
  offer("ws-send", write);
  offer("ws-accept", accept && Boolean(bench.sheet.current));
  offer("ws-give-back", giveBack);
  document.body.classList.toggle("ws-judge", accept);
  tellReturn(bench);
  on("ws-send", () => void handIn(bench));
  on("ws-accept", () => void act(bench, "/nhan", judged(bench), setup.back));
  on("ws-give-back", () => dialog.showModal());
  need("form", HTMLFormElement, dialog).addEventListener("submit", (event) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const said = { ...judged(bench), reason_code: form.get("reason_code"), words: form.get("words") };
    void act(bench, "/tra-lai", said, setup.back).then(() => dialog.close());
  });
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (!command || event.altKey) return;
    if (event.code === "KeyS") void saving.send();
    else if (event.key === "Enter" && !event.repeat) press(event.shiftKey ? "ws-accept" : "ws-send");
    else if (event.key === "Backspace" && event.shiftKey) press("ws-give-back");
    else return;
    event.preventDefault();
  });
}

/** Why the last version came back stands above the text until it is handed in again. */
function tellReturn({ sheet, words }: Bench): void {
  const last = sheet.versions[0];
  const said =
    last?.status === "returned" ? last.reviews.filter((one) => one.act === "return").at(-1) : undefined;
  const place = need("#ws-returned", HTMLElement);
  place.hidden = !said;
  place.textContent = said ? say(words.returned, { name: said.by, words: said.words }) : "";
}

function offer(id: string, visible: boolean): void {
  const button = document.getElementById(id);
  if (button) button.hidden = !visible;
}

function press(id: string): void {
  const button = document.getElementById(id);
  if (button instanceof HTMLButtonElement && button.offsetParent) button.click();
}

/** Everything first into the archive, then to the people who look at it. */
async function handIn(bench: Bench): Promise<void> {
  await bench.saving.send();
  if (!bench.saving.draft.arrived) return tell(bench.words.send_later ?? "", "care");
  await act(bench, "/gui", { revision: bench.saving.draft.revision }, bench.setup.back);
}

async function act(bench: Bench, way: string, body: unknown, then: string): Promise<void> {
  try {
    await bench.talk.ask("POST", way, body);
    window.location.assign(then);
  } catch (error) {
    const why = error instanceof Refused ? error.message : (bench.words.no_way ?? "");
    tell(why, "bad");
  }
}

/** The version that the reviewer sees: no other is judged. */
const judged = (bench: Bench) => ({ version: bench.sheet.current?.id });

/** Why the work cannot be opened, in words. */
export function explain(error: unknown): null {
  const { words } = given<Setup>("workspace-setup");
  need("#ws-state", HTMLElement).hidden = true;
  if (error instanceof NoNetwork) tell(words.open_no_network ?? "", "care");
  else if (error instanceof NoSignIn) tell(words.state_no_sign_in ?? "", "care");
  else if (error instanceof Refused) tell(error.message, "bad");
  else throw error;
  return null;
}
