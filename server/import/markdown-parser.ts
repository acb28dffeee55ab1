import MarkdownIt from "markdown-it";
import { linkAddress } from "../../shared/doc/reader/runs";

// The parser takes every line "[word]: word" for the definition of a link and shows nothing of it: a note ("[^1]: Insee"), an editor's remark
// ("[NDLR]: faux"), a source that no word refers to. Only those that a link of the text leads to are definitions here.

const definition = /^\[((?:[^\][\\]|\\.){1,300})\]:[ \t]*(?:<([^<>]*)>|(\S+))/;
const label = /\[((?:[^\][\\]|\\.){1,300})\]/g;

const folded = (name: string): string => name.trim().replace(/\s+/g, " ").toLowerCase();

/** How often each name in square brackets stands in a text. */
export function labelsIn(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, name = ""] of text.matchAll(label)) counts.set(folded(name), (counts.get(folded(name)) ?? 0) + 1);
  return counts;
}

function isDefinition(line: string, labels: ReadonlyMap<string, number>): boolean {
  const found = definition.exec(line);
  const name = found?.[1] ?? "";
  if (!found || name.startsWith("^")) return false;
  return linkAddress(found[2] ?? found[3] ?? "") !== null && (labels.get(folded(name)) ?? 0) > 1;
}

/** Markup that HTML would carry stays what it is in the file: characters. What is parsed brings `labels` of its text along. */
export function markdownParser(): InstanceType<typeof MarkdownIt> {
  const parser = new MarkdownIt({ html: false, linkify: false, typographer: false });
  parser.block.ruler.before("reference", "no-reference", (state, start, _end, silent) => {
    const { labels } = state.env as { labels?: ReadonlyMap<string, number> };
    const at = (state.bMarks[start] ?? 0) + (state.tShift[start] ?? 0);
    const line = state.src.slice(at, state.eMarks[start]);
    if (silent || !/^\[[^\]]{1,600}\]:/.test(line) || (labels && isDefinition(line, labels))) return false;
    state.line = start + 1;
    state.push("paragraph_open", "p", 1).map = [start, start + 1];
    const words = state.push("inline", "", 0);
    words.content = line.trim();
    words.map = [start, start + 1];
    words.children = [];
    state.push("paragraph_close", "p", -1);
    return true;
  });
  // "2*3*4" is a product and not a 3 in italics: a star with a figure at its side and none but letters and figures around stays a star.
  parser.inline.ruler.before("emphasis", "star-of-figures", (state, silent) => {
    const stars = /^\*+/.exec(state.src.slice(state.pos, state.pos + 10))?.[0] ?? "";
    if (stars === "") return false;
    const around =
      state.src.slice(Math.max(0, state.pos - 1), state.pos) + state.src.slice(state.pos + stars.length, state.pos + stars.length + 1);
    if (!/^(?:\d[\p{L}\d]|\p{L}\d)$/u.test(around)) return false;
    if (!silent) state.pending += stars;
    state.pos += stars.length;
    return true;
  });
  return parser;
}
