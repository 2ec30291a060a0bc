/** What the archive and the workspace tell each other (`/api/phien-am/<asset>`). */

/** Pixels of the upright page: x, y, width, height. */
export type Box = [x: number, y: number, width: number, height: number];

export type MarkKind =
  | "unclear"
  | "missing"
  | "struck"
  | "inserted"
  | "other_hand"
  | "stamp"
  | "inaudible"
  | "overlapping";

/** An editorial sign over text[start:end]; what is missing may stand between two letters. */
export interface Mark {
  start: number;
  end: number;
  kind: MarkKind;
  note: string;
}

export interface Word {
  text: string;
  start: number | null;
  end: number | null;
  box: Box | null;
  confidence: number;
  /** Where the word stands in the line's text, in code points. */
  at: [from: number, to: number];
}

export interface Reading {
  text: string;
  engine: string;
  confidence: number;
}

export interface Segment {
  id: string;
  text: string;
  page: number | null;
  box: Box | null;
  start: number | null;
  end: number | null;
  kind: string;
  speaker: string | null;
  doubt: string | null;
  confidence: number;
  marks: Mark[];
  words: Word[];
  readings: Reading[];
}

/** A part of a recording as its index names it (seconds). */
export interface Chapter {
  start: number;
  end: number;
  title: string;
  synopsis: string;
  names: string[];
  place: string;
}

/** A point of a hand-drawn map; with coordinates it is a control point. */
export interface MapPoint {
  x: number;
  y: number;
  label: string;
  latitude: number | null;
  longitude: number | null;
  page: number;
  /** The coordinates or the name of the place as typed, and in which grid. */
  written: string;
  grid: string;
  radius_m: number | null;
  /** Id of the line that is its label. */
  line: string;
}

export interface PageSight {
  number: number;
  /** Unknown (null in the answer, which counts as nothing) while the picture is not made. */
  width: number;
  height: number;
  image: string | null;
}

export interface Version {
  id: string;
  status: string;
  author: { kind: string; name: string };
  made_at: string;
}

export interface Review {
  act: string;
  by: string;
  words: string;
}

export interface Past extends Version {
  reviews: Review[];
}

export interface Text {
  segments: Segment[];
  chapters?: Chapter[];
  points?: MapPoint[];
}

export interface Draft extends Text {
  base: string | null;
  revision: number;
  saved_at: string;
  device: string;
  by: string;
}

export interface Lock {
  by: string;
  until: string;
  mine: boolean;
}

export interface Present {
  name: string;
  me: boolean;
}

export interface Sheet {
  medium: string;
  pages: PageSight[];
  duration: number | null;
  /** What the next editor goes on from. */
  current: (Version & Text) | null;
  /** What the draft was begun from, where that is another version. */
  begun: (Version & Text) | null;
  versions: Past[];
  /** Of the last save, whether its draft is still open or not. */
  revision: number;
  draft: Draft | null;
  /** Saves that clashed with another and were never settled. */
  asides: Draft[];
  lock: Lock | null;
  present: Present[];
  may: { write: boolean; accept: boolean; return: boolean };
}
