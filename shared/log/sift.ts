import { isBlank } from "../doc/blank";
import { withoutHalves } from "../characters";
import { docJson, parsingDoc, parsingStep, stepOf, writingStep } from "../doc/steps";
import type { StepJson } from "../doc/json";
import { partsOf } from "../ids";
import type { CommitId, DocId, Version } from "../ids";
import { jsonLength } from "../json-length";
import { languages } from "../languages";
import type { Lang } from "../languages";
import type { RefusalCode, Result } from "../refusal";
import { ok, refuse } from "../refusal";
import type { Who } from "../rights/grant";
import { maySend } from "../rights/op-rights";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import type { RefusedOp, Submission } from "./commit";
import { Op, setFits } from "./op";
import type { OpOf } from "./op";
import { takersOf } from "./own-names";
import type { DocState } from "./state";
import { upgradeOp } from "./upgrade";

// What can be told of each op by itself, before it waits for its turn. One that will not do is refused by itself: the rest goes on without it
// (SPEC L6).

/** What arrived in place of an op and is none. */
export interface Unread {
  readonly type: "unread";
  /** Whose positions nobody can tell after it: of one text, of all (`null`), or of none (`[]`). */
  readonly moves: readonly Lang[] | null;
}

/** A submission as it arrives. */
export interface Sent {
  readonly doc: DocId;
  readonly id: CommitId;
  readonly base: Version;
  readonly ops: readonly (Op | Unread)[];
}

/** What is left of a submission. */
export interface Sifted {
  readonly submission: Submission;
  /** For each of its ops, its index in what was sent. */
  readonly places: readonly number[];
  /** Its ops that will not do but stay in it: what comes after a text step has to be carried as if that had never been. */
  readonly barred: ReadonlyMap<Op, RefusalCode>;
  /** What is not in it, by its index in what was sent. */
  readonly refused: readonly RefusedOp[];
  /** Length as JSON, roughly. */
  readonly chars: number;
}

/** A submission of our own, of which nothing is to be taken out. */
export const unsifted = (submission: Submission): Sifted => ({
  submission,
  places: submission.ops.map((_, index) => index),
  barred: new Map(),
  refused: [],
  chars: jsonLength(submission.ops),
});

/** Reads one op of whatever arrives, in today's form or that of a page of before. */
export function readOp(value: unknown): Op | Unread {
  const parsed = Op.safeParse(upgradeOp(value));
  if (parsed.success) return parsed.data;
  const { type, lang } = typeof value === "object" && value !== null ? (value as { type?: unknown; lang?: unknown }) : {};
  if (typeof type === "string" && !type.startsWith("text.") && Op.def.options.some((one) => one.shape.type.def.values[0] === type)) {
    return { type: "unread", moves: [] };
  }
  return { type: "unread", moves: languages.includes(lang as Lang) ? [lang as Lang] : null };
}

/**
 * Takes out of a submission what could never be taken: what is not of its shape, what the author may not send, half characters,
 * fields seen at a version that the author had not seen. Steps and texts come out in their canonical form, so that nothing that nobody
 * reads is kept. `state`: the document as it is.
 */
export function sift(sent: Sent, who: Who, state: DocState): Sifted {
  return finish(sifting(sent, who, state));
}

/** The same, an op at a time. */
export function* sifting(sent: Sent, who: Who, state: DocState): Sliced<Sifted> {
  const run = new Sieve(sent.base, who, state);
  for (const [index, op] of sent.ops.entries()) {
    yield* run.take(op, index);
    yield;
  }
  const { ops, places, barred, refused, chars } = run;
  return { submission: { doc: sent.doc, id: sent.id, base: sent.base, ops }, places, barred, refused, chars };
}

class Sieve {
  readonly ops: Op[] = [];
  readonly places: number[] = [];
  readonly barred = new Map<Op, RefusalCode>();
  readonly refused: RefusedOp[] = [];
  chars = 0;
  /** Texts whose positions nobody can tell any more, because a step of theirs could not be read. */
  private readonly blurred = new Set<Lang>();

  constructor(
    private readonly base: Version,
    private readonly who: Who,
    private readonly state: DocState,
  ) {}

