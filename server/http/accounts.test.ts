import type { MadeInvite } from "../../shared/protocol/rest";
import { StoreFull } from "../store/errors";
import { openTestbed, PASSWORD } from "../../fixtures/http-server";
import type { Testbed } from "../../fixtures/http-server";

// Passwords are slow on purpose, more so on a busy machine.
jest.setTimeout(60_000);

let bed: Testbed;
beforeEach(async () => {
  bed = await openTestbed();
});
afterEach(() => bed.close());

const newcomer = (path: string, name = "Ana") => ({ token: path.split("#")[1] ?? "", name, password: PASSWORD, lang: "fr" });
const accept = (path: string, name: string) => bed.browser().ask("POST", "/api/v1/invites/accept", newcomer(path, name));

/** Holds the next call of a store's method until `meanwhile` is done. */
function hold<K extends "putSession" | "claimInvite" | "putUser">(method: K, meanwhile: () => Promise<unknown>): void {
  const real = bed.store[method].bind(bed.store) as (...args: unknown[]) => Promise<unknown>;
  jest.spyOn(bed.store, method).mockImplementationOnce((async (...args: unknown[]) => {
    await meanwhile();
    return real(...args);
  }) as never);
}

describe("a name", () => {
  test("that will not do is refused before the link is used up", async () => {
    const { path } = await bed.accounts.invites.fromConsole();
    const faults = { "\u0301\u0302": "empty", "\u200b\u2060": "empty", Аna: "mixed", x: "short" };
    for (const [name, reason] of Object.entries(faults)) {
      const answer = await accept(path, name);
      expect([answer.status, answer.refusal]).toEqual([400, { code: "bad-name", detail: { reason } }]);
    }
    expect((await accept(path, "A\u200bna\u202e  Dupont")).body).toMatchObject({ me: { name: "Ana Dupont" } });
  });

  test("that reads like somebody's is taken, also at a second glance", async () => {
    await bed.as("admin", "Capa");
    const { path } = await bed.accounts.invites.fromConsole();
    for (const name of ["Сара", "CAPA", "Càpa\u200b"]) expect((await accept(path, name)).refusal?.code).toBe("name-taken");
    expect((await accept(path, "राम")).status).toBe(200);
    const second = await bed.accounts.invites.fromConsole();
    expect((await accept(second.path, "रमा")).status).toBe(200);
  });

  test("of an account from before is still signed in with", async () => {
    await bed.as("admin", "राम");
    const [user] = await bed.store.listUsers();
    if (user) await bed.store.putUser({ ...user, key: "रम" });
    expect((await bed.browser().ask("POST", "/api/v1/session", { name: "राम", password: PASSWORD })).status).toBe(200);
    expect((await bed.browser().ask("POST", "/api/v1/session", { name: "रमा", password: PASSWORD })).refusal?.code).toBe(
      "wrong-credentials",
    );
  });

  test("whose account cannot be written leaves the link good", async () => {
    const { path } = await bed.accounts.invites.fromConsole();
    jest.spyOn(bed.store, "putUser").mockRejectedValueOnce(new StoreFull("full"));
    expect((await accept(path, "Ana")).refusal?.code).toBe("disk-full");
    expect((await accept(path, "Ana")).status).toBe(200);
  });
});

