import type { Lang } from "./languages";
import type { DocState } from "./log/state";
import type { Op } from "./log/op";
import type { Role } from "./people";
import type { RefusalCode } from "./refusal";

// One table says who may do what: the server decides by it, the page shows by it.

/** What can be done outside a document's log. */
export type Action =
  | "people.see"
  | "people.manage"
  | "case.make"
  | "case.rename"
  | "case.remove"
  | "document.add"
  | "document.move"
  | "document.rename"
  | "document.remove"
  | "document.read"
  | "bin.see"
  | "bin.restore"
  | "bin.remove"
  | "original.read"
  | "history.read";

const everybody: readonly Role[] = ["admin", "editor", "fact-checker", "translator", "reader"];
const editors: readonly Role[] = ["admin", "editor"];
const checkers: readonly Role[] = ["admin", "editor", "fact-checker"];
const writers: readonly Role[] = ["admin", "editor", "fact-checker", "translator"];
const translators: readonly Role[] = ["admin", "editor", "translator"];

export const actionRights: Readonly<Record<Action, readonly Role[]>> = {
  "people.see": everybody,
  "people.manage": ["admin"],
  "case.make": checkers,
  "case.rename": checkers,
  /** Into the bin, as a text. */
  "case.remove": editors,
  "document.add": checkers,
  "document.move": checkers,
  "document.rename": editors,
  "document.remove": editors,
  "bin.see": editors,
  "bin.restore": editors,
  /** For good. */
  "bin.remove": ["admin"],
  "document.read": everybody,
  "original.read": everybody,
  "history.read": everybody,
};

/** Rights by op; a text op's rights depend on which text it touches. */
const opRights: Readonly<Record<Exclude<Op["type"], "text.step" | "text.add" | "claim.anchor" | "claim.unanchor">, readonly Role[]>> = {
  "claim.add": checkers,
  "claim.set": writers,
  "claim.withdraw": checkers,
  "claim.restore": checkers,
  "evidence.add": checkers,
  "evidence.set": checkers,
  "evidence.remove": checkers,
  "evidence.restore": checkers,
  "verdict.propose": checkers,
  "review.decide": editors,
  "comment.add": writers,
  "comment.edit": writers,
  "comment.resolve": writers,
  "comment.remove": writers,
  "comment.restore": writers,
  "block.state": translators,
  "doc.set": editors,
  "conflict.settle": everybody,
};

export function mayDo(role: Role, action: Action): boolean {
  return actionRights[action].includes(role);
}

/** Whether the role may send this op at all, whatever the document's state. `source` is the language of the source text, null before there is one. */
export function maySend(role: Role, op: Op, source: Lang | null): boolean {
  switch (op.type) {
    case "text.step":
      return (op.lang === source ? editors : translators).includes(role);
    case "text.add":
      return (source === null ? checkers : translators).includes(role);
    case "claim.anchor":
    case "claim.unanchor":
      return (op.lang === source ? checkers : writers).includes(role);
    case "claim.set":
      // A translator words the statement in the other language; the rest of a claim is the fact-checkers'.
      if (role === "translator") return op.field === "statementFr" || op.field === "statementEn";
      return opRights[op.type].includes(role);
    default:
      return opRights[op.type].includes(role);
  }
}

/** What the document's state forbids to everybody: such an op is dropped from its commit and kept for its author (SPEC L8). */
export function stateForbids(state: DocState, op: Op): RefusalCode | null {
  return op.type === "text.step" && op.lang === state.source && state.details.locked ? "locked" : null;
}
