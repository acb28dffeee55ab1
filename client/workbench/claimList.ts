import type { Claim, ClaimKind, ClaimStatus, Verdict } from "../../shared/claim/claim";
import { isOrphan } from "../../shared/doc/anchor";
import type { Anchor } from "../../shared/doc/anchor";
import type { ClaimId, UserId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { DocState } from "../../shared/log/state";
import { containsWords, fold } from "../../shared/search/fold";
import { byPlace } from "../editor/lanes";

/** What the margin shows of the claims; empty sets and words mean everything. */
export interface Filter {
  readonly statuses: ReadonlySet<ClaimStatus>;
  readonly verdicts: ReadonlySet<Verdict>;
  readonly kinds: ReadonlySet<ClaimKind>;
  readonly tag: string | null;
  /** Who has it, made it or proposed its verdict. */
  readonly person: UserId | null;
  /** Only those that cite nothing. */
  readonly sourceless: boolean;
  readonly words: string;
}

export const everything: Filter = {
  statuses: new Set(),
  verdicts: new Set(),
  kinds: new Set(),
  tag: null,
  person: null,
  sourceless: false,
  words: "",
};

/** How many of its parts keep something out. */
export const filterParts = ({ statuses, verdicts, kinds, tag, person, sourceless, words }: Filter): number =>
  [statuses.size > 0, verdicts.size > 0, kinds.size > 0, tag !== null, person !== null, sourceless, words.trim() !== ""].filter(Boolean)
    .length;

export const isFiltering = (filter: Filter): boolean => filterParts(filter) > 0;

/** Every tag in use, in the reader's order. */
export function tagsOf(state: DocState, ui: string): readonly string[] {
  const tags = new Set([...state.claims.values()].flatMap((claim) => (claim.withdrawn ? [] : claim.tags)));
  return [...tags].sort((a, b) => a.localeCompare(b, ui));
}

/** The claims of a document as one language's margin sorts them. */
export interface ClaimList {
  /** With words in this text, in text order, those that pass the filter. */
  readonly placed: readonly Anchor[];
  /** Their words were deleted here. */
  readonly orphans: readonly ClaimId[];
  /** No passage in this version yet. */
  readonly elsewhere: readonly ClaimId[];
  readonly withdrawn: readonly ClaimId[];
  /** Not withdrawn, whatever the filter. */
  readonly total: number;
  /** Of these, still to be settled. */
  readonly todo: number;
}

export const isSettled = (claim: Claim): boolean => claim.status === "approved" || claim.status === "set-aside";

/** Sorts the claims for the margin beside a language's text. Costs one pass over the claims and one sort of the anchors. */
export function claimListOf(state: DocState, lang: Lang, filter: Filter): ClaimList {
  const anchors = state.texts[lang]?.anchors ?? [];
  const here = new Set<ClaimId>();
  const placed: Anchor[] = [];
  const orphans: ClaimId[] = [];
  const wanted = fold(filter.words);
  for (const anchor of anchors) {
    const claim = state.claims.get(anchor.claim);
    here.add(anchor.claim);
    if (!claim || claim.withdrawn) continue;
    if (isOrphan(anchor)) orphans.push(anchor.claim);
    else if (passes(claim, anchor, filter, wanted)) placed.push(anchor);
  }
  const elsewhere: ClaimId[] = [];
  const withdrawn: ClaimId[] = [];
  let total = 0;
  let todo = 0;
  for (const claim of state.claims.values()) {
    if (claim.withdrawn) {
      withdrawn.push(claim.id);
      continue;
    }
    total++;
    if (!isSettled(claim)) todo++;
    if (!here.has(claim.id)) elsewhere.push(claim.id);
  }
  return { placed: placed.sort(byPlace), orphans, elsewhere, withdrawn, total, todo };
}

function passes(claim: Claim, anchor: Anchor, filter: Filter, wanted: string): boolean {
  if (filter.statuses.size > 0 && !filter.statuses.has(claim.status)) return false;
  if (filter.verdicts.size > 0 && !filter.verdicts.has(claim.verdict)) return false;
  if (filter.kinds.size > 0 && !filter.kinds.has(claim.kind)) return false;
  if (filter.tag !== null && !claim.tags.includes(filter.tag)) return false;
  if (filter.sourceless && claim.evidence.some(({ removed }) => !removed)) return false;
  const { person } = filter;
  if (person !== null && claim.assignee !== person && claim.by !== person && claim.verdictBy !== person) return false;
  return wanted.trim() === "" || containsWords(searchText(claim, anchor), wanted);
}

function searchText(claim: Claim, anchor: Anchor): string {
  const evidence = claim.evidence.flatMap(({ title, publisher, address }) => [title, publisher, address]);
  return fold([...Object.values(claim.statements), claim.rationale, anchor.exact, ...claim.tags, ...evidence].join("\n"));
}

export function sameLines(a: ClaimList, b: ClaimList): boolean {
  const keys = ["placed", "orphans", "elsewhere", "withdrawn"] as const;
  return (
    a.total === b.total &&
    a.todo === b.todo &&
    keys.every((key) => a[key].length === b[key].length && a[key].every((item, index) => sameClaim(item, b[key][index])))
  );
}

/** Anchors move with every keystroke before them: for a list only their claims count. */
const sameClaim = (a: Anchor | ClaimId, b: Anchor | ClaimId | undefined): boolean => idOf(a) === idOf(b);
const idOf = (item: Anchor | ClaimId | undefined): ClaimId | undefined => (typeof item === "object" ? item.claim : item);

/** The claim that follows or precedes the open one in the text; without an open one the first or last. */
export function neighbour(placed: readonly Anchor[], open: ClaimId | null, step: 1 | -1): ClaimId | null {
  const at = placed.findIndex(({ claim }) => claim === open);
  const next = at < 0 ? (step > 0 ? 0 : placed.length - 1) : at + step;
  return placed[next]?.claim ?? null;
}
