import type { namespaces } from "./locales/fr";

/** The sentences of a language, as a file of `locales/xx/` gathers them; what is missing is said in the language of `missing`. */
export interface Sentences {
  readonly namespaces: { readonly [Name in keyof typeof namespaces]?: object };
}

/** A language that the interface speaks. */
export interface InterfaceLanguage {
  readonly tag: string;
  /** As its speakers call it. */
  readonly name: string;
  /** "Read this page in …", in the language itself. */
  readonly offer: string;
  /** For `Intl`: dates, numbers, the order of names. */
  readonly intl: string;
  /** For React Aria's own few words. */
  readonly aria: string;
  /** Those of the frame and of a document's page. */
  readonly sentences: () => Promise<Sentences>;
  /** Those of the other pages. */
  readonly others?: () => Promise<Sentences>;
  /** The language that says what this one has no sentence for yet; null where it has all of them, which the tests of `locales` see to. */
  readonly missing: string | null;
}

/**
 * The languages that the interface speaks, the house's own first. A further one is a folder of sentences in `locales` and a row here; its tag is
 * one of `languages`.
 */
export const interfaceLanguages = [
  {
    tag: "fr",
    name: "Français",
    offer: "Passer en français",
    intl: "fr",
    aria: "fr-FR",
    sentences: () => import("./locales/fr/document"),
    others: () => import("./locales/fr/house"),
    missing: null,
  },
  {
    tag: "en",
    name: "English",
    offer: "Switch to English",
    intl: "en-GB",
    aria: "en-US",
    sentences: () => import("./locales/en/document"),
    others: () => import("./locales/en/house"),
    missing: null,
  },
] as const satisfies readonly InterfaceLanguage[];
