import * as z from "zod/mini";
import { DocId } from "../ids";

// Where a page of a list ended, so that the next one begins after it. It names the last row by what the list is sorted by and its ids, never by a
// number of rows: what comes or goes in between moves nothing.

export interface Cursor {
  readonly at: string | number;
  readonly doc: DocId;
  /** Within its document; "" for the document itself. */
  readonly key: string;
}

const Written = z.tuple([z.string(), z.union([z.string(), z.number()]), DocId, z.string()]);

/** FNV-1a, 32 bits: enough to tell one query's cursor from another's by mistake, not against anybody. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}

const queryOf = (query: Readonly<Record<string, unknown>>): string =>
  digest(
    JSON.stringify(
      Object.entries(query)
        .filter(([, value]) => value !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );

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