describe("between a check and an act", () => {
  test("a password is changed: who proved the old one is not let in", async () => {
    const page = await bed.as("admin", "Ana");
    hold("putSession", () => page.ask("POST", "/api/v1/me/password", { current: PASSWORD, next: "trois citrons amers" }));
    const late = bed.browser();
    expect((await late.ask("POST", "/api/v1/session", { name: "Ana", password: PASSWORD })).refusal?.code).toBe("wrong-credentials");
    expect((await late.ask("GET", "/api/v1/people")).refusal?.code).toBe("signed-out");
    expect((await page.ask("GET", "/api/v1/people")).status).toBe(200);
  });

  test("forty sign-ins with the old password beside its change: none outlives it", async () => {
    const page = await bed.as("admin", "Ana");
    const browsers = Array.from({ length: 40 }, () => bed.browser());
    const signIns = browsers.map((one) => one.ask("POST", "/api/v1/session", { name: "Ana", password: PASSWORD }));
    const changed = await page.ask("POST", "/api/v1/me/password", { current: PASSWORD, next: "trois citrons amers" });
    await Promise.all(signIns);
    expect(changed.status).toBe(200);
    for (const one of browsers) expect((await one.ask("GET", "/api/v1/people")).refusal?.code).toBe("signed-out");
  });

  test("somebody is disabled: they do not get in", async () => {
    const admin = await bed.as("admin", "Ana");
    await bed.as("reader", "Bea");
    const bea = (await bed.accounts.people.list()).find(({ name }) => name === "Bea");
    hold("putSession", () => admin.ask("PATCH", `/api/v1/people/${bea?.id}`, { disabled: true }));
    expect((await bed.browser().ask("POST", "/api/v1/session", { name: "Bea", password: PASSWORD })).refusal?.code).toBe(
      "wrong-credentials",
    );
  });

  test("an inviter loses their rights: the link makes nobody", async () => {
    const admin = await bed.as("admin", "Ana");
    const other = await bed.as("admin", "Bea");
    const { path } = (await other.ask("POST", "/api/v1/people/invites", { role: "editor", name: "" })).body as MadeInvite;
    const bea = (await bed.accounts.people.list()).find(({ name }) => name === "Bea");
    // As another process does it: the record is changed, its invitations are not removed yet.
    const user = await bed.store.readUserByKey("bea");
    if (user) hold("claimInvite", () => bed.store.putUser({ ...user, role: "reader" }));
    expect(bea?.id).toBe(user?.id);
    expect((await bed.browser().ask("POST", "/api/v1/invites/accept", newcomer(path, "Cléo"))).refusal?.code).toBe("link-expired");
    expect((await admin.ask("GET", "/api/v1/people")).status).toBe(200);
  });

  test("another process disables somebody who chooses a theme: both stay", async () => {
    const page = await bed.as("admin", "Ana");
    await bed.as("admin", "Bea");
    const ana = await bed.store.readUserByKey("ana");
    if (ana) hold("putUser", () => bed.store.putUser({ ...ana, disabled: true }));
    await page.ask("PATCH", "/api/v1/me", { theme: "dark" });
    expect(await bed.store.readUserByKey("ana")).toMatchObject({ theme: "dark", disabled: true });
  });

  test("two changes of one password that were proven alike: the first one counts", async () => {
    const page = await bed.as("admin", "Ana");
    const next = ["trois citrons amers", "le chat dort sous la table verte"];
    const answers = await Promise.all(next.map((one) => page.ask("POST", "/api/v1/me/password", { current: PASSWORD, next: one })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

test("a known device signs in while strangers lock its person's name, and is known no more once the password has changed", async () => {
  const page = await bed.as("admin", "Ana");
  await page.ask("POST", "/api/v1/session", { name: "Ana", password: PASSWORD });
  expect(page.device).toMatch(/^sourcier-device=/);
  for (let at = 0; at < 12; at += 1) await bed.browser().ask("POST", "/api/v1/session", { name: "Ana", password: "wrong" });
  expect((await bed.browser().ask("POST", "/api/v1/session", { name: "Ana", password: PASSWORD })).refusal?.code).toBe("too-many-tries");
  expect((await page.ask("POST", "/api/v1/session", { name: "Ana", password: PASSWORD })).status).toBe(200);
  // It knows this person alone.
  const { device } = page;
  const thief = bed.browser();
  thief.device = device.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
  expect((await thief.ask("POST", "/api/v1/session", { name: "Ana", password: PASSWORD })).refusal?.code).toBe("too-many-tries");
  await page.ask("POST", "/api/v1/me/password", { current: PASSWORD, next: "trois citrons amers" });
  const old = bed.browser();
  old.device = device;
  expect((await old.ask("POST", "/api/v1/session", { name: "Ana", password: "trois citrons amers" })).refusal?.code).toBe("too-many-tries");
});
