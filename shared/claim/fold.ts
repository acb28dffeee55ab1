import type { ClaimId, CommentId, EvidenceId, UserId, Version } from "../ids";
import type { Claim, ClaimFields, ClaimStatus, Comment, Evidence, EvidenceFields, FieldMark, Verdict } from "./claim";
import { fieldMark, setUnseen } from "./marks";
import { FALL_BACK_RULES, afterChange, onTheseWords, unseenByReviewer } from "./standing";
import { languages } from "../languages";
import { orderedStatements, statementField, statementLang, withStatement } from "./statements";
import type { Op, OpOf } from "../log/op";
import { setFits } from "../log/op";
import type { Result } from "../refusal";
import { ok, refuse } from "../refusal";

// How claim ops change one claim. Pure: who and when come with the commit.

/** Who acts and when: the commit that carries the op. */
export interface Act {
  readonly author: UserId;
  readonly at: number;
  readonly version: Version;
  /** The rules of the fold that hold for the commit (`RULES` in `log/commit.ts`). */
  readonly rules: number;
}

export const defaultFields: ClaimFields = {
  kind: "fact",
  tags: [],
  assignee: null,
  status: "to-check",
};

export const defaultEvidence: EvidenceFields = {
  address: "",
  title: "",
  publisher: "",
  published: "",
  accessed: "",
  quote: "",
  stance: "context",
  note: "",
};

/** Fields that two people may not overwrite unseen (SPEC L7); the others keep the last value. */
const guarded: ReadonlySet<string> = new Set(["verdict", "rationale", "review", "status"]);
const isGuarded = (field: string): boolean => guarded.has(field) || statementLang(field) !== null;

export function newClaim(op: OpOf<"claim.add">, act: Act): Claim {
  const { statements = {}, ...others } = op.fields;
  const fields = { ...defaultFields, ...defined(others) };
  const marks: Record<string, FieldMark> = {};
  for (const lang of languages) if (statements[lang] !== undefined) marks[statementField(lang)] = fieldMark(undefined, act);
  for (const field of Object.keys(others)) marks[field] = fieldMark(undefined, act);
  return {
    statements: orderedStatements(statements),
    ...fields,
    status: fields.status === "checking" ? "checking" : "to-check",
    id: op.claim,
    by: act.author,
    at: act.at,
    changedAt: act.at,
    verdict: "open",
    rationale: "",
    verdictBy: null,
    review: null,
    withdrawn: false,
    evidence: [],
    comments: [],
    marks,
  };
}

function defined<T extends object>(fields: T): { [K in keyof T]-?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]-?: Exclude<T[K], undefined>;
  };
}

/** Whether somebody else set the field after the author last saw it, to something else than the author wants now. */
function clashes(claim: Claim, field: string, seen: Version, act: Act, same: boolean): boolean {
  return isGuarded(field) && !same && setUnseen(claim.marks[field], seen, act);
}

type ClaimOp = Exclude<Extract<Op, { claim: ClaimId }>, { type: "claim.add" } | { type: "claim.anchor" } | { type: "claim.unanchor" }>;

/** The claim after the op. Refuses with `gone`, `conflict`, `malformed`, `forbidden`, `exists`, `not-found`, `own-verdict` or `no-verdict`. */
export function foldClaim(claim: Claim, op: ClaimOp, act: Act): Result<Claim> {
  if (claim.withdrawn && op.type !== "claim.restore" && op.type !== "claim.withdraw") return refuse("gone");
  const changed = change(claim, op, act);
  return changed.ok ? ok(afterChange(claim, { ...changed.value, changedAt: act.at }, act)) : changed;
}

function change(claim: Claim, op: ClaimOp, act: Act): Result<Claim> {
  switch (op.type) {
    case "claim.set":
      return setField(claim, op, act);
    case "statement.set":
      return setStatement(claim, op, act);
    case "claim.withdraw":
      return ok({ ...claim, withdrawn: true });
    case "claim.restore":
      return ok({ ...claim, withdrawn: false });
    case "verdict.propose":
      return propose(claim, op, act);
    case "review.decide":
      return decide(claim, op, act);
    case "evidence.add":
      if (claim.evidence.some(({ id }) => id === op.evidence)) return refuse("exists");
      return ok({ ...claim, evidence: [...claim.evidence, newEvidence(op, act)] });
    case "evidence.set":
      if (!setFits(op)) return refuse("malformed", { field: op.field });
      return evidence(claim, op.evidence, (item) => ({ ...item, [op.field]: op.value }), false);
    case "evidence.remove":
      return evidence(claim, op.evidence, (item) => ({ ...item, removed: true }), true);
    case "evidence.restore":
      return evidence(claim, op.evidence, (item) => ({ ...item, removed: false }), true);
    case "comment.add":
      return addComment(claim, op, act);
    case "comment.edit":
      return ownComment(claim, op, act, (item) => ({ ...item, text: op.text, editedAt: act.at }));
    case "comment.resolve":
      return comment(claim, op.comment, (item) => ({ ...item, resolved: op.resolved }));
    case "comment.remove":
    case "comment.restore":
      return ownComment(claim, op, act, (item) => ({ ...item, removed: op.type === "comment.remove" }));
  }
}

function setField(claim: Claim, op: OpOf<"claim.set">, act: Act): Result<Claim> {
  if (!setFits(op)) return refuse("malformed", { field: op.field });
  if (op.field === "status" && (op.value === "approved" || op.value === "sent-back" || op.value === "set-aside")) {
    return refuse("forbidden", { field: "status" });
  }
  if (clashes(claim, op.field, op.seen, act, claim[op.field] === op.value)) return refuse("conflict", { field: op.field });
  const next: Claim = { ...claim, [op.field]: op.value, marks: { ...claim.marks, [op.field]: fieldMark(claim.marks[op.field], act) } };
  // Taking a claim up again reopens it: the earlier decision stays in the log, but no longer speaks for the claim.
  return ok(op.field === "status" ? { ...next, review: null } : next);
}

