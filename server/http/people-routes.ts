import * as z from "zod/mini";
import { UserId } from "../../shared/ids";
import { ok } from "../../shared/refusal";
import { mayDo } from "../../shared/rights";
import { MakeInvite, SetPerson } from "../../shared/protocol/rest";
import type { PeopleView } from "../../shared/protocol/rest";
import type { Accounts } from "../accounts/accounts";
import type { LibraryNotices } from "./ports";
import { route } from "./routes";
import type { Route } from "./routes";

const InviteHash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** Who works here, and the links that let others in. */
export function peopleRoutes({ people, invites }: Accounts, notifier: LibraryNotices): Route[] {
  return [
    route("GET /api/people", {}, async ({ who }) => {
      const pending = mayDo(who.user.role, "people.manage") ? await invites.pending() : [];
      const view: PeopleView = {
        people: await people.list(),
        invites: pending.map(({ hash, role, name, by, expiresAt }) => ({ hash, role, name, by, expiresAt })),
      };
      return ok({ json: view });
    }),
    route("POST /api/people/invites", { body: MakeInvite }, async ({ who, body }) => {
      const made = await invites.make(who.user, body.role, body.name);
      if (!made.ok) return made;
      notifier.notify({ kind: "people" });
      return ok({ json: made.value });
    }),
    route("DELETE /api/people/invites/:hash", {}, async ({ param }) => {
      const hash = param("hash", InviteHash);
      const removed = hash.ok ? await invites.remove(hash.value) : hash;
      if (!removed.ok) return removed;
      notifier.notify({ kind: "people" });
      return ok({ json: {} });
    }),
    route("PATCH /api/people/:id", { body: SetPerson }, async ({ param, body }) => {
      const id = param("id", UserId);
      const person = id.ok ? await people.set(id.value, body) : id;
      if (!person.ok) return person;
      notifier.notify({ kind: "people" });
      return ok({ json: person.value });
    }),
  ];
}
