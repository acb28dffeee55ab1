import type { Claim, ClaimField, EvidenceField, EvidenceFields, ReviewDecision, Verdict } from "../../../shared/claim/claim";
import { statementField } from "../../../shared/claim/statements";
import { isWebAddress } from "../../../shared/address";
import type { ClaimId, CommentId, EvidenceId, Version } from "../../../shared/ids";
import { newId } from "../../../shared/ids";
import type { Lang } from "../../../shared/languages";
import { calendarDay } from "../../app/dates";
import type { WorkbenchApi } from "../WorkbenchContext";
import { seenBy } from "../WorkbenchContext";
import { isThere, letGo, startedFields } from "./newSource";

// What the open card does to its claim, each as one change of its own. All return whether it was done; refusals are said by the workbench.

export interface ClaimEdits {
  set(field: ClaimField, value: unknown, seen?: Version): boolean;
  statement(lang: Lang, text: string, seen: Version): boolean;
  verdict(verdict: Verdict): boolean;
  rationale(text: string, seen: Version): boolean;
  decide(decision: ReviewDecision, note: string): boolean;
  addSource(fields: Partial<EvidenceFields>): EvidenceId | null;
  /** A source that is still only drafts (see newSource.ts) is made with them by the first field that is set. */
  setSource(source: EvidenceId, field: EvidenceField, value: string): boolean;
  removeSource(source: EvidenceId): boolean;
  restoreSource(source: EvidenceId): boolean;
  comment(text: string): boolean;
  editComment(comment: CommentId, text: string): boolean;
  resolveComment(comment: CommentId, resolved: boolean): boolean;
  removeComment(comment: CommentId): boolean;
  restoreComment(comment: CommentId): boolean;
  withdraw(): boolean;
  restore(): boolean;
}

export function claimEdits(workbench: Pick<WorkbenchApi, "session" | "random" | "submit" | "now">, claim: ClaimId): ClaimEdits {
  const { submit, random, session } = workbench;
  const typing = (field: string): string => `${claim}:${field}`;
  return {
    set: (field, value, seen = seenBy(session)) => submit([{ type: "claim.set", v: 1, claim, field, value, seen }], typing(field)),
    statement: (lang, text, seen) => submit([{ type: "statement.set", claim, lang, text, seen }], typing(statementField(lang))),
    verdict: (verdict) => submit([{ type: "verdict.propose", claim, verdict, seen: seenBy(session) }]),
    rationale: (rationale, seen) => submit([{ type: "verdict.propose", claim, rationale, seen }], typing("rationale")),
    decide: (decision, note) => submit([{ type: "review.decide", claim, decision, note, seen: seenBy(session) }]),
    addSource(fields) {
      const evidence = newId<EvidenceId>(random);
      const accessed = calendarDay(workbench.now());
      return submit([{ type: "evidence.add", claim, evidence, fields: { accessed, ...fields } }]) ? evidence : null;
    },
    setSource(evidence, field, value) {
      const group = typing(`${evidence}.${field}`);
      if (isThere(session, claim, evidence)) return submit([{ type: "evidence.set", claim, evidence, field, value }], group);
      const fields = { accessed: calendarDay(workbench.now()), ...startedFields(session.drafts, evidence), [field]: value };
      if (!submit([{ type: "evidence.add", claim, evidence, fields }], group)) return false;
      letGo(session.drafts, evidence, field);
      return true;
    },
    removeSource: (evidence) => submit([{ type: "evidence.remove", claim, evidence }]),
    restoreSource: (evidence) => submit([{ type: "evidence.restore", claim, evidence }]),
    comment: (text) => submit([{ type: "comment.add", claim, comment: newId<CommentId>(random), text }]),
    editComment: (comment, text) => submit([{ type: "comment.edit", claim, comment, text }]),
    resolveComment: (comment, resolved) => submit([{ type: "comment.resolve", claim, comment, resolved }]),
    removeComment: (comment) => submit([{ type: "comment.remove", claim, comment }]),
    restoreComment: (comment) => submit([{ type: "comment.restore", claim, comment }]),
    withdraw: () => submit([{ type: "claim.withdraw", claim }]),
    restore: () => submit([{ type: "claim.restore", claim }]),
  };
}

/** An http(s) address and nothing else, as it may be pasted anywhere on a card. */
export function soleAddress(text: string): string | null {
  const trimmed = text.trim();
  return isWebAddress(trimmed) ? trimmed : null;
}

/** The address as a person may type it: without a scheme https is meant; null when it is none. */
export function typedAddress(typed: string): string | null {
  const trimmed = typed.trim();
  if (trimmed === "") return "";
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`;
  return /^https?:\/\/[^\s/?#]+\.[^\s]+$/i.test(whole) || /^https?:\/\/localhost\b\S*$/i.test(whole) ? soleAddress(whole) : null;
}

/** A date as far as it is known, from 2021, 2021-12, 2021-12-03 or 3/12/2021; null when it is none. */
export function typedDate(typed: string): string | null {
  const trimmed = typed.trim();
  if (/^$|^\d{4}(-\d{2}(-\d{2})?)?$/.test(trimmed)) return isDay(trimmed) ? trimmed : null;
  const [, day, month, year] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(trimmed) ?? [];
  if (!day || !month || !year) return null;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(date) ? date : null;
}

function isDay(date: string): boolean {
  if (date.length < 7) return true;
  const at = new Date(date.length === 7 ? `${date}-01` : date);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}

/** The site of an address: "dw.com". */
export function siteOf(address: string): string {
  try {
    return new URL(address).hostname.replace(/^www\./, "");
  } catch {
    return "";
  }
}

/** Whether the claim can go to review, or why not yet. */
export const mayAskReview = (claim: Claim): boolean => claim.verdict !== "open";
