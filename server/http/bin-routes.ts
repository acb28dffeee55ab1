import { newId } from "../../shared/ids";
import type { CaseId, CommitId, RandomBytes, Version } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { grantIn } from "../../shared/rights/grant";
import type { Grant, Somebody } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import type { BinView } from "../../shared/protocol/bin";
import { routes } from "../../shared/protocol/routes/table";
import type { LibraryBin } from "../bin";
import type { Grants } from "../grants";
import { missing } from "../missing";
import type { Case, Store } from "../store/Store";
import { caseView } from "./library-routes";
import { lineOf } from "./line";
import type { DocumentAuthority, LibraryNotices } from "./ports";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

export interface BinRoutesDeps {
  readonly store: Store;
  readonly grants: Grants;
  readonly bin: LibraryBin;
  readonly authority: DocumentAuthority;
  readonly notifier: LibraryNotices;
  readonly random: RandomBytes;
}

/** How often a text is moved from where others have moved it meanwhile. */
const MOVES = 8;

const done = (result: Result<unknown>): Result<{ json: Record<never, never> }> => (result.ok ? ok({ json: {} }) : result);

/** Where texts lie and what they and their case files are called; the bin. */
export function binRoutes({ store, grants, bin, authority, notifier, random }: BinRoutesDeps): ServedRoute[] {
  return [
    route(routes.renameCase, async ({ params, body, granted: { grant, file } }) => {
      const name = lineOf(body.name, "name");
      if (!name.ok) return name;
      const named = file.binned ? null : await store.setCase(params.case, { name: name.value });
      if (named === null) return refuse("not-found");
      notifier.notify({ kind: "cases", case: file.id });
      return ok({ json: caseView({ grant, file: named }) });
    }),
    route(routes.removeCase, async ({ who, params, again }) => done(await bin.putCase(params.case, who.user.id, again))),
    route(routes.moveDocument, async (ask) => {
      const {
        params: { doc },
        body,
        again,
      } = ask;
      let { who, granted } = ask;
      if ((await store.readDocument(doc)) === null) return missing(store, doc);
      const move = async (): Promise<Result<"placed" | "gone" | "no-case" | "elsewhere">> => {
        const home = await grants.inCase(who.user, body.case);
        if (home === null || home.file.binned) return refuse("no-case");
        if (!may(home.grant, "document.move")) return refuse("forbidden", { op: "document.move" });
        return ok(await store.placeDocument(doc, { case: body.case, from: granted.file.id }));
      };
      let moved = await move();
      // Somebody else moved it meanwhile, into a case file of which it is asked anew what this person may there.
      for (let tries = 1; moved.ok && moved.value === "elsewhere" && tries < MOVES; tries++) {
        const still = await again();
        if (!still.ok) return still;
        ({ who, granted } = still.value);
        moved = await move();
      }
      if (!moved.ok) return moved;
      const placed = moved.value;
      if (placed === "elsewhere") return refuse("busy");
      if (placed !== "placed") return refuse(placed === "gone" ? "not-found" : "no-case");
      // Those who have it open hear of it too: their page says where it lies, or it does not exist for them any more.
      notifier.notify({ kind: "cases", case: granted.file.id });
      notifier.notify({ kind: "cases", case: body.case });
      notifier.notify({ kind: "rows", doc, case: body.case });
      notifier.grantsChanged({ docs: [doc] });
      return ok({ json: {} });
    }),
    route(routes.renameDocument, async ({ granted, params: { doc }, body, again }) => {
      const title = lineOf(body.title, "title");
      if (!title.ok) return title;
      const state = await authority.open(doc);
      if (!state.ok) return state;
      const base: Version = state.value.version;
      const ops: Op[] = [{ type: "doc.set", field: "title", value: title.value }];
      const submission = { doc, id: newId<CommitId>(random), base, ops };
      const byNow = async (): Promise<Result<Grant>> => {
        const still = await again();
        return still.ok ? ok(still.value.granted.grant) : still;
      };
      return done(await authority.submit(submission, granted.grant, byNow));
    }),
    route(routes.removeDocument, async ({ who, params, again }) => done(await bin.putDocument(params.doc, who.user.id, again))),
    route(routes.readBin, async ({ who }) => ok({ json: await viewOf(store, who.user) })),
    route(routes.restoreCase, async ({ params, again }) => done(await bin.restoreCase(params.case, again))),
    route(routes.restoreDocument, async ({ params, again }) => done(await bin.restoreDocument(params.doc, again))),
    route(routes.removeBinnedCase, async ({ params, again }) => done(await bin.removeCase(params.case, again))),
    route(routes.removeBinnedDocument, async ({ params, again }) => done(await bin.removeDocument(params.doc, again))),
  ];
}

const newest = <T extends { at: number }>(list: T[]): T[] => list.sort((a, b) => b.at - a.at);

/** The bin as far as it is this person's to look into, what went in last first. */
async function viewOf(store: Store, who: Somebody): Promise<BinView> {
  const [bin, standing] = await Promise.all([store.listBin(), store.listCases()]);
  const seen = (file: Case): boolean => may(grantIn(who, file), "bin.see");
  const cases = bin.cases.filter(seen);
  const names = new Map([...standing.filter(seen), ...cases].map((file) => [file.id, file.name]));
  const documents = bin.documents.filter(({ record }) => names.has(record.case));
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
