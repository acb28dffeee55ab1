import { StepMap } from "prosemirror-transform";
import { IntColumn } from "./int-column";

/** One changed range of a step map: `[oldFrom, oldTo)` became `[newFrom, newTo)`. */
export interface Range {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

export function rangesOf(map: StepMap): Range[] {
  const ranges: Range[] = [];
  map.forEach((oldFrom, oldTo, newFrom, newTo) => ranges.push({ oldFrom, oldTo, newFrom, newTo }));
  return ranges;
}

/** Where a map without any range begins: no position is ever there. */
const NOWHERE = 0x7fffffff;
/** How far one of several ranges reaches from 0 on: every position is there, so that none passes it unseen. */
const EVERYWHERE = 0x3fffffff;

const SEVERAL = 1;
const MARKED = 2;

/**
 * Step maps one after another. Nearly all have one range, which is three numbers in three columns: a text's log may have hundreds of
 * thousands, and a position goes through them at a nanosecond or two each.
 */
export class MapColumns {
  private readonly starts = new IntColumn();
  private readonly olds = new IntColumn();
  private readonly news = new IntColumn();
  private readonly flags = new IntColumn();
  private readonly several = new Map<number, StepMap>();

  get length(): number {
    return this.starts.length;
  }

  /** Returns the map's index. */
  push(map: StepMap): number {
    const ranges = rangesOf(map);
    const [only] = ranges;
    if (ranges.length > 1) {
      this.several.set(this.length, map);
      return this.put(0, EVERYWHERE, 0, SEVERAL);
    }
    return only ? this.put(only.oldFrom, only.oldTo - only.oldFrom, only.newTo - only.newFrom, 0) : this.put(NOWHERE, 0, 0, 0);
  }

  private put(start: number, old: number, now: number, flags: number): number {
    this.olds.push(old);
    this.news.push(now);
    this.flags.push(flags);
    return this.starts.push(start);
  }

  /** Puts maps of other columns behind these, with their marks. */
  pushAll(other: MapColumns, from: number, to: number): void {
    const shift = this.length - from;
    this.starts.pushAll(other.starts, from, to);
    this.olds.pushAll(other.olds, from, to);
    this.news.pushAll(other.news, from, to);
    this.flags.pushAll(other.flags, from, to);
    for (const [index, map] of other.several) if (index >= from && index < to) this.several.set(index + shift, map);
  }

  /** Has `through` stop at the map for positions that touch its range. */
  mark(index: number): void {
    this.flags.values[index] = this.flags.at(index) | MARKED;
  }

  at(index: number): StepMap | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const known = this.several.get(index);
    if (known) return known;
    const start = this.starts.at(index);
    return start === NOWHERE ? StepMap.empty : new StepMap([start, this.olds.at(index), this.news.at(index)]);
  }

  rangesAt(index: number): Range[] {
    const known = this.several.get(index);
    if (known) return rangesOf(known);
    const only = this.firstAt(index);
    return only ? [only] : [];
  }

  /** Its first range; null when it has none. */
  firstAt(index: number): Range | null {
    if (index < 0 || index >= this.length) return null;
    const known = this.several.get(index);
    if (known) return rangesOf(known)[0] ?? null;
    const start = this.starts.at(index);
    return start === NOWHERE
      ? null
      : { oldFrom: start, oldTo: start + this.olds.at(index), newFrom: start, newTo: start + this.news.at(index) };
  }

  /**
   * Takes a position through the maps from `from` on, as `StepMap.map` does, up to `to` or the first that it touches and that is marked or has
   * several ranges; with `touching`, the first that it touches. Returns that one's index, and in `at` the position before it.
   */
  through(at: { pos: number }, from: number, to: number, assoc: number, touching = false): number {
    const { values: starts } = this.starts;
    const { values: olds } = this.olds;
    const { values: news } = this.news;
    const { values: flags } = this.flags;
    let { pos } = at;
    let index = from;
    for (; index < to; index++) {
      const start = starts[index] ?? NOWHERE;
      if (pos < start) continue;
      const old = olds[index] ?? 0;
      const end = start + old;
      const now = news[index] ?? 0;
      if (pos > end) pos += now - old;
      else if (touching || (flags[index] ?? 0) !== 0) break;
      else if (old === 0) pos = assoc < 0 ? start : start + now;
      else pos = pos !== start && (pos === end || assoc >= 0) ? start + now : start;
    }
    at.pos = pos;
    return index;
  }

  /**
   * Goes back through the maps from `until` to `since`, with the stretch `[low, high]` of the text behind them; yields those that take
   * something (with their first range) at a place in it.
   */
  *takers(low: number, high: number, since: number, until: number): Generator<number, void, void> {
    const { values: starts } = this.starts;
    const { values: olds } = this.olds;
    const { values: news } = this.news;
    for (let index = until - 1; index >= since; index--) {
      const start = starts[index] ?? NOWHERE;
      if (high < start) continue;
      const several = this.several.get(index);
      if (several) {
        const ranges = rangesOf(several);
        const [first] = ranges;
        if (first && first.oldFrom < first.oldTo && low <= first.newFrom && first.newFrom <= high) yield index;
        [low, high] = before(ranges, low, high);
        continue;
      }
      const old = olds[index] ?? 0;
      const end = start + (news[index] ?? 0);
      if (old > 0 && low <= start) yield index;
      low = low > end ? low + start + old - end : Math.min(low, start);
      high = high > end ? high + start + old - end : start + old;
    }
  }

  /**
   * Takes a stretch of the text through the maps from `from` on, up to `to` or the first that has several ranges, or takes from the stretch or
   * puts something into it. Returns that one's index, and in `at` the stretch before it.
   */
  beside(at: { from: number; to: number }, from: number, to: number): number {
    const { values: starts } = this.starts;
    const { values: olds } = this.olds;
    const { values: news } = this.news;
    let shift = 0;
    let index = from;
    for (; index < to; index++) {
      const start = starts[index] ?? NOWHERE;
      if (start >= at.to + shift) continue;
      const old = olds[index] ?? 0;
      if (start + old > at.from + shift) break;
      shift += (news[index] ?? 0) - old;
    }
    at.from += shift;
    at.to += shift;
    return index;
  }
}

/** A stretch of the text before a map, as wide as it may have been. */
function before(ranges: readonly Range[], low: number, high: number): [number, number] {
  let [from, to] = [low, high];
  for (const { oldFrom, oldTo, newFrom, newTo } of ranges) {
    if (low > newTo) from = low + oldTo - newTo;
    else if (low >= newFrom) from = oldFrom;
    if (high > newTo) to = high + oldTo - newTo;
    else if (high >= newFrom) to = oldTo;
  }
  return [from, to];
}
