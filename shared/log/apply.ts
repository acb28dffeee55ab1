import type { Node } from "prosemirror-model";
import type { Step, StepMap } from "prosemirror-transform";
import { newClaim, foldClaim } from "../claim/fold";
import type { Act } from "../claim/fold";
import { fieldMark, setUnseen } from "../claim/marks";
import { afterPassage, restsOnWords, wordsOf } from "../claim/standing";
import { REACH } from "../doc/adjoining";
import { anchorOf } from "../doc/anchor-index";
import type { Anchor } from "../doc/anchor";
import { hasBlock } from "../doc/blocks";
import { isOrphan, mapAnchors, newAnchor } from "../doc/anchor";
import { applyNewStep, applyStep, loggedDoc, readingDoc, preparing, readingStep, stepOf } from "../doc/steps";
import { splitsPair, textBetween, trimToText } from "../doc/text";
import { bringsTitle, titleIn, titleOf } from "../doc/title";
import type { TextChange } from "../doc/change";
import type { ClaimId, StepId, Version } from "../ids";
import { earlierStep, stepId } from "../ids";
import type { Lang } from "../languages";
import type { Result } from "../refusal";
import { ok, refuse } from "../refusal";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import type { Commit } from "./commit";
import { RULES } from "./commit";
import { withEntry } from "./layered-map";
import { mendedFrom } from "./mend";
import type { Op, OpOf } from "./op";
import { setFits } from "./op";
import type { Conflict, DocState, TextState } from "./state";
import { conflictKey, noBlocks, withBlock } from "./state";
import { upgradeLogged, upgradeOp } from "./upgrade";

// The one fold: server, client and tests derive a document's state from its commits here (SPEC L1).

/** The state after one op. Refuses, leaving everything as it was, when the op has no place in this state. */
export function applyOp(state: DocState, op: Op, act: Act): Result<DocState> {
  switch (op.type) {
    case "text.step":
      return applyTextStep(state, op, act);
    case "text.add":
      return addText(state, op);
    case "claim.add":
      return addClaim(state, op, act);
    case "claim.anchor":
      return anchorClaim(state, op, act);
    case "claim.unanchor":
      return unanchorClaim(state, op);
    case "block.state":
      return markBlock(state, op);
    case "doc.set":
      return setDetail(state, op, act);
    case "conflict.settle":
      return settleConflict(state, op, act);
    default: {
      const claim = state.claims.get(op.claim);
      if (!claim) return refuse("not-found");
      const next = foldClaim(claim, op, act);
      return next.ok ? ok({ ...state, claims: withEntry(state.claims, op.claim, next.value) }) : next;
    }
  }
}

/** `applyOp` for what no log holds yet: it also asks what the fold, which has to read every old log, does not: bounds, and whether it is there. */
export function applyNewOp(state: DocState, op: Op, act: Act): Result<DocState> {
  switch (op.type) {
    case "text.step":
      return applyTextStep(state, op, act, applyNewStep);
    case "block.state": {
      const text = state.texts[op.lang];
      return text && (op.block === "__proto__" || !hasBlock(text.doc, op.block))
        ? refuse("not-found", { block: op.block })
        : applyOp(state, op, act);
    }
    case "claim.unanchor": {
      const claim = state.claims.get(op.claim);
      if (!claim || !anchorIn(state, op.lang, op.claim)) return refuse("not-found");
      return claim.withdrawn ? refuse("gone") : applyOp(state, op, act);
    }
    case "conflict.settle":
      if (state.conflicts.get(conflictKey(op.commit, op.op))?.author !== act.author) return refuse("not-found");
      return applyOp(state, op, act);
    default:
      return applyOp(state, op, act);
  }
}

/** The state after an accepted commit. Throws when it is not the next one or does not apply: a broken log must not be read on. */
export function applyCommit(state: DocState, commit: Commit): DocState {
  return finish(applying(state, commit));
}

