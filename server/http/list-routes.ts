import type { Cursor } from "../../shared/search/cursor";
import { readCursor, writeCursor } from "../../shared/search/cursor";
import type { DocId } from "../../shared/ids";
import { MOST_LINES } from "../../shared/protocol/rest";
import type { ClaimLine, SourceLine } from "../../shared/protocol/rest";
import { routes } from "../../shared/protocol/routes/table";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { Lang } from "../../shared/languages";
import type { Grants } from "../grants";
import type { Store } from "../store/Store";
import type { ClaimRow, InCase, SourceRow } from "../store/rows";
import { route } from "./routes";
import type { ServedRoute } from "./routes";
import { seenCases } from "./seen-cases";

/** How many lines a page has unless more or fewer are asked for, and each part of a search. */
const PAGE = 50;
const FOUND = 10;

/** Lists by filter, page by page, and search: never the whole of a store. */
export function listRoutes({ store, grants }: { readonly store: Store; readonly grants: Grants }): ServedRoute[] {
  return [
    route(routes.listDocuments, async ({ who, query: { cursor, limit, sort = "changed", ...filter } }) => {
      const list = { ...filter, sort };
      const after = place(cursor, list);
      if (!after.ok) return after;
      const cases = await seenCases(grants, who.user, filter.cases);
      const { rows, next } = await store.findDocuments({ filter: { ...filter, cases }, sort, after: after.value, limit: limit ?? PAGE });
      return ok({ json: { documents: rows, next: next && writeCursor(next, list) } });
    }),
    route(routes.listClaims, async ({ who, query: { cursor, limit, sort = "changed", ...filter } }) => {
      const list = { ...filter, sort };
      const after = place(cursor, list);
      if (!after.ok) return after;
      const cases = await seenCases(grants, who.user, filter.cases);
      const { rows, next } = await store.findClaims({ filter: { ...filter, cases }, sort, after: after.value, limit: limit ?? PAGE });
      return ok({ json: { claims: await claimLines(store, rows), next: next && writeCursor(next, list) } });
    }),
    route(routes.countClaims, async ({ who, query: { by, ...filter } }) => {
      const cases = await seenCases(grants, who.user, filter.cases);
      return ok({ json: { counts: await store.countClaims({ ...filter, cases }, by) } });
    }),
    route(routes.search, async ({ who, query: { words, limit = FOUND } }) => {
      if (words.trim() === "") return ok({ json: { documents: [], claims: [], sources: [] } });
      const wanted = {
        filter: { cases: await seenCases(grants, who.user, undefined), words },
        sort: "changed",
        after: null,
        limit,
      } as const;
      const [documents, claims, sources] = await Promise.all([
        store.findDocuments(wanted),
        store.findClaims(wanted),
        store.findSources(wanted),
      ]);
      return ok({
        json: {
          documents: documents.rows,
          claims: await claimLines(store, claims.rows),
          sources: await sourceLines(store, sources.rows),
        },
      });
    }),
  ];
}

/** Where a page begins. A cursor of another list is refused: what it names has another order. */
function place(cursor: string | undefined, list: Readonly<Record<string, unknown>>): Result<Cursor | null> {
  if (cursor === undefined) return ok(null);
  const after = readCursor(cursor, list);
  return after ? ok(after) : refuse("bad-cursor");
}

/** The titles of some texts, read once each. */
async function titlesOf(store: Store, docs: readonly DocId[]): Promise<ReadonlyMap<DocId, string>> {
  const filter = { cases: "all" as const, docs: [...new Set(docs)].slice(0, MOST_LINES) };
  const { rows } = await store.findDocuments({ filter, sort: "changed", after: null, limit: MOST_LINES });
  return new Map(rows.map((row) => [row.doc, row.title]));
}

async function claimLines(store: Store, found: readonly InCase<ClaimRow>[]): Promise<ClaimLine[]> {
  const titles = await titlesOf(
    store,
    found.map(({ row }) => row.doc),
  );
  return found.map(({ case: home, row }) => ({
    claim: row.claim,
    doc: row.doc,
    case: home,
    title: titles.get(row.doc) ?? "",
    quote: row.quote,
    lang: (Object.keys(row.quotes)[0] ?? null) as Lang | null,
    statements: statementsOf(row),
    kind: row.kind,
    tags: [...row.tags],
    status: row.status,
    verdict: row.verdict,
    assignee: row.assignee,
    author: row.author,
    sources: row.evidence.length,
    orphan: row.orphan,
    withdrawn: row.withdrawn,
    createdAt: row.createdAt,
    changedAt: row.changedAt,
  }));
}

/** Rows that an earlier version wrote, and that are being made again, have none yet. */
const statementsOf = ({ statements }: Partial<Pick<ClaimRow, "statements">>): Record<string, string> => ({ ...statements });

async function sourceLines(store: Store, found: readonly InCase<SourceRow>[]): Promise<SourceLine[]> {
  const titles = await titlesOf(
    store,
    found.map(({ row }) => row.doc),
  );
  return found.map(({ case: home, row: { evidence, claim, doc, title, publisher, address, quote } }) => ({
    evidence,
    claim,
    doc,
    case: home,
    text: titles.get(doc) ?? "",
    title,
    publisher,
    address,
    quote,
  }));
}
