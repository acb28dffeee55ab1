// Fonts in which a letter's place holds a sign: a word processor's arrows, ticks and Greek letters come as "à", "ü" and "m" with the name of
// their font beside them, or in the private characters U+F020–F0FF, which stand for the same places. (The tables: Unicode's mappings of the
// Symbol font, Wingdings by the names of its signs.)

export type SignFont = "symbol" | "wingdings";

/** Which of those fonts a style or a `face` names first; null for one with letters. */
export function signFont(family: string): SignFont | null {
  const first = /^\s*["']?([\w -]{1,40})/.exec(family)?.[1]?.trim().toLowerCase() ?? "";
  return first === "symbol" ? "symbol" : first === "wingdings" ? "wingdings" : null;
}

const pairs = (places: string, signs: string): Record<string, string> => {
  const found = Array.from(signs);
  return Object.fromEntries(Array.from(places, (place, at) => [place, found[at] ?? place]));
};

const symbol = pairs(
  "ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcywVjJ\u00a2\u00a3\u00a4\u00a5\u00ab\u00ac\u00ad\u00ae\u00af\u00b2\u00b3\u00b4\u00b5\u00b6\u00b7\u00b8\u00b9\u00ba\u00bb\u00bc\u00ce\u00cf\u00d1\u00d5\u00d6\u00d7\u00db\u00de\u00e5\u00f2",
  "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψως\u03d5ϑ′≤⁄∞↔←↑→↓″≥×∝∂•÷≠≡≈…∈∉∇∏√⋅⇔⇒∑∫",
);
const wingdings = pairs(
  '()!"#CDEFGHJKLlnotuqrvw\u00a7\u00a8\u00d8\u00df\u00e0\u00e1\u00e2\u00e8\u00e7\u00f0\u00f3\u00fb\u00fc\u00fd\u00fe',
  "☎✆✏✂✁👍👎☜☞☝☟☺😐☹●■□⧫◆❑❒❖⬥▪◻➢←→↑↓➔⬅⇨⇔✗✓☒☑",
);
const tables = { symbol, wingdings } as const;

/** Private characters as word processors leave them in plain text, by the font in which each is usual. */
const loose: Readonly<Record<string, string>> = {
  "\uf0b7": "•",
  "\uf0a7": "▪",
  "\uf0a8": "◻",
  "\uf0d8": "➢",
  "\uf076": "❖",
  "\uf0e0": "→",
  "\uf0df": "←",
  "\uf0e8": "➔",
  "\uf0fc": "✓",
  "\uf0fb": "✗",
  "\uf0fd": "☒",
  "\uf0fe": "☑",
  "\uf06f": "□",
  "\uf04a": "☺",
  "\uf04c": "☹",
};

/** The text with the signs that its font shows. One that is not known stays as it is. */
export function withSigns(text: string, font: SignFont | null): string {
  if (font === null) return /[\uf020-\uf0ff]/.test(text) ? text.replace(/[\uf020-\uf0ff]/g, (sign) => loose[sign] ?? sign) : text;
  const table = tables[font];
  return Array.from(text, (char) => {
    const code = char.charCodeAt(0);
    const place = code >= 0xf020 && code <= 0xf0ff ? String.fromCharCode(code - 0xf000) : char;
    return Object.hasOwn(table, place) ? table[place] : char;
  }).join("");
}