/** The same, an op at a time. */
export function* applying(state: DocState, commit: Commit): Sliced<DocState> {
  if (mendedFrom(commit) !== null) throw new Error(`commit ${commit.version} mends the log: the state is to be read anew`);
  if (commit.version !== state.version + 1) throw new Error(`commit ${commit.version} after version ${state.version}`);
  const act = actOf(commit);
  let next = state;
  for (const logged of commit.ops) {
    const op = upgradeLogged(logged);
    // What is long to read is read before, as that can be done in pieces.
    if (op.type === "text.add") yield* readingDoc(op.doc);
    else if (op.type === "text.step") {
      yield* readingStep(op.step);
      yield* preparingOp(next, op);
    }
    const result = applyOp(next, op, act);
    if (!result.ok) throw new Error(`commit ${commit.version}: ${op.type} ${result.refusal.code}`);
    next = result.value;
    yield;
  }
  return { ...withConflicts(next, commit), version: commit.version };
}

/** Does the long part of applying the op ahead, in pieces. */
export function* preparingOp(state: DocState, op: Op): Sliced<void> {
  const text = op.type === "text.step" ? state.texts[op.lang] : undefined;
  if (text && op.type === "text.step") yield* preparing(text.doc, stepOf(op.step));
}

/** Adds what the commit lost to the conflicts that its author has to settle. */
export function withConflicts(state: DocState, commit: Pick<Commit, "id" | "author" | "at" | "submitted" | "dropped">): DocState {
  if (!commit.dropped || !commit.submitted) return state;
  const conflicts = new Map(state.conflicts);
  for (const { op: index, code } of commit.dropped) {
    const op = commit.submitted[index];
    if (!op) continue;
    const conflict: Conflict = { commit: commit.id, index, op: upgradeOp(op) as Op, code, author: commit.author, at: commit.at };
    conflicts.set(conflictKey(commit.id, index), conflict);
  }
  return { ...state, conflicts };
}

function withText(state: DocState, text: TextState): DocState {
  return { ...state, texts: { ...state.texts, [text.lang]: text } };
}

function setDetail(state: DocState, op: OpOf<"doc.set">, act: Act): Result<DocState> {
  if (!setFits(op)) return refuse("malformed", { field: op.field });
  const details = { ...state.details, [op.field]: op.value };
  if (op.seen === undefined) return ok({ ...state, details });
  const last = state.detailMarks[op.field];
  if (setUnseen(last, op.seen, act) && state.details[op.field] !== op.value) return refuse("conflict", { field: op.field });
  return ok({ ...state, details, detailMarks: { ...state.detailMarks, [op.field]: fieldMark(last, act) } });
}

function applyTextStep(state: DocState, op: OpOf<"text.step">, act: Act, apply = applyStep): Result<DocState> {
  const text = state.texts[op.lang];
  if (!text) return refuse("not-found", { lang: op.lang });
  const step = stepOf(op.step);
  const doc = apply(text.doc, step);
  if (!doc.ok) return doc;
  const count = text.latest?.version === act.version ? text.latest.steps : 0;
  const named = act.rules >= NAMING_RULES ? stepId(act.version, count) : null;
  const change: TextChange = {
    map: step.getMap(),
    before: text.doc,
    after: doc.value,
    revert: op.revert !== undefined,
    name: named,
    undone: named && undoneBy(op, named),
    part: op.part ?? [0, 0],
    bringsAtEdges: act.rules >= EDGE_RULES,
  };
  const latest = { version: act.version, steps: count + 1 };
  const next = withText(state, { ...text, doc: doc.value, anchors: mapAnchors(text.anchors, change), latest });
  return ok(op.lang === state.source ? withTitle(rejudged(next, text, change, act), text.doc, doc.value, step) : next);
}

/** From this version of the rules on an undo says what it takes back, and words come back to a claim by that, not by their letters. */
const NAMING_RULES = 1;
/** From this one on words that went from inside a passage come back also when they stand at its edge by now. */
const EDGE_RULES = 4;

