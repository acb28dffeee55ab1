// Normalising sorts the combining marks behind each letter, and sorts them by insertion: 192 KB of nothing but marks take 13 s. Unicode's
// stream-safe text format (UAX #15, section 13) bounds such runs at 30 by setting a combining grapheme joiner, which is invisible and which
// no mark crosses. The longest runs of any language have about ten. Whatever is normalised or folded anywhere goes through here; a test looks for others.

/** What normalising would sort: marks, and the halfwidth Katakana signs that decompose into one. The joiner itself ends a run. */
const mark = String.raw`(?:[^\P{M}\u034F]|[\uFF9E\uFF9F])`;
const longRun = new RegExp(`${mark}{30}(?=${mark})`, "gu");

/** The text with a joiner behind every 30 marks in a row; nothing is taken away. Linear; the same text when no run is longer. */
export const streamSafe = (text: string): string => text.replace(longRun, "$&\u034F");

/** The text in one of Unicode's normal forms, in linear time. */
export function normalised(text: string, form: "NFC" | "NFD" | "NFKC" | "NFKD"): string {
  return streamSafe(text).normalize(form);
}
