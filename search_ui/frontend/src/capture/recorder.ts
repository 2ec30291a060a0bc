/** Sound from the microphone, on the disk every three seconds: a crash loses no more than those. */
import { append, keepPiece, newPiece, type Piece } from "./store";

const SLICE = 3000;
const QUIET = 0.015;
const QUIET_SECONDS = 8;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export interface Hearing {
  onTick(seconds: number, level: number, quiet: boolean): void;
  onTrouble(why: string): void;
  /** A call came in, or the microphone was taken away. */
  onCut(): void;
}

export class Recording {
  private number = 0;
  private began = Date.now();
  private pausedAt = 0;
  private pausedFor = 0;
  private lastSound = Date.now();
  private writing: Promise<void> = Promise.resolve();
  private timer = 0;
  private awake: WakeLockSentinel | null = null;

  private constructor(
    readonly piece: Piece,
    private readonly stream: MediaStream,
    private readonly recorder: MediaRecorder,
    private readonly context: AudioContext,
    private readonly hearing: Hearing,
  ) {}

  static async begin(
    visit: string,
    name: string,
    about: Partial<Piece>,
    hearing: Hearing,
  ): Promise<Recording> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? "";
    const recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
    const type = (recorder.mimeType || mimeType).split(";")[0] ?? "audio/webm";
    const ending = type === "audio/mp4" ? "m4a" : (type.split("/")[1] ?? "webm");
    const piece = newPiece(visit, { name: `${name}.${ending}`, type, kind: "loi_ke", ...about });
    await keepPiece(piece);
    const made = new Recording(piece, stream, recorder, new AudioContext(), hearing);
    await made.run();
    return made;
  }

  private async run(): Promise<void> {
    const meter = this.context.createAnalyser();
    this.context.createMediaStreamSource(this.stream).connect(meter);
    const wave = new Float32Array(meter.fftSize);
    this.recorder.addEventListener("dataavailable", (event) => this.keep(event.data));
    this.recorder.start(SLICE);
    this.timer = window.setInterval(() => {
      meter.getFloatTimeDomainData(wave);
      const level = Math.sqrt(wave.reduce((sum, value) => sum + value * value, 0) / wave.length);
      if (level > QUIET) this.lastSound = Date.now();
      const quiet = !this.isPaused && Date.now() - this.lastSound > QUIET_SECONDS * 1000;
      this.hearing.onTick(this.seconds, Math.min(1, level * 6), quiet);
    }, 250);
    for (const track of this.stream.getTracks())
      track.addEventListener("ended", () => this.hearing.onCut(), { once: true });
    document.addEventListener("visibilitychange", this.wake);
    await this.wake();
  }

  /** The system lets the screen sleep again whenever the page was out of sight. */
  private wake = async (): Promise<void> => {
    if (document.visibilityState !== "visible") return;
    this.awake = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  };

  get isPaused(): boolean {
    return this.recorder.state === "paused";
  }

  /** Seconds of sound so far, pauses left out. */
  get seconds(): number {
    const now = this.pausedAt || Date.now();
    return (now - this.began - this.pausedFor) / 1000;
  }

  pauseOrGoOn(): void {
    if (this.isPaused) {
      this.recorder.resume();
      this.pausedFor += Date.now() - this.pausedAt;
      this.pausedAt = 0;
      this.lastSound = Date.now();
    } else {
      this.recorder.pause();
      this.pausedAt = Date.now();
    }
  }

  /** A word at this moment, kept with the recording at once. */
  async mark(word: string, at: string): Promise<void> {
    this.piece.told = `${this.piece.told}\n${at} ${word}`.trim();
    this.writing = this.writing.then(() => keepPiece(this.piece));
    await this.writing;
  }

  private keep(bytes: Blob): void {
    if (!bytes.size) return;
    const number = this.number;
    this.number += 1;
    this.piece.size += bytes.size;
    this.writing = this.writing
      .then(() => append(this.piece, number, bytes))
      .catch((error: unknown) => this.hearing.onTrouble(String(error)));
  }

  /** Ends it; resolves when the last sound is on the disk. */
  async stop(): Promise<void> {
    window.clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.wake);
    if (this.recorder.state === "inactive") return void (await this.writing);
    const ended = new Promise((resolve) => this.recorder.addEventListener("stop", resolve, { once: true }));
    this.recorder.stop();
    await ended;
    for (const track of this.stream.getTracks()) track.stop();
    await Promise.all([this.writing, this.context.close(), this.awake?.release()]);
  }
}
