/** Labels of the archive and cards of identity, by the QR code in a photo. */

interface Detector {
  detect(picture: ImageBitmap): Promise<{ rawValue: string }[]>;
}
type Detecting = new (wanted: { formats: string[] }) => Detector;

const MARK = /^KYUC:([A-Z0-9-]{4,20})$/;
/** The identity card of Vietnam: its number, the older number or nothing, then the name. */
const CARD = /^\d{12}\|(\d{9})?\|/;
const READ_AT = 1200;

/** As it is kept, however it was typed: `kv 23 45` is KV-2345. */
export function codeOf(typed: string): string {
  const bare = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return /^[A-Z]{2}\d+$/.test(bare) ? `${bare.slice(0, 2)}-${bare.slice(2)}` : bare;
}

export async function labelIn(file: Blob): Promise<string> {
  return MARK.exec(await readCode(file))?.[1] ?? "";
}

export async function isIdentityCard(file: Blob): Promise<boolean> {
  return CARD.test(await readCode(file));
}

/** What the QR code in the photo says, or nothing. */
async function readCode(file: Blob): Promise<string> {
  try {
    const picture = await createImageBitmap(file);
    try {
      const native = (globalThis as { BarcodeDetector?: Detecting }).BarcodeDetector;
      return native ? await byBrowser(native, picture) : await byHand(picture);
    } finally {
      picture.close();
    }
  } catch {
    return ""; // no code, or a format that this browser cannot show
  }
}

async function byBrowser(Native: Detecting, picture: ImageBitmap): Promise<string> {
  const [found] = await new Native({ formats: ["qr_code"] }).detect(picture);
  return found?.rawValue ?? "";
}

async function byHand(picture: ImageBitmap): Promise<string> {
  const scale = Math.min(1, READ_AT / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return "";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const { decodeQR } = await import("qr/decode.js");
  return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
}
