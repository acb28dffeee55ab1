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

export interface ClaimPagesState {
  /** Null until the first page has come. */
  readonly lines: readonly Listed[] | null;
  /** Whether the server has further lines. */
  readonly more: boolean;
  readonly failure: Failure | null;
  /** Claims that came to belong here since the list was read. */
  readonly fresh: number;
}

export interface ClaimPages extends Pick<Store<ClaimPagesState>, "get" | "subscribe"> {
  /** Reads the list anew, from its first line; `lines`: so many at least, if there are. */
  refresh(lines?: number): Promise<void>;
  /** Reads the next lines; one reading at a time. */
  readMore(): Promise<void>;
  /**
   * Claims of these texts (null: of any) changed: reads those lines again, in their places. `own`: those that whoever looks at the list changed,
   * which come and go at once.
   */
  changed(docs: readonly DocId[] | null, own?: ReadonlySet<ClaimId>): Promise<void>;
}

/** Pages of the changed texts' claims that are read at once: a text with thousands of them is not read whole because somebody types in it. */
const MOST_PAGES = 3;

/** Who comes back to a line further down than this stands at the last of these. */
const MOST_LINES_AGAIN = 2000;

const nobody: ReadonlySet<ClaimId> = new Set();

/** The claims of one filter as the board shows them. */
export function createClaimPages(api: Pick<Api, "listClaims">, { filter, sort }: { filter: ClaimFilter; sort: ClaimSort }): ClaimPages {
  const store = createStore<ClaimPagesState>({ lines: null, more: false, failure: null, fresh: 0 });
  const set = (changes: Partial<ClaimPagesState>): void => store.set({ ...store.get(), ...changes });
  let cursor: string | null = null;
  let reading = false;
  /** What came after this, by the list's own order, is new. */
  let newest = 0;
  /** What came since, with its text. */
  const fresh = new Map<ClaimId, DocId>();
  const orderOf = (line: ClaimLine): number => (sort === "changed" ? line.changedAt : line.createdAt);

  async function refresh(lines = 0): Promise<void> {
    const wanted = Math.min(lines, MOST_LINES_AGAIN);
    const limit = wanted > 0 ? { limit: MOST_LINES } : {};
    let outcome = await api.listClaims({ query: { ...filter, sort, ...limit } });
    const claims: ClaimLine[] = outcome.ok ? [...outcome.value.claims] : [];
    while (outcome.ok && outcome.value.next !== null && claims.length < wanted) {
      outcome = await api.listClaims({ query: { ...filter, sort, ...limit, cursor: outcome.value.next } });
      if (outcome.ok) claims.push(...outcome.value.claims);
    }
    if (!outcome.ok) return set({ failure: outcome.failure });
    cursor = outcome.value.next;
    newest = Math.max(0, ...claims.map(orderOf));
    fresh.clear();
    set({ lines: claims.map((claim) => ({ claim, gone: false })), more: cursor !== null, failure: null, fresh: 0 });
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

  async function changed(docs: readonly DocId[] | null, own = nobody): Promise<void> {
    const { lines } = store.get();
    if (lines === null) return refresh();
    const shown = [...new Set(lines.map(({ claim }) => claim.doc))];
    const wanted = (docs ?? shown).filter((doc) => filter.docs === undefined || filter.docs.includes(doc));
    for (let from = 0; from < wanted.length; from += MOST_LINES) await reread(wanted.slice(from, from + MOST_LINES), own);
  }

  async function reread(docs: readonly DocId[], own: ReadonlySet<ClaimId>): Promise<void> {
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
    const lines = (store.get().lines ?? []).flatMap((line): Listed[] => {
      if (!touched.has(line.claim.doc)) return [line];
      const claim = now.get(line.claim.claim);
      if (claim) return [{ claim, gone: false }];
      // Of texts with more claims than were read one cannot tell.
      return after !== null ? [line] : own.has(line.claim.claim) ? [] : [{ ...line, gone: true }];
    });
    const there = new Set(lines.map(({ claim }) => claim.claim));
    if (after === null) for (const [claim, doc] of fresh) if (touched.has(doc) && !now.has(claim)) fresh.delete(claim);
    for (const line of now.values()) {
      if (there.has(line.claim)) continue;
      if (own.has(line.claim)) put(lines, line);
      else if (orderOf(line) > newest) fresh.set(line.claim, line.doc);
    }
    for (const { claim } of lines) there.add(claim.claim);
    set({ lines, fresh: [...fresh.keys()].filter((claim) => !there.has(claim)).length });
  }

  /** In its place by the list's order; below what was read of it, it comes when that is. */
  function put(lines: Listed[], line: ClaimLine): void {
    const at = lines.findIndex(({ claim }) => orderOf(claim) <= orderOf(line));
    if (at === -1 && cursor !== null) return;
    lines.splice(at === -1 ? lines.length : at, 0, { claim: line, gone: false });
  }

  return { get: store.get, subscribe: store.subscribe, refresh, readMore, changed };
}
