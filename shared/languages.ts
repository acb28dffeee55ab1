import * as z from "zod/mini";
import { interfaceLanguages } from "./interface-languages";
import type { InterfaceLanguage } from "./interface-languages";

/** The languages a text may be in (BCP 47 primary tags). Those of the interface are in `interface-languages.ts`. */
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

export type UiLang = (typeof interfaceLanguages)[number]["tag"] & Lang;
export const uiLanguages: readonly UiLang[] = interfaceLanguages.map(({ tag }) => tag);
export const UiLang = z.enum(uiLanguages);

/** What the interface knows of one of its languages; of any other, what it knows of its first. */
export const interfaceLanguage = (tag: string): InterfaceLanguage & { readonly tag: UiLang } =>
  interfaceLanguages.find((one) => one.tag === tag) ?? interfaceLanguages[0];
export const isUiLang = (tag: unknown): tag is UiLang => uiLanguages.some((one) => one === tag);

export type Dir = "ltr" | "rtl";
export const Dir = z.enum(["ltr", "rtl"]);

export function directionOf(lang: Lang): Dir {
  return lang === "ar" || lang === "he" || lang === "fa" ? "rtl" : "ltr";
}
