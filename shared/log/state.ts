import type { Node } from "prosemirror-model";
import type { Claim, FieldMark } from "../claim/claim";
import { placed, unplaced } from "../doc/anchor";
import type { Anchor } from "../doc/anchor";
import type { DocJson } from "../doc/json";
import { jsonOf, nodeFrom } from "../doc/pieces";
import type { ClaimId, CommitId, UserId, Version } from "../ids";
import type { Dir, Lang } from "../languages";
import type { RefusalCode } from "../refusal";
import { finish } from "../sliced";
import type { Sliced } from "../sliced";
import type { BlockState, DocDetail, DocDetails, Op } from "./op";
import { upgradeClaim, upgradeConflict } from "./upgrade";

/** One language's text with the passages of the claims in it. */
export interface TextState {
  readonly lang: Lang;
  readonly dir: Dir;
  readonly doc: Node;
  /** In the order in which they were made; several may belong to overlapping passages, at most one per claim. */
  readonly anchors: readonly Anchor[];
  /** The translator's mark per block of a version; absent = `todo`. */
  readonly blocks: Readonly<Record<string, BlockState>>;
  /** How many of its steps the latest commit that changed it has so far: their places in it name them. Not part of the JSON form. */
  readonly latest?: { readonly version: Version; readonly steps: number };
}

/** Something that its author had done and the log could not take: kept until the author settles it. */
export interface Conflict {
  readonly commit: CommitId;
  /** Index in the commit's submitted form. */
  readonly index: number;
  readonly op: Op;
  readonly code: RefusalCode;
  readonly author: UserId;
  readonly at: number;
}

/** The fold of a document's commits 1..version. Immutable; states share what did not change. */
export interface DocState {
  readonly version: Version;
  readonly details: DocDetails;
  /** Who set a detail last, and when; only where its author said what they had seen. */
  readonly detailMarks: Readonly<Partial<Record<DocDetail, FieldMark>>>;
  /** The source has, or has had, its title among its blocks: it is given none any more. */
  readonly titled: boolean;
  /** Null until the first text is there. */
  readonly source: Lang | null;
  readonly texts: Readonly<Partial<Record<Lang, TextState>>>;
  readonly claims: ReadonlyMap<ClaimId, Claim>;
  /** By `commit:index`. */
  readonly conflicts: ReadonlyMap<string, Conflict>;
}

export const emptyState: DocState = {
  version: 0 as Version,
  details: { title: "…", publisher: "", author: "", published: "", address: "", locked: false },
  detailMarks: {},
  titled: false,
  source: null,
  texts: {},
  claims: new Map(),
  conflicts: new Map(),
};

/** Without a prototype, as the keys are other people's: `constructor` is a block like any other, if there is one. */
type Blocks = Record<string, BlockState>;
export const noBlocks = (): Blocks => Object.create(null) as Blocks;

/** The marks with one more. One name no record can have: logs of earlier versions may hold it. */
export function withBlock(blocks: TextState["blocks"], block: string, state: BlockState): TextState["blocks"] {
  return block === "__proto__" ? blocks : Object.assign(noBlocks(), blocks, { [block]: state });
}

export const conflictKey = (commit: CommitId, index: number): string => `${commit}:${index}`;

/** Plain JSON of a state: a snapshot, and what a page opens with. */
export interface StateJson {
  version: number;
  details: DocDetails;
  /** This and `titled` are absent where there is nothing to say, as in states of before them. */
  detailMarks?: Partial<Record<DocDetail, FieldMark>>;
  titled?: true;
  source: Lang | null;
  texts: { lang: Lang; dir: Dir; doc: DocJson; anchors: Anchor[]; blocks: Record<string, BlockState> }[];
  claims: Claim[];
  conflicts: Conflict[];
}

export const stateToJson = (state: DocState): StateJson => finish(writingState(state));

/** The same as one person is given it: what the log could not take of others' work is theirs alone (SPEC L8). */
export const stateJsonFor = (state: DocState, reader: UserId): StateJson => finish(writingStateFor(state, reader));

/** Both piece by piece. */
export function writingState(state: DocState): Sliced<StateJson> {
  return jsonWith(state, [...state.conflicts.values()]);
}
export function writingStateFor(state: DocState, reader: UserId): Sliced<StateJson> {
  return jsonWith(
    state,
    [...state.conflicts.values()].filter(({ author }) => author === reader),
  );
}

function* jsonWith(state: DocState, conflicts: Conflict[]): Sliced<StateJson> {
  const texts: StateJson["texts"] = [];
  for (const { lang, dir, doc, anchors, blocks } of Object.values(state.texts)) {
    texts.push({ lang, dir, doc: (yield* jsonOf(doc)) as DocJson, anchors: anchors.map(placed), blocks: { ...blocks } });
  }
  return {
    version: state.version,
    details: state.details,
    ...(Object.keys(state.detailMarks).length > 0 ? { detailMarks: state.detailMarks } : {}),
    ...(state.titled ? { titled: true } : {}),
    source: state.source,
    texts,
    claims: [...state.claims.values()],
    conflicts,
  };
}

/** Trusts its input: it comes from our own store or server. Throws RangeError when a text does not fit the schema. */
export const stateFromJson = (json: StateJson): DocState => finish(readingState(json));

/** The same, piece by piece. */
export function* readingState(json: StateJson): Sliced<DocState> {
  const texts: Partial<Record<Lang, TextState>> = {};
  for (const { lang, dir, doc, anchors, blocks } of json.texts) {
    texts[lang] = { lang, dir, doc: yield* nodeFrom(doc), anchors: anchors.map(unplaced), blocks: Object.assign(noBlocks(), blocks) };
  }
  return {
    version: json.version as Version,
    details: json.details,
    detailMarks: json.detailMarks ?? {},
    titled: json.titled ?? false,
    source: json.source,
    texts,
    claims: new Map(json.claims.map((claim) => [claim.id, upgradeClaim(claim)])),
    conflicts: new Map(json.conflicts.map((conflict) => [conflictKey(conflict.commit, conflict.index), upgradeConflict(conflict)])),
  };
}
