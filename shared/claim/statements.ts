import * as z from "zod/mini";
import { languages } from "../languages";
import type { Lang } from "../languages";

/** UTF-16 units, as everywhere. */
export const MAX_STATEMENT = 2000;
export const Statement = z.string().check(z.maxLength(MAX_STATEMENT));

/** The claim in a sentence of its own, by language. A language without one is not there; the others stand in the order of `languages`. */
export type Statements = Readonly<Partial<Record<Lang, string>>>;

const prefix = "statement.";
/** A claim's statement in one language among the claim's fields: in its marks, in drafts, in what others are told that somebody writes. */
export type StatementField = `statement.${Lang}`;
export const statementField = (lang: Lang): StatementField => `statement.${lang}`;

/** The language whose statement the field is; null for every other field. */
export function statementLang(field: string): Lang | null {
  const lang = field.startsWith(prefix) ? field.slice(prefix.length) : "";
  return languages.find((one) => one === lang) ?? null;
}

export function withStatement(statements: Statements, lang: Lang, text: string): Statements {
  if ((statements[lang] ?? "") === text) return statements;
  return orderedStatements({ ...statements, [lang]: text });
}

/** Without empty ones, in the order of `languages`, so that the same statements are the same JSON however they came to be. */
export function orderedStatements(statements: { readonly [L in Lang]?: string | undefined }): Statements {
  return Object.fromEntries(languages.flatMap((lang) => (statements[lang] ? [[lang, statements[lang]]] : [])));
}

/** The languages in which two claims' statements differ. */
export const changedStatements = (before: Statements, after: Statements): readonly Lang[] =>
  before === after ? [] : languages.filter((lang) => before[lang] !== after[lang]);
