import type { Slice } from "prosemirror-model";
import { schema } from "../doc/schema";
import { firstRange } from "./course";
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
    let { pos } = place;
    for (let index = start; index < course.to; index++) {
      const side = sideOf(index);
      const range = side && touched(course, index, pos);
      if (side && range) {
        const split = side.among === "mine" && place.at < side.at && side.at < place.at + place.size;
        if (split) {
          walk({ at: place.at, size: side.at - place.at, pos: range.newFrom }, index + 1);
          walk({ at: side.at, size: place.at + place.size - side.at, pos: range.newTo }, index + 1);
          return;
        }
        pos = sideways(side, place, range);
        continue;
      }
      const jump = course.jump(index, pos, 1);
      if (jump && !staysLeft(course, place, { index, pos }, jump.index, sideOf)) [pos, index] = [jump.pos, jump.index];
      else pos = course.maps[index]?.map(pos, 1) ?? pos;
    }
    out.push({ ...place, pos });
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
  const range = firstRange(course.maps[index]);
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
  let { pos } = now;
  const range = firstRange(course.maps[now.index]);
  if (!range || range.oldFrom !== pos) return false;
  for (let index = now.index; index < until; index++) {
    const side = sideOf(index);
    if (side?.among === "mine" && side.at >= place.at + place.size && touched(course, index, pos)) return true;
    pos = course.maps[index]?.map(pos, 1) ?? pos;
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
  point: firstRange(course.maps[taken])?.newFrom ?? 0,
  taken,
});

/** How what comes back in the course stood to the lost words: as far as it knows where both were taken, else as `other` says. */
export function sidesIn(course: Course, lost: Lost, other: SideOf = () => null): SideOf {
  const known = new Map<number, Side | null>();
  const find = (index: number): Side | null => {
    const origin = course.originOf(index);
    if (origin === undefined) return other(index);
    if (origin >= lost.start)
      return { among: "theirs", at: placeIn(course, course.slice(lost.start, origin).map(lost.point, 1), origin) - begin(course, index) };
    if (lost.taken === null) return other(index);
    return origin === lost.taken ? null : { among: "mine", at: placeIn(course, pointAfter(course, origin, lost.taken), lost.taken) };
  };
  return (index) => {
    const side = known.has(index) ? (known.get(index) ?? null) : find(index);
    known.set(index, side);
    return side;
  };
}

/** How far into the words that the map takes a point stands; one beside them stands at their edge. */
export function placeIn(course: Course, point: number, taken: number): number {
  const range = firstRange(course.maps[taken]);
  return range ? Math.min(Math.max(point - range.oldFrom, 0), range.oldTo - range.oldFrom) : 0;
}

/** Where what the map brings begins in what was taken. */
function begin(course: Course, index: number): number {
  const origin = course.originOf(index);
  const found = origin === undefined ? undefined : course.returnsOf(origin).find(({ by }) => by === index);
  return found?.part?.at ?? 0;
}

/** Where, before the map `until`, the place is at which the map `index` took something. */
export function pointAfter(course: Course, index: number, until: number): number {
  return course.slice(index + 1, until).map(firstRange(course.maps[index])?.newFrom ?? 0, 1);
}

/** Whether two points, each as of its index, may be one at the end of the course. */
export function mayMeet(course: Course, one: { start: number; point: number }, other: { start: number; point: number }): boolean {
  const ends = ({ start, point }: { start: number; point: number }): [number, number] => {
    const rest = course.slice(start);
    return [rest.map(point, -1), rest.map(point, 1)];
  };
  const [oneFrom, oneTo] = ends(one);
  const [otherFrom, otherTo] = ends(other);
  return Math.min(oneFrom, oneTo) <= Math.max(otherFrom, otherTo) && Math.min(otherFrom, otherTo) <= Math.max(oneFrom, oneTo);
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
