import type { Slice } from "prosemirror-model";
import { schema } from "../doc/schema";
import type { Course } from "./course";

// Deletions that lie side by side fall together into one place. What an undo brings back there has to come to stand where it stood among
// the others: before or after them, between two halves of them, or with them between its own (SPEC R7).

/** A stretch of what a step took, and where it would come back: `[at, at + size)`, counted from the start of what was taken. */
export interface Place {
  readonly at: number;
  readonly size: number;
  readonly pos: number;
}

/** How the words that a map puts back stood to those looked for: at this offset among them, or with them at this offset among its own. */
export interface Side {
  readonly among: "mine" | "theirs";
  readonly at: number;
}

export type SideOf = (index: number) => Side | null;

/** Where `size` tokens that were taken at `point`, before the course, would come back after it: in their order. */
export function placesOf(course: Course, point: number, size: number, sideOf: SideOf): Place[] {
  const out: Place[] = [];
  const walk = (place: Place, start: number): void => {
    const now = { pos: place.pos };
    for (let index = course.next(now, start); index < course.to; index = course.next(now, index + 1)) {
      const side = sideOf(index);
      const range = side && touched(course, index, now.pos);
      if (side && range) {
        const split = side.among === "mine" && place.at < side.at && side.at < place.at + place.size;
        if (split) {
          walk({ at: place.at, size: side.at - place.at, pos: range.newFrom }, index + 1);
          walk({ at: side.at, size: place.at + place.size - side.at, pos: range.newTo }, index + 1);
          return;
        }
        now.pos = sideways(side, place, range);
        continue;
      }
      const jump = course.jump(index, now.pos, 1);
      if (jump && !staysLeft(course, place, { index, pos: now.pos }, jump.index, sideOf)) [now.pos, index] = [jump.pos, jump.index];
      else now.pos = course.mapAt(index)?.map(now.pos, 1) ?? now.pos;
    }
    out.push({ ...place, pos: now.pos });
  };
  walk({ at: 0, size, pos: point }, course.from);
  return out;
}

interface Touched {
  readonly newFrom: number;
  readonly newTo: number;
}

/** What the map brings at the position, if it does. */
function touched(course: Course, index: number, pos: number): Touched | null {
  const range = course.rangeAt(index);
  return range && range.newFrom < range.newTo && range.oldFrom <= pos && pos <= range.oldTo ? range : null;
}

function sideways(side: Side, place: Place, range: Touched): number {
  if (side.among === "theirs") return Math.min(range.newFrom + Math.max(side.at, 0), range.newTo);
  return side.at <= place.at ? range.newTo : range.newFrom;
}

/**
 * Words that stood right behind these went as well and come back at `until`: these come back before them. But what comes back in between
 * may have stood between the two.
 */
function staysLeft(course: Course, place: Place, now: { index: number; pos: number }, until: number, sideOf: SideOf): boolean {
  const at = { pos: now.pos };
  const before = course.slice(course.from, until);
  if (course.rangeAt(now.index)?.oldFrom !== at.pos) return false;
  for (let index = before.next(at, now.index); index < until; index = before.next(at, index + 1)) {
    const side = sideOf(index);
    if (side?.among === "mine" && side.at >= place.at + place.size && touched(course, index, at.pos)) return true;
    at.pos = course.mapAt(index)?.map(at.pos, 1) ?? at.pos;
  }
  return false;
}

/** What an undo looks for: where its words would come back at the course's index `start`, and the map before it that took them, if it is there. */
export interface Lost {
  readonly start: number;
  readonly point: number;
  readonly taken: number | null;
}

export const takenAt = (course: Course, taken: number): Lost => ({
  start: taken + 1,
  point: course.rangeAt(taken)?.newFrom ?? 0,
  taken,
});

