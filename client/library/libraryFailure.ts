import { useCallback } from "react";
import { useFailureText } from "../app/failure";
import type { Failure, FailureCode, LibraryCode } from "../app/failure";
import { useTranslation } from "../app/translation";

const codes: readonly FailureCode[] = [
  "unknown-language",
  "empty-text",
  "not-utf8",
  "too-slow",
  "too-complex",
  "key-reused",
] satisfies LibraryCode[];
const isOurs = (code: FailureCode): code is LibraryCode => codes.includes(code);

/** What is said of a failure where case files are made and files are read. These sentences nobody else has to load. */
export function useLibraryFailureText(): (failure: Failure) => string {
  const { t } = useTranslation("library");
  const say = useFailureText();
  return useCallback((failure) => (isOurs(failure.code) ? t(failure.code) : say(failure)), [t, say]);
}
