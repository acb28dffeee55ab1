import { ClaimFilter, claimSorts, filterQuery } from "../../shared/search/filter";
import type { ClaimSort } from "../../shared/search/filter";
import type { CaseId } from "../../shared/ids";

// What the board shows, in the page's address: it can be reloaded, gone back to and sent to somebody.

/** Lines below each other, or a column for each status. */
export const boardViews = ["table", "columns"] as const;
export type BoardView = (typeof boardViews)[number];

export interface Wanted {
  readonly filter: ClaimFilter;
  readonly sort: ClaimSort;
  readonly view: BoardView;
}

export interface ReadWanted extends Wanted {
  /** Names of parameters whose value means nothing here; the list is shown without them. */
  readonly unknown: readonly string[];
}

const fields = ClaimFilter.shape;
type Field = keyof ClaimFilter;
const isField = (name: string): name is Field => name in fields;

/** Reads the search part of an address. */
export function readWanted(search: string): ReadWanted {
  const filter: Record<string, unknown> = {};
  const unknown: string[] = [];
  let sort: ClaimSort = "changed";
  let view: BoardView = "table";
  for (const [name, text] of new URLSearchParams(search)) {
    const asked = isField(name) ? fields[name].safeParse(text) : null;
    const sorted = claimSorts.find((one) => name === "sort" && one === text);
    const viewed = boardViews.find((one) => name === "view" && one === text);
    if (asked?.success) filter[name] = asked.data;
    else if (sorted) sort = sorted;
    else if (viewed) view = viewed;
    else unknown.push(name);
  }
  return { filter: withoutEmpty(filter), sort, view, unknown };
}

/** The search part of the address, "" for everything in the usual order. */
export function writeWanted({ filter, sort, view }: Wanted): string {
  const query = new URLSearchParams({
    ...filterQuery(withoutEmpty(filter)),
    ...(sort === "changed" ? {} : { sort }),
    ...(view === "table" ? {} : { view }),
  });
  const text = query.toString().replaceAll("%2C", ",");
  return text === "" ? "" : `?${text}`;
}

const isEmpty = (value: unknown): boolean => value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

const withoutEmpty = (filter: Readonly<Record<string, unknown>>): ClaimFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => !isEmpty(value)));

/** The filter as the server is asked, within one case file where the page is of one. */
export const within = (filter: ClaimFilter, only: CaseId | null): ClaimFilter => (only === null ? filter : { ...filter, cases: [only] });

/** How many of its parts keep something out. */
export const partsOf = (filter: ClaimFilter): number => Object.values(filter).filter((value) => !isEmpty(value)).length;
