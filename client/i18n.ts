import { createInstance } from "i18next";
import type { i18n as I18n, ResourceKey } from "i18next";
import type { UiLang } from "../shared/languages";
import type { namespaces } from "../shared/locales/fr";

type Namespaces = { readonly [N in keyof typeof namespaces]: ResourceKey };

/** One chunk per language; a page that speaks French never loads the English one. */
const sentences: Readonly<Record<UiLang, () => Promise<{ namespaces: Namespaces }>>> = {
  fr: () => import("../shared/locales/fr"),
  en: () => import("../shared/locales/en"),
};

/** The translator of the whole page, speaking `lang` already when it resolves. Rejects when the sentences cannot be loaded. */
export async function createI18n(lang: UiLang): Promise<I18n> {
  const i18n = createInstance();
  const { namespaces } = await sentences[lang]();
  await i18n.init({
    lng: lang,
    fallbackLng: false,
    defaultNS: "common",
    ns: Object.keys(namespaces),
    resources: { [lang]: namespaces },
    interpolation: { escapeValue: false }, // React escapes
  });
  return i18n;
}

/** Changes the language; what is on screen changes once the sentences are there. */
export async function speak(i18n: I18n, lang: UiLang): Promise<void> {
  if (i18n.language === lang) return;
  const { namespaces } = await sentences[lang]();
  for (const [name, words] of Object.entries(namespaces)) i18n.addResourceBundle(lang, name, words, true, true);
  await i18n.changeLanguage(lang);
}

/** What a person who is not signed in is greeted in: the language they last chose here, else their browser's, else French. */
export function firstLanguage(remembered: string | null, preferred: readonly string[]): UiLang {
  if (remembered === "fr" || remembered === "en") return remembered;
  for (const tag of preferred) {
    if (/^fr\b/i.test(tag)) return "fr";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "fr";
}
