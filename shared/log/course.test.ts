import { Mapping, StepMap } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { Course } from "./course";
import { rangesOf } from "./map-columns";
import { fateOf } from "./range";
import type { Survivor } from "./pieces";
import { pointsAt } from "./return";

// A course answers for hundreds of thousands of maps without looking at each. What it says is what one gets map by map, token by token.

interface Told {
  readonly course: Course;
  readonly maps: readonly StepMap[];
  readonly size: number;
}

/** Insertions, deletions and replacements all over a text, steps of two ranges, of none, and undos of some of them, whole or in part. */
function somebodyWrote(random: Random, count: number): Told {
  const course = new Course();
  const maps: StepMap[] = [];
  const first = 20 + random.below(60);
  let size = first;
  const add = (map: StepMap): number => {
    map.forEach((oldFrom, oldTo, newFrom, newTo) => (size += newTo - newFrom - (oldTo - oldFrom)));
    maps.push(map);
    return course.append(map);
  };
  for (let n = 0; n < count; n++) {
    const at = random.below(size + 1);
    const old = random.chance(0.4) ? 0 : Math.min(size - at, random.below(7));
    const now = random.below(5);
    const dice = random.below(10);
    if (dice === 0) add(StepMap.empty);
    else if (dice === 1 && at + old + 3 < size) add(new StepMap([at, old, now, at + old + 2, 1, random.below(3)]));
    else if (dice > 6 && n > 0) takeBack(course, random, size, add);
    else add(new StepMap([at, old, now]));
  }
  return { course, maps, size: first };
}

function takeBack(course: Course, random: Random, size: number, add: (map: StepMap) => number): void {
  const undone = random.below(course.length);
  const range = course.rangeAt(undone);
  if (!range || course.rangesAt(undone).length > 1) return void add(StepMap.empty);
  const at = Math.min(size, course.slice(undone + 1).map(range.newFrom, random.chance(0.5) ? 1 : -1));
  const old = Math.min(range.newTo - range.newFrom, size - at);
  const took = range.oldTo - range.oldFrom;
  const part = random.chance(0.4) && took > 1 ? random.below(took) : undefined;
  const undo = add(new StepMap([at, old, took - (part ?? 0)]));
  course.linkUndo(undone, undo, part);
}

/** Each way of asking, over all and over parts of the course. */
function* parts({ course }: Told, random: Random): Generator<Course> {
  yield course;
  for (let n = 0; n < 3; n++) {
    const from = random.below(course.length + 1);
    yield course.slice(from);
    yield course.slice(from, from + random.below(course.length - from + 1));
  }
}

function mapByMap(course: Course, maps: readonly StepMap[], pos: number, assoc: number): number {
  let at = pos;
  for (let index = course.from; index < course.to; index++) {
    const jump = course.jump(index, at, assoc);
    if (jump) [at, index] = [jump.pos, jump.index];
    else at = maps[index]?.map(at, assoc) ?? at;
  }
  return at;
}

/** Every position of a text of this size, leaning to either side. */
const everywhere = (size: number): [pos: number, assoc: number][] =>
  Array.from({ length: size + 1 }, (_, pos) => pos).flatMap((pos): [number, number][] => [
    [pos, -1],
    [pos, 1],
  ]);

const seeds = Array.from({ length: 300 }, (_, seed) => seed);
const sizeAt = ({ maps, size }: Told, index: number): number => {
  let now = size;
  for (const map of maps.slice(0, index))
    for (const { oldFrom, oldTo, newFrom, newTo } of rangesOf(map)) now += newTo - newFrom - (oldTo - oldFrom);
  return now;
};

test("R5: a position goes through a course as through its maps one by one", () => {
  for (const seed of seeds.slice(0, 100)) {
    const random = new Random(seed);
    const told = somebodyWrote(random, 2 + random.below(40));
    for (const course of parts(told, random)) {
      const asked = everywhere(sizeAt(told, course.from));
      const wanted = asked.map(([pos, assoc]) => mapByMap(course, told.maps, pos, assoc));
      expect({ seed, places: asked.map(([pos, assoc]) => course.map(pos, assoc)) }).toEqual({ seed, places: wanted });
    }
  }
});

test("R5: what a course tells of a position is what prosemirror-transform's mapping tells, for whole undos", () => {
  for (const seed of seeds.slice(0, 60)) {
    const random = new Random(seed);
    const told = somebodyWrote(random, 2 + random.below(40));
    const pairs = told.maps.flatMap((_, taken) =>
      told.course.returnsOf(taken).flatMap(({ by, part }) => (part ? [] : [[taken, by] as const])),
    );
    const mirror = pairs.sort(([a], [b]) => b - a).flat();
    for (const course of parts(told, random)) {
      const mapping = new Mapping([...told.maps], mirror, course.from, course.to);
      const asked = everywhere(sizeAt(told, course.from));
      const wanted = asked.map(([pos, assoc]) => {
        const { pos: place, deleted, deletedBefore, deletedAfter, deletedAcross } = mapping.mapResult(pos, assoc);
        return { pos: place, deleted, deletedBefore, deletedAfter, deletedAcross };
      });
      expect({ seed, told: asked.map(([pos, assoc]) => course.mapResult(pos, assoc)) }).toEqual({ seed, told: wanted });
    }
  }
});

