import { statementField } from "../claim/statements";
import { anchorIn } from "./apply";
import type { Op, OpOf } from "./op";
import type { DocState } from "./state";
import { takersIn } from "./own-names";
import type { LocalOp, Trace } from "./pending";
import type { FieldMark } from "../claim/claim";
import { setByOthers } from "../claim/marks";
import type { StepId, UserId, Version } from "../ids";

/** What takes an op of one's own back: a text step by its trace, anything else by ops that put the former value back. */
export type Undoable = { readonly kind: "step"; readonly trace: Trace } | UndoOps;

export interface UndoOps {
  readonly kind: "ops";
  readonly ops: readonly Op[];
  readonly unless: (now: DocState) => boolean;
  /** The last text step before the op, from which positions in `ops` are mapped. */
  readonly after: Trace | null;
  /** By the names that they have in `ops`: own steps that were not in the log. */
  readonly takers: ReadonlyMap<StepId, Trace>;
}

export interface UndoGroup {
  readonly id: number;
  /** Merged with the next change of the same key within a second. */
  readonly key: string;
  at: number;
  readonly items: Undoable[];
}

/**
 * How to take a (non-text) op back, judged on the state before it; null when it cannot be (a text added, a conflict settled).
 * What somebody else set since stays theirs.
 */
export function inverseOf(
  op: Exclude<Op, { type: "text.step" }>,
  before: DocState,
  me: UserId,
  { after, waiting }: { after: Trace | null; waiting: readonly LocalOp[] },
): UndoOps | null {
  const ops = inverseOps(op, before);
  if (ops === null) return null;
  const takers = takersIn(ops, waiting, (before.version + 1) as Version);
  return { kind: "ops", ops, unless: (now) => setSince(op, before.version, now, me), after, takers };
}

/** Whether somebody else has set since what the op had set. */
function setSince(op: Exclude<Op, { type: "text.step" }>, version: Version, now: DocState, me: UserId): boolean {
  switch (op.type) {
    case "claim.set":
      return marked(now.claims.get(op.claim)?.marks[op.field], op.seen, me);
    case "statement.set":
      return marked(now.claims.get(op.claim)?.marks[statementField(op.lang)], op.seen, me);
    case "verdict.propose":
      return (["verdict", "rationale"] as const).some(
        (field) => op[field] !== undefined && marked(now.claims.get(op.claim)?.marks[field], op.seen, me),
      );
    case "review.decide":
      return marked(now.claims.get(op.claim)?.marks["review"], op.seen, me);
    case "doc.set":
      return marked(now.detailMarks[op.field], op.seen ?? version, me);
    case "claim.anchor":
      return !isChosen(now, op);
    case "claim.unanchor":
      return anchorIn(now, op.lang, op.claim) !== null;
    // Of these nobody keeps who set them; the value tells.
    case "evidence.set":
      return now.claims.get(op.claim)?.evidence.find(({ id }) => id === op.evidence)?.[op.field] !== op.value;
    case "comment.resolve":
      return now.claims.get(op.claim)?.comments.find(({ id }) => id === op.comment)?.resolved !== op.resolved;
    case "block.state":
      return now.texts[op.lang]?.blocks[op.block] !== op.state;
    default:
      return false;
  }
}

function marked(mark: FieldMark | undefined, seen: Version, me: UserId): boolean {
  const theirs = setByOthers(mark, me);
  return theirs !== undefined && (mark?.by !== me || theirs.version > seen);
}

/** Whether the claim's passage is still the one chosen with the op: its words may be others by now, what stood around them is kept as it was. */
function isChosen(now: DocState, { lang, claim, prefix, suffix }: OpOf<"claim.anchor">): boolean {
  const anchor = anchorIn(now, lang, claim);
  return anchor?.prefix === prefix && anchor.suffix === suffix;
}

