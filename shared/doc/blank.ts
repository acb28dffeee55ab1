// Characters that take no room and say nothing. At the edges of a passage or a block they count as white space; inside they stay, because
// some join letters (U+200D in emoji and Persian, U+00AD where a word may break).

/**
 * Default-ignorable characters without the ones that change a letter they follow (variation selectors, combining joiners): zero-width
 * spaces and joiners, word joiner, byte order mark, soft hyphen, direction controls, Hangul fillers.
 */
const invisible = "\\u00ad\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0";
const edge = new RegExp(`[\\s${invisible}]`, "u");
const visible = new RegExp(`[^\\s${invisible}]`, "u");

/** Whether the text shows nothing. */
export const isBlank = (text: string): boolean => !visible.test(text);

/** Whether one UTF-16 unit counts as white space at an edge. */
export const isBlankUnit = (unit: string): boolean => edge.test(unit);

/** The text without what shows nothing at its ends. Costs what it takes away. */
export function trimBlank(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlankUnit(text.charAt(from))) from++;
  while (to > from && isBlankUnit(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

/** Embeddings, overrides and isolates (U+202A–U+202E, U+2066–U+2069): they show characters in another order than they stand in. */
const controls = /[\u202a-\u202e\u2066-\u2069]/gu;

/** The text without direction controls, and how many there were. */
export function withoutDirections(text: string): { text: string; count: number } {
  const bare = text.replace(controls, "");
  return { text: bare, count: text.length - bare.length };
}

/** The text as search compares it: without soft hyphens and other characters that show nothing. */
const unsearched = new RegExp(`[${invisible}]`, "gu");
export const withoutInvisible = (text: string): string => text.replace(unsearched, "");
