import type { Mappable, MapResult, StepMap } from "prosemirror-transform";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import { MapColumns } from "./map-columns";
import type { Range } from "./map-columns";

/** A map further on that puts back what the map took. */
interface Return {
  readonly by: number;
  /** Of the taken tokens, which the map brings: `[at, at + size)`, counted from the start of its first range. Null: all, range by range. */
  readonly part: { readonly at: number; readonly size: number; readonly lead: number } | null;
}

/** A position before the map `from`; null while it was among words that were gone. */
interface Passed {
  readonly from: number;
  readonly pos: number | null;
}

/**
 * The maps that a text went through, and which of them put back what others took: a position in words that went is found again where they
 * came back. `Mapping` of prosemirror-transform knows one mirror for each map, but an undo that is itself carried over takes part in two
 * pairs: with the step that it takes back, and with its own earlier form.
 */
export class Course implements Mappable {
  /** `from` and `to` bound what `map` goes through. Slices share their maps. */
  constructor(
    private readonly maps = new MapColumns(),
    private readonly returns: Map<number, Return[]> = new Map(),
    private readonly origins: Map<number, number> = new Map(),
    private readonly formers: Map<number, number> = new Map(),
    readonly from = 0,
    private readonly end: number | null = null,
  ) {}

  /** The course of these maps. */
  static of(maps: readonly StepMap[]): Course {
    const course = new Course();
    for (const map of maps) course.append(map);
    return course;
  }

  /** How many maps there are, whatever part of them this course goes through. */
  get length(): number {
    return this.maps.length;
  }

  get to(): number {
    return this.end ?? this.maps.length;
  }

  /** Returns the map's index. */
  append(map: StepMap): number {
    return this.maps.push(map);
  }

  /** The map at `undo` takes back what the one at `undone` did; `part`: only its words from that token on. */
  linkUndo(undone: number, undo: number, part?: number): void {
    this.origins.set(undo, undone);
    this.markUndo(undo);
    if (part === undefined) this.link(undone, undo);
    else this.linkPart(undone, undo, part);
  }

  /** The map at `now` is the step whose former form the map at `former` took out of the text: what stood on one side of that stands there again. */
  linkForm(former: number, now: number): void {
    this.formers.set(now, former);
    this.maps.mark(now);
  }

  /** The map at the index takes something back, whatever that is: `next` may stop there. */
  markUndo(index: number): void {
    this.maps.mark(index);
  }

  private readonly stand = (one: number, other: number): boolean => one >= 0 && one < other && other < this.length;

  /**
   * The map at `by` puts back what the one at `taken` took. Left out when it puts more or less, so that positions would be off.
   * Of several for the same words the nearest counts: a later one puts back what was taken again.
   */
  link(taken: number, by: number): void {
    if (!this.stand(taken, by) || this.returns.has(taken) || !putsBack(this.rangesAt(by), this.rangesAt(taken))) return;
    this.put(taken, [{ by, part: null }]);
  }

  /** The same for a map that brings the tokens from `at` on, at most so many, behind `lead` tokens of other content. */
  linkPart(taken: number, by: number, at: number, lead = 0, most = Infinity): void {
    const [one, other] = [this.rangeAt(taken), this.rangeAt(by)];
    if (!one || !other || !this.stand(taken, by)) return;
    const size = Math.min(one.oldTo - one.oldFrom - at, other.newTo - other.newFrom - lead, most);
    if (size <= 0) return;
    const known = this.returns.get(taken) ?? [];
    if (known.some(({ part }) => !part || (part.at < at + size && at < part.at + part.size))) return;
    this.put(taken, [...known, { by, part: { at, size, lead } }]);
  }

  private put(taken: number, returns: Return[]): void {
    this.returns.set(taken, returns);
    this.maps.mark(taken);
  }

  /** The index of the map that this one takes back; undefined when none is known. */
  originOf(index: number): number | undefined {
    return this.origins.get(index);
  }

  /** The index of the map that took the former form of this one's step; undefined when it is none that was put on again. */
  formerOf(index: number): number | undefined {
    return this.formers.get(index);
  }

  /** The indexes from one on of the maps that others take back or bring again, in order. */
  originsFrom(start: number): number[] {
    return [...new Set([...this.origins.values(), ...this.formers.values()])].filter((origin) => origin >= start).sort((a, b) => a - b);
  }

  returnsOf(index: number): readonly Return[] {
    return this.returns.get(index) ?? none;
  }

  /** From `from` to `to`, as indexes of the whole. */
  slice(from: number, to: number | null = null): Course {
    return new Course(this.maps, this.returns, this.origins, this.formers, from, to);
  }

  /**
   * The first map from `from` on, within this course, at which more may happen to the position than that it is mapped to the right: it
   * touches what the map changes, and that takes something back, is taken back, or has several ranges. In `at` the position before it; the
   * end when there is none.
   */
  next(at: { pos: number }, from: number, assoc = 1): number {
    return this.maps.through(at, from, this.to, assoc);
  }

  /** The first map from `from` on, before `to`, that may do something to a stretch of the text; in `at` the stretch before it. */
  beside(at: { from: number; to: number }, from: number, to: number): number {
    return this.maps.beside(at, from, Math.min(to, this.to));
  }

  /**
   * The maps of this course, the newest first, that took words at what is the stretch at its end, and some beside it: whoever asks looks
   * again. In one go through the maps.
   */
  takersAt(from: number, to: number): Generator<number, void, void> {
    return this.maps.takers(from, to, this.from, this.to);
  }