/** The step that an undo takes back; null for other steps. */
function undoneBy(op: OpOf<"text.step">, name: StepId): StepId | null {
  if (op.revert === undefined) return null;
  return op.revert > 0 ? earlierStep(name, op.revert) : (op.of ?? null);
}

/** The name under which the text is known follows its title for as long as both say the same. */
function withTitle(state: DocState, before: Node, after: Node, step: Step): DocState {
  const titled = state.titled || bringsTitle(step);
  // A block that nobody touched is the same node.
  const was = titled && titleIn(before)?.node !== titleIn(after)?.node ? titleOf(before) : "";
  const named = was !== "" && was === state.details.title ? titleOf(after) : "";
  if (named === "" || named === was) return titled === state.titled ? state : { ...state, titled };
  return { ...state, titled, details: { ...state.details, title: named } };
}

/** Tells the claims whose words in the source text are others than before. A version in another language is not what a verdict is about. */
function rejudged(state: DocState, before: TextState, { map }: TextChange, act: Act): DocState {
  const text = state.source && state.texts[state.source];
  if (!text) return state;
  const near = nearTo(map);
  let { claims } = state;
  for (const [index, anchor] of text.anchors.entries()) {
    const old = before.anchors[index];
    // Most of them only moved, with the very words they had.
    if (!old || (old.exact === anchor.exact && isOrphan(old) === isOrphan(anchor) && !near(anchor))) continue;
    const claim = claims.get(anchor.claim);
    if (!claim || !restsOnWords(claim, act)) continue;
    const was = wordsOf(old, before.doc);
    const is = wordsOf(anchor, text.doc);
    if (was !== is) claims = withEntry(claims, anchor.claim, afterPassage(claim, was, is, act));
  }
  return claims === state.claims ? state : { ...state, claims };
}

/** Whether a passage is so near to what changed that its first or last word may run on into it. */
function nearTo(map: StepMap): (anchor: Anchor) => boolean {
  let start = Infinity;
  let end = -Infinity;
  map.forEach((_oldFrom, _oldTo, newFrom, newTo) => {
    start = Math.min(start, newFrom);
    end = Math.max(end, newTo);
  });
  return ({ from, to }) => start - REACH <= to && from <= end + REACH;
}

function addText(state: DocState, op: OpOf<"text.add">): Result<DocState> {
  if (state.texts[op.lang]) return refuse("exists", { lang: op.lang });
  const doc = loggedDoc(op.doc);
  if (!doc.ok) return doc;
  const text: TextState = { lang: op.lang, dir: op.dir, doc: doc.value, anchors: [], blocks: noBlocks() };
  const titled = state.titled || (state.source === null && titleIn(doc.value) !== null);
  return ok({ ...withText(state, text), titled, source: state.source ?? op.lang });
}

function addClaim(state: DocState, op: OpOf<"claim.add">, act: Act): Result<DocState> {
  if (state.claims.has(op.claim)) return refuse("exists");
  const placed = place(state, op);
  if (!placed.ok) return placed;
  return ok({ ...placed.value, claims: withEntry(state.claims, op.claim, newClaim(op, act)) });
}

/** From this version of the fold's rules on a lost passage may be put back into the tray without taking an approval away. */
const LOST_RULES = 3;

function anchorClaim(state: DocState, op: OpOf<"claim.anchor">, act: Act): Result<DocState> {
  const claim = state.claims.get(op.claim);
  if (!claim) return refuse("not-found");
  if (claim.withdrawn) return refuse("gone");
  const placed = place(state, op);
  if (!placed.ok || op.lang !== state.source) return placed;
  const was = anchorIn(state, op.lang, op.claim);
  const is = anchorIn(placed.value, op.lang, op.claim);
  if (was && is && was.from === is.from && was.to === is.to) return placed;
  if (!restsOnWords(claim, act)) return placed;
  const [old, now] = [wordsOf(was, state.texts[op.lang]?.doc), wordsOf(is, placed.value.texts[op.lang]?.doc)];
  // From one place without words to another: the verdict rested on none, and rests on none.
  if (old === null && now === null && act.rules >= LOST_RULES) return placed;
  const next = afterPassage(claim, old, now, act);
  return next === claim ? placed : ok({ ...placed.value, claims: withEntry(state.claims, op.claim, next) });
}

