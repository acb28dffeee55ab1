import type { StepMap } from "prosemirror-transform";
import type { StepId } from "../ids";
import { Course } from "./course";
import { undoneOf } from "./neighbours";
import type { Undone } from "./neighbours";
import type { OpOf } from "./op";
import type { Sliced } from "../sliced";
import type { Names } from "./passage";
import { sizesOf } from "./range";
import { StepNames } from "./step-names";

type TextOp = OpOf<"text.step">;

/** How far back the step is looked for that an undo takes back which does not say it, as those of earlier versions did not. */
const REACH = 100;

/** Undos whose links are put over at once. */
const PIECE = 2000;

/** The course of a text's steps that have names in the log, and what takes back what among them. `first`: maps without names that it begins with. */
export class NamedCourse implements Omit<Names, "ownStep"> {
  readonly course: Course;
  private readonly first: number;
  private readonly names = new StepNames();
  private readonly undone = new Map<number, Undone>();

  constructor(first: readonly StepMap[] = []) {
    this.course = Course.of(first);
    this.first = first.length;
  }

  /** A step of the log, or one that has no name, and its map. Returns its slot. */
  append(op: TextOp, map: StepMap, id: StepId | null): number {
    const slot = this.course.append(map);
    this.names.push(id);
    if (op.revert === undefined) return slot;
    const undone = undoneOf(op, id);
    if (undone !== null) {
      this.undone.set(slot, undone);
      this.course.markUndo(slot);
    }
    const taken = undone === null ? this.guess(map, slot) : this.slotOf(undone.id);
    // An undo that others made gives back the very tokens that their deletion took: what was made on those finds them again (SPEC R5).
    if (taken !== undefined) this.course.linkUndo(taken, slot, op.part?.[0]);
    return slot;
  }

  private guess(map: StepMap, slot: number): number | undefined {
    const { course } = this;
    const wanted = sizesOf(map.invert());
    const start = course.rangeAt(slot)?.oldFrom;
    if (start === undefined) return undefined;
    for (let index = slot - 1; index >= Math.max(this.first, slot - 1 - REACH); index--) {
      const candidate = course.mapAt(index);
      if (!candidate || sizesOf(candidate) !== wanted || course.returnsOf(index).length > 0) continue;
      const place = course.rangeAt(index)?.newFrom;
      if (place === undefined) continue;
      const between = course.slice(index + 1, slot);
      if (between.map(place, -1) <= start && start <= between.map(place, 1)) return index;
    }
    return undefined;
  }

  /** Puts the steps of another one behind these: those in the log after a version, up to and with another. */
  *extend(other: NamedCourse, after: number, upTo: number): Sliced<void> {
    const [from, to] = [other.firstAfter(after), other.firstAfter(upTo)];
    const shift = this.course.length - from;
    yield* this.course.extending(other.course, from, to);
    this.names.pushAll(other.names, from - other.first, to - other.first);
    let count = 0;
    for (const [slot, undone] of other.undone) {
      if (++count % PIECE === 0) yield;
      if (slot < from || slot >= to) continue;
      this.undone.set(slot + shift, undone);
      this.course.markUndo(slot + shift);
    }
  }

  private readonly firstAfter = (version: number): number => this.first + this.names.firstAfter(version);

  nameOf(slot: number): StepId | null {
    return this.names.at(slot - this.first);
  }

  slotOf(id: StepId): number | undefined {
    const place = this.names.placeOf(id);
    return place === undefined ? undefined : this.first + place;
  }

  undoneAt(slot: number): Undone | undefined {
    return this.undone.get(slot);
  }

  returnsOf(undone: StepId): { slot: number; part: number }[] {
    return [...this.undone].flatMap(([slot, { id, begin }]) => (id === undone ? [{ slot, part: begin }] : []));
  }

  /** The slots of the steps that have names. */
  *named(): Generator<[StepId, number], void, void> {
    for (let place = 0; place < this.names.length; place++) {
      const id = this.names.at(place);
      if (id !== null) yield [id, this.first + place];
    }
  }
}
