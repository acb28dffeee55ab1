import { newId } from "../../shared/ids";
import type { CaseId, RandomBytes } from "../../shared/ids";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { FIRST_LINES, MOST_LINES } from "../../shared/protocol/rest";
import type { CaseLine, CaseView } from "../../shared/protocol/rest";
import { routes } from "../../shared/protocol/routes/table";
import { grantIn, houseGrant } from "../../shared/rights/grant";
import type { Granted, Grants } from "../grants";
import { closedCircle } from "../members";
import type { Case, Store, User } from "../store/Store";
import { caseFrom } from "../store/case-members";
import type { LibraryNotices } from "./ports";
import { lineOf } from "./line";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

/** A case file as it is for somebody. Whose it is is told of a closed one: its people are fewer than the house's. */
export const caseView = ({ grant, file: { id, name, demo, createdAt, access, members } }: Granted): CaseView => ({
  id,
  name,
  demo,
  createdAt,
  access,
  role: grant.role,
  ...(access === "closed" ? { members: members.map(({ user, role }) => ({ user, role })) } : {}),
});

export interface LibraryDeps {
  readonly store: Store;
  readonly grants: Grants;
  readonly notifier: LibraryNotices;
  readonly clock: () => number;
  readonly random: RandomBytes;
}

/** The case files and the texts in them. */
export function libraryRoutes({ store, grants, notifier, clock, random }: LibraryDeps): ServedRoute[] {
  return [
    route(routes.readLibrary, async ({ who }) => {
      const visible = await grants.visible(who.user);
      const cases = visible.map(({ file }) => file.id);
      const [lines, first] = await Promise.all([
        caseLines(store, visible),
        store.findDocuments({ filter: { cases }, sort: "changed", after: null, limit: FIRST_LINES }),
      ]);
      return ok({ json: { cases: lines, documents: first.rows } });
    }),
    route(routes.readLibraryPart, async ({ who, query: { cases = [], docs = [] } }) => {
      const visible = await grants.visible(who.user);
      const filter = { cases: visible.map(({ file }) => file.id), docs };
      const { rows } = await store.findDocuments({ filter, sort: "changed", after: null, limit: MOST_LINES });
      const wanted = new Set([...cases, ...rows.map((row) => row.case)]);
      const lines = await caseLines(
        store,
        visible.filter(({ file }) => wanted.has(file.id)),
      );
      return ok({ json: { cases: lines, documents: rows } });
    }),
    route(routes.readCase, async ({ granted }) => (granted.file.binned ? refuse("not-found") : ok({ json: caseView(granted) }))),
    route(routes.makeCase, async ({ who, body, bytes, isKeyed }) => {
      const name = lineOf(body.name, "name");
      if (!name.ok) return name;
      const createdAt = clock();
      const id = newId<CaseId>(bytes(random));
      const before = isKeyed ? await store.readCase(id) : null;
      if (before) return madeBefore(before, who.user, name.value);
      const circle = body.access === "closed" ? closedCircle(who.user, createdAt) : {};
      const made = caseFrom({ id, name: name.value, createdBy: who.user.id, createdAt, demo: false, ...circle });
      if ((await store.putCase(made)) !== "written") {
        // Sent twice at once with one key, or again when what it made had been removed.
        const first = await store.readCase(id);
        return first ? madeBefore(first, who.user, name.value) : refuse("not-found");
      }
      notifier.notify({ kind: "cases", case: made.id });
      const grant = grantIn(who.user, made) ?? houseGrant(who.user);
      return ok({ json: caseView({ grant, file: made }) });
    }),
  ];
}

/** Case files with what they hold in figures. */
async function caseLines(store: Pick<Store, "countDocuments">, granted: readonly Granted[]): Promise<CaseLine[]> {
  const counts = await store.countDocuments({ cases: granted.map(({ file }) => file.id) });
  const held = new Map(counts.map((count) => [count.case, count]));
  return granted.map((one) => {
    const { texts = 0, claims = 0, changedAt = null } = held.get(one.file.id) ?? {};
    return { ...caseView(one), texts, claims, changedAt };
  });
}

/** What the same request made when it came before, if it is as it was made and still for whoever asks. */
function madeBefore(file: Case, user: User, name: string): Result<{ json: CaseView }> {
  const grant = grantIn(user, file);
  if (!grant || file.binned) return refuse("not-found");
  return file.name === name ? ok({ json: caseView({ grant, file }) }) : refuse("key-reused");
}
