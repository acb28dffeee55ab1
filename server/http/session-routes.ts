import { ok } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { SessionView } from "../../shared/protocol/rest";
import { routes } from "../../shared/protocol/routes/table";
import type { Accounts } from "../accounts/accounts";
import { meOf } from "../accounts/sign-in";
import type { Entered } from "../accounts/sign-in";
import type { User } from "../store/Store";
import type { LibraryNotices } from "./ports";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

/** Signing in and out, one's own record, and the links that make accounts. */
export function sessionRoutes(accounts: Accounts, notifier: LibraryNotices): ServedRoute[] {
  const { signIns, invites, cookie } = accounts;

  const view = async (user: User | null): Promise<SessionView> => ({
    me: user && meOf(user),
    needsSetup: user === null && (await invites.needsSetup()),
  });
  const entered = async (result: Result<Entered>): Promise<Result<{ json: SessionView; cookies: readonly string[] }>> =>
    result.ok ? ok({ json: await view(result.value.user), cookies: result.value.cookies }) : result;

  return [
    route(routes.readSession, async ({ who }) => ok({ json: await view(who?.user ?? null) })),
    route(routes.signIn, async ({ body, address, cookies, who }) =>
      entered(await signIns.signIn(body.name, body.password, { address, cookies }, who)),
    ),
    route(routes.signOut, async ({ who }) => {
      if (who) await signIns.signOut(who);
      return ok({ json: await view(null), cookies: [cookie.clear()] });
    }),
    route(routes.setPreferences, async ({ who, body }) => {
      const set = await signIns.setPreferences(who, body);
      return set.ok ? ok({ json: meOf(set.value) }) : set;
    }),
    route(routes.changePassword, async ({ who, body, address, cookies }) => {
      const changed = await signIns.changePassword(who, body.current, body.next, { address, cookies });
      return changed.ok ? ok({ json: {}, cookies: changed.value }) : changed;
    }),
    route(routes.lookInvite, async ({ body }) => {
      const seen = await invites.look(body.token);
      return seen.ok ? ok({ json: seen.value }) : seen;
    }),
    route(routes.acceptInvite, async ({ body, who, address }) => {
      const accepted = await invites.accept(body.token, body, address);
      if (!accepted.ok) return accepted;
      if (who) await signIns.signOut(who);
      notifier.notify({ kind: "people" });
      return entered(accepted);
    }),
  ];
}
