/** One visit is written in one tab at a time: a second one may look, and says why it does not write. */

let letGo: (() => void) | null = null;

/** True if this tab may write in the visit; the visit that it held before is free again. */
export async function hold(visitId: string): Promise<boolean> {
  release();
  if (!navigator.locks) return true;
  return new Promise((resolve) => {
    void navigator.locks.request(`kyuc-visit-${visitId}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      if (!lock) return undefined;
      return new Promise<void>((free) => {
        letGo = free;
      });
    });
  });
}

export function release(): void {
  letGo?.();
  letGo = null;
}
