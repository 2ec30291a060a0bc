/** The voice: waveform, pace, loops. Hands stay on the keys: F1 to F4 and Esc, or a pedal's media keys. */
import WaveSurfer from "wavesurfer.js";
import RegionsPlugin, { type Region } from "wavesurfer.js/dist/plugins/regions.js";
import { need, timeCode } from "../lib/page";
import type { Segment } from "./types";

const BACK = 2;
const SLOWEST = 0.5;
const FASTEST = 2;
const PX_PER_SECOND = 50;
const WHOLE_UNDER = 45;

export class SoundView {
  private regions: ReturnType<typeof RegionsPlugin.create> | null = null;
  private region: Region | null = null;
  private wave: WaveSurfer | null = null;
  private line: Segment | null = null;
  private zoom = 1;
  looping = false;

  constructor(
    readonly media: HTMLMediaElement,
    private readonly length: number,
    private readonly heard: (second: number) => void,
    private readonly resized: (id: string, start: number, end: number) => void,
  ) {
    for (const name of ["timeupdate", "seeked"]) media.addEventListener(name, () => this.follow());
    media.addEventListener("play", () => this.tick());
    media.addEventListener("ratechange", () => this.tellPace());
    this.tellPace();
    this.pedal();
  }

  get duration(): number {
    return Number.isFinite(this.media.duration) ? this.media.duration : this.length;
  }

  async draw(address: string, nonce: string): Promise<void> {
    const answer = await fetch(address);
    if (!answer.ok) return;
    const { peaks, duration } = (await answer.json()) as { peaks: number[][]; duration: number };
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const place = need(".ws-wave", HTMLElement);
    place.replaceChildren();
    this.regions = RegionsPlugin.create();
    this.wave = WaveSurfer.create({
      container: place,
      media: this.media,
      peaks,
      duration: duration || this.length,
      height: 96,
      minPxPerSec: (duration || this.length) > WHOLE_UNDER ? PX_PER_SECOND : 0,
      hideScrollbar: false,
      autoCenter: true,
      waveColor: colour("--control"),
      progressColor: colour("--red-fill"),
      cursorColor: colour("--ink"),
      cursorWidth: 2,
      barWidth: 2,
      barGap: 1,
      normalize: true,
      cspNonce: nonce,
      plugins: [this.regions],
    });
    this.regions.on("region-updated", (region) => {
      if (this.line) this.resized(this.line.id, hundredths(region.start), hundredths(region.end));
    });
    place.dataset.ready = "true";
    if (this.line) this.stand(this.line);
  }

  /** The stretch in hand stands out on the waveform; its edges can be drawn. */
  stand(line: Segment): void {
    this.line = line;
    if (!this.regions || line.start === null || line.end === null) return;
    const { start, end } = line;
    if (this.region) this.region.setOptions({ start, end });
    else {
      const color = "rgb(255 224 138 / 35%)";
      this.region = this.regions.addRegion({ start, end, color, drag: false, minLength: 0.05 });
    }
  }

  toggle(): void {
    if (this.media.paused) void this.media.play();
    else {
      this.media.pause();
      this.back(); // what was just heard comes again
    }
  }

  back(): void {
    this.seek(this.media.currentTime - BACK);
  }

  forward(): void {
    this.seek(this.media.currentTime + BACK);
  }

  pace(by: number): void {
    const pace = Math.round((this.media.playbackRate + by) * 10) / 10;
    this.media.playbackRate = Math.min(Math.max(pace, SLOWEST), FASTEST);
  }

  seek(second: number): void {
    this.media.currentTime = Math.min(Math.max(0, second), this.duration || 0);
  }

  playLine(): void {
    if (this.line?.start === null || this.line?.start === undefined) return;
    this.seek(this.line.start);
    void this.media.play();
  }

  loop(): boolean {
    this.looping = !this.looping;
    if (this.looping) this.playLine();
    return this.looping;
  }

  magnify(by: number): void {
    this.zoom = Math.min(Math.max(this.zoom * by, 0.1), 8);
    this.wave?.zoom(PX_PER_SECOND * this.zoom);
  }

  private tick(): void {
    this.follow();
    if (!this.media.paused && !this.media.ended) requestAnimationFrame(() => this.tick());
  }

  private follow(): void {
    const now = this.media.currentTime;
    const { line } = this;
    if (this.looping && line?.start != null && line.end != null && now > line.end && !this.media.paused)
      this.seek(line.start);
    need("#ws-clock", HTMLElement).textContent = `${timeCode(now)} / ${timeCode(this.duration)}`;
    this.heard(now);
  }

  private tellPace(): void {
    const pace = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1 });
    need("#ws-pace", HTMLElement).textContent = `${pace.format(this.media.playbackRate)}×`;
  }

  /** Pedals and headsets speak as media keys: these come even when another window is in front. */
  private pedal(): void {
    if (!("mediaSession" in navigator)) return;
    const on = (name: MediaSessionAction, act: () => void) =>
      navigator.mediaSession.setActionHandler(name, act);
    on("play", () => void this.media.play());
    on("pause", () => this.toggle());
    on("seekbackward", () => this.back());
    on("seekforward", () => this.forward());
    on("previoustrack", () => this.back());
    on("nexttrack", () => this.forward());
  }
}

function hundredths(second: number): number {
  return Math.round(second * 100) / 100;
}
