import type { TFunction } from "i18next";
import { useCallback } from "react";
import { useTranslation } from "./translation";
import type { Refusal, RefusalCode } from "../../shared/refusal";

/** Why a request to the server brought nothing: its own refusal, no answer at all, or an answer not of the agreed shape. */
export type FailureCode = RefusalCode | "unreachable" | "unexpected";
export interface Failure {
  readonly code: FailureCode;
  readonly detail?: NonNullable<Refusal["detail"]>;
}
/** `tag`: the answer's entity tag, of what can be written over only as it was read. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly tag?: string }
  | { readonly ok: false; readonly failure: Failure };

/** What only forms of accounts and the reading of files are answered: the sentences stand with theirs, and a text's page need not load them. */
export type AccountCode = "weak-password" | "wrong-credentials" | "link-used" | "link-expired";
export type LibraryCode = "unknown-language" | "empty-text" | "not-utf8" | "too-slow" | "too-complex" | "key-reused";

/** What happened, what was kept, what to do: in the person's language. */
export function failureText(t: TFunction<"errors">, failure: Failure): string {
  const { code, detail } = failure;
  if (code === "too-many-tries") return t("too-many-tries", { count: Math.max(1, Math.ceil(Number(detail?.["seconds"] ?? 60) / 60)) });
  if (code === "too-much") return t("too-much", { count: Number(detail?.["seconds"] ?? 10) });
  if (code === "signed-out") return t("signed-out", { context: String(detail?.["reason"] ?? "") });
  if (code === "bad-name") return t("bad-name", { context: String(detail?.["reason"] ?? "") });
  return t(code as Exclude<FailureCode, AccountCode | LibraryCode>, { defaultValue: t("unexpected") });
}

export function useFailureText(): (failure: Failure) => string {
  const { t } = useTranslation("errors");
  return useCallback((failure) => failureText(t, failure), [t]);
}
