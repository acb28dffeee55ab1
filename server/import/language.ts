import { francAll } from "franc-min";
import type { Lang } from "../../shared/languages";
import { languages } from "../../shared/languages";

// franc speaks ISO 639-3; Hebrew it does not know, but no other of our languages is written so.
const codes: Readonly<Record<string, Lang>> = {
  fra: "fr",
  eng: "en",
  deu: "de",
  spa: "es",
  ita: "it",
  por: "pt",
  nld: "nl",
  pol: "pl",
  hun: "hu",
  ron: "ro",
  ell: "el",
  ukr: "uk",
  rus: "ru",
  tur: "tr",
  arb: "ar",
  pes: "fa",
  cmn: "zh",
  jpn: "ja",
  kor: "ko",
};

const SAMPLE = 5_000;

/** The language of a text, by its first 5,000 characters; null when it is too short or of a language we do not keep. */
export function languageOf(text: string): Lang | null {
  const sample = text.slice(0, SAMPLE);
  const hebrew = sample.match(/\p{Script=Hebrew}/gu)?.length ?? 0;
  if (hebrew * 2 > (sample.match(/\p{L}/gu)?.length ?? 0)) return "he";
  // Trigrams of a few Latin words are a guess; a few signs of Chinese or Korean are not.
  const minLength = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}]/u.test(sample) ? 4 : 20;
  const best = francAll(sample, { only: Object.keys(codes), minLength })[0]?.[0];
  return best === undefined ? null : (codes[best] ?? null);
}

/** A language tag as pages declare it ("fr-FR") to one of our languages. */
export function declaredLanguage(tag: string): Lang | null {
  const primary = tag.trim().toLowerCase().split(/[-_]/)[0];
  return languages.find((lang) => lang === primary) ?? null;
}