function setStatement(claim: Claim, { lang, text, seen }: OpOf<"statement.set">, act: Act): Result<Claim> {
  const field = statementField(lang);
  const statements = withStatement(claim.statements, lang, text);
  if (clashes(claim, field, seen, act, statements === claim.statements)) return refuse("conflict", { field });
  return ok({ ...claim, statements, marks: { ...claim.marks, [field]: fieldMark(claim.marks[field], act) } });
}

function propose(claim: Claim, op: OpOf<"verdict.propose">, act: Act): Result<Claim> {
  const marks = { ...claim.marks };
  let next = claim;
  if (op.verdict !== undefined) {
    if (clashes(claim, "verdict", op.seen, act, claim.verdict === op.verdict)) return refuse("conflict", { field: "verdict" });
    if (!repeats(claim, op.verdict, act)) {
      marks["verdict"] = fieldMark(marks["verdict"], act);
      next = given(next, op.verdict, act);
    }
  }
  if (op.rationale !== undefined) {
    if (clashes(claim, "rationale", op.seen, act, claim.rationale === op.rationale)) return refuse("conflict", { field: "rationale" });
    marks["rationale"] = fieldMark(marks["rationale"], act);
    next = { ...next, rationale: op.rationale };
  }
  return ok({ ...next, marks });
}

/** Whether the verdict says what stands already, on the words that stand: then nobody gave it anew. */
const repeats = (claim: Claim, verdict: Verdict, act: Act): boolean =>
  act.rules >= FALL_BACK_RULES && claim.verdict === verdict && claim.drift === undefined;

function given(claim: Claim, verdict: Verdict, act: Act): Claim {
  const next = { ...claim, verdict, verdictBy: verdict === "open" ? null : act.author };
  // An approval was given to another verdict: a changed one has to be reviewed again.
  const status = claim.status === "approved" && claim.verdict !== verdict ? { status: "in-review" as const, review: null } : {};
  if (act.rules < FALL_BACK_RULES) return { ...next, ...status };
  return onTheseWords({ ...next, ...status, ...takenUp(claim, verdict) });
}

/** Who gives a first verdict has taken the claim up, and who takes it back has not; unless somebody set the status by hand. */
function takenUp(claim: Claim, verdict: Verdict): { status?: ClaimStatus } {
  if (claim.marks["status"] !== undefined) return {};
  if (claim.status === "to-check" && verdict !== "open") return { status: "checking" };
  return claim.status === "checking" && verdict === "open" ? { status: "to-check" } : {};
}

function decide(claim: Claim, op: OpOf<"review.decide">, act: Act): Result<Claim> {
  if (op.decision === "approved") {
    if (claim.verdict === "open") return refuse("no-verdict");
    if (claim.verdictBy === act.author) return refuse("own-verdict");
  }
  // The reviewer decides on what they saw: a verdict set meanwhile is one they did not review.
  if (clashes(claim, "verdict", op.seen, act, false)) return refuse("conflict", { field: "verdict" });
  if (clashes(claim, "review", op.seen, act, claim.review?.decision === op.decision)) return refuse("conflict", { field: "review" });
  if (op.decision === "approved" && act.rules >= FALL_BACK_RULES && unseenByReviewer(claim, op.seen, act.author)) {
    return refuse("conflict", { field: "review" });
  }
  const review = { decision: op.decision, note: op.note, by: act.author, at: act.at };
  const { marks: before } = claim;
  const marks = { ...before, review: fieldMark(before["review"], act), status: fieldMark(before["status"], act) };
  const decided = { ...claim, status: op.decision, review, marks };
  return ok(op.decision === "approved" ? onTheseWords(decided) : decided);
}

function newEvidence(op: OpOf<"evidence.add">, act: Act): Evidence {
  return { ...defaultEvidence, ...defined(op.fields), id: op.evidence, claim: op.claim, by: act.author, at: act.at, removed: false };
}

function evidence(claim: Claim, id: EvidenceId, edit: (item: Evidence) => Evidence, evenRemoved: boolean): Result<Claim> {
  const found = claim.evidence.find((item) => item.id === id);
  if (!found) return refuse("not-found");
  if (found.removed && !evenRemoved) return refuse("gone");
  return ok({ ...claim, evidence: claim.evidence.map((item) => (item.id === id ? edit(item) : item)) });
}

function addComment(claim: Claim, op: OpOf<"comment.add">, act: Act): Result<Claim> {
  if (claim.comments.some(({ id }) => id === op.comment)) return refuse("exists");
  const added: Comment = {
    id: op.comment,
    claim: op.claim,
    text: op.text,
    by: act.author,
    at: act.at,
    editedAt: null,
    resolved: false,
    removed: false,
  };
  return ok({ ...claim, comments: [...claim.comments, added] });
}

type OwnCommentOp = OpOf<"comment.edit"> | OpOf<"comment.remove"> | OpOf<"comment.restore">;

function ownComment(claim: Claim, op: OwnCommentOp, act: Act, edit: (item: Comment) => Comment): Result<Claim> {
  const found = claim.comments.find(({ id }) => id === op.comment);
  return found && found.by !== act.author ? refuse("forbidden", { op: op.type }) : comment(claim, op.comment, edit);
}

function comment(claim: Claim, id: CommentId, edit: (item: Comment) => Comment): Result<Claim> {
  if (!claim.comments.some((item) => item.id === id)) return refuse("not-found");
  return ok({ ...claim, comments: claim.comments.map((item) => (item.id === id ? edit(item) : item)) });
}
