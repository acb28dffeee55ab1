import type { Anchor, Hole, Lost } from "./anchor";
import type { ChangeTexts, Range } from "./change";
import { settle } from "./retyping";

// What an undo brings back is told by the step that it takes back, never by its letters: "23" deleted here is not the "23" deleted there.

/** Lost words that are there again, and what of them is not. */
interface Hit {
  readonly from: number;
  readonly to: number;
  readonly before: readonly Lost[];
  readonly after: readonly Lost[];
}

/** Gives back to the passage those of its words that the undone step had taken (SPEC A4). */
export function bringBack(anchor: Anchor, change: ChangeTexts): Anchor {
  return overEdges(change.bringsAtEdges ? overHoles(anchor, change) : anchor, change);
}

/**
 * The passage over words that come back to a hole outside of it: what followed them in it was cut off since, so that the hole lies at its
 * edge. What came to stand between came between its words. Those inside come back by themselves.
 */
function overHoles(anchor: Anchor, change: ChangeTexts): Anchor {
  let { from, to } = anchor;
  const holes: Hole[] = [];
  for (const hole of anchor.holes) {
    const hit = hole.from < anchor.from || hole.to > anchor.to ? hitOf(hole, change) : null;
    if (hit === null || hit.from < hole.from || hit.to > hole.to || (anchor.from <= hit.from && hit.to <= anchor.to)) {
      holes.push(hole);
      continue;
    }
    [from, to] = [Math.min(from, hit.from), Math.max(to, hit.to)];
    holes.push(...hit.before.map(holeAt(hit.from)), ...hit.after.map(holeAt(hit.to)));
  }
  return from === anchor.from && to === anchor.to ? anchor : settle({ ...anchor, from, to, holes }, change.after);
}

const holeAt =
  (at: number) =>
  (lost: Lost): Hole => ({ ...lost, from: at, to: at });

/** The passage over words of its head and tail that come back. */
function overEdges(anchor: Anchor, change: ChangeTexts): Anchor {
  const whole = anchor.from < anchor.to;
  const entries: Entry[] = [
    ...anchor.head.map((lost) => ({ lost })),
    ...(whole ? [{ passage: true as const }] : []),
    ...anchor.tail.map((lost) => ({ lost })),
  ];
  const found = entries.map((entry) => ("lost" in entry && counts(entry.lost, anchor) ? hitOf(entry.lost, change) : null));
  if (found.every((hit) => hit === null)) return anchor;
  return rejoined(anchor, entries, found, change);
}

type Entry = { readonly lost: Lost } | { readonly passage: true };

/** Words typed again count only while what was typed is gone. */
function counts(lost: Lost, { from, to, head, tail }: Anchor): boolean {
  if (!lost.again || from === to) return true;
  return (head.includes(lost) ? head : tail).some(({ again }) => !again);
}

/** The passage over all of its words that are there, what is still lost on either side of it, and what is lost inside. */
function rejoined(anchor: Anchor, entries: readonly Entry[], found: readonly (Hit | null)[], change: ChangeTexts): Anchor {
  const present = entries.map((entry, index) => ("passage" in entry ? { ...anchor, before: [], after: [] } : (found[index] ?? null)));
  const first = present.findIndex((hit) => hit !== null);
  const last = present.findLastIndex((hit) => hit !== null);
  const lostIn = (from: number, to: number): Lost[] =>
    entries.slice(from, to).flatMap((entry, k) => ("lost" in entry && !present[from + k] ? [entry.lost] : []));
  const there = present.filter((hit) => hit !== null);
  const from = Math.min(...there.map((hit) => hit.from));
  const to = Math.max(...there.map((hit) => hit.to));
  const holes: Hole[] = [...anchor.holes];
  for (let index = first; index < last; index++) {
    const hit = present[index];
    const next = present.slice(index + 1).find((one) => one !== null);
    if (!hit || !next) continue;
    const upTo = present.indexOf(next);
    const inside = [...hit.after, ...lostIn(index + 1, upTo), ...next.before];
    holes.push(...inside.map((lost) => ({ ...lost, from: Math.min(hit.to, next.from), to: Math.max(hit.to, next.from) })));
  }
  const head = [...lostIn(0, first), ...(present[first]?.before ?? [])];
  const tail = [...(present[last]?.after ?? []), ...lostIn(last + 1, entries.length)];
  return settle({ ...anchor, from, to, head, tail, holes }, change.after);
}

function hitOf(lost: Lost, change: ChangeTexts): Hit | null {
  if (lost.by !== undefined && lost.by !== change.undone) return null;
  for (const range of change.ranges) {
    if (range.newFrom >= range.newTo) continue;
    const hit = byTokens(lost, range, change) ?? byChars(lost, range, change);
    if (hit) return hit;
  }
  return null;
}

/** Where the words stand when the step puts back, token by token, what was taken, or a part of it. */
function byTokens(lost: Lost, range: Range, change: ChangeTexts): Hit | null {
  const { by, at, size, text } = lost;
  if (by === undefined || at === undefined || size === undefined) return null;
  const [part] = change.part;
  const begin = Math.max(at, part);
  const end = Math.min(at + size, part + range.newTo - range.newFrom);
  if (begin >= end) return null;
  const from = range.newFrom + begin - part;
  const to = range.newFrom + end - part;
  const flat = change.flat("after", from, to);
  const chars = flat.text.length;
  if (chars === 0) return null;
  const start = begin === at ? 0 : end === at + size ? text.length - chars : text.indexOf(flat.text);
  // Without its text, as a claim's made on words that were gone already, the place has to do.
  if (text !== "" && text.slice(start, start + chars) !== flat.text) return null;
  // All of the tokens, but not all of the words: the step had to be fitted, and its tokens are no longer those that went.
  if (text !== "" && begin === at && end === at + size && flat.text !== text) return null;
  const rest = (from: number, to: number, tokens: readonly [number, number]): Lost[] =>
    tokens[0] < tokens[1]
      ? [{ ...lost, text: text.slice(from, to), offset: lost.offset + from, at: tokens[0], size: tokens[1] - tokens[0] }]
      : [];
  return {
    from: flat.positionOf(0),
    to: flat.positionOf(chars - 1) + 1,
    before: rest(0, start, [at, begin]),
    after: rest(start + chars, text.length, [end, at + size]),
  };
}

/** Where they stand by their offset, when the step had to be fitted, or an old log does not know the tokens. */
function byChars(lost: Lost, range: Range, change: ChangeTexts): Hit | null {
  const flat = change.flat("after", range.newFrom, range.newTo);
  if (lost.text === "") return null;
  const wanted = lost.offset - change.part[1];
  const alone =
    lost.by !== undefined && flat.text.indexOf(lost.text) === flat.text.lastIndexOf(lost.text) ? flat.text.indexOf(lost.text) : -1;
  const at = wanted >= 0 && flat.text.startsWith(lost.text, wanted) ? wanted : alone;
  if (at < 0) return null;
  return { from: flat.positionOf(at), to: flat.positionOf(at + lost.text.length - 1) + 1, before: [], after: [] };
}
