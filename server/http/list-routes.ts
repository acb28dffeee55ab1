import type { Cursor } from "../../shared/search/cursor";
import { readCursor, writeCursor } from "../../shared/search/cursor";
import type { TextFilter } from "../../shared/search/filter";
import { isTooShort } from "../../shared/search/terms";
import type { DocId } from "../../shared/ids";
import { MOST_COUNTED, foundKinds } from "../../shared/protocol/found";
import type { FoundClaimLine, FoundSourceLine, FoundTextLine, FoundView } from "../../shared/protocol/found";
import { MOST_LINES } from "../../shared/protocol/rest";
import type { ClaimLine, SourceLine } from "../../shared/protocol/rest";
import { routes } from "../../shared/protocol/routes/table";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { Lang } from "../../shared/languages";
import type { Grants } from "../grants";
import type { Store } from "../store/Store";
import type { ClaimRow, DocumentRow, InCase, SourceRow, Wanted } from "../store/rows";
import { inSlices } from "../lane";
import { foundClaim, foundSource, statementsOf, textLine } from "./found-lines";
import { route } from "./routes";
import type { ServedRoute } from "./routes";
import { seenCases } from "./seen-cases";

/** How many lines a page has unless more or fewer are asked for, and each part of a search. */
const PAGE = 50;
const FOUND = 10;
const FEW = 5;

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
    route(routes.searchLines, async ({ who, query: { words, kind, cursor, limit = kind ? PAGE : FEW, ...asked } }) => {
      const seen = { words, ...asked, cases: await seenCases(grants, who.user, asked.cases) };
      // No language is said of a source.
      const kinds = kind ? [kind] : foundKinds.filter((one) => one !== "sources" || !asked.langs);
      const found = await Promise.all(
        kinds.map(async (one): Promise<Result<FoundView>> => {
          const list = { kind: one, words, ...asked };
          const after = place(cursor, list);
          if (!after.ok) return after;
          const nothing = isTooShort(words) || (one === "sources" && asked.langs !== undefined);
          const { lines, next } = nothing
            ? { lines: [], next: null }
            : await foundLines[one](store, { filter: seen, sort: "changed", after: after.value, limit });
          const count = after.value ? null : nothing ? 0 : await store.countFound(one, seen, MOST_COUNTED + 1);
          return ok({ [one]: { lines, next: next && writeCursor(next, list), count } });
        }),
      );
      const json: FoundView = {};
      for (const one of found) {
        if (!one.ok) return one;
        Object.assign(json, one.value);
      }
      return ok({ json });
    }),
  ];
}

interface Lines<Line> {
  readonly lines: Line[];
  readonly next: Cursor | null;
}
type WantedText = Wanted<TextFilter, "changed">;

/** One page of each kind, as it is shown. */
const foundLines = {
  async titles(store: Store, wanted: WantedText): Promise<Lines<DocumentRow>> {
    const { rows, next } = await store.findDocuments(wanted);
    return { lines: [...rows], next };
  },
  async texts(store: Store, wanted: WantedText): Promise<Lines<FoundTextLine>> {
    const { rows, next } = await store.findTexts(wanted);
    const lines: FoundTextLine[] = [];
    for (const row of rows) lines.push(await inSlices(textLine(row, wanted.filter.words)));
    return { lines, next };
  },
  async claims(store: Store, wanted: WantedText): Promise<Lines<FoundClaimLine>> {
    const { rows, next } = await store.findClaims(wanted);
    const lines = await claimLines(store, rows);
    return { lines: lines.flatMap((line, at) => (rows[at] ? [foundClaim(line, rows[at].row, wanted.filter.words)] : [])), next };
  },
  async sources(store: Store, wanted: WantedText): Promise<Lines<FoundSourceLine>> {
    const { rows, next } = await store.findSources(wanted);
    const lines = await sourceLines(store, rows);
    return { lines: lines.flatMap((line, at) => (rows[at] ? [foundSource(line, rows[at].row, wanted.filter.words)] : [])), next };
  },
};

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
