/** The voice: a waveform, a transcript that follows, and a word that is a way to its second. */
import WaveSurfer from "wavesurfer.js";
import { calm, given, isTyping, need, timeCode } from "./lib/page";

interface Sound {
  duration: number | null;
  /** Address of `{"duration": seconds, "peaks": [[0 … 1]]}`; null while it is being made. */
  waveform: string | null;
  start: number | null;
  nonce: string;
  asset: string;
}

interface Timed {
  element: HTMLElement;
  start: number;
  end: number;
}

function timed(selector: string): Timed[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].map((element) => ({
    element,
    start: Number(element.dataset.start),
    end: Number(element.dataset.end),
  }));
}

/** The last entry that has begun at `time`, or -1. */
function begun(entries: Timed[], time: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.start ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

class Player {
  private lines: Timed[] = [];
  private words: Timed[] = [];
  private line: HTMLElement | null = null;
  private word: HTMLElement | null = null;
  private readonly leave = new AbortController();

  constructor(
    private readonly media: HTMLMediaElement,
    private readonly sound: Sound,
  ) {
    this.bindText();
    this.bindStills();
    const { signal } = this.leave;
    for (const name of ["timeupdate", "seeked"])
      media.addEventListener(name, () => this.follow(), { signal });
    media.addEventListener("play", () => this.tick(), { signal });
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    if (sound.start !== null) this.openAt(sound.start);
    if (sound.waveform) void this.wave(sound.waveform);
  }

  private openAt(second: number): void {
    const stand = () => {
      this.media.currentTime = second;
      this.follow(true);
    };
    if (this.media.readyState >= 1) stand();
    else this.media.addEventListener("loadedmetadata", stand, { once: true });
  }

  private async wave(address: string): Promise<void> {
    const answer = await fetch(address);
    if (!answer.ok) return;
    const { peaks, duration } = (await answer.json()) as { peaks: number[][]; duration: number };
    const style = getComputedStyle(document.documentElement);
    const place = need(".wave", HTMLElement);
    place.replaceChildren();
    const wave = WaveSurfer.create({
      container: place,
      media: this.media,
      peaks,
      duration: duration || this.sound.duration || 0,
      height: 88,
      waveColor: style.getPropertyValue("--control").trim(),
      progressColor: style.getPropertyValue("--red-fill").trim(),
      cursorColor: style.getPropertyValue("--ink").trim(),
      cursorWidth: 2,
      barWidth: 2,
      barGap: 1,
      normalize: true,
      cspNonce: this.sound.nonce,
    });
    this.leave.signal.addEventListener("abort", () => wave.destroy());
    place.dataset.ready = "true";
  }

  bindText(): void {
    this.lines = timed(".transcript [data-start].line");
    this.words = timed(".transcript [data-start].word");
    for (const { element, start } of [...this.words, ...timed(".transcript .time[data-start]")]) {
      element.addEventListener("click", (event) => {
        event.preventDefault();
        this.seek(start);
      });
    }
  }

  private bindStills(): void {
    for (const still of document.querySelectorAll<HTMLElement>("[data-seek]"))
      still.addEventListener("click", (event) => {
        event.preventDefault();
        this.seek(Number(still.dataset.seek));
      });
  }

  private seek(second: number): void {
    this.media.currentTime = second;
    const address = new URL(location.href);
    address.searchParams.set("asset", this.sound.asset);
    address.searchParams.set("t", second.toFixed(2).replace(/\.?0+$/, ""));
    history.replaceState(history.state, "", address);
    void this.media.play();
  }

  private tick(): void {
    this.follow();
    if (!this.media.paused && !this.media.ended) requestAnimationFrame(() => this.tick());
  }

  private follow(force = false): void {
    const now = this.media.currentTime + 0.02;
    const clock = document.querySelector(".clock");
    if (clock)
      clock.textContent = `${timeCode(now)} / ${timeCode(this.media.duration || this.sound.duration || 0)}`;
    const line = this.lines[begun(this.lines, now)];
    if (line && line.element !== this.line) {
      this.line?.classList.remove("now");
      this.line = line.element;
      line.element.classList.add("now");
      if (force || !this.media.paused)
        line.element.scrollIntoView({ block: "nearest", behavior: calm || force ? "auto" : "smooth" });
    }
    const word = this.words[begun(this.words, now)];
    const current = word && now <= word.end + 0.3 ? word.element : null;
    if (current !== this.word) {
      this.word?.classList.remove("now");
      current?.classList.add("now");
      this.word = current;
    }
  }

  private key(event: KeyboardEvent): void {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (
      event.key === " " &&
      !(target instanceof HTMLElement && target.closest("button, a, summary, audio, video"))
    ) {
      event.preventDefault();
      if (this.media.paused) void this.media.play();
      else this.media.pause();
    }
    if (event.key === "ArrowLeft" && event.shiftKey) this.media.currentTime -= 5;
    if (event.key === "ArrowRight" && event.shiftKey) this.media.currentTime += 5;
  }

  destroy(): void {
    this.leave.abort();
  }
}

let player: Player | null = null;
let shown: HTMLMediaElement | null = null;

function start(): void {
  const media = document.querySelector<HTMLMediaElement>(".player audio, .player video");
  if (!media || !document.getElementById("sound")) return;
  if (media === shown) {
    player?.bindText();
    return;
  }
  player?.destroy();
  shown = media;
  player = new Player(media, given<Sound>("sound"));
}

start();
document.addEventListener("kyuc:renewed", start);
