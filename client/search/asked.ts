import { CaseId } from "../../shared/ids";
import { Lang } from "../../shared/languages";
import { foundKinds } from "../../shared/protocol/found";

// What is looked for, in the page's address: it can be reloaded, gone back to and sent to somebody.

export const kinds = [...foundKinds, "people"] as const;
export type Kind = (typeof kinds)[number];

/** UTF-16 units of what is looked for: what the server takes. */
export const LONGEST = 300;

export interface Asked {
  readonly words: string;
  /** Null: the first of every kind. */
  readonly kind: Kind | null;
  readonly home: CaseId | null;
  readonly lang: Lang | null;
}

/** What it does not know it leaves out. */
export function readAsked(search: string): Asked {
  const query = new URLSearchParams(search);
  const home = CaseId.safeParse(query.get("case"));
  const lang = Lang.safeParse(query.get("lang"));
  return {
    words: (query.get("q") ?? "").slice(0, LONGEST).toWellFormed(),
    kind: kinds.find((kind) => kind === query.get("kind")) ?? null,
    home: home.success ? home.data : null,
    lang: lang.success ? lang.data : null,
  };
}

/** The address of a search. */
export function searchAddress({ words, kind, home, lang }: Partial<Asked>): string {
  const query = new URLSearchParams();
  if (words) query.set("q", words);
  if (kind) query.set("kind", kind);
  if (home) query.set("case", home);
  if (lang) query.set("lang", lang);
  const text = query.toString();
  return text === "" ? "/search" : `/search?${text}`;
}

/** Of what has no language, nothing is shown when one is asked for. */
export const hasLanguage = (kind: Kind): boolean => kind !== "sources" && kind !== "people";
