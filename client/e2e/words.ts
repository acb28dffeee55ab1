import { createInstance } from "i18next";
import type { TFunction } from "i18next";
import type { UiLang } from "../../shared/languages";
import { namespaces as en } from "../../shared/locales/en";
import { namespaces as fr } from "../../shared/locales/fr";

/** What the page says, by key: tests look for what people read, in whichever language they read it. */
export type Words = TFunction<(keyof typeof fr)[]>;

const i18n = createInstance();
void i18n.init({
  lng: "fr",
  fallbackLng: false,
  defaultNS: "common",
  ns: Object.keys(fr),
  resources: { fr, en },
  initAsync: false,
  interpolation: { escapeValue: false },
});

export const wordsOf = (lang: UiLang): Words => i18n.getFixedT(lang, Object.keys(fr) as (keyof typeof fr)[]);
