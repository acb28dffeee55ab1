import { writingStateFor } from "../../shared/log/state";
import { ok, refuse } from "../../shared/refusal";
import { routes } from "../../shared/protocol/routes/table";
import { writing } from "../json-pieces";
import { inSlices } from "../lane";
import { missing } from "../missing";
import type { Store } from "../store/Store";
import { readHistory } from "./history-reading";
import { caseView } from "./library-routes";
import type { DocumentAuthority } from "./ports";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** One document as it is known outside its log, and its log as it can be read. */
export function documentRoutes(store: Store, authority: DocumentAuthority): ServedRoute[] {
  return [
    route(routes.readDocument, async ({ params: { doc }, granted }) => {
      const [record, row] = await Promise.all([store.readDocument(doc), store.readDocumentRow(doc)]);
      if (!record || !row) return missing(store, doc);
      return ok({ json: { line: row, case: caseView(granted), original: record.original } });
    }),
    route(routes.readDetails, async ({ params: { doc } }) => {
      const details = await authority.detailsOf(doc);
      return details.ok ? ok({ json: details.value }) : details;
    }),
    route(routes.readPlace, async ({ params: { doc } }) => {
      const record = await store.readDocument(doc);
      return record ? ok({ json: { case: record.case } }) : missing(store, doc);
    }),
    route(routes.readOriginal, async ({ params: { doc } }) => {
      const record = await store.readDocument(doc);
      if (!record?.original) return refuse("not-found");
      const { name, sha256 } = record.original;
      const blob = await store.readBlob(sha256);
      if (blob) return ok({ file: { ...blob, name } });
      // A store of before has it beside the document.
      const bytes = await store.readOriginal(doc);
      return bytes ? ok({ file: { size: bytes.length, chunks: oneChunk(bytes), name } }) : refuse("not-found");
    }),
    route(routes.readHistory, async ({ params: { doc }, query }) => {
      const view = await readHistory(store, authority, doc, query);
      return view.ok ? ok({ json: view.value }) : view;
    }),
    route(routes.readState, async ({ who, params: { doc }, query }) => {
      const state = await authority.stateAt(doc, query.version ?? null);
      if (!state.ok) return state;
      const json = await inSlices(writingStateFor(state.value, who.user.id));
      return ok({ jsonBytes: Buffer.from(await inSlices(writing(json))) });
    }),
  ];
}
