import { systemRandom } from "../../shared/ids";
import type { DocId } from "../../shared/ids";
import { temporaryFolder } from "../../fixtures/built-server";
import { makeUser } from "../../fixtures/live-server";
import { openStore } from "../store/open";
import type { Store, User } from "../store/Store";
import { createAccounts } from "./accounts";
import type { Accounts } from "./accounts";

// What two server processes over one store may do at the same time: each looks, then acts, and the other has acted in between. The store here lets nobody
// act before both have looked. With MONGODB_URI on that server.

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let store: Store;
beforeEach(async () => {
  folder = await temporaryFolder();
  const uri = process.env["MONGODB_URI"];
  const name = `races-${Buffer.from(systemRandom(new Uint8Array(6))).toString("hex")}` as DocId;
  store = await openStore({ dataDir: folder.path, mongodbUri: uri?.replace(/\/[^/?]*(?=\?|$)/, `/${name}`) });
});
afterEach(async () => {
  await store.close();
  await folder.remove();
});

/** The store as two processes have it, whose first calls of a method both return before either goes on. */
function together(method: "listUsers" | "readInvite"): [Store, Store] {
  let looked = 0;
  const gate = new EventTarget();
  const both = new Promise((resolve) => gate.addEventListener("both", resolve, { once: true }));
  const view = (): Store => {
    let first = true;
    const look = async (...args: unknown[]): Promise<unknown> => {
      const seen = await (store[method] as (...given: unknown[]) => Promise<unknown>)(...args);
      if (!first) return seen;
      first = false;
      if ((looked += 1) === 2) gate.dispatchEvent(new Event("both"));
      await both;
      return seen;
    };
    return { ...store, [method]: look };
  };
  return [view(), view()];
}

const judge = async (): Promise<null> => null;
const accountsOf = (over: Store): Accounts =>
  createAccounts({ store: over, secure: false, clock: () => Date.UTC(2026, 10, 29), random: systemRandom, judge });

test("two last admins who take each other's rights away at the same time leave one", async () => {
  const [ana, bea] = [await makeUser(store, "admin", "Ana"), await makeUser(store, "admin", "Bea")];
  const [one, other] = together("listUsers").map(accountsOf) as [Accounts, Accounts];
  await Promise.all([one.people.set(bea.id, { role: "reader" }), other.people.set(ana.id, { disabled: true })]);
  const admins = (await store.listUsers()).filter((user: User) => user.role === "admin" && !user.disabled);
  expect(admins.length).toBeGreaterThan(0);
});

test("one invitation makes one account, however many open it at once", async () => {
  const ana = await makeUser(store, "admin", "Ana");
  const made = await accountsOf(store).invites.make(ana, "editor", "");
  if (!made.ok) throw new Error(made.refusal.code);
  const token = made.value.path.split("#")[1] ?? "";
  const both = together("readInvite").map(accountsOf);
  const answers = await Promise.all(
    both.map(({ invites }, index) =>
      invites.accept(token, { name: `Personne ${"AB".charAt(index)}`, password: "quatre tomates bleues", lang: "fr" }, ""),
    ),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "link-used" } });
  expect((await store.listUsers()).filter(({ role }) => role === "editor")).toHaveLength(1);
});

/** The store as a process has it in which somebody else does something right before, or right after, a session is written. */
function whileSigningIn(when: "before" | "after", act: () => Promise<unknown>): Store {
  return {
    ...store,
    async putSession(session) {
      if (when === "before") await act();
      await store.putSession(session);
      if (when === "after") await act();
    },
  };
}

const from = { address: "192.0.2.1", cookies: undefined };
const OLD = "quatre tomates bleues";

describe.each(["before", "after"] as const)("whoever signs in while, %s their session is written,", (when) => {
  let dora: User;
  beforeEach(async () => {
    const admin = await makeUser(store, "admin", "Ana");
    const { invites } = accountsOf(store);
    const made = await invites.make(admin, "editor", "");
    if (!made.ok) throw new Error(made.refusal.code);
    const entered = await invites.accept(made.value.path.split("#")[1] ?? "", { name: "Dora", password: OLD, lang: "fr" }, "");
    if (!entered.ok) throw new Error(entered.refusal.code);
    dora = entered.value.user;
  });

  /** Whether Dora is signed in, with the old password, after the other has acted. */
  async function isIn(act: (other: Accounts) => Promise<unknown>): Promise<boolean> {
    const other = accountsOf(store);
    const entered = await accountsOf(whileSigningIn(when, () => act(other))).signIns.signIn("Dora", OLD, from, null);
    const [session = ""] = entered.ok ? entered.value.cookies : [];
    return (await accountsOf(store).sessions.authenticate(session.split(";")[0])) !== null;
  }

  test("nobody does anything is in", async () => {
    expect(await isIn(async () => undefined)).toBe(true);
  });

  test("their password is changed is not in with the old one", async () => {
    const isInStill = await isIn(async ({ signIns }) => {
      const changed = await signIns.changePassword({ user: dora, session: "none" }, OLD, "cinq courgettes jaunes", from);
      expect(changed.ok).toBe(true);
    });
    expect(isInStill).toBe(false);
  });

  test("they are disabled is not in", async () => {
    expect(await isIn(({ people }) => people.set(dora.id, { disabled: true }))).toBe(false);
  });
});
