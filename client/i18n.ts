import { createInstance } from "i18next";
import type { i18n as I18n, Resource, ResourceLanguage } from "i18next";
import { interfaceLanguage, isUiLang, uiLanguages } from "../shared/languages";
import type { UiLang } from "../shared/languages";
import type { Sentences } from "../shared/interface-languages";

/** The sentences of a document's page come first; those of the others beside them, or when one of them is to be shown. */
type Part = "sentences" | "others";
const parts: readonly Part[] = ["sentences", "others"];

/** A part of the sentences of a language, and of the one that says what it has none for; a page that speaks French never loads the English ones. */
async function resourcesOf(lang: UiLang, part: Part): Promise<Resource> {
  const language = interfaceLanguage(lang);
  const { [part]: load, missing }: { readonly [P in Part]?: () => Promise<Sentences> } & { missing: string | null } = language;
  const own = load ? { [lang]: { ...(await load()).namespaces } as ResourceLanguage } : {};
  return missing === null ? own : { ...(await resourcesOf(interfaceLanguage(missing).tag, part)), ...own };
}

const fallbacksOf = (lang: string): string[] => {
  const { missing } = interfaceLanguage(lang);
  return missing === null ? [] : [missing];
};

/** The translator of the whole page, speaking `lang` already when it resolves. Rejects when the sentences cannot be loaded. `first`: what is waited for. */
export async function createI18n(lang: UiLang, first: readonly Part[] = parts): Promise<I18n> {
  const i18n = createInstance();
  await i18n.init({
    lng: lang,
    fallbackLng: fallbacksOf,
    defaultNS: "common",
    resources: {},
    interpolation: { escapeValue: false }, // React escapes
  });
  await Promise.all(first.map((part) => add(i18n, lang, part)));
  return i18n;
}

const loading = new WeakMap<I18n, Map<string, Promise<void>>>();

/** Adds what is not there yet; the same promise for the same part of the same language, so that a component can wait for it. */
function add(i18n: I18n, lang: UiLang, part: Part): Promise<void> {
  const ofThis = loading.get(i18n) ?? new Map<string, Promise<void>>();
  loading.set(i18n, ofThis);
  const name = `${lang} ${part}`;
  const known = ofThis.get(name);
  if (known) return known;
  const added = resourcesOf(lang, part).then((resources) => {
    for (const [one, namespaces] of Object.entries(resources))
      for (const [space, words] of Object.entries(namespaces)) i18n.addResourceBundle(one, space, words, true, true);
  });
  ofThis.set(name, added);
  // Whoever asks next tries again.
  added.catch(() => ofThis.delete(name));
  return added;
}

/** Whether a namespace of the pages beside a document's is there in the language that is spoken; else the promise of it. */
export function awaited(i18n: I18n, namespaces: readonly string[]): Promise<void> | null {
  const lang = interfaceLanguage(i18n.language).tag;
  const spoken = [i18n.language, ...fallbacksOf(i18n.language)];
  const isThere = (space: string): boolean => spoken.some((one) => i18n.hasResourceBundle(one, space));
  return namespaces.every(isThere) ? null : add(i18n, lang, "others");
}

/** Fetches the sentences of all pages ahead. */
export const fetchSentences = (i18n: I18n): void => void add(i18n, interfaceLanguage(i18n.language).tag, "others").catch(() => undefined);

/** Changes the language; what is on screen changes once the sentences are there. */
export async function speak(i18n: I18n, lang: UiLang): Promise<void> {
  if (i18n.language === lang) return;
  await Promise.all(parts.map((part) => add(i18n, lang, part)));
  await i18n.changeLanguage(lang);
}

/** What a person who is not signed in is greeted in: the language they last chose here, else the first that their browser and we both know, else ours. */
export function firstLanguage(remembered: string | null, preferred: readonly string[]): UiLang {
  const tags = [remembered, ...preferred.map((tag) => tag.toLowerCase().split("-")[0])];
  return tags.find(isUiLang) ?? uiLanguages[0] ?? interfaceLanguage("").tag;
}
