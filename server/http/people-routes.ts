import { ok, refuse } from "../../shared/refusal";
import { houseGrant } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import type { PeopleView } from "../../shared/protocol/rest";
import { routes } from "../../shared/protocol/routes/table";
import type { Accounts } from "../accounts/accounts";
import type { LibraryNotices } from "./ports";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

/** Who works here, and the links that let others in. */
export function peopleRoutes({ people, invites }: Accounts, notifier: LibraryNotices): ServedRoute[] {
  return [
    route(routes.listPeople, async ({ who }) => {
      const pending = may(houseGrant(who.user), "people.manage") ? await invites.pending() : [];
      const view: PeopleView = {
        people: await people.list(),
        invites: pending.map(({ hash, role, name, by, expiresAt }) => ({ hash, role, name, by, expiresAt })),
      };
      return ok({ json: view });
    }),
    route(routes.readPerson, async ({ params }) => {
      const person = (await people.list()).find(({ id }) => id === params.person);
      return person ? ok({ json: person }) : refuse("not-found");
    }),
    route(routes.makeInvite, async ({ who, body }) => {
      const made = await invites.make(who.user, body.role, body.name);
      if (!made.ok) return made;
      notifier.notify({ kind: "people" });
      return ok({ json: made.value });
    }),
    route(routes.removeInvite, async ({ params }) => {
      const removed = await invites.remove(params.hash);
      if (!removed.ok) return removed;
      notifier.notify({ kind: "people" });
      return ok({ json: {} });
    }),
    route(routes.setPerson, async ({ params, body, again }) => {
      const person = await people.set(params.person, body, again);
      if (!person.ok) return person;
      notifier.notify({ kind: "people" });
      return ok({ json: person.value });
    }),
  ];
}
