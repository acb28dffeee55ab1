import type { Node } from "prosemirror-model";
import type { Lost } from "../doc/anchor";
import { isBlank } from "../doc/blank";
import { textBetween, trimToText } from "../doc/text";
import type { StepId } from "../ids";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import type { Course } from "./course";
import type { OpOf } from "./op";
import type { Survivor } from "./pieces";
import { fateOf, tracing } from "./range";
import type { Taken } from "./range";

type PassageOp = OpOf<"claim.add"> | OpOf<"claim.anchor">;

/** What is known of a course's steps: their names in the log, and where what one of them took is put back. */
export interface Names {
  nameOf(slot: number): StepId | null;
  /** The slots of what takes the step back, and from which of its tokens on each brings it. */
  returnsOf(undone: StepId): readonly { readonly slot: number; readonly part: number }[];
  /** Of one's own step that is not in the log: what happened since the text that it was made on, it included, and where there it takes. */
  ownStep(by: StepId): { readonly course: Course; readonly point: number } | null;
}

/**
 * Carries the edges of a passage over what happened since it was chosen. It stays on its own words, those included that an undo brought
 * back, and remembers which step took the others; one whose words are all gone starts as an orphan, whatever else has the same letters
 * (SPEC A6). Positions beyond the text are left as they are, for the fold to refuse.
 */
export const carryPassage = <T extends PassageOp>(op: T, course: Course, doc: Node, names: Names): T =>
  finish(carryingPassage(op, course, doc, names));

/** The same, in pieces: a passage in which others have written for hours is followed through every one of their keystrokes. */
export function* carryingPassage<T extends PassageOp>(op: T, course: Course, doc: Node, names: Names): Sliced<T> {
  if (course.map(Math.max(op.from, op.to), 1) > doc.content.size) return op;
  const fate = op.orphan ? { left: [], gone: [] } : yield* tracing(course, op.from, op.to);
  const head = (op.head ?? []).map((lost) => lostNow(lost, course, names));
  const tail = (op.tail ?? []).map((lost) => lostNow(lost, course, names));
  const there = [...head, ...tail].flatMap(({ back }) => back).concat(fate.left);
  const from = Math.min(...there.map(({ pos }) => pos));
  const to = Math.max(...there.map(({ pos, size }) => pos + size));
  const kept = there.length > 0 ? trimToText(doc, from, to) : null;
  const missing = (side: typeof head): Lost[] => side.flatMap(({ still }) => still);
  const gone = fate.gone.toSorted((a, b) => a.at - b.at);
  const taken = (which: (one: Taken) => boolean): Lost[] => gone.filter(which).map((one) => lostOf(one, op, names));
  const first = fate.left[0];
  const last = fate.left.at(-1);
  if (!kept) {
    const pos = course.map(op.from, 1);
    const all = [...missing(head), ...taken(() => true), ...missing(tail)];
    return withEdges({ ...op, from: pos, to: pos, orphan: true }, all, []);
  }
  const { orphan: _, ...rest } = op;
  const before = [...missing(head), ...taken(({ at }) => first === undefined || at < first.at)];
  const after = [...taken(({ at }) => first !== undefined && last !== undefined && at > last.at), ...missing(tail)];
  const exact = textBetween(doc, kept.from, kept.to);
  // Only the spaces around its words are left: these are known as its own, and come back between them.
  if (isBlank(exact)) before.push(...taken(({ at }) => first !== undefined && last !== undefined && at > first.at && at < last.at));
  if (kept.from === op.from && kept.to === op.to && exact === op.exact && !op.orphan && !op.head && !op.tail && gone.length === 0)
    return op;
  return withEdges({ ...rest, ...kept, exact } as T, before, after);
}

/** At most so many: more would be a passage that was nibbled at, of which the nearest are enough. */
const MAX_LOST = 64;

function withEdges<T extends PassageOp>(op: T, head: Lost[], tail: Lost[]): T {
  const { head: _head, tail: _tail, ...rest } = op;
  return {
    ...rest,
    ...(head.length > 0 ? { head: head.slice(-MAX_LOST) } : {}),
    ...(tail.length > 0 ? { tail: tail.slice(0, MAX_LOST) } : {}),
  } as T;
}

/** Where lost words are that are back, and what is lost still, by the names that the steps have now. */
function lostNow(lost: Lost, course: Course, names: Names): { back: readonly Survivor[]; still: readonly Lost[] } {
  const { by, at, size, text } = lost;
  const own = by === undefined ? null : names.ownStep(by);
  if (!own || at === undefined || size === undefined) {
    const back = backIn(lost, course, names);
    return { back, still: back.length === 0 ? [lost] : [] };
  }
  const fate = fateOf(own.course, own.point + at, own.point + at + size);
  const still = fate.gone
    .toSorted((a, b) => a.at - b.at)
    .map((taken): Lost => {
      const whole = taken.size === size;
      const words = text.length === size ? text.slice(taken.at, taken.at + taken.size) : whole ? text : "";
      const { by: _by, at: _at, size: _size, ...rest } = lost;
      return { ...rest, text: words, offset: whole ? lost.offset : 0, ...namedBy(taken, names) };
    });
  return { back: fate.left, still };
}

/** Where lost words are, when the course brings them back. */
function backIn({ by, at, size }: Lost, course: Course, names: Names): readonly Survivor[] {
  if (by === undefined || at === undefined || size === undefined) return [];
  return names.returnsOf(by).flatMap(({ slot, part }) => {
    const range = course.rangeAt(slot);
    if (slot < course.from || !range) return [];
    const begin = Math.max(at, part);
    const end = Math.min(at + size, part + range.newTo - range.newFrom);
    const pos = range.newFrom + begin - part;
    return begin < end ? fateOf(course.slice(slot + 1), pos, pos + end - begin).left : [];
  });
}

function lostOf(taken: Taken, op: PassageOp, names: Names): Lost {
  // Tokens are characters as long as no block ends among them.
  const plain = op.exact.length === op.to - op.from && !op.exact.includes("\n");
  const text = plain ? op.exact.slice(taken.at, taken.at + taken.size) : "";
  return { text, offset: 0, ...namedBy(taken, names) };
}

function namedBy(taken: Taken, names: Names): Pick<Lost, "by" | "at" | "size"> {
  const by = taken.range === 0 ? names.nameOf(taken.by) : null;
  return by === null ? {} : { by, at: taken.offset, size: taken.size };
}
