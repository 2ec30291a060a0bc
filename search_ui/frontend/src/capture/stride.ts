/** How much to send at once: some seconds' worth of this line, less after each cut, so that little is lost. */

/** So that a line that breaks every third time stays with small parts, and a good one soon has large ones. */
const GROWTH = 1.25;
const LEAST = 64 << 10;
const FIRST = 256 << 10;
const AIM = 6000;

export class Stride {
  private now = FIRST;

  /** Bytes of the next part, never more than the archive takes. */
  next(most: number): number {
    return Math.min(this.now, most);
  }

  went(bytes: number, milliseconds: number): void {
    const fits = (bytes / Math.max(1, milliseconds)) * AIM;
    this.now = Math.round(Math.max(LEAST, Math.min(fits, this.now * GROWTH, 64 << 20)));
  }

  broke(): void {
    this.now = Math.max(LEAST, this.now >> 1);
  }
}
