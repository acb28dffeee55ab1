import { Mapping } from "prosemirror-transform";
import type { Mappable, MapResult, StepMap } from "prosemirror-transform";

/** A map further on that puts back what the map took. */
interface Return {
  readonly by: number;
  /** Of the taken tokens, which the map brings: `[at, at + size)`, counted from the start of its first range. Null: all, range by range. */
  readonly part: { readonly at: number; readonly size: number; readonly lead: number } | null;
}

/**
 * The maps that a text went through, and which of them put back what others took: a position in words that went is found again where they
 * came back. `Mapping` of prosemirror-transform knows one mirror for each map, but an undo that is itself carried over takes part in two
 * pairs: with the step that it takes back, and with its own earlier form.
 */
export class Course implements Mappable {
  /** `from` and `to` bound what `map` goes through. Slices share their maps. */
  constructor(
    readonly maps: StepMap[] = [],
    private readonly returns: Map<number, Return[]> = new Map(),
    private readonly origins: Map<number, number> = new Map(),
    readonly from = 0,
    private readonly end: number | null = null,
  ) {}

  get to(): number {
    return this.end ?? this.maps.length;
  }

  /** Returns the map's index. */
  append(map: StepMap): number {
    return this.maps.push(map) - 1;
  }

  /** The map at `undo` takes back what the one at `undone` did; `part`: only its words from that token on. */
  linkUndo(undone: number, undo: number, part?: number): void {
    this.origins.set(undo, undone);
    if (part === undefined) this.link(undone, undo);
    else this.linkPart(undone, undo, part);
  }

  /**
   * The map at `by` puts back what the one at `taken` took. Left out when it puts more or less, so that positions would be off.
   * Of several for the same words the nearest counts: a later one puts back what was taken again.
   */
  link(taken: number, by: number): void {
    const [one, other] = [this.maps[taken], this.maps[by]];
    if (!one || !other || taken >= by || this.returns.has(taken) || !putsBack(other, one)) return;
    this.returns.set(taken, [{ by, part: null }]);
  }

  /** The same for a map that brings the tokens from `at` on, behind `lead` tokens of other content. */
  linkPart(taken: number, by: number, at: number, lead = 0): void {
    const [one, other] = [firstRange(this.maps[taken]), firstRange(this.maps[by])];
    if (!one || !other || taken >= by) return;
    const size = Math.min(one.oldTo - one.oldFrom - at, other.newTo - other.newFrom - lead);
    if (size <= 0) return;
    const known = this.returns.get(taken) ?? [];
    if (known.some(({ part }) => !part || (part.at < at + size && at < part.at + part.size))) return;
    this.returns.set(taken, [...known, { by, part: { at, size, lead } }]);
  }

  /** The index of the map that this one takes back; undefined when none is known. */
  originOf(index: number): number | undefined {
    return this.origins.get(index);
  }

  returnsOf(index: number): readonly Return[] {
    return this.returns.get(index) ?? none;
  }

  /** From `from` to `to`, as indexes of the whole. */
  slice(from: number, to: number | null = null): Course {
    return new Course(this.maps, this.returns, this.origins, from, to);
  }

  map(pos: number, assoc = 1): number {
    let at = pos;
    const { to } = this;
    for (let index = this.from; index < to; index++) {
      const jump = this.returns.size > 0 ? this.jump(index, at, assoc) : null;
      if (jump) [at, index] = [jump.pos, jump.index];
      else at = this.maps[index]?.map(at, assoc) ?? at;
    }
    return at;
  }

  mapResult(pos: number, assoc = 1): MapResult {
    return this.mapping().mapResult(pos, assoc);
  }

  /** For a position among the words that the map takes: where they come back within this course. */
  jump(index: number, pos: number, assoc: number): { pos: number; index: number } | null {
    const found = this.returns.get(index);
    if (!found) return null;
    let range = -1;
    let offset = 0;
    let count = 0;
    this.maps[index]?.forEach((oldFrom, oldTo) => {
      if (oldFrom <= pos && pos <= oldTo && pos !== (assoc < 0 ? oldFrom : oldTo)) [range, offset] = [count, pos - oldFrom];
      count += 1;
    });
    if (range < 0) return null;
    for (const { by, part } of found) {
      if (by >= this.to) continue;
      const start = rangeStart(this.maps[by], part ? 0 : range);
      if (!part) return { pos: start + offset, index: by };
      const inside = assoc < 0 ? part.at < offset && offset <= part.at + part.size : part.at <= offset && offset < part.at + part.size;
      if (inside && range === 0) return { pos: start + part.lead + offset - part.at, index: by };
    }
    return null;
  }

  /** For `Step.map`, which asks for more than positions. */
  private mapping(): Mapping {
    const pairs = [...this.returns].flatMap(([taken, found]) => found.filter(({ part }) => !part).map(({ by }) => [taken, by] as const));
    // It takes the first pair in which an index stands: that has to be the one that leads forward.
    const mirror = pairs.sort(([a], [b]) => b - a).flat();
    return new Mapping(this.maps, mirror, this.from, this.to);
  }
}

const none: readonly Return[] = [];

/** One changed range of a step map: `[oldFrom, oldTo)` became `[newFrom, newTo)`. */
interface Range {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

export function firstRange(map: StepMap | undefined): Range | null {
  let first: Range | null = null;
  map?.forEach((oldFrom, oldTo, newFrom, newTo) => (first ??= { oldFrom, oldTo, newFrom, newTo }));
  return first;
}

function rangeStart(map: StepMap | undefined, wanted: number): number {
  let start = 0;
  let count = 0;
  map?.forEach((_oldFrom, _oldTo, newFrom) => {
    if (count === wanted) start = newFrom;
    count += 1;
  });
  return start;
}

/** Whether one puts back exactly as much as the other took, range by range. What it takes for that may be less by now. */
function putsBack(one: StepMap, other: StepMap): boolean {
  const put: number[] = [];
  const taken: number[] = [];
  one.forEach((_oldFrom, _oldTo, newFrom, newTo) => put.push(newTo - newFrom));
  other.forEach((oldFrom, oldTo) => taken.push(oldTo - oldFrom));
  return put.join() === taken.join();
}
