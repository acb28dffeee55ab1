import * as z from "zod/mini";
import { ClaimId, DocId } from "../../shared/ids";
import type { Version } from "../../shared/ids";
import { writingStateFor } from "../../shared/log/state";
import { ok, refuse } from "../../shared/refusal";
import type { DocumentView, HistoryView } from "../../shared/protocol/rest";
import { writing } from "../json-pieces";
import { inSlices } from "../lane";
import { missing } from "../missing";
import type { Store } from "../store/Store";
import { readHistory } from "./history-reading";
import { caseView } from "./library-routes";
import type { DocumentAuthority } from "./ports";
import { route } from "./routes";
import type { Route } from "./routes";

const versionText = z.pipe(
  z.string().check(z.regex(/^\d{1,10}$/)),
  z.transform((text: string) => Number(text) as Version),
);
const HistoryQuery = z.strictObject({ before: z.optional(versionText), after: z.optional(versionText), claim: z.optional(ClaimId) });
const StateQuery = z.strictObject({ version: z.optional(versionText) });

/** One document as it is known outside its log, and its log as it can be read. */
export function documentRoutes(store: Store, authority: DocumentAuthority): Route[] {
  return [
    route("GET /api/documents/:id", {}, async ({ param }) => {
      const id = param("id", DocId);
      if (!id.ok) return id;
      const [record, rows, cases] = await Promise.all([store.readDocument(id.value), store.listDocumentRows(), store.listCases()]);
      const row = rows.find((one) => one.doc === id.value);
      const home = cases.find((one) => one.id === record?.case);
      if (!record || !row || !home) return missing(store, id.value);
      const view = { line: row, case: caseView(home), original: record.original } satisfies Record<keyof DocumentView, unknown>;
      return ok({ json: view });
    }),
    route("GET /api/documents/:id/original", {}, async ({ param }) => {
      const id = param("id", DocId);
      if (!id.ok) return id;
      const record = await store.readDocument(id.value);
      const bytes = record?.original ? await store.readOriginal(id.value) : null;
      return record?.original && bytes ? ok({ file: { bytes, name: record.original.name } }) : refuse("not-found");
    }),
    route("GET /api/documents/:id/commits", { query: HistoryQuery }, async ({ param, query }) => {
      const id = param("id", DocId);
      if (!id.ok) return id;
      if ((await store.readDocument(id.value)) === null) return missing(store, id.value);
      return ok({ json: (await readHistory(store, id.value, query)) satisfies HistoryView });
    }),
    route("GET /api/documents/:id/state", { query: StateQuery }, async ({ who, param, query }) => {
      const id = param("id", DocId);
      if (!id.ok) return id;
      const state = await authority.stateAt(id.value, query.version ?? null);
      if (!state.ok) return state;
      const json = await inSlices(writingStateFor(state.value, who.user.id));
      return ok({ jsonBytes: Buffer.from(await inSlices(writing(json))) });
    }),
  ];
}
