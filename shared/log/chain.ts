import type { Step, StepMap } from "prosemirror-transform";
import { mapOf } from "../doc/steps";
import type { StepId, Version } from "../ids";
import { partsOf, stepId } from "../ids";
import type { Lang } from "../languages";
import type { Sliced } from "../sliced";
import type { Course } from "./course";
import { rangesOf } from "./map-columns";
import { NamedCourse } from "./named-course";
import { neighboursIn, sideTold, undoneOf } from "./neighbours";
import { MAX_NEIGHBOURS } from "./op";
import type { Op, OpOf } from "./op";
import type { Names } from "./passage";
import type { Past } from "./past";
import type { Trace } from "./pending";
import { sidesIn, takenAt } from "./return";
import type { SideOf } from "./return";
import type { Alike } from "./words-alike";

type TextOp = OpOf<"text.step">;

/** A step that stands in the course, and what takes it back there. */
export interface Standing {
  readonly inverse: () => Step;
  /** Index of its map in the chain's course. */
  readonly slot: number;
  /** What `onPlaced` made of it, for whoever keeps traces. */
  readonly trace: Trace | null;
  /** Its name when it is in the log; else how many accepted steps of its language stand before it. */
  readonly name: StepId | number;
}

/** What own steps are called that are not in the log (`own-names.ts`). */
export interface OwnNames {
  /** The version in their names as they are accepted, and in those by which the ops know them. */
  readonly next: Version;
  readonly former: number | null;
  /** Of the first of these, which are not among the ops: where in `over` they are taken back. */
  readonly takenBack: readonly number[];
}

/** Steps that are taken up at once. */
const PIECE = 500;

/** What the log did before the ops that a chain is carried over one by one, in one piece: the steps after a version, up to and with another. */
export interface Ground {
  readonly course: NamedCourse;
  readonly after: number;
  readonly upTo: number;
}

/**
 * The course that a chain of own steps of one language goes through: own steps taken back (last first), what happened meanwhile, own steps
 * put on again in their accepted form. Each taken-back step is linked with its accepted form, so that later own steps find the text of
 * earlier ones (the scheme of prosemirror-collab's `rebaseSteps`, on maps alone), and each undo with what it takes back.
 */
export class Chain implements Names {
  private readonly standing: (readonly Standing[])[] = [];
  private readonly names: NamedCourse;
  /** By index in `over`. */
  private readonly overSlots = new Map<number, number>();
  /** Of own steps by their slots. */
  private readonly given = new Map<number, StepId>();
  /** Nothing to map over so far: own steps stand as they are. */
  clean = true;

  private constructor(
    private readonly own: readonly TextOp[],
    private readonly naming: OwnNames,
  ) {
    this.names = new NamedCourse(own.toReversed().map(({ step }) => mapOf(step).invert()));
    for (const [index, { revert, part }] of own.entries()) {
      // Taken back, an undo takes what it brought, and what it had undone brings that again.
      if (revert) this.linkBack(this.backSlot(index), this.backSlot(index - revert), part?.[0]);
    }
  }

  /** The chain of own steps of a language over what happened meanwhile, piece by piece: that may be tens of thousands of steps. */
  static *over(own: readonly TextOp[], ground: Ground | null, over: readonly Past[], lang: Lang, naming: OwnNames): Sliced<Chain> {
    const chain = new Chain(own, naming);
    if (ground) yield* chain.names.extend(ground.course, ground.after, ground.upTo);
    for (const [index, { op, id, again = [] }] of over.entries()) {
      if (index % PIECE === PIECE - 1) yield;
      if (!isTextStep(op, lang)) continue;
      const slot = chain.names.append(op, mapOf(op.step), id);
      chain.overSlots.set(index, slot);
      for (const { index: taker, alike } of again) chain.linkAgain(chain.overSlot(taker), slot, alike);
    }
    chain.clean = chain.course.length === own.length;
    return chain;
  }

  /** The step at `slot` puts words in their place again that the one at `former` took: all of them, or those that are alike. */
  private linkAgain(former: number, slot: number, alike: readonly Alike[] = []): void {
    this.course.link(former, slot);
    for (const { at, lead, size } of alike) this.course.linkPart(former, slot, at, lead, size);
  }

  private get course(): Course {
    return this.names.course;
  }

  /** Where an own step stands taken back. */
  private readonly backSlot = (index: number): number => this.own.length - 1 - index;

