/** Bản đồ vẽ tay: points named on the drawing, laid over today's map by those whose place is known. */
import "leaflet/dist/leaflet.css";
import "./styles/workspace.css";
import "./styles/workspace-map.css";
import { given, need } from "./lib/page";
import { type Bench, openBench } from "./workspace/bench";
import { Drawn } from "./workspace/map-drawn";
import { type Fitted, Ground } from "./workspace/map-ground";
import { Points } from "./workspace/map-points";
import { keepForOffline } from "./workspace/offline";
import { explain, keepPresence, review } from "./workspace/people";
import { NoNetwork, Refused } from "./workspace/talk";
import type { MapPoint, PageSight } from "./workspace/types";

const SOON = 350;
/** Of the drawing's width: a label's line is a small box around its point. */
const LABEL = 0.06;

class MapBench {
  private readonly drawn: Drawn;
  private readonly ground: Ground | null;
  private readonly list: Points;
  private timer = 0;
  private asked = 0;

  constructor(
    private readonly bench: Bench,
    private readonly sight: PageSight,
    private readonly exact: boolean,
    grids: [string, string][],
  ) {
    const place = need("#ws-ground", HTMLElement);
    this.drawn = new Drawn(need("#ws-drawn", HTMLElement), sight, {
      add: (x, y) => this.add(x, y),
      move: (at, x, y) => this.change(at, { x, y }),
      pick: (at) => this.stand(at),
    });
    this.ground = exact ? new Ground(place, sight, (at, lat, lon) => this.place(at, lat, lon)) : null;
    this.list = new Points(need("#ws-point-list", HTMLElement), bench.words, grids, exact, bench.readOnly, {
      change: (at, values) => this.change(at, values),
      remove: (at) => this.remove(at),
      pick: (at) => this.stand(at),
    });
    need("#ws-point-new", HTMLButtonElement).hidden = bench.readOnly;
    need("#ws-point-new", HTMLButtonElement).addEventListener("click", () =>
      this.add(...this.drawn.middle()),
    );
    this.show();
    this.fit();
    if (this.points.length) this.stand(0);
  }

  private get points(): MapPoint[] {
    return this.bench.saving.draft.points;
  }

  private set points(points: MapPoint[]) {
    this.bench.saving.draft.points = points;
    this.bench.saving.touch();
    this.show();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.fit(), SOON);
  }

  private show(): void {
    this.drawn.show(this.points);
    this.list.show(this.points);
  }

  private stand(at: number): void {
    this.drawn.stand(at);
    this.list.stand(at);
    this.ground?.stand(at);
  }

  private add(x: number, y: number): void {
    if (this.bench.readOnly) return;
    const point: MapPoint = {
      x: Math.round(x),
      y: Math.round(y),
      label: "",
      latitude: null,
      longitude: null,
      page: this.sight.number,
      written: "",
      grid: "",
      radius_m: null,
      line: "",
    };
    this.points = [...this.points, point];
    this.stand(this.points.length - 1);
    this.list.focus(this.points.length - 1);
  }

  private change(at: number, values: Partial<MapPoint>): void {
    const before = this.points[at];
    if (!before || this.bench.readOnly) return;
    const now = { ...before, ...values };
    this.points = this.points.map((one, index) => (index === at ? this.named(now) : one));
  }

  /** A label is a line of the text too, at its point: so it is found as every other word is. */
  private named(point: MapPoint): MapPoint {
    const { work } = this.bench;
    if (!point.label && !point.line) return point;
    const side = Math.round(this.sight.width * LABEL);
    const box: [number, number, number, number] = [
      Math.max(0, Math.round(point.x - side / 2)),
      Math.max(0, Math.round(point.y - side / 4)),
      side,
      Math.round(side / 2),
    ];
    if (!point.line || !work.line(point.line)) {
      const last = work.ids.at(-1) ?? null;
      const line = work.add(last, { page: point.page, kind: "label", text: point.label, box });
      return { ...point, line };
    }
    work.set(point.line, { box });
    work.write(point.line, point.label);
    return point;
  }

  private remove(at: number): void {
    const line = this.points[at]?.line;
    if (line && this.bench.work.line(line)) this.bench.work.remove(line);
    this.points = this.points.filter((_, index) => index !== at);
  }

  /** Chosen on today's map. */
  private place(at: number, latitude: number, longitude: number): void {
    this.change(at, { written: `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`, grid: "4326" });
  }

  private fit(): void {
    if (!this.exact) return;
    const asked = ++this.asked;
    const { number, width, height } = this.sight;
    const body = { page: number, width, height, points: this.points };
    void this.bench.talk
      .ask("POST", "/khop", body)
      .then((found) => {
        if (asked === this.asked) this.fitted(found as Fitted);
      })
      .catch((error) => {
        if (!(error instanceof NoNetwork || error instanceof Refused)) throw error;
      });
  }

  private fitted(found: Fitted): void {
    this.list.tell(found, this.points);
    this.ground?.show(found, this.points);
  }
}

async function start(): Promise<void> {
  const bench = await openBench().catch(explain);
  const sight = bench?.sheet.pages[0];
  if (!bench || !sight) return;
  keepPresence(bench);
  review(bench);
  const { exact, grids } = given<{ exact: boolean; grids: [string, string][] }>("workspace-map");
  new MapBench(bench, sight, exact, grids);
  document.body.dataset.mapReady = "true";
  void keepForOffline([sight.image]);
}

void start();
