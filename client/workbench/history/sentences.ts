import type { TFunction } from "i18next";
import { blockStates } from "../../../shared/log/op";
import type { BlockState, DocDetail, OpType } from "../../../shared/log/op";
import { claimKinds, claimStatuses, verdicts } from "../../../shared/claim/claim";
import type { ClaimField, ClaimKind, ClaimStatus, EvidenceField, FallBackCause, Verdict } from "../../../shared/claim/claim";
import type { UserId } from "../../../shared/ids";
import type { UiLang } from "../../../shared/languages";
import type { HistoryLine } from "../../../shared/protocol/rest";
import { looseDate } from "../../app/dates";
import { languageName } from "../../app/names";

export type HistoryEntry = HistoryLine["ops"][number];
type T = TFunction<["history", "common", "claim"]>;

/** What is done, as a sentence without its subject ("set the verdict to False"), and the words it was done with, if any. */
export interface Sentence {
  readonly text: string;
  readonly words: string;
  /** The words that were taken out, if any. */
  readonly taken?: string;
}

interface Context {
  readonly t: T;
  readonly ui: UiLang;
  readonly nameOf: (id: UserId) => string;
}

const said = (text: string, words = ""): Sentence => ({ text, words });

/** Says one entry of the history in the reader's language. A kind of op that this page does not know yet is named by its type. */
export function sentenceOf(entry: HistoryEntry, { t, ui, nameOf }: Context): Sentence {
  const language = entry.lang ? languageName(ui, entry.lang) : "";
  const value = entry.value ?? "";
  switch (entry.type as OpType | "title" | "claim.fall-back") {
    case "title":
      return said(t("history:title"), value);
    case "text.step":
      return step(entry, language, t);
    case "text.add":
      return said(t("history:textAdd", { language }));
    case "claim.add":
      return said(t("history:claimAdd"), value);
    case "claim.set":
      return said(
        t("history:claimSet", { field: t(`history:field.${(entry.field ?? "kind") as ClaimField}`), value: fieldValue(entry, t, nameOf) }),
      );
    case "statement.set":
      return said(
        t("history:claimSet", { field: t("history:statement", { language }), value: value === "" ? t("claim:emptyValue") : value }),
      );
    case "claim.anchor":
      return said(t("history:claimAnchor", { language }), value);
    case "claim.unanchor":
      return said(t("history:claimUnanchor", { language }));
    case "claim.withdraw":
      return said(t("history:claimWithdraw"));
    case "claim.restore":
      return said(t("history:claimRestore"));
    case "evidence.add":
      return said(t("history:evidenceAdd"), value);
    case "evidence.set":
      return said(t("history:evidenceSet", { field: t(`claim:source.${(entry.field ?? "title") as EvidenceField}`) }), value);
    case "evidence.remove":
      return said(t("history:evidenceRemove"));
    case "evidence.restore":
      return said(t("history:evidenceRestore"));
    case "verdict.propose":
      if (entry.field === "rationale") return said(t("history:rationale"), value);
      if (value === "open") return said(t("history:verdictTaken"));
      return said(t("history:verdict", { verdict: isOne(verdicts, value) ? t(`common:verdict.${value as Verdict}`) : value }));
    case "claim.fall-back":
      return said(t("history:fallBack", { what: t(`claim:fallBack.${(entry.field ?? "passage") as FallBackCause}`, { language }) }));
    case "review.decide":
      return said(t("history:review", { decision: isOne(claimStatuses, value) ? t(`common:status.${value as ClaimStatus}`) : value }));
    case "comment.add":
      return said(t("history:commentAdd"), value);
    case "comment.edit":
      return said(t("history:commentEdit"), value);
    case "comment.resolve":
      return said(value === "true" ? t("history:commentResolve") : t("history:commentReopen"));
    case "comment.remove":
      return said(t("history:commentRemove"));
    case "comment.restore":
      return said(t("history:commentRestore"));
    case "block.state":
      return said(
        t("history:blockState", {
          count: entry.count,
          language,
          state: isOne(blockStates, value) ? t(`history:block.${value as BlockState}`) : value,
        }),
      );
    case "doc.set":
      return details(entry, ui, t);
    case "conflict.settle":
      return said(t("history:settle", { count: entry.count }));
    default:
      return said(entry.type);
  }
}

function step(entry: HistoryEntry, language: string, t: T): Sentence {
  const { inserted = "", taken = "", deleted = 0 } = entry;
  if (inserted !== "" && deleted > 0) return { text: t("history:stepBoth", { language, count: deleted }), words: inserted, taken };
  if (inserted !== "") return { text: t("history:stepInsert", { language }), words: inserted };
  if (deleted > 0) return { text: t("history:stepDelete", { language, count: deleted }), words: "", taken };
  return { text: t("history:stepFormat", { language }), words: "" };
}

function details(entry: HistoryEntry, ui: UiLang, t: T): Sentence {
  if (entry.field === "locked") return { text: entry.value === "true" ? t("history:lock") : t("history:unlock"), words: "" };
  return {
    text: t("history:docSet", { field: t(`history:detail.${(entry.field ?? "title") as Exclude<DocDetail, "locked">}`) }),
    words: entry.field === "published" ? looseDate(ui, entry.value ?? "") : (entry.value ?? ""),
  };
}

function fieldValue(entry: HistoryEntry, t: T, nameOf: (id: UserId) => string): string {
  const value = entry.value ?? "";
  if (entry.field === "status" && isOne(claimStatuses, value)) return t(`common:status.${value as ClaimStatus}`);
  if (entry.field === "kind" && isOne(claimKinds, value)) return t(`common:kind.${value as ClaimKind}`);
  if (entry.field === "assignee") return value === "" ? t("claim:nobody") : nameOf(value as UserId);
  return value === "" ? t("claim:emptyValue") : value;
}

const isOne = (list: readonly string[], value: string): boolean => list.includes(value);
