import { ok } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { MembersView } from "../../shared/protocol/members";
import { routes } from "../../shared/protocol/routes/table";
import type { CaseMembership } from "../members";
import type { Case, Store } from "../store/Store";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

const viewOf = ({ access, members, changes }: Case): MembersView => ({ access, members: [...members], changes: changes.toReversed() });
const shown = (changed: Result<Case>): Result<{ json: MembersView }> => (changed.ok ? ok({ json: viewOf(changed.value) }) : changed);

/** Whom case files are for. */
export function memberRoutes(store: Pick<Store, "listCases">, members: CaseMembership): ServedRoute[] {
  return [
    route(routes.listClosedCases, async ({ who }) => {
      const closed = (await store.listCases()).filter(({ access }) => access === "closed");
      const line = ({ id, name, members: all }: Case) => ({
        id,
        name,
        members: all.length,
        own: all.some(({ user }) => user === who.user.id),
      });
      return ok({ json: { cases: closed.map(line) } });
    }),
    route(routes.readMembers, async ({ granted }) => ok({ json: viewOf(granted.file) })),
    route(routes.setMember, async ({ who, params, body, again }) =>
      shown(await members.set(who.user.id, params.case, params.person, body.role, again)),
    ),
    route(routes.removeMember, async ({ who, params, again }) =>
      shown(await members.remove(who.user.id, params.case, params.person, again)),
    ),
    route(routes.setAccess, async ({ who, params, body, again }) =>
      shown(await members.setAccess(who.user, params.case, body.access, again)),
    ),
    route(routes.leaveCase, async ({ who, params }) => {
      const left = await members.remove(who.user.id, params.case, who.user.id);
      return left.ok ? ok({ json: {} }) : left;
    }),
  ];
}
