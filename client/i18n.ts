import { createInstance } from "i18next";
import type { i18n as I18n, Resource, ResourceLanguage } from "i18next";
import { interfaceLanguage, isUiLang, uiLanguages } from "../shared/languages";
import type { UiLang } from "../shared/languages";

/** The sentences of a language, and of the one that says what it has none for; a page that speaks French never loads the English ones. */
async function resourcesOf(lang: UiLang): Promise<Resource> {
  const { sentences, missing } = interfaceLanguage(lang);
  const own = { [lang]: { ...(await sentences()).namespaces } as ResourceLanguage };
  return missing === null ? own : { ...(await resourcesOf(interfaceLanguage(missing).tag)), ...own };
}

const fallbacksOf = (lang: string): string[] => {
  const { missing } = interfaceLanguage(lang);
  return missing === null ? [] : [missing];
};

/** The translator of the whole page, speaking `lang` already when it resolves. Rejects when the sentences cannot be loaded. */
export async function createI18n(lang: UiLang): Promise<I18n> {
  const i18n = createInstance();
  const resources = await resourcesOf(lang);
  await i18n.init({
    lng: lang,
    fallbackLng: fallbacksOf,
    defaultNS: "common",
    ns: [...new Set(Object.values(resources).flatMap((one) => Object.keys(one)))],
    resources,
    interpolation: { escapeValue: false }, // React escapes
  });
  return i18n;
}

/** Changes the language; what is on screen changes once the sentences are there. */
export async function speak(i18n: I18n, lang: UiLang): Promise<void> {
  if (i18n.language === lang) return;
  for (const [one, namespaces] of Object.entries(await resourcesOf(lang)))
    for (const [name, words] of Object.entries(namespaces)) i18n.addResourceBundle(one, name, words, true, true);
  await i18n.changeLanguage(lang);
}

/** What a person who is not signed in is greeted in: the language they last chose here, else the first that their browser and we both know, else ours. */
export function firstLanguage(remembered: string | null, preferred: readonly string[]): UiLang {
  const tags = [remembered, ...preferred.map((tag) => tag.toLowerCase().split("-")[0])];
  return tags.find(isUiLang) ?? uiLanguages[0] ?? interfaceLanguage("").tag;
}