  private linkBack(undo: number, undone: number, part: number | undefined): void {
    if (part === undefined) this.course.link(undo, undone);
    else this.course.linkPart(undo, undone, 0, part);
  }

  /** The course for what was made after the own steps settled so far. */
  current(): Course {
    return this.course.slice(this.own.length - this.standing.length);
  }

  /** The course from after a standing step to now. */
  since(slot: number): Course {
    return this.course.slice(slot + 1);
  }

  /** How words that came back stood to those that an own undo brings, as it or what brought them tells. */
  private besideOf(op: TextOp): SideOf {
    const mine = undoneOf(op, null);
    return (index) => {
      const theirs = mine && this.names.undoneAt(index);
      return mine && theirs ? sideTold(mine, theirs) : null;
    };
  }

  /** The sides of what comes back to the words of an own undo that were taken before all this. */
  sidesOf(op: TextOp): SideOf {
    const course = this.current();
    return sidesIn(course, { start: course.from, point: pointOf(op), taken: null }, this.besideOf(op));
  }

  /** The same for words that a step in the chain took. */
  sidesAt(slot: number, op: TextOp): SideOf {
    return sidesIn(this.course, takenAt(this.course, slot), this.besideOf(op));
  }

  /** The op's neighbours, with those that were taken meanwhile at its place: of these its author did not know. */
  metBy(op: TextOp): [StepId, number][] {
    const course = this.current();
    const met = neighboursIn(course, { start: course.from, point: pointOf(op), taken: null }, (slot) => this.names.nameOf(slot));
    return [...(op.beside ?? []), ...met].slice(-MAX_NEIGHBOURS);
  }

  /**
   * A step of the next own step's accepted form was applied; returns its slot. `shift`: it brings the own step's content, this many tokens
   * further on than that did; null when it does not. `takesBack`: the slot of the step that it takes back, and from which token on.
   */
  append(map: StepMap, shift: number | null, takesBack?: { slot: number; part?: number | undefined }): number {
    const slot = this.course.append(map);
    if (takesBack) this.course.linkUndo(takesBack.slot, slot, takesBack.part);
    const back = this.own.length - 1 - this.standing.length;
    if (shift === 0) this.course.link(back, slot);
    // Fitted with a block's end or beginning more than it had, it brings what it did and that.
    if (shift !== null) this.course.linkForm(back, slot);
    if (shift !== null) this.course.linkPart(back, slot, Math.max(0, -shift), Math.max(0, shift));
    return slot;
  }

  /**
   * The next own step is done with; it stands as these steps (none: it had no place). `kept`: it is the very step. Once one was changed,
   * what follows was made on a text that is not quite the one here, and has to be mapped too.
   */
  settle(standing: readonly Standing[], kept: boolean): void {
    this.standing.push(standing);
    for (const { slot, name } of standing) this.given.set(slot, typeof name === "number" ? stepId(this.naming.next, name) : name);
    if (!kept) this.clean = false;
  }

  /** What became of the own step that stands `back` own steps before the next one. */
  becameOf(back: number): readonly Standing[] | null {
    return this.standing[this.standing.length - back] ?? null;
  }

  nameOf(slot: number): StepId | null {
    return this.names.nameOf(slot) ?? this.given.get(slot) ?? null;
  }

  ownStep(by: StepId): { course: Course; point: number } | null {
    const [version, place] = partsOf(by);
    const { former, takenBack } = this.naming;
    if (version !== former) return null;
    const index = takenBack[place];
    const mine = place - takenBack.length;
    const slot = index === undefined ? (mine < this.own.length ? this.backSlot(mine) : undefined) : this.overSlots.get(index);
    const range = slot === undefined ? null : this.course.rangeAt(slot);
    return slot === undefined || !range ? null : { course: this.course.slice(slot + 1), point: range.newFrom };
  }

  returnsOf(undone: StepId): { slot: number; part: number }[] {
    return this.names.returnsOf(undone);
  }

  /** The slot of a step by its index in `over`. */
  overSlot(index: number): number {
    return this.overSlots.get(index) ?? -1;
  }
}

const pointOf = (op: TextOp): number => rangesOf(mapOf(op.step))[0]?.oldFrom ?? 0;

const isTextStep = (op: Op, lang: Lang): op is TextOp => op.type === "text.step" && op.lang === lang;

export const textSteps = (ops: readonly Op[], lang: Lang): TextOp[] => ops.filter((op): op is TextOp => isTextStep(op, lang));