function inverseOps(op: Exclude<Op, { type: "text.step" }>, before: DocState): Op[] | null {
  const seen = before.version;
  switch (op.type) {
    case "claim.add":
      return [{ type: "claim.withdraw", claim: op.claim }];
    case "claim.withdraw":
      return [{ type: "claim.restore", claim: op.claim }];
    case "claim.restore":
      return [{ type: "claim.withdraw", claim: op.claim }];
    case "claim.set":
      return formerField(op, before);
    case "statement.set": {
      const claim = before.claims.get(op.claim);
      return claim ? [{ ...op, text: claim.statements[op.lang] ?? "" }] : null;
    }
    case "claim.anchor":
    case "claim.unanchor":
      return formerAnchor(op, before);
    case "verdict.propose": {
      const claim = before.claims.get(op.claim);
      if (!claim) return null;
      const verdict = op.verdict === undefined ? {} : { verdict: claim.verdict };
      const rationale = op.rationale === undefined ? {} : { rationale: claim.rationale };
      return [{ type: "verdict.propose", claim: op.claim, seen, ...verdict, ...rationale }];
    }
    case "review.decide": {
      const status = before.claims.get(op.claim)?.status ?? "in-review";
      const open = status === "to-check" || status === "checking" ? status : "in-review";
      return [{ type: "claim.set", v: 1, claim: op.claim, field: "status", value: open, seen }];
    }
    case "evidence.add":
      return [{ type: "evidence.remove", claim: op.claim, evidence: op.evidence }];
    case "evidence.remove":
      return [{ type: "evidence.restore", claim: op.claim, evidence: op.evidence }];
    case "evidence.restore":
      return [{ type: "evidence.remove", claim: op.claim, evidence: op.evidence }];
    case "evidence.set": {
      const item = before.claims.get(op.claim)?.evidence.find(({ id }) => id === op.evidence);
      return item ? [{ ...op, value: item[op.field] }] : null;
    }
    default:
      return formerRest(op, before);
  }
}

type Rest = Extract<Op, { type: `comment.${string}` | "block.state" | "doc.set" | "text.add" | "conflict.settle" }>;

function formerRest(op: Rest, before: DocState): Op[] | null {
  switch (op.type) {
    case "comment.add":
      return [{ type: "comment.remove", claim: op.claim, comment: op.comment }];
    case "comment.remove":
      return [{ type: "comment.restore", claim: op.claim, comment: op.comment }];
    case "comment.restore":
      return [{ type: "comment.remove", claim: op.claim, comment: op.comment }];
    case "comment.edit": {
      const text = before.claims.get(op.claim)?.comments.find(({ id }) => id === op.comment)?.text;
      return text === undefined ? null : [{ ...op, text }];
    }
    case "comment.resolve":
      return [{ ...op, resolved: !op.resolved }];
    case "block.state":
      return [{ ...op, state: before.texts[op.lang]?.blocks[op.block] ?? "todo" }];
    case "doc.set":
      return [{ ...op, value: before.details[op.field] }];
    case "text.add":
    case "conflict.settle":
      return null;
  }
}

function formerField(op: OpOf<"claim.set">, before: DocState): Op[] | null {
  const claim = before.claims.get(op.claim);
  if (!claim) return null;
  const value = claim[op.field];
  // An approval cannot be given back by hand: the claim returns to the reviewer.
  const decided = op.field === "status" && (value === "approved" || value === "sent-back" || value === "set-aside");
  return [{ ...op, value: decided ? "in-review" : value }];
}

function formerAnchor(op: OpOf<"claim.anchor"> | OpOf<"claim.unanchor">, before: DocState): Op[] | null {
  const { claim, lang } = op;
  const former = anchorIn(before, lang, claim);
  if (!former) return op.type === "claim.anchor" ? [{ type: "claim.unanchor", claim, lang }] : null;
  const { from, to, exact, prefix, suffix, head, tail } = former;
  const lost = { ...(head.length > 0 ? { head: head.slice(-64) } : {}), ...(tail.length > 0 ? { tail: tail.slice(0, 64) } : {}) };
  const passage = { type: "claim.anchor" as const, claim, lang, from, to, exact, prefix, suffix, ...lost } as OpOf<"claim.anchor">;
  return [from === to ? { ...passage, orphan: true as const } : passage];
}
