import { Fragment, Slice } from "prosemirror-model";
import type { Mark, Node } from "prosemirror-model";
import { AddMarkStep, AddNodeMarkStep } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import { isLinkAddress } from "../address";
import { schema } from "./schema";
import { kindOf, markSet, withContent } from "./step-kinds";

// Where links may newly lead. The schema lets more through, and has to: what an older version has taken in stays readable.

/** Whether some link of the content leads where none may newly lead. Costs the content. */
export const leadsAstray = (content: Fragment): boolean => badAddresses(content).size > 0;

/**
 * Whether the step brings a link to an address that no link may newly have. One that its text has already may be written on in, carried and
 * taken away.
 */
export function bringsBadLink(before: Node, step: Step): boolean {
  const bad = broughtBy(step);
  if (bad.size === 0) return false;
  const known = badAddresses(before.content);
  return [...bad].some((address) => !known.has(address));
}

/**
 * The step without what it brings of such links that its text has not: the undo of a removal brings words back, but no link newly leads there.
 * Null when nothing is left of it.
 */
export function withoutBadLinks(before: Node, step: Step): Step | null {
  const known = badAddresses(before.content);
  const isBad = (mark: Mark): boolean => [...badOnes([mark])].some((address) => !known.has(address));
  const it = kindOf(step);
  switch (it?.kind) {
    case "replace":
    case "around": {
      const { content, openStart, openEnd } = it.step.slice;
      return withContent(step, new Slice(withoutMarks(content, isBad), openStart, openEnd));
    }
    case "marks":
      return markSet(it.steps.filter((one) => !(one instanceof AddMarkStep && isBad(one.mark))));
    case "node-mark":
      return it.step instanceof AddNodeMarkStep && isBad(it.step.mark) ? null : step;
    case "attr":
    case "doc-attr":
    case undefined:
      return step;
  }
}

function withoutMarks(content: Fragment, isBad: (mark: Mark) => boolean): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => nodes.push(node.copy(withoutMarks(node.content, isBad)).mark(node.marks.filter((mark) => !isBad(mark)))));
  return Fragment.from(nodes);
}

function broughtBy(step: Step): Set<string> {
  const it = kindOf(step);
  switch (it?.kind) {
    case "replace":
    case "around":
      return badAddresses(it.step.slice.content);
    case "marks":
      return badOnes(it.steps.flatMap((one) => (one instanceof AddMarkStep ? [one.mark] : [])));
    case "node-mark":
      return badOnes(it.step instanceof AddNodeMarkStep ? [it.step.mark] : []);
    case "attr":
    case "doc-attr":
    case undefined:
      return new Set();
  }
}

function badAddresses(content: Fragment): Set<string> {
  const marks: Mark[] = [];
  content.descendants((node) => void marks.push(...node.marks));
  return badOnes(marks);
}

const badOnes = (marks: readonly Mark[]): Set<string> =>
  new Set(
    marks
      .filter(({ type }) => type === schema.marks.link)
      .map(({ attrs }) => String(attrs["href"]))
      .filter((address) => !isLinkAddress(address)),
  );
