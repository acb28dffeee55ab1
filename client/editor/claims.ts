import type { Node } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";
import type { EditorState, Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Claim } from "../../shared/claim/claim";
import { isOrphan } from "../../shared/doc/anchor";
import type { Anchor } from "../../shared/doc/anchor";
import type { ClaimId } from "../../shared/ids";
import { inStep } from "./fastDecorationSet";
import { byPlace, lanesOf, piecesOf } from "./lanes";
import type { Piece, Stretch } from "./lanes";

/** What the painted claims are made from; the anchors and claims are those of the session's immutable state. */
export interface ClaimsShown {
  readonly anchors: readonly Anchor[];
  readonly claims: ReadonlyMap<ClaimId, Claim>;
  /** The claim whose card is open: its passage is filled. */
  readonly chosen: ClaimId | null;
}

/** A piece of a claim's passage and the classes it is painted with. */
interface Painting extends Piece {
  readonly look: string;
}

interface PaintSpec {
  readonly claim: ClaimId;
  readonly look: string;
  readonly inclusiveEnd: boolean;
}

const key = new PluginKey<DecorationSet>("claims");

/** The passages that have words and whose claim was not withdrawn, in text order. */
export function shownStretches({ anchors, claims }: Pick<ClaimsShown, "anchors" | "claims">): Stretch[] {
  return anchors.filter((anchor) => !isOrphan(anchor) && claims.get(anchor.claim)?.withdrawn === false).sort(byPlace);
}

const known = new WeakMap<readonly Anchor[], { claims: unknown; paintings: readonly Painting[] }>();

/** How every claim is painted while its card is closed. Kept for the same anchors and claims: opening a card changes one look, not 2,000. */
function closed({ anchors, claims }: ClaimsShown): readonly Painting[] {
  const former = known.get(anchors);
  if (former?.claims === claims) return former.paintings;
  const stretches = shownStretches({ anchors, claims });
  const lanes = lanesOf(stretches);
  const looks = new Map(
    stretches.map(({ claim }, index) => [claim, `claim-mark v-${claims.get(claim)?.verdict ?? "open"} lane-${String(lanes[index] ?? 0)}`]),
  );
  const paintings = piecesOf(stretches).map((piece) => ({ ...piece, look: looks.get(piece.claim) ?? "" }));
  known.set(anchors, { claims, paintings });
  return paintings;
}

const paintings = (shown: ClaimsShown): readonly Painting[] =>
  closed(shown).map((painting) => (painting.claim === shown.chosen ? { ...painting, look: `${painting.look} is-on` } : painting));

const placeOf = ({ from, to }: { from: number; to: number }): string => `${from} ${to}`;

/** By place, in the order in which they lie there. */
function byPlaceOf<T extends { from: number; to: number }>(items: readonly T[]): Map<string, T[]> {
  const places = new Map<string, T[]>();
  for (const item of items) {
    const there = places.get(placeOf(item));
    if (there) there.push(item);
    else places.set(placeOf(item), [item]);
  }
  return places;
}

/**
 * A transaction that repaints what differs from `shown`, or null when nothing does. Each piece of a claim is one inline decoration: of those at
 * the same place ProseMirror puts the one it was given first nearest to the words, so that every one keeps its own underline and the shortest
 * lies on top. Where one of them changed all are given anew. Compares each piece once; touches only those places that differ.
 */
export function paintClaims(state: EditorState, shown: ClaimsShown): Transaction | null {
  const set = key.getState(state) ?? DecorationSet.empty;
  const wanted = byPlaceOf(paintings(shown));
  const stale: Decoration[] = [];
  for (const [place, painted] of byPlaceOf(set.find())) {
    const there = wanted.get(place);
    const same = there?.length === painted.length && painted.every(({ spec }, index) => isPainted(spec as PaintSpec, there[index]));
    if (same) wanted.delete(place);
    else stale.push(...painted);
  }
  const fresh = decorated([...wanted.values()].flat(), state.doc);
  if (stale.length === 0 && fresh.length === 0) return null;
  return state.tr.setMeta(key, set.remove(stale).add(state.doc, fresh));
}

const isPainted = ({ claim, look }: PaintSpec, painting: Painting | undefined): boolean =>
  painting?.claim === claim && painting.look === look;

function decorated(paintings: readonly Painting[], doc: Node): Decoration[] {
  return paintings.filter(({ to }) => to <= doc.content.size).map(decorate);
}

function decorate({ claim, from, to, look, goesOn }: Painting): Decoration {
  // What is typed at a cut within a claim belongs to it at once, not only when it is painted anew.
  const spec: PaintSpec = { claim, look, inclusiveEnd: goesOn };
  return Decoration.inline(from, to, { nodeName: "mark", class: look, "data-claim": claim }, spec);
}

/**
 * Holds the paint and carries it through every edit; typing at either edge of a passage stays outside, as its anchor does. `first`: what is
 * painted with the text itself, in half the time that painting it over the text would take.
 */
export function claimsPaint(first: ClaimsShown | null = null): Plugin<DecorationSet> {
  return new Plugin({
    key,
    state: {
      init: (_config, { doc }) => (first ? DecorationSet.create(doc, decorated(paintings(first), doc)) : DecorationSet.empty),
      apply: (tr, set) => (tr.getMeta(key) as DecorationSet | undefined) ?? (tr.docChanged ? set.map(tr.mapping, tr.doc) : set),
    },
    props: { decorations: (state) => inStep(key.getState(state) ?? DecorationSet.empty) },
  });
}

/** Whether some claim's passage starts at the first of two positions, and whether one ends at the second. */
export function claimEdges(state: EditorState, from: number, to: number): { starts: boolean; ends: boolean } {
  const pieces = (key.getState(state) ?? DecorationSet.empty).find(from, to);
  const goesOn = (piece: Decoration, edge: (other: Decoration) => boolean): boolean =>
    pieces.some((other) => edge(other) && (other.spec as PaintSpec).claim === (piece.spec as PaintSpec).claim);
  return {
    starts: pieces.some((piece) => piece.from === from && !goesOn(piece, (other) => other.to === from)),
    ends: pieces.some((piece) => piece.to === to && !goesOn(piece, (other) => other.from === to)),
  };
}

/** The claims whose marks lie around an element of the text, the innermost first. */
export function claimsAround(element: Element | null): ClaimId[] {
  const found: ClaimId[] = [];
  for (let mark = element?.closest("mark.claim-mark"); mark; mark = mark.parentElement?.closest("mark.claim-mark")) {
    const claim = mark.getAttribute("data-claim");
    if (claim !== null) found.push(claim as ClaimId);
  }
  return found;
}