/** Every token by itself: where each of a range is in the end, and which went. */
function tokenByToken({ maps, size }: Told, course: Course, from: number, to: number): { left: Survivor[]; gone: number[] } {
  let text: (number | null)[] = Array.from({ length: size }, (_, index) => (index >= from && index < to ? index - from : null));
  const taken = new Map<string, (number | null)[]>();
  for (let index = course.from; index < course.to; index++) {
    const map = maps[index];
    if (!map) break;
    const next: (number | null)[] = [];
    let cursor = 0;
    for (const [range, { oldFrom, oldTo, newFrom, newTo }] of rangesOf(map).entries()) {
      next.push(...text.slice(cursor, oldFrom), ...Array.from({ length: newTo - newFrom }, () => null));
      taken.set(`${String(index)} ${String(range)}`, text.slice(oldFrom, oldTo));
      cursor = oldTo;
    }
    text = [...next, ...text.slice(cursor)];
    bringBack(course, maps, index, taken, text);
  }
  return gathered(text, to - from);
}

/** Puts what this map brings back of others' to its place. */
function bringBack(
  course: Course,
  maps: readonly StepMap[],
  index: number,
  taken: Map<string, (number | null)[]>,
  text: (number | null)[],
): void {
  for (let by = course.from; by < index; by++)
    for (const one of course.returnsOf(by)) {
      if (one.by !== index) continue;
      for (const [range, home] of rangesOf(maps[index] ?? StepMap.empty).entries()) {
        if (one.part && range > 0) continue;
        const words = taken.get(`${String(by)} ${String(range)}`) ?? [];
        const [at, size, lead] = one.part ? [one.part.at, one.part.size, one.part.lead] : [0, words.length, 0];
        for (let k = 0; k < size; k++) text[home.newFrom + lead + k] = words[at + k] ?? text[home.newFrom + lead + k] ?? null;
      }
    }
}

function gathered(text: readonly (number | null)[], count: number): { left: Survivor[]; gone: number[] } {
  const left: { at: number; pos: number; size: number }[] = [];
  const here = new Set<number>();
  for (const [pos, token] of text.entries()) {
    if (token === null) continue;
    here.add(token);
    const last = left.at(-1);
    if (last && last.pos + last.size === pos && last.at + last.size === token) last.size += 1;
    else left.push({ at: token, pos, size: 1 });
  }
  return { left, gone: Array.from({ length: count }, (_, token) => token).filter((token) => !here.has(token)) };
}

test("R3: of a stretch that many wrote into, every token is where it is when each is followed by itself, and is told once when it went", () => {
  for (const seed of seeds) {
    const random = new Random(seed);
    const told = somebodyWrote(random, 2 + random.below(120));
    const course = told.course.slice(0, random.chance(0.3) ? random.below(told.course.length + 1) : null);
    const from = random.below(told.size);
    const to = from + 1 + random.below(told.size - from);
    const { left, gone } = fateOf(course, from, to);
    const wanted = tokenByToken(told, course, from, to);
    const went = gone.flatMap(({ at, size }) => Array.from({ length: size }, (_, k) => at + k)).sort((a, b) => a - b);
    expect({ seed, left, went }).toEqual({ seed, left: wanted.left, went: wanted.gone });
  }
});

test("R7: the place of lost words before each of many maps is what the course up to that map says", () => {
  for (const seed of seeds) {
    const random = new Random(seed);
    const told = somebodyWrote(random, 2 + random.below(60));
    const start = random.below(told.course.length);
    const point = random.below(sizeAt(told, start) + 1);
    const wanted = told.course.originsFrom(start);
    const points = pointsAt(told.course, { start, point, taken: null }, wanted);
    expect({ seed, points: [...points] }).toEqual({
      seed,
      points: wanted.map((until) => [until, mapByMap(told.course.slice(start, until), told.maps, point, 1)]),
    });
  }
});

test("R2: what is put behind another course keeps what is known of it, and only within the part that was put", () => {
  for (const seed of seeds) {
    const random = new Random(seed);
    const told = somebodyWrote(random, 2 + random.below(40));
    const own = Course.of([new StepMap([0, 0, 2]), new StepMap([1, 1, 0])]);
    own.extend(told.course);
    const part = told.course.slice(0);
    const asked = everywhere(told.size);
    const wanted = asked.map(([pos, assoc]) => part.map(pos, assoc));
    expect({ seed, places: asked.map(([pos, assoc]) => own.slice(2).map(pos, assoc)) }).toEqual({ seed, places: wanted });
    expect(own.slice(2).originsFrom(0)).toEqual(told.course.originsFrom(0).map((origin) => origin + 2));
  }
});

test("of all deletions those are told whose place, carried to the end, is in a stretch, and few more", () => {
  const random = new Random(11);
  let [told, right] = [0, 0];
  for (let round = 0; round < 300; round++) {
    const maps: StepMap[] = [];
    let size = 40;
    for (let n = 0; n < 40; n++) {
      const at = random.below(size + 1);
      const old = random.chance(0.3) ? 0 : Math.min(size - at, random.below(6));
      const now = random.below(5);
      const two = random.chance(0.1) && at + old + 3 < size;
      const map = two ? new StepMap([at, old, now, at + old + 2, 1, random.below(3)]) : new StepMap([at, old, now]);
      maps.push(map);
      map.forEach((oldFrom, oldTo, newFrom, newTo) => (size += newTo - newFrom - (oldTo - oldFrom)));
    }
    const course = Course.of(maps);
    const from = random.below(size + 1);
    const to = Math.min(size, from + random.below(3));
    const wanted = maps.flatMap((map, index) => {
      const [range] = rangesOf(map);
      if (!range || range.oldFrom === range.oldTo) return [];
      const rest = course.slice(index + 1);
      return rest.map(range.newFrom, -1) <= to && from <= rest.map(range.newFrom, 1) ? [index] : [];
    });
    const found = [...course.takersAt(from, to)];
    told += found.length;
    right += wanted.length;
    expect(found).toEqual(expect.arrayContaining(wanted));
    expect(found).toEqual(found.toSorted((a, b) => b - a));
  }
  expect(right).toBeGreaterThan(300);
  expect(told).toBeLessThan(1.5 * right);
});
