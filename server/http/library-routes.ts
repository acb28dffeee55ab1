import { newId } from "../../shared/ids";
import type { CaseId, RandomBytes } from "../../shared/ids";
import { ok } from "../../shared/refusal";
import type { CaseView } from "../../shared/protocol/rest";
import { routes } from "../../shared/protocol/routes/table";
import type { Case, Store } from "../store/Store";
import { caseFrom } from "../store/case-members";
import type { LibraryNotices } from "./ports";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

export const caseView = ({ id, name, demo, createdAt }: Case): CaseView => ({ id, name, demo, createdAt });

export interface LibraryDeps {
  readonly store: Store;
  readonly notifier: LibraryNotices;
  readonly clock: () => number;
  readonly random: RandomBytes;
}

/** The case files and the texts in them. */
export function libraryRoutes({ store, notifier, clock, random }: LibraryDeps): ServedRoute[] {
  return [
    route(routes.readLibrary, async () => {
      const [cases, documents] = await Promise.all([store.listCases(), store.listDocumentRows()]);
      return ok({ json: { cases: cases.map(caseView), documents } });
    }),
    route(routes.makeCase, async ({ who, body }) => {
      const made = caseFrom({ id: newId<CaseId>(random), name: body.name, createdBy: who.user.id, createdAt: clock(), demo: false });
      await store.putCase(made);
      notifier.notify({ kind: "cases" });
      return ok({ json: caseView(made) });
    }),
  ];
}
