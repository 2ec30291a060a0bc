/** A sentence to the person, above the lines. */
import { need } from "../lib/page";

/** A sentence above the lines, read out too. */
export function tell(sentence: string, kind: "good" | "care" | "bad" = "care"): void {
  const place = need("#ws-says", HTMLElement);
  place.className = `note ${kind}`;
  place.textContent = sentence;
  place.hidden = !sentence;
}
