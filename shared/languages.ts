import * as z from "zod/mini";

/** The languages a text may be in (BCP 47 primary tags). The interface itself speaks French and English. */
export const languages = [
  "fr",
  "en",
  "de",
  "es",
  "it",
  "pt",
  "nl",
  "pl",
  "hu",
  "ro",
  "el",
  "uk",
  "ru",
  "tr",
  "ar",
  "he",
  "fa",
  "zh",
  "ja",
  "ko",
] as const;
export const Lang = z.enum(languages);
export type Lang = z.infer<typeof Lang>;

export const uiLanguages = ["fr", "en"] as const;
export const UiLang = z.enum(uiLanguages);
export type UiLang = z.infer<typeof UiLang>;

export type Dir = "ltr" | "rtl";
export const Dir = z.enum(["ltr", "rtl"]);

export function directionOf(lang: Lang): Dir {
  return lang === "ar" || lang === "he" || lang === "fa" ? "rtl" : "ltr";
}
