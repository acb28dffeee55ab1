import type { Node } from "prosemirror-model";

// Typing at the edge of a passage stays outside of it (SPEC A1), but a 5 typed behind "23" makes another figure of it all the same.

/** How far a word is followed out of the passage, in UTF-16 units: no figure and hardly any word is longer. */
export const REACH = 40;

// In scripts that write without spaces the next letter is mostly another word.
const unspaced = ["Hani", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr"].map((script) => `\\p{sc=${script}}`).join("");
const letter = `(?![${unspaced}])[\\p{L}\\p{M}\\p{N}]`;
const inFigure = "(?<=\\p{N})[.,'’\\u00A0\\u202F](?=\\p{N})";
/** The passage's last character and what it runs on into; its first one and what runs into it, with the sign of a figure. */
const runOn = new RegExp(`^${letter}(?:${letter}|${inFigure})*`, "u");
const runIn = new RegExp(`(?:[-−+±](?=\\p{N}))?(?:${letter}|${inFigure})*${letter}$`, "u");

/** The words of the passage `[from, to)`, `exact`, with the rest of the word or figure that each of its edges cuts through. Reads 80 characters at most. */
export function withAdjoining(doc: Node, from: number, to: number, exact: string): string {
  const first = /^./su.exec(exact)?.[0] ?? "";
  const last = /.$/su.exec(exact.slice(-2))?.[0] ?? "";
  const into = runIn.exec(before(doc, from) + first)?.[0].slice(0, -first.length) ?? "";
  const onto = runOn.exec(last + after(doc, to))?.[0].slice(last.length) ?? "";
  return into + exact + onto;
}

function before(doc: Node, pos: number): string {
  const { parent, parentOffset } = doc.resolve(pos);
  return parent.textBetween(Math.max(0, parentOffset - REACH), parentOffset, "\n", "\n");
}

function after(doc: Node, pos: number): string {
  const { parent, parentOffset } = doc.resolve(pos);
  return parent.textBetween(parentOffset, Math.min(parent.content.size, parentOffset + REACH), "\n", "\n");
}