  mapAt(index: number): StepMap | undefined {
    return this.maps.at(index);
  }

  rangesAt(index: number): Range[] {
    return this.maps.rangesAt(index);
  }

  /** The first range of a map; null when it has none, or there is no such map. */
  rangeAt(index: number): Range | null {
    return this.maps.firstAt(index);
  }

  map(pos: number, assoc = 1): number {
    const at = { pos };
    const { to } = this;
    const trail = this.trail(pos);
    for (let index = this.next(at, this.from, assoc); index < to; index = this.next(at, index + 1, assoc)) {
      const jump = this.jump(index, at.pos, assoc);
      if (jump) {
        trail?.push({ from: index + 1, pos: null });
        [at.pos, index] = [jump.pos, jump.index];
      } else at.pos = this.besideForm(index, at.pos, assoc, trail) ?? this.maps.at(index)?.map(at.pos, assoc) ?? at.pos;
      trail?.push({ from: index + 1, pos: at.pos });
    }
    return at.pos;
  }

  /** Where a position was on its way, where that may have to be looked up. */
  private trail(pos: number): Passed[] | null {
    return this.formers.size > 0 ? [{ from: this.from, pos }] : null;
  }

  /**
   * For a position to which everything between it and an earlier step of the same author was taken away, where the map at the index puts that
   * step's words again: on the side on which it stood when they were made. Null where the two never stood apart.
   */
  private besideForm(index: number, pos: number, assoc: number, trail: readonly Passed[] | null): number | null {
    const former = trail === null ? undefined : this.formers.get(index);
    if (trail === null || former === undefined || former < this.from) return null;
    const [brought, words] = [this.maps.firstAt(index), this.maps.firstAt(former)];
    if (!brought || !words || brought.oldFrom !== brought.oldTo || brought.oldFrom !== pos) return null;
    const last = trail.findLast(({ from }) => from <= former);
    if (!last || last.pos === null) return null;
    const at = { pos: last.pos };
    this.maps.through(at, last.from, former, assoc);
    return at.pos < words.oldFrom ? brought.newFrom : at.pos > words.oldTo ? brought.newTo : null;
  }

  /** As a `Mapping` says it, for `Step.map`: words count as back only where all of what a map took is. */
  mapResult(pos: number, assoc = 1): MapResult {
    const at = { pos };
    const { to } = this;
    const gone = { deleted: false, deletedBefore: false, deletedAfter: false, deletedAcross: false };
    for (let index = this.maps.through(at, this.from, to, assoc, true); index < to;) {
      const back = this.returnsOf(index).some(({ part }) => !part) ? this.jump(index, at.pos, assoc) : null;
      const result = this.maps.at(index)?.mapResult(at.pos, assoc);
      if (back) [at.pos, index] = [back.pos, back.index];
      else if (result) {
        at.pos = result.pos;
        gone.deleted ||= result.deleted;
        gone.deletedBefore ||= result.deletedBefore;
        gone.deletedAfter ||= result.deletedAfter;
        gone.deletedAcross ||= result.deletedAcross;
      }
      index = this.maps.through(at, index + 1, to, assoc, true);
    }
    return { ...gone, ...at };
  }

  /** For a position among the words that the map takes: where they come back within this course. */
  jump(index: number, pos: number, assoc: number): { pos: number; index: number } | null {
    const found = this.returns.get(index);
    if (!found) return null;
    let range = -1;
    let offset = 0;
    let count = 0;
    for (const { oldFrom, oldTo } of this.rangesAt(index)) {
      if (oldFrom <= pos && pos <= oldTo && pos !== (assoc < 0 ? oldFrom : oldTo)) [range, offset] = [count, pos - oldFrom];
      count += 1;
    }
    if (range < 0) return null;
    for (const { by, part } of found) {
      if (by >= this.to) continue;
      const start = this.rangesAt(by)[part ? 0 : range]?.newFrom ?? 0;
      if (!part) return { pos: start + offset, index: by };
      const inside = assoc < 0 ? part.at < offset && offset <= part.at + part.size : part.at <= offset && offset < part.at + part.size;
      if (inside && range === 0) return { pos: start + part.lead + offset - part.at, index: by };
    }
    return null;
  }

  /** Puts another course's maps behind this one's, with what is known of them among themselves. */
  extend(other: Course): void {
    finish(this.extending(other, 0, other.length));
  }

  /** The same for some of them, in pieces. */
  *extending(other: Course, from: number, to: number): Sliced<void> {
    const shift = this.length - from;
    this.maps.pushAll(other.maps, from, to);
    let count = 0;
    for (const [undo, undone] of other.origins) {
      if (++count % PIECE === 0) yield;
      if (undone < from || undo >= to) continue;
      this.origins.set(undo + shift, undone + shift);
      this.markUndo(undo + shift);
    }
    for (const [taken, returns] of other.returns) {
      if (++count % PIECE === 0) yield;
      const within = taken < from ? [] : returns.filter(({ by }) => by < to);
      if (within.length > 0)
        this.put(
          taken + shift,
          within.map((one) => ({ ...one, by: one.by + shift })),
        );
    }
  }
}

/** Links that are put over at once. */
const PIECE = 2000;
const none: readonly Return[] = [];

/** Whether one puts back exactly as much as the other took, range by range. What it takes for that may be less by now. */
function putsBack(one: readonly Range[], other: readonly Range[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ newFrom, newTo }, k) => newTo - newFrom === (other[k]?.oldTo ?? 0) - (other[k]?.oldFrom ?? 0))
  );
}
