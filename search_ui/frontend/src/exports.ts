/** Lists that are being made: their progress, and the page anew once one of them has ended. */
const list = document.querySelector<HTMLElement>("[data-exports]");
const OPEN = new Set(["waiting", "running"]);

interface State {
  id: string;
  state: string;
  done: number;
  total: number;
}

function show(state: State): boolean {
  const row = list?.querySelector<HTMLElement>(`[data-export="${CSS.escape(state.id)}"]`);
  if (!row || !OPEN.has(row.dataset.state ?? "")) return false;
  const bar = row.querySelector("progress");
  if (bar) {
    bar.max = Math.max(state.total, 1);
    bar.value = state.done;
  }
  return !OPEN.has(state.state);
}

async function look(): Promise<void> {
  const answer = await fetch(list?.dataset.exports || "/api/exports");
  if (!answer.ok) return;
  const { exports } = (await answer.json()) as { exports: State[] };
  if (exports.map(show).some(Boolean)) location.reload();
}

if (list && [...list.children].some((row) => OPEN.has((row as HTMLElement).dataset.state ?? "")))
  setInterval(() => void look().catch(() => undefined), 1500);
