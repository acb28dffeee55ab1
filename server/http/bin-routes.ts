import { newId } from "../../shared/ids";
import type { CaseId, CommitId, RandomBytes, Version } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { houseGrant } from "../../shared/rights/grant";
import type { BinView } from "../../shared/protocol/bin";
import { routes } from "../../shared/protocol/routes/table";
import type { LibraryBin } from "../bin";
import { missing } from "../missing";
import type { Store } from "../store/Store";
import { caseView } from "./library-routes";
import type { DocumentAuthority, LibraryNotices } from "./ports";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

export interface BinRoutesDeps {
  readonly store: Store;
  readonly bin: LibraryBin;
  readonly authority: DocumentAuthority;
  readonly notifier: LibraryNotices;
  readonly random: RandomBytes;
}

const done = (result: Result<unknown>): Result<{ json: Record<never, never> }> => (result.ok ? ok({ json: {} }) : result);

/** Where texts lie and what they and their case files are called; the bin. */
export function binRoutes({ store, bin, authority, notifier, random }: BinRoutesDeps): ServedRoute[] {
  return [
    route(routes.renameCase, async ({ params, body }) => {
      const standing = (await store.listCases()).some((file) => file.id === params.case);
      const named = standing ? await store.setCase(params.case, { name: body.name }) : null;
      if (named === null) return refuse("not-found");
      notifier.notify({ kind: "cases" });
      return ok({ json: caseView(named) });
    }),
    route(routes.removeCase, async ({ who, params }) => done(await bin.putCase(params.case, who.user.id))),
    route(routes.moveDocument, async ({ params: { doc }, body }) => {
      if ((await store.readDocument(doc)) === null) return missing(store, doc);
      const placed = await store.placeDocument(doc, { case: body.case });
      if (placed !== "placed") return refuse(placed === "gone" ? "not-found" : "no-case");
      // Those who have it open hear of it too: their page says where it lies.
      notifier.notify({ kind: "cases" });
      return ok({ json: {} });
    }),
    route(routes.renameDocument, async ({ who, params: { doc }, body }) => {
      const state = await authority.stateAt(doc, null);
      if (!state.ok) return state;
      const base: Version = state.value.version;
      const ops: Op[] = [{ type: "doc.set", field: "title", value: body.title }];
      const submission = { doc, id: newId<CommitId>(random), base, ops };
      return done(await authority.submit(submission, houseGrant(who.user)));
    }),
    route(routes.removeDocument, async ({ who, params }) => done(await bin.putDocument(params.doc, who.user.id))),
    route(routes.readBin, async () => ok({ json: await viewOf(store) })),
    route(routes.restoreCase, async ({ params }) => done(await bin.restoreCase(params.case))),
    route(routes.restoreDocument, async ({ params }) => done(await bin.restoreDocument(params.doc))),
    route(routes.removeBinnedCase, async ({ params }) => done(await bin.removeCase(params.case))),
    route(routes.removeBinnedDocument, async ({ params }) => done(await bin.removeDocument(params.doc))),
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
