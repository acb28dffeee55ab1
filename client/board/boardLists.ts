import type { ClaimStatus } from "../../shared/claim/claim";
import { claimStatuses } from "../../shared/claim/claim";
import type { ClaimId, DocId } from "../../shared/ids";
import type { ClaimFacet, ClaimFilter, ClaimSort } from "../../shared/search/filter";
import type { Api } from "../app/api";
import { createStore } from "../app/store";
import type { Store } from "../app/store";
import { createClaimPages } from "./claimPages";
import type { ClaimPages } from "./claimPages";
import type { BoardView } from "./filter";
import type { Place } from "./place";

export interface ClaimFigures {
  readonly byVerdict: Readonly<Record<string, number>>;
  /** Null where they are not asked for. */
  readonly byStatus: Readonly<Record<string, number>> | null;
  /** Of the filter. */
  readonly count: number;
  /** Without it. */
  readonly total: number;
}

/** One list of what is shown: all of it, or a column. */
export interface BoardList {
  /** Null: of every status that the filter lets through. */
  readonly status: ClaimStatus | null;
  readonly pages: ClaimPages;
}

/** What is shown of one filter, in one list or in one for each status, with its figures. */
export interface BoardLists {
  readonly lists: readonly BoardList[];
  readonly figures: Pick<Store<ClaimFigures | null>, "get" | "subscribe">;
  /** `place`: with the line that somebody comes back to. */
  refresh(place?: Place | null): Promise<void>;
  /** See `ClaimPages`. */
  changed(docs: readonly DocId[] | null, own?: ReadonlySet<ClaimId>): Promise<void>;
}

interface Shown {
  readonly filter: ClaimFilter;
  /** The filter without what the person chose, for "27 of 120". */
  readonly everything: ClaimFilter;
  readonly sort: ClaimSort;
  readonly view: BoardView;
}

export function createBoardLists(api: Pick<Api, "listClaims" | "countClaims">, { filter, everything, sort, view }: Shown): BoardLists {
  const inColumns = view === "columns";
  const lists = inColumns
    ? claimStatuses
        .filter((status) => filter.status?.includes(status) ?? true)
        .map((status) => ({ status, pages: createClaimPages(api, { filter: { ...filter, status: [status] }, sort }) }))
    : [{ status: null, pages: createClaimPages(api, { filter, sort }) }];
  const figures = createStore<ClaimFigures | null>(null);

  const counted = async (wanted: ClaimFilter, by: ClaimFacet): Promise<Record<string, number> | null> => {
    const outcome = await api.countClaims({ query: { ...wanted, by } });
    return outcome.ok ? Object.fromEntries(outcome.value.counts.map(({ value, count }) => [value ?? "", count])) : null;
  };
  async function readFigures(): Promise<void> {
    const [byVerdict, all, byStatus] = await Promise.all([
      counted(filter, "verdict"),
      counted(everything, "status"),
      inColumns ? counted(filter, "status") : null,
    ]);
    if (byVerdict && all) figures.set({ byVerdict, byStatus, count: sumOf(byVerdict), total: sumOf(all) });
  }

  return {
    lists,
    figures,
    async refresh(place) {
      const linesOf = (status: ClaimStatus | null): number => (place?.status === status ? place.lines : 0);
      await Promise.all([readFigures(), ...lists.map(({ status, pages }) => pages.refresh(linesOf(status)))]);
    },
    async changed(docs, own) {
      await Promise.all([readFigures(), ...lists.map(({ pages }) => pages.changed(docs, own))]);
    },
  };
}

const sumOf = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