/** How what comes back in the course stood to the lost words: as far as it knows where both were taken, else as `other` says. */
export function sidesIn(course: Course, lost: Lost, other: SideOf = () => null): SideOf {
  const known = new Map<number, Side | null>();
  let points: ReadonlyMap<number, number> | null = null;
  const amongTheirs = (index: number, origin: number): Side => {
    points ??= pointsAt(course, lost, course.originsFrom(lost.start));
    return { among: "theirs", at: placeIn(course, points.get(origin) ?? lost.point, origin) - begin(course, index, origin) };
  };
  /** As the words stood to an earlier step of the same author, where they made both. */
  const own = (index: number): Side | null => {
    const former = course.formerOf(index);
    return former !== undefined && former >= lost.start ? amongTheirs(index, former) : null;
  };
  const find = (index: number): Side | null => {
    const origin = course.originOf(index);
    if (origin !== undefined && origin >= lost.start) return amongTheirs(index, origin);
    if (origin === undefined || lost.taken === null) return other(index) ?? own(index);
    return origin === lost.taken ? null : { among: "mine", at: placeIn(course, pointAfter(course, origin, lost.taken), lost.taken) };
  };
  return (index) => {
    const side = known.has(index) ? (known.get(index) ?? null) : find(index);
    known.set(index, side);
    return side;
  };
}

/**
 * Where the lost words' place is before each of some maps, in their order: what `map` says of the course up to it. In one go, since there may
 * be as many as there are undos in a log.
 */
export function pointsAt(course: Course, { start, point }: Lost, wanted: readonly number[]): Map<number, number> {
  const found = new Map<number, number>();
  const at = { pos: point };
  // What went comes back only in a course that reaches so far.
  let ahead: { by: number; pos: number }[] = [];
  let index = start;
  for (const until of wanted) {
    for (;;) {
      const back = Math.min(...ahead.map(({ by }) => by));
      index = course.slice(start, Math.min(until, back)).next(at, index);
      if (index >= until) break;
      const place = ahead.findIndex(({ by }) => by === index);
      const jump = place < 0 ? course.jump(index, at.pos, 1) : null;
      if (jump) ahead.push({ by: jump.index, pos: jump.pos });
      at.pos = ahead[place]?.pos ?? course.mapAt(index)?.map(at.pos, 1) ?? at.pos;
      if (place >= 0) ahead = ahead.slice(0, place);
      index += 1;
    }
    found.set(until, at.pos);
  }
  return found;
}

/** How far into the words that the map takes a point stands; one beside them stands at their edge. */
export function placeIn(course: Course, point: number, taken: number): number {
  const range = course.rangeAt(taken);
  return range ? Math.min(Math.max(point - range.oldFrom, 0), range.oldTo - range.oldFrom) : 0;
}

/** Where what the map brings begins in what was taken. */
function begin(course: Course, index: number, origin: number): number {
  return course.returnsOf(origin).find(({ by }) => by === index)?.part?.at ?? 0;
}

/** Where, before the map `until`, the place is at which the map `index` took something. */
export function pointAfter(course: Course, index: number, until: number): number {
  return course.slice(index + 1, until).map(course.rangeAt(index)?.newFrom ?? 0, 1);
}

/** Between which places a point, as of the course's map `start`, may be at its end. */
export function endsOf(course: Course, { start, point }: { readonly start: number; readonly point: number }): [number, number] {
  const rest = course.slice(start, course.to);
  const [one, other] = [rest.map(point, -1), rest.map(point, 1)];
  return [Math.min(one, other), Math.max(one, other)];
}

/** A stretch of a slice, counted in its own tokens. */
export function cutSlice(slice: Slice, from: number, to: number): Slice {
  // A node that need not be valid, only to cut it.
  const holder = schema.nodes.doc.create(null, slice.content);
  return holder.slice(slice.openStart + from, slice.openStart + to);
}

/** The number of characters in the first `tokens` of a slice. */
export const charsIn = (slice: Slice, tokens: number): number => {
  const { content } = cutSlice(slice, 0, tokens);
  return content.textBetween(0, content.size, "", "").length;
};
