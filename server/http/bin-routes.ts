import { CaseId, DocId, newId } from "../../shared/ids";
import type { CommitId, RandomBytes, Version } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { MoveDocument, RenameDocument } from "../../shared/protocol/bin";
import type { BinView } from "../../shared/protocol/bin";
import { MakeCase } from "../../shared/protocol/rest";
import type { LibraryBin } from "../bin";
import { missing } from "../missing";
import type { Store } from "../store/Store";
import { caseView } from "./library-routes";
import type { DocumentAuthority, LibraryNotices } from "./ports";
import { route } from "./routes";
import type { Answer, Route } from "./routes";

export interface BinRoutesDeps {
  readonly store: Store;
  readonly bin: LibraryBin;
  readonly authority: DocumentAuthority;
  readonly notifier: LibraryNotices;
  readonly random: RandomBytes;
}

const done = (result: Result<unknown>): Result<Answer> => (result.ok ? ok({ json: {} }) : result);

/** Where texts lie and what they and their case files are called; the bin. */
export function binRoutes({ store, bin, authority, notifier, random }: BinRoutesDeps): Route[] {
  return [
    route("PATCH /api/cases/:id", { body: MakeCase }, async ({ param, body }) => {
      const id = param("id", CaseId);
      if (!id.ok) return id;
      const standing = (await store.listCases()).some((file) => file.id === id.value);
      const named = standing ? await store.setCase(id.value, { name: body.name }) : null;
      if (named === null) return refuse("not-found");
      notifier.notify({ kind: "cases" });
      return ok({ json: caseView(named) });
    }),
    route("DELETE /api/cases/:id", {}, async ({ who, param }) => {
      const id = param("id", CaseId);
      return id.ok ? done(await bin.putCase(id.value, who.user.id)) : id;
    }),
    route("POST /api/documents/:id/move", { body: MoveDocument }, async ({ param, body }) => {
      const id = param("id", DocId);
      if (!id.ok) return id;
      if ((await store.readDocument(id.value)) === null) return missing(store, id.value);
      const placed = await store.placeDocument(id.value, { case: body.case });
      if (placed !== "placed") return refuse(placed === "gone" ? "not-found" : "no-case");
      // Those who have it open hear of it too: their page says where it lies.
      notifier.notify({ kind: "cases" });
      return ok({ json: {} });
    }),
    route("POST /api/documents/:id/rename", { body: RenameDocument }, async ({ who, param, body }) => {
      const id = param("id", DocId);
      if (!id.ok) return id;
      const state = await authority.stateAt(id.value, null);
      if (!state.ok) return state;
      const base: Version = state.value.version;
      const ops: Op[] = [{ type: "doc.set", field: "title", value: body.title }];
      const submission = { doc: id.value, id: newId<CommitId>(random), base, ops };
      return done(await authority.submit(submission, { user: who.user.id, role: who.user.role }));
    }),
    route("DELETE /api/documents/:id", {}, async ({ who, param }) => {
      const id = param("id", DocId);
      return id.ok ? done(await bin.putDocument(id.value, who.user.id)) : id;
    }),
    route("GET /api/bin", {}, async () => ok({ json: await viewOf(store) })),
    route("POST /api/bin/cases/:id/restore", {}, async ({ param }) => {
      const id = param("id", CaseId);
      return id.ok ? done(await bin.restoreCase(id.value)) : id;
    }),
    route("POST /api/bin/documents/:id/restore", {}, async ({ param }) => {
      const id = param("id", DocId);
      return id.ok ? done(await bin.restoreDocument(id.value)) : id;
    }),
    route("DELETE /api/bin/cases/:id", {}, async ({ param }) => {
      const id = param("id", CaseId);
      return id.ok ? done(await bin.removeCase(id.value)) : id;
    }),
    route("DELETE /api/bin/documents/:id", {}, async ({ param }) => {
      const id = param("id", DocId);
      return id.ok ? done(await bin.removeDocument(id.value)) : id;
    }),
  ];
}

const newest = <T extends { at: number }>(list: T[]): T[] => list.sort((a, b) => b.at - a.at);

/** The bin, what went in last first. */
async function viewOf(store: Store): Promise<BinView> {
  const [{ cases, documents }, open] = await Promise.all([store.listBin(), store.listCases()]);
  const names = new Map([...open, ...cases].map((file) => [file.id, file.name]));
  const closed = new Set(cases.map((file) => file.id));
  const withIt = (id: CaseId): number => documents.filter(({ record }) => record.case === id && record.binned?.withCase).length;
  return {
    cases: newest(cases.flatMap(({ id, name, binned }) => (binned ? [{ id, name, ...binned, texts: withIt(id) }] : []))),
    texts: newest(
      documents.flatMap(({ record: { id: doc, case: home, binned }, title }) =>
        binned ? [{ doc, title, ...binned, case: home, home: names.get(home) ?? "", homeBinned: closed.has(home) }] : [],
      ),
    ),
  };
}
