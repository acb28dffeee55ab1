import * as z from "zod/mini";
import { DocId } from "../ids";
import { hashOf } from "./hash";

// Where a page of a list ended, so that the next one begins after it. It names the last row by what the list is sorted by and its ids, never by a
// number of rows: what comes or goes in between moves nothing.

export interface Cursor {
  readonly at: string | number;
  readonly doc: DocId;
  /** Within its document; "" for the document itself. */
  readonly key: string;
}

const Written = z.tuple([z.string(), z.union([z.string(), z.number()]), DocId, z.string()]);

/** Enough to tell one query's cursor from another's by mistake. */
const queryOf = (query: Readonly<Record<string, unknown>>): string =>
  hashOf(
    JSON.stringify(
      Object.entries(query)
        .filter(([, value]) => value !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  ).toString(36);

/** As text for an address. `query`: all that says which list it is, without the cursor. */
export function writeCursor(cursor: Cursor, query: Readonly<Record<string, unknown>>): string {
  const json = JSON.stringify([queryOf(query), cursor.at, cursor.doc, cursor.key]);
  const bytes = new TextEncoder().encode(json);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Null when it is none, or another query's. */
export function readCursor(text: string, query: Readonly<Record<string, unknown>>): Cursor | null {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    const [of, at, doc, key] = Written.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    return of === queryOf(query) ? { at, doc, key } : null;
  } catch {
    return null;
  }
}
