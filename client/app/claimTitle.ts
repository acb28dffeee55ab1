import { languages } from "../../shared/languages";
import type { Lang, UiLang } from "../../shared/languages";

interface Stated {
  readonly statements: Readonly<Partial<Record<Lang, string>>>;
}

/** What a claim is called in a list: its statement in the reader's language, else in the first that it has one in (`lang`), else its words (null). */
export function claimTitle({ statements }: Stated, quote: string, ui: UiLang): { text: string; lang: Lang | null } {
  for (const lang of [ui, ...languages]) {
    const text = statements[lang] ?? "";
    if (text.trim() !== "") return { text, lang };
  }
  return { text: quote, lang: null };
}
