import type { ClaimId, DocId } from "../../shared/ids";
import type { ClaimFilter, ClaimSort } from "../../shared/search/filter";
import type { ClaimLine } from "../../shared/protocol/rest";
import { MOST_LINES } from "../../shared/protocol/rest";
import type { Api } from "../app/api";
import type { Failure } from "../app/failure";
import { createStore } from "../app/store";
import type { Store } from "../app/store";

/** One line of the list. `gone`: it no longer belongs here, since others changed it. */
export interface Listed {
  readonly claim: ClaimLine;
  readonly gone: boolean;
}

export interface ClaimFigures {
  readonly byVerdict: Readonly<Record<string, number>>;
  /** Of the filter. */
  readonly count: number;
  /** Without it. */
  readonly total: number;
}

export interface ClaimPagesState {
  /** Null until the first page has come. */
  readonly lines: readonly Listed[] | null;
  readonly figures: ClaimFigures | null;
  /** Whether the server has further lines. */
  readonly more: boolean;
  readonly failure: Failure | null;
  /** Claims that came to belong here since the list was read. */
  readonly fresh: number;
}

export interface ClaimPages extends Pick<Store<ClaimPagesState>, "get" | "subscribe"> {
  /** Reads the list anew, from its first line. */
  refresh(): Promise<void>;
  /** Reads the next lines; one reading at a time. */
  readMore(): Promise<void>;
  /** Others changed claims of these texts (null: of any): reads those lines again, in their places, and the figures. */
  changed(docs: readonly DocId[] | null): Promise<void>;
}

/** Pages of the changed texts' claims that are read at once: a text with thousands of them is not read whole because somebody types in it. */
const MOST_PAGES = 3;

type Reading = Pick<Api, "listClaims" | "countClaims">;

/** The claims of one filter as the board shows them. `everything`: the filter without what the person chose, for "27 of 120". */
export function createClaimPages(
  api: Reading,
  { filter, everything, sort }: { filter: ClaimFilter; everything: ClaimFilter; sort: ClaimSort },
): ClaimPages {
  const store = createStore<ClaimPagesState>({ lines: null, figures: null, more: false, failure: null, fresh: 0 });
  const set = (changes: Partial<ClaimPagesState>): void => store.set({ ...store.get(), ...changes });
  let cursor: string | null = null;
  let reading = false;
  /** What came after this, by the list's own order, is new. */
  let newest = 0;
  let fresh = new Set<ClaimId>();
  const orderOf = (line: ClaimLine): number => (sort === "changed" ? line.changedAt : line.createdAt);

  async function readFigures(): Promise<void> {
    const [verdicts, all] = await Promise.all([
      api.countClaims({ query: { ...filter, by: "verdict" } }),
      api.countClaims({ query: { ...everything, by: "status" } }),
    ]);
    if (!verdicts.ok || !all.ok) return;
    const byVerdict = Object.fromEntries(verdicts.value.counts.map(({ value, count }) => [value ?? "", count]));
    set({ figures: { byVerdict, count: sumOf(verdicts.value.counts), total: sumOf(all.value.counts) } });
  }

  async function refresh(): Promise<void> {
    const figures = readFigures();
    const outcome = await api.listClaims({ query: { ...filter, sort } });
    if (outcome.ok) {
      const { claims, next } = outcome.value;
      cursor = next;
      newest = Math.max(0, ...claims.map(orderOf));
      fresh = new Set();
      set({ lines: claims.map((claim) => ({ claim, gone: false })), more: next !== null, failure: null, fresh: 0 });
    } else set({ failure: outcome.failure });
    await figures;
  }

  async function readMore(): Promise<void> {
    if (cursor === null || reading) return;
    reading = true;
    try {
      const outcome = await api.listClaims({ query: { ...filter, sort, cursor } });
      if (!outcome.ok) return set({ failure: outcome.failure });
      cursor = outcome.value.next;
      const lines = store.get().lines ?? [];
      // One that others changed while it was further down has moved up, past what was read.
      const there = new Set(lines.map(({ claim }) => claim.claim));
      const next = outcome.value.claims.filter(({ claim }) => !there.has(claim)).map((claim) => ({ claim, gone: false }));
      set({ lines: [...lines, ...next], more: cursor !== null, failure: null });
    } finally {
      reading = false;
    }
  }

  async function changed(docs: readonly DocId[] | null): Promise<void> {
    const { lines } = store.get();
    if (lines === null) return refresh();
    const shown = [...new Set(lines.map(({ claim }) => claim.doc))];
    const wanted = (docs ?? shown).filter((doc) => filter.docs === undefined || filter.docs.includes(doc));
    const figures = readFigures();
    for (let from = 0; from < wanted.length; from += MOST_LINES) await reread(wanted.slice(from, from + MOST_LINES));
    await figures;
  }

  async function reread(docs: readonly DocId[]): Promise<void> {
    const now = new Map<ClaimId, ClaimLine>();
    let after: string | null | undefined;
    for (let pages = 0; after !== null && pages < MOST_PAGES; pages++) {
      const query = { ...filter, docs: [...docs], sort, limit: MOST_LINES, ...(after === undefined ? {} : { cursor: after }) };
      const outcome = await api.listClaims({ query });
      if (!outcome.ok) return;
      for (const claim of outcome.value.claims) now.set(claim.claim, claim);
      after = outcome.value.next;
    }
    const touched = new Set(docs);
    const lines = (store.get().lines ?? []).map((line): Listed => {
      if (!touched.has(line.claim.doc)) return line;
      const claim = now.get(line.claim.claim);
      // Of texts with more claims than were read one cannot tell.
      return claim ? { claim, gone: false } : after === null ? { ...line, gone: true } : line;
    });
    const there = new Set(lines.map(({ claim }) => claim.claim));
    for (const line of now.values()) if (!there.has(line.claim) && orderOf(line) > newest) fresh.add(line.claim);
    set({ lines, fresh: [...fresh].filter((claim) => !there.has(claim)).length });
  }

  return { get: store.get, subscribe: store.subscribe, refresh, readMore, changed };
}

const sumOf = (counts: readonly { readonly count: number }[]): number => counts.reduce((sum, { count }) => sum + count, 0);