  *take(op: Op | Unread, index: number): Sliced<void> {
    if (op.type === "unread") {
      for (const lang of op.moves ?? languages) this.blurred.add(lang);
      this.refused.push({ op: index, code: "malformed" });
      return;
    }
    if (hasPlace(op) && this.blurred.has(op.lang)) {
      this.refused.push({ op: index, code: "goes-with" });
      return;
    }
    const fit = yield* this.fit(op);
    const code = fit.ok ? null : fit.refusal.code;
    if (op.type === "text.step" && code !== null && !hasMap(op.step)) {
      this.blurred.add(op.lang);
      this.refused.push({ op: index, code });
      return;
    }
    const kept = fit.ok ? fit.value : op;
    this.ops.push(kept);
    this.places.push(index);
    if (code !== null) this.barred.set(kept, code);
    else this.chars += jsonLength(kept);
  }

  /** Whether its author could know the steps that it names: those of the log that they had, and their own before it in this sending. */
  private knows(op: OpOf<"claim.add"> | OpOf<"claim.anchor">): boolean {
    return takersOf(op).every((by) => {
      const [version, place] = partsOf(by);
      const own = (): number => this.ops.filter((one) => one.type === "text.step" && one.lang === op.lang).length;
      return version <= this.base || (version === this.base + 1 && place < own());
    });
  }

  private *fit(op: Op): Sliced<Result<Op>> {
    if (!maySend(this.who, op, this.state)) return refuse("forbidden", { op: op.type });
    if ("seen" in op && op.seen !== undefined && op.seen > this.base) return refuse("malformed", { field: "seen" });
    if ((op.type === "claim.add" || op.type === "claim.anchor") && !this.knows(op)) return refuse("malformed", { field: "by" });
    return yield* fitting(op);
  }
}

type Placed = Extract<Op, { type: "text.step" | "claim.add" | "claim.anchor" }>;
const hasPlace = (op: Op): op is Placed => op.type === "text.step" || op.type === "claim.add" || op.type === "claim.anchor";

function hasMap(json: StepJson): boolean {
  try {
    stepOf(json).getMap();
    return true;
  } catch {
    return false;
  }
}

/** An op by itself. */
export const fitOp = (op: Op): Result<Op> => finish(fitting(op));

/**
 * The same, piece by piece: parses what the wire's schema could not. Steps and texts come out in their canonical form.
 * Refuses with `malformed`, `surrogate`, `too-large`, `bad-address`, `empty-range` or `note-wanted`.
 */
export function* fitting(op: Op): Sliced<Result<Op>> {
  switch (op.type) {
    case "text.step": {
      const step = yield* parsingStep(op.step);
      return step.ok ? ok({ ...op, step: yield* writingStep(step.value) }) : step;
    }
    case "text.add": {
      const doc = yield* parsingDoc(op.doc);
      return doc.ok ? ok({ ...op, doc: yield* docJson(doc.value) }) : doc;
    }
    case "claim.set":
    case "evidence.set":
    case "doc.set":
      if (!setFits(op)) return refuse("malformed", { field: op.field });
      return holdsHalf(op) ? refuse("surrogate") : ok(op);
    case "claim.add":
    case "claim.anchor":
      if (!op.orphan && (op.from >= op.to || showsNothing(op))) return refuse("empty-range");
      return holdsHalf(op) ? refuse("surrogate") : ok(op);
    case "review.decide":
      if (op.decision === "sent-back" && isBlank(op.note)) return refuse("note-wanted");
      return holdsHalf(op) ? refuse("surrogate") : ok(op);
    default:
      return holdsHalf(op) ? refuse("surrogate") : ok(op);
  }
}

/** Of a passage whose other words went before it was sent no more than a space may be left: it had words (SPEC A6). "" stands for any. */
function showsNothing({ exact, head = [], tail = [] }: OpOf<"claim.add"> | OpOf<"claim.anchor">): boolean {
  return isBlank(exact) && [...head, ...tail].every(({ text }) => text !== "" && isBlank(text));
}

/** `JSON.stringify` writes a lone surrogate, and nothing else, as `\ud…` after an even number of backslashes. */
function holdsHalf(op: Op): boolean {
  const json = JSON.stringify(op);
  return /\\ud[89a-f]/.test(json) && /(?<!\\)(\\\\)*\\ud[89a-f]/.test(json);
}

/** The op with every half of a character left out of its words; steps and texts stay as they are. */
export function mended<T extends Op>(op: T): T {
  return op.type === "text.step" || op.type === "text.add" || !holdsHalf(op) ? op : (mend(op) as T);
}

function mend(value: unknown): unknown {
  if (typeof value === "string") return withoutHalves(value);
  if (Array.isArray(value)) return value.map(mend);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mend(inner)]));
}