/** Puts the claim's anchor into its text, in place of the one it had there. */
function place(state: DocState, op: OpOf<"claim.add"> | OpOf<"claim.anchor">): Result<DocState> {
  const text = state.texts[op.lang];
  if (!text) return refuse("not-found", { lang: op.lang });
  const anchor = op.orphan ? orphanOf(text, op) : anchorAt(text, op);
  if (!anchor.ok) return anchor;
  // A claim that is being added has none yet: two thousand need not be looked through.
  const others = op.type === "claim.add" ? text.anchors : without(text.anchors, op.claim);
  return ok(withText(state, { ...text, anchors: [...others, anchor.value] }));
}

type Passage = Pick<OpOf<"claim.anchor">, "claim" | "from" | "to" | "exact" | "prefix" | "suffix" | "head" | "tail">;

function anchorAt(text: TextState, op: Passage): Result<Anchor> {
  const { doc } = text;
  if (op.from >= op.to) return refuse("empty-range");
  if (op.to > doc.content.size) return refuse("out-of-range");
  if (splitsPair(doc, op.from) || splitsPair(doc, op.to)) return refuse("surrogate");
  const range = trimToText(doc, op.from, op.to);
  if (!range) return refuse("empty-range");
  const exact = textBetween(doc, range.from, range.to);
  const anchor = newAnchor(op.claim, range.from, range.to, { exact, prefix: op.prefix, suffix: op.suffix });
  return ok({ ...anchor, head: op.head ?? [], tail: op.tail ?? [] });
}

function orphanOf(text: TextState, op: Passage): Result<Anchor> {
  if (op.from > text.doc.content.size) return refuse("out-of-range");
  const head = op.head || op.tail ? (op.head ?? []) : [{ text: op.exact.replaceAll("\n", ""), offset: 0 }];
  return ok({ ...newAnchor(op.claim, op.from, op.from, op), head, tail: op.tail ?? [] });
}

const without = (anchors: readonly Anchor[], claim: ClaimId): readonly Anchor[] => anchors.filter((anchor) => anchor.claim !== claim);

function unanchorClaim(state: DocState, op: OpOf<"claim.unanchor">): Result<DocState> {
  const text = state.texts[op.lang];
  // A claim without a passage in the source would be an assertion out of nowhere.
  if (!text || op.lang === state.source) return refuse("not-found", { lang: op.lang });
  return ok(withText(state, { ...text, anchors: without(text.anchors, op.claim) }));
}

function markBlock(state: DocState, op: OpOf<"block.state">): Result<DocState> {
  const text = state.texts[op.lang];
  if (!text) return refuse("not-found", { lang: op.lang });
  return ok(withText(state, { ...text, blocks: withBlock(text.blocks, op.block, op.state) }));
}

function settleConflict(state: DocState, op: OpOf<"conflict.settle">, act: Act): Result<DocState> {
  const key = conflictKey(op.commit, op.op);
  // Others' are not known here, nor their settling of any consequence: only the server and their author keep them (SPEC L8).
  if (state.conflicts.get(key)?.author !== act.author) return ok(state);
  const conflicts = new Map(state.conflicts);
  conflicts.delete(key);
  return ok({ ...state, conflicts });
}

/** The claim's passage in a language; null when it has none there. */
export function anchorIn(state: DocState, lang: Lang, claim: ClaimId): Anchor | null {
  const text = state.texts[lang];
  return text ? anchorOf(text.anchors, claim) : null;
}

/** The act of a commit that is not in the log yet. */
export const nextAct = (state: DocState, author: Act["author"], at: number): Act => ({
  author,
  at,
  version: (state.version + 1) as Version,
  rules: RULES,
});

/** The act of a commit of the log. */
export const actOf = ({ author, at, version, rules = 0 }: Commit): Act => ({ author, at, version, rules });
