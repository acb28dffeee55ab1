import type { Node } from "prosemirror-model";
import type { Anchor } from "./anchor";
import { isOrphan } from "./anchor";
import type { ReadRun } from "./reader/block";
import { withFigures } from "./reader/raise";

// A passage as it is shown away from its text: figures stay raised or lowered ("10⁶", never 106), and words that the text strikes are told
// from those that it says. `Anchor.exact` holds the bare characters, by which passages are found and compared.

export type QuoteRun = Pick<ReadRun, "text" | "sup" | "sub" | "struck">;

/** The words between two positions; blocks and line breaks become newlines. Costs the text's outermost blocks and the passage. */
export const quoteRuns = (doc: Node, from: number, to: number): readonly QuoteRun[] => merged(withFigures(bareRuns(doc, from, to)));

function bareRuns(doc: Node, from: number, to: number): readonly QuoteRun[] {
  const runs: QuoteRun[] = [];
  let first = true;
  doc.nodesBetween(from, to, (node, pos) => {
    if (node.isTextblock) {
      if (!first) runs.push({ text: "\n" });
      first = false;
    } else if (node.isText) runs.push(runOf(node, (node.text ?? "").slice(Math.max(0, from - pos), to - pos)));
    else if (node.isLeaf) runs.push({ text: "\n" });
    return true;
  });
  return runs;
}

/** The words of a claim's passage; of an orphan, or in a text that is not the anchor's own, those that it had. */
export function passageRuns(doc: Node | undefined, anchor: Anchor): readonly QuoteRun[] {
  const bare = doc && !isOrphan(anchor) && anchor.to <= doc.content.size ? bareRuns(doc, anchor.from, anchor.to) : [];
  const same = bare.map(({ text }) => text).join("") === anchor.exact;
  return same ? merged(withFigures(bare)) : [{ text: anchor.exact }];
}

/** The same where there is no markup: what is struck stands between "~~", as in Markdown. */
export const quoteText = (runs: readonly QuoteRun[]): string =>
  runs.map(({ text, struck }) => (struck && text.trim() !== "" ? `~~${text}~~` : text)).join("");

export const sameRuns = (a: readonly QuoteRun[], b: readonly QuoteRun[]): boolean =>
  a.length === b.length && a.every((run, index) => run.text === b[index]?.text && sameLook(run, b[index]));

const sameLook = (a: QuoteRun, b: QuoteRun): boolean => a.sup === b.sup && a.sub === b.sub && a.struck === b.struck;

function runOf(node: Node, text: string): QuoteRun {
  const has = (mark: string): boolean => node.marks.some(({ type }) => type.name === mark);
  return {
    text,
    ...(has("superscript") ? { sup: true } : has("subscript") ? { sub: true } : {}),
    ...(has("struck") ? { struck: true } : {}),
  };
}

function merged(runs: readonly QuoteRun[]): readonly QuoteRun[] {
  const out: QuoteRun[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (last && sameLook(last, run)) out[out.length - 1] = { ...last, text: last.text + run.text };
    else out.push(run);
  }
  return out;
}
