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
