import { charactersOf, cutEnd } from "../../shared/characters";
import { interfaceLanguage, isUiLang } from "../../shared/languages";
import type { Lang, UiLang } from "../../shared/languages";

/** "RA" for "Rédaction A", "Ma" for "Marie"; whole characters, so that no letter is cut. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s\u00a0\u202f-]+/u)
    .filter(Boolean);
  const [first, second] = words;
  if (!first) return "?";
  const letters = charactersOf(first);
  const [next] = second === undefined ? [] : charactersOf(second);
  return next === undefined ? `${letters[0]?.toUpperCase() ?? ""}${letters[1] ?? ""}` : `${letters[0] ?? ""}${next}`.toUpperCase();
}

const displayNames = new Map<UiLang, Intl.DisplayNames>();

/** The name of a language in the interface's language: "anglais", "English". */
export function languageName(ui: UiLang, tag: string): string {
  let names = displayNames.get(ui);
  if (!names) displayNames.set(ui, (names = new Intl.DisplayNames(interfaceLanguage(ui).intl, { type: "language" })));
  return names.of(tag) ?? tag;
}

/** The same with a capital, as it stands alone in a list or a field. */
export function languageTitle(ui: UiLang, tag: string): string {
  const name = languageName(ui, tag);
  const [first = ""] = charactersOf(name);
  return first.toLocaleUpperCase(ui) + name.slice(first.length);
}

/** A language named by its own speakers where the interface speaks it, in the reader's language else. */
export function ownName(ui: UiLang, lang: Lang): string {
  return isUiLang(lang) ? interfaceLanguage(lang).name : languageTitle(ui, lang);
}

const SHORT = 60;

/** A title where one line must do: cut at a word, with an ellipsis. */
export function shortened(title: string): string {
  if (title.length <= SHORT) return title;
  const cut = cutEnd(title, SHORT);
  return `${cutEnd(cut, Math.max(cut.lastIndexOf(" "), SHORT / 2)).replace(/[\s.,;:–-]+$/u, "")}…`;
}
