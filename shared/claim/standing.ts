import type { Node } from "prosemirror-model";
import { withAdjoining } from "../doc/adjoining";
import type { UserId, Version } from "../ids";
import { languages } from "../languages";
import type { Claim, Evidence, FallBack, FieldMark } from "./claim";
import type { Act } from "./fold";
import { fieldMark, restMark, setByOthers } from "./marks";
import { changedStatements, statementField } from "./statements";

// What a verdict and its approval rest on. Both were given to certain words and sources: where these change, an approval falls back to
// "in review" by itself, and a verdict says that its passage is not the one it was given to (SPEC V1–V4).

/** From this version of the fold's rules on; commits of an older one fold as they did. */
export const FALL_BACK_RULES = 1;
/** From here on the passage has a mark, as the evidence has. */
const PASSAGE_RULES = 2;

const ownFields = ["verdict", "rationale"] as const;

/** The claim after an op on it: fallen back when that changed what its approval rests on. */
export function afterChange(before: Claim, after: Claim, act: Act): Claim {
  if (act.rules < FALL_BACK_RULES) return after;
  const evidence = before.evidence !== after.evidence && !sameEvidence(before.evidence, after.evidence);
  const marked = evidence ? { ...after, marks: { ...after.marks, evidence: restMark(after.marks["evidence"], act) } } : after;
  if (before.status !== "approved") return marked;
  const cause = causeOf(before, after) ?? (evidence ? { of: "evidence" } : null);
  return cause === null ? marked : fallenBack(before, marked, cause, act);
}

type Cause = Pick<FallBack, "of" | "lang">;

function causeOf(before: Claim, after: Claim): Cause | null {
  const field = ownFields.find((one) => before[one] !== after[one]);
  if (field) return { of: field };
  const [lang] = changedStatements(before.statements, after.statements);
  return lang === undefined ? null : { of: "statement", lang };
}

function sameEvidence(before: readonly Evidence[], after: readonly Evidence[]): boolean {
  return before.length === after.length && before.every((item, index) => sameFields(item, after[index]));
}

const sameFields = (a: Evidence, b: Evidence | undefined): boolean =>
  a === b || (b !== undefined && (Object.keys(a) as (keyof Evidence)[]).every((field) => a[field] === b[field]));

function fallenBack(before: Claim, after: Claim, cause: Cause, act: Act): Claim {
  const fall: FallBack = { ...cause, by: act.author, at: act.at, version: act.version, approvedBy: before.review?.by ?? null };
  return {
    ...after,
    status: "in-review",
    review: null,
    fallBacks: [...(before.fallBacks ?? []), fall],
    marks: { ...after.marks, status: fieldMark(after.marks["status"], act) },
  };
}

type Passage = { readonly from: number; readonly to: number; readonly exact: string };

/**
 * A passage of the text, as far as a verdict rests on it: its words, and the rest of the word or figure that an edge of it cuts through.
 * Null when its words are all gone. Where blocks part is not among its words.
 */
export const wordsOf = (anchor: Passage | null, doc: Node | undefined): string | null =>
  anchor === null || anchor.from === anchor.to || !doc
    ? null
    : withAdjoining(doc, anchor.from, anchor.to, anchor.exact).replaceAll("\n", "");

/** Whether there is anything that a change of the passage's words could take from the claim. */
export const restsOnWords = (claim: Claim, act: Act): boolean => act.rules >= FALL_BACK_RULES && claim.verdict !== "open";

/** The claim, which `restsOnWords`, after its passage in the source text came to have other words, or was put on other ones. */
export function afterPassage(claim: Claim, was: string | null, is: string | null, act: Act): Claim {
  const judged = claim.drift?.was ?? was;
  const { drift: _, ...rest } = claim;
  const drift = { was: judged ?? "", by: act.author, at: act.at, version: act.version };
  // The very words are back: the verdict is again on what it was given to. An approval is not given again by that.
  const next: Claim = is !== null && is === judged ? rest : { ...rest, drift };
  const marks = act.rules < PASSAGE_RULES ? claim.marks : { ...claim.marks, passage: restMark(claim.marks["passage"], act) };
  const changed = { ...next, marks, changedAt: act.at };
  return claim.status === "approved" ? fallenBack(claim, changed, { of: "passage" }, act) : changed;
}

/** The verdict stands on the passage as it is now: it was given, or approved, with these words on the screen. */
export function onTheseWords(claim: Claim): Claim {
  if (claim.drift === undefined) return claim;
  const { drift: _, ...rest } = claim;
  return rest;
}

/** What somebody else changed after the reviewer last looked: an approval must not cover it (SPEC L7). */
export function unseenByReviewer(claim: Claim, seen: Version, reviewer: UserId): boolean {
  const fields = [...ownFields, ...languages.map(statementField), "evidence", "passage"];
  const marks = fields.map((field) => claim.marks[field]);
  return [...marks, claim.drift].some((mark: FieldMark | undefined) => (setByOthers(mark, reviewer)?.version ?? 0) > seen);
}

/** Why the claim is in review again, while that is why it is. */
export function currentFallBack(claim: Claim): FallBack | null {
  const last = claim.fallBacks?.at(-1);
  return last && claim.status === "in-review" && claim.marks["status"]?.version === last.version ? last : null;
}
