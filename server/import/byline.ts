import { dateLine, plainForm, isDateLine, withoutDate } from "./dates";

// Who wrote a text, as a line of it says. A guess: it proposes the author's field, and the line stays in the text.

const prefix =
  /^(?:[Pp]ar|PAR|[Bb]y|BY|[Pp]ropos recueillis par|[Tt]extes? (?::|de|par)|[Ww]ritten by|[Vv]on|[Dd]e notre (?:correspondante?|envoyée? spéciale?))[\s\u00a0\u202f]+(?=\p{Lu})/u;
const sentenceEnd = /[.!?…:;»"”)\]。！？]$/u;
const MAX_WORDS = 14;

/** Whether the line begins like a byline and is no sentence. */
export const isByline = (text: string): boolean =>
  text.length <= 120 &&
  prefix.test(text) &&
  !sentenceEnd.test(text) &&
  text.split(/\s+/u, MAX_WORDS + 1).length <= MAX_WORDS &&
  !hasFigures(text);

/** Figures that are no date: "Par Paris, 300 manifestants ont défilé". */
const hasFigures = (text: string): boolean => /\d/.test(text.slice(withoutDate(text).length)) === false && /\d/.test(text);

/** The names in a byline, without what stands around them. */
export const authorIn = (text: string): string => withoutDate(text.replace(prefix, ""));

/** Whether a line names this author and says nothing else but a date or a calling. */
export function namesAuthor(text: string, author: string): boolean {
  const name = plainForm(author).replace(/^(?:par|by) /, "");
  const line = plainForm(text);
  if (text.length > 120 || name === "" || !line.includes(name)) return false;
  const rest = line.replace(name, " ").replace(/^(?:par|by|de|texte(?: de| :)?|propos recueillis par|auteur ?:?|author ?:?)(?= )/, " ");
  if (/^[\s,.:;|·•–—()/-]*$/.test(rest)) return true;
  if (isDateLine(rest) || dateLine(rest) !== null) return true;
  // "Jeanne Marot, envoyée spéciale": a calling, no sentence.
  return prefix.test(text) ? !sentenceEnd.test(text) : /^ *,/.test(rest) && rest.split(" ").length <= 7 && !sentenceEnd.test(text);
}
