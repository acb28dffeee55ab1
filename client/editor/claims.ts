import type { Node } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";
import type { EditorState, Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Claim } from "../../shared/claim/claim";
import { isOrphan } from "../../shared/doc/anchor";
import type { Anchor } from "../../shared/doc/anchor";
import type { ClaimId } from "../../shared/ids";
import { inStep } from "./decorations";
import { byPlace, lanesOf } from "./lanes";
import type { Stretch } from "./lanes";

/** What the painted claims are made from; the anchors and claims are those of the session's immutable state. */
export interface ClaimsShown {
  readonly anchors: readonly Anchor[];
  readonly claims: ReadonlyMap<ClaimId, Claim>;
  /** The claim whose card is open: its passage is filled. */
  readonly chosen: ClaimId | null;
}

/** A claim's passage and the classes it is painted with. */
interface Painting extends Stretch {
  readonly look: string;
}

interface PaintSpec {
  readonly claim: ClaimId;
  readonly look: string;
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
  const paintings = stretches.map(({ claim, from, to }, index) => {
    const verdict = claims.get(claim)?.verdict ?? "open";
    return { claim, from, to, look: `claim v-${verdict} lane-${String(lanes[index] ?? 0)}` };
  });
  known.set(anchors, { claims, paintings });
  return paintings;
}

function paintings(shown: ClaimsShown): Map<ClaimId, Painting> {
  const wanted = new Map(closed(shown).map((painting) => [painting.claim, painting]));
  const chosen = shown.chosen === null ? undefined : wanted.get(shown.chosen);
  if (chosen) wanted.set(chosen.claim, { ...chosen, look: `${chosen.look} on` });
  return wanted;
}

/**
 * A transaction that repaints what differs from `shown`, or null when nothing does. Each claim is one inline decoration: where passages
 * overlap ProseMirror nests the marks, so that every one keeps its own underline. Compares each claim once; touches only those that differ.
 */
export function paintClaims(state: EditorState, shown: ClaimsShown): Transaction | null {
  const set = key.getState(state) ?? DecorationSet.empty;
  const wanted = paintings(shown);
  const stale = set.find().filter((decoration) => {
    const { claim, look } = decoration.spec as PaintSpec;
    const painting = wanted.get(claim);
    if (painting?.from !== decoration.from || painting.to !== decoration.to || painting.look !== look) return true;
    wanted.delete(claim);
    return false;
  });
  const fresh = decorated(wanted, state.doc);
  if (stale.length === 0 && fresh.length === 0) return null;
  return state.tr.setMeta(key, set.remove(stale).add(state.doc, fresh));
}

function decorated(paintings: ReadonlyMap<ClaimId, Painting>, doc: Node): Decoration[] {
  return [...paintings.values()].filter(({ to }) => to <= doc.content.size).map(decorate);
}

function decorate({ claim, from, to, look }: Painting): Decoration {
  const spec: PaintSpec = { claim, look };
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

/** The claims whose marks lie around an element of the text, the innermost first. */
export function claimsAround(element: Element | null): ClaimId[] {
  const found: ClaimId[] = [];
  for (let mark = element?.closest("mark.claim"); mark; mark = mark.parentElement?.closest("mark.claim")) {
    const claim = mark.getAttribute("data-claim");
    if (claim !== null) found.push(claim as ClaimId);
  }
  return found;
}
