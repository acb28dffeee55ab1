import { ClaimFilter, ClaimSort, filterQuery } from "../../shared/search/filter";
import type { CaseId } from "../../shared/ids";

// What the board shows, in the page's address: it can be reloaded, gone back to and sent to somebody.

export interface Wanted {
  readonly filter: ClaimFilter;
  readonly sort: ClaimSort;
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
  for (const [name, text] of new URLSearchParams(search)) {
    const asked = name === "sort" ? ClaimSort.safeParse(text) : isField(name) ? fields[name].safeParse(text) : null;
    if (!asked?.success) unknown.push(name);
    else if (name === "sort") sort = asked.data as ClaimSort;
    else filter[name] = asked.data;
  }
  return { filter: withoutEmpty(filter), sort, unknown };
}

/** The search part of the address, "" for everything in the usual order. */
export function writeWanted({ filter, sort }: Wanted): string {
  const query = new URLSearchParams({ ...filterQuery(withoutEmpty(filter)), ...(sort === "changed" ? {} : { sort }) });
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
