import type { Fragment, Slice } from "prosemirror-model";
import { ReplaceStep } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import { meaningOf } from "../../../shared/doc/step-kinds";
import type { Meaning } from "../../../shared/doc/step-kinds";

// What steps that follow each other wrote: what was deleted again is not among it, and what stands in several places is not one word.

/** A stretch of what was written, position by position: a character, or "\n" where a block or a line ends. */
interface Stretch {
  readonly from: number;
  readonly tokens: string[];
}

export interface Written {
  /** What is left of it, for each place of the text in its order. */
  readonly places: readonly string[];
  /** What was done besides to what was there before. */
  readonly besides: readonly Meaning[];
}

/** `steps`: of one text, each made on what the one before it left. */
export function writtenBy(steps: readonly Step[]): Written {
  let stretches: readonly Stretch[] = [];
  const besides = new Set<Meaning>();
  for (const step of steps) {
    const what = meaningOf(step);
    const own = step instanceof ReplaceStep && stretches.some((one) => one.from <= step.from && step.to <= endOf(one));
    if (what !== "insert" && !(what === "removal" && own)) besides.add(what);
    stretches = after(stretches, step);
  }
  // The space before a word was written as well: it is put back with it.
  const places = stretches.map(({ tokens }) =>
    tokens
      .join("")
      .replace(/\n+/g, "\n")
      .replace(/^\n|\n$/g, ""),
  );
  return { places: places.filter((words) => words.trim() !== ""), besides: [...besides] };
}

const endOf = ({ from, tokens }: Stretch): number => from + tokens.length;

function after(stretches: readonly Stretch[], step: Step): readonly Stretch[] {
  let now = stretches;
  if (step instanceof ReplaceStep) {
    const tokens = tokensIn(step.slice);
    return goneOn(now, step, tokens) ?? replaced(now, step.from, step.to, tokens);
  }
  // The ends of a list or quotation that was put around something: they say nothing, and shift what stands behind.
  let shift = 0;
  step.getMap().forEach((from, to, newFrom, newTo) => {
    now = replaced(now, from + shift, to + shift, Array<string>(newTo - newFrom).fill(""));
    shift += newTo - newFrom - (to - from);
  });
  return now;
}

/** Most of it is a letter behind the one before: ten thousand are not copied for each. */
function goneOn(stretches: readonly Stretch[], { from, to }: ReplaceStep, tokens: readonly string[]): readonly Stretch[] | null {
  const open = from === to ? stretches.find((one) => endOf(one) === from) : undefined;
  if (!open) return null;
  open.tokens.push(...tokens);
  return stretches.map((one) => (one.from < from ? one : { from: one.from + tokens.length, tokens: one.tokens }));
}

function replaced(stretches: readonly Stretch[], from: number, to: number, tokens: string[]): Stretch[] {
  const shift = tokens.length - (to - from);
  const parts = stretches.flatMap((one): Stretch[] => [
    { from: one.from, tokens: one.tokens.slice(0, Math.max(0, from - one.from)) },
    { from: Math.max(one.from, to) + shift, tokens: one.tokens.slice(Math.max(0, to - one.from)) },
  ]);
  const all = [...parts, { from, tokens }].filter((one) => one.tokens.length > 0).sort((a, b) => a.from - b.from);
  const joined: Stretch[] = [];
  for (const one of all) {
    const last = joined.at(-1);
    if (last && endOf(last) === one.from) joined[joined.length - 1] = { from: last.from, tokens: [...last.tokens, ...one.tokens] };
    else joined.push(one);
  }
  return joined;
}

function tokensIn({ content, openStart, openEnd }: Slice): string[] {
  const tokens = tokensOf(content);
  return tokens.slice(openStart, tokens.length - openEnd);
}

function tokensOf(content: Fragment): string[] {
  const tokens: string[] = [];
  content.forEach((node) => {
    if (node.isText) tokens.push(...(node.text ?? "").split(""));
    else if (node.isLeaf) tokens.push("\n");
    else tokens.push("", ...tokensOf(node.content), node.isTextblock ? "\n" : "");
  });
  return tokens;
}
