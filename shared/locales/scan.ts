// How the tests read the client's code for keys and for words that should have been keys. Plain patterns, no parser: a file is read in a
// millisecond, and what they may miss the compiler's typed keys catch.

export interface AskedKey {
  /** Where the key may live: the prefix it carries, else those the file's `useTranslation` names. */
  readonly namespaces: readonly string[];
  /** A hole in a template is "*". */
  readonly key: string;
}

/** Keys in `t("…")`, `t(`…`)` and `i18nKey="…"`. */
export function keysIn(source: string): AskedKey[] {
  const own = namespacesIn(source);
  const asked: AskedKey[] = [];
  for (const match of source.matchAll(/\bt\(\s*(?:"([^"\n]+)"|`([^`]+)`)|\bi18nKey="([^"]+)"/g)) {
    const raw = match[1] ?? match[2]?.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "*") ?? match[3] ?? "";
    const colon = raw.indexOf(":");
    asked.push(colon > 0 ? { namespaces: [raw.slice(0, colon)], key: raw.slice(colon + 1) } : { namespaces: own, key: raw });
  }
  return asked;
}

/** Every namespace that a `useTranslation` or a `TFunction` of the file names; `common` when one names none. */
function namespacesIn(source: string): string[] {
  const found = new Set<string>();
  for (const match of source.matchAll(/\b(?:useTranslation\(|TFunction<)\s*\[?([^)\]>]*)/g)) {
    const names = [...(match[1] ?? "").matchAll(/"([\w-]+)"/g)].map((name) => name[1] ?? "");
    for (const name of names.length > 0 ? names : ["common"]) found.add(name);
  }
  return found.size > 0 ? [...found] : ["common"];
}

const spoken = /\b(?:placeholder|title|alt|aria-label|aria-description|aria-roledescription|aria-valuetext|label|textValue)="([^"]*)"/g;
const letters = /\p{L}{2,}/u;

/** Words that stand between tags or in an attribute that is read or shown. Addresses and code are none. */
export function wordsIn(source: string): string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
    .replace(/=>/g, "  ") // an arrow closes no tag
    .replace(/<=|>=/g, "  ");
  const found: string[] = [];
  for (const match of code.matchAll(/<\/?[A-Za-z][^<>{}]*(?:\{(?:[^{}]|\{[^{}]*\})*\}[^<>{}]*)*>([^<>{}();=]+)(?=[<{])/g)) {
    const words = (match[1] ?? "").trim();
    if (letters.test(words)) found.push(words);
  }
  for (const match of code.matchAll(spoken)) {
    const words = match[1] ?? "";
    if (letters.test(words) && !/^https?:/.test(words)) found.push(words);
  }
  return found;
}
