import type { MadeInvite, PeopleView, SessionView } from "../../shared/protocol/rest";
import { ABSOLUTE_MS, IDLE_MS } from "../accounts/sessions";
import { INVITE_MS, SETUP_MS } from "../accounts/invites";
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

const view = (answer: { body: unknown }) => answer.body as SessionView;
const tokenOf = (path: string) => path.split("#")[1] ?? "";
const newcomer = (path: string, name = "Ana") => ({ token: tokenOf(path), name, password: PASSWORD, lang: "fr" });

describe("the setup link", () => {
  test("makes the first account, an admin's, and works once", async () => {
    const page = bed.browser();
    expect(view(await page.ask("GET", "/api/v1/session"))).toEqual({ me: null, needsSetup: true });
    const { path, expiresAt } = await bed.accounts.invites.fromConsole();
    expect(path).toMatch(/^\/setup#[\w-]{43}$/);
    expect(expiresAt).toBe(bed.clock.now + SETUP_MS);
    expect((await page.ask("POST", "/api/v1/invites/look", { token: tokenOf(path) })).body).toEqual({
      role: "admin",
      name: "",
      setup: true,
    });

    expect((await page.ask("POST", "/api/v1/invites/accept", newcomer(path))).status).toBe(200);
    expect(view(await page.ask("GET", "/api/v1/session")).me).toMatchObject({ name: "Ana", role: "admin", lang: "fr", theme: "system" });

    const second = await bed.browser().ask("POST", "/api/v1/invites/accept", newcomer(path, "Bea"));
    expect([second.status, second.refusal?.code]).toEqual([410, "link-used"]);
    expect((await bed.browser().ask("POST", "/api/v1/invites/look", { token: tokenOf(path) })).refusal?.code).toBe("link-used");
  });

  test("opened by twenty at once makes one account", async () => {
    const { path } = await bed.accounts.invites.fromConsole();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => bed.browser().ask("POST", "/api/v1/invites/accept", newcomer(path, `Ana ${at}`))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ refusal }) => refusal?.code ?? []))).toEqual(new Set(["link-used"]));
    expect(await bed.store.listUsers()).toHaveLength(1);
  });

  test("is void once the first account was made by another one", async () => {
    const first = await bed.accounts.invites.fromConsole();
    const second = await bed.accounts.invites.fromConsole();
    await bed.browser().ask("POST", "/api/v1/invites/accept", newcomer(second.path));
    expect((await bed.browser().ask("POST", "/api/v1/invites/accept", newcomer(first.path, "Bea"))).refusal?.code).toBe("link-expired");
  });

  test("expires", async () => {
    const { path } = await bed.accounts.invites.fromConsole();
    bed.clock.now += SETUP_MS;
    expect((await bed.browser().ask("POST", "/api/v1/invites/accept", newcomer(path))).refusal?.code).toBe("link-expired");
  });

  test("stays good when the password is refused", async () => {
    const { path } = await bed.accounts.invites.fromConsole();
    const page = bed.browser();
    const weak = async (password: string) => (await page.ask("POST", "/api/v1/invites/accept", { ...newcomer(path), password })).refusal;
    expect(await weak("court")).toEqual({ code: "weak-password", detail: { reason: "short" } });
    expect(await weak("motdepasse2026!")).toEqual({ code: "weak-password", detail: { reason: "name" } });
    expect((await page.ask("POST", "/api/v1/invites/accept", newcomer(path))).status).toBe(200);
  });
});

describe("invites", () => {
  test("give the role they were made with, once, for 72 hours, and are stored hashed", async () => {
    const admin = await bed.as("admin");
    const made = (await admin.ask("POST", "/api/v1/people/invites", { role: "translator", name: "Béa" })).body as MadeInvite;
    expect(made).toEqual({ path: expect.stringMatching(/^\/invite#/), expiresAt: bed.clock.now + INVITE_MS });
    const pending = ((await admin.ask("GET", "/api/v1/people")).body as PeopleView).invites;
    expect(pending).toMatchObject([{ role: "translator", name: "Béa" }]);
    expect(JSON.stringify(await bed.store.listInvites())).not.toContain(tokenOf(made.path));

    const page = bed.browser();
    expect((await page.ask("POST", "/api/v1/invites/accept", { ...newcomer(made.path, "Béa"), role: "admin" })).refusal?.code).toBe(
      "malformed",
    );
    const entered = await page.ask("POST", "/api/v1/invites/accept", newcomer(made.path, "Béa"));
    expect(view(entered).me?.role).toBe("translator");
    expect((await bed.browser().ask("POST", "/api/v1/invites/accept", newcomer(made.path, "Cléo"))).refusal?.code).toBe("link-used");
    expect(((await admin.ask("GET", "/api/v1/people")).body as PeopleView).invites).toEqual([]);
  });

  test("can be taken back, and go with the admin who made them", async () => {
    const admin = await bed.as("admin", "Ana");
    const other = await bed.as("admin", "Bea");
    const invite = async () => (await other.ask("POST", "/api/v1/people/invites", { role: "reader", name: "" })).body as MadeInvite;
    const [first, second] = [await invite(), await invite()];
    const [pending] = ((await admin.ask("GET", "/api/v1/people")).body as PeopleView).invites;
    expect((await admin.ask("DELETE", `/api/v1/people/invites/${pending?.hash}`)).status).toBe(200);
    expect((await admin.ask("DELETE", `/api/v1/people/invites/${pending?.hash}`)).refusal?.code).toBe("not-found");
    const bea = (await bed.accounts.people.list()).find(({ name }) => name === "Bea");
    await admin.ask("PATCH", `/api/v1/people/${bea?.id}`, { role: "editor" });
    for (const { path } of [first, second]) {
      expect((await bed.browser().ask("POST", "/api/v1/invites/accept", newcomer(path, "Cléo"))).refusal?.code).toBe("link-expired");
    }
  });

  test("refuse a name that differs from a taken one only by case and accents, and stay good", async () => {
    await bed.as("admin", "Zoé Œdipe");
    const { path } = await bed.accounts.invites.fromConsole();
    expect((await bed.browser().ask("POST", "/api/v1/invites/accept", newcomer(path, "ZOE  oedipe"))).refusal?.code).toBe("name-taken");
    expect((await bed.browser().ask("POST", "/api/v1/invites/accept", newcomer(path, "Zoé Autre"))).status).toBe(200);
  });
});

describe("signing in", () => {
  test("gives a new session each time and ends the browser's old one", async () => {
    const page = await bed.as("admin", "Ana");
    const before = page.cookie;
    const answer = await page.ask("POST", "/api/v1/session", { name: "ana", password: PASSWORD });
    expect(view(answer).me?.name).toBe("Ana");
    expect(page.cookie).not.toBe(before);
    const old = bed.browser();
    old.cookie = before;
    expect(view(await old.ask("GET", "/api/v1/session")).me).toBeNull();
  });

  test("answers a wrong password, an unknown name and a disabled account alike", async () => {
    const admin = await bed.as("admin", "Ana");
    await bed.as("reader", "Bea");
    const bea = (await bed.accounts.people.list()).find(({ name }) => name === "Bea");
    await admin.ask("PATCH", `/api/v1/people/${bea?.id}`, { disabled: true });
    const tries = [
      { name: "Ana", password: "not the password" },
      { name: "Nobody", password: PASSWORD },
      { name: "Bea", password: PASSWORD },
    ];
    for (const one of tries) {
      const answer = await bed.browser().ask("POST", "/api/v1/session", one);
      expect([answer.status, answer.refusal]).toEqual([401, { code: "wrong-credentials" }]);
    }
  });

  test("checks at most ten of a thousand guesses, however they come", async () => {
    await bed.as("admin", "Ana");
    const guess = (at: number) => bed.browser().ask("POST", "/api/v1/session", { name: "Ana", password: `guess number ${at}` });
    const answers = [];
    for (let round = 0; round < 20; round += 1)
      answers.push(...(await Promise.all(Array.from({ length: 50 }, (_, at) => guess(round * 50 + at)))));
    const codes = answers.map(({ refusal }) => refusal?.code);
    expect(codes.filter((code) => code === "wrong-credentials")).toHaveLength(10);
    expect(codes.filter((code) => code === "too-many-tries")).toHaveLength(990);
    const right = await bed.browser().ask("POST", "/api/v1/session", { name: "Ana", password: PASSWORD });
    expect([right.status, right.refusal?.code]).toEqual([429, "too-many-tries"]);
    expect(right.refusal?.detail?.["seconds"]).toBeGreaterThan(800);
    expect(right.headers.get("retry-after")).toMatch(/^\d+$/);
  });

  test("lets a whole newsroom behind one address in at once", async () => {
    await bed.as("admin", "Ana");
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => bed.browser().ask("POST", "/api/v1/session", { name: "Ana", password: PASSWORD })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => 200));
  });
});

describe("a session", () => {
  test("ends after an hour unused, and lives on when used", async () => {
    const page = await bed.as("admin");
    const isIn = async () => view(await page.ask("GET", "/api/v1/session")).me !== null;
    bed.clock.now += IDLE_MS - 1000;
    expect(await isIn()).toBe(true);
    bed.clock.now += IDLE_MS - 1000;
    expect(await isIn()).toBe(true);
    bed.clock.now += IDLE_MS;
    expect(await isIn()).toBe(false);
  });

  test("ends after twelve hours however much it is used", async () => {
    const page = await bed.as("admin");
    const until = bed.clock.now + ABSOLUTE_MS;
    while (bed.clock.now + IDLE_MS / 2 < until) {
      bed.clock.now += IDLE_MS / 2;
      expect((await page.ask("GET", "/api/v1/people")).status).toBe(200);
    }
    bed.clock.now = until;
    expect((await page.ask("GET", "/api/v1/people")).refusal?.code).toBe("signed-out");
  });

  test("is stored hashed and written down at most once a minute", async () => {
    const page = await bed.as("admin");
    const [, secret = ""] = page.cookie.split("=");
    expect(await bed.store.readSession(secret)).toBeNull();
    const { session } = (await bed.accounts.sessions.authenticate(page.cookie)) ?? { session: "" };
    const began = bed.clock.now;
    const used = async () => (await bed.store.readSession(session))?.usedAt;
    bed.clock.now += 30_000;
    await page.ask("GET", "/api/v1/people");
    expect(await used()).toBe(began);
    bed.clock.now += 30_000;
    await page.ask("GET", "/api/v1/people");
    expect(await used()).toBe(began + 60_000);
  });

  test("still reads while the disk is full and its use cannot be written down", async () => {
    const page = await bed.as("admin");
    bed.clock.now += 120_000;
    const touch = jest.spyOn(bed.store, "touchSession").mockRejectedValue(new StoreFull("full"));
    expect((await page.ask("GET", "/api/v1/cases")).status).toBe(200);
    expect(touch).toHaveBeenCalled();
  });

  test("closes everywhere at once for whoever is disabled, and its listeners hear of it", async () => {
    const admin = await bed.as("admin", "Ana");
    const page = await bed.as("fact-checker", "Bea");
    const { user, session } = (await bed.accounts.sessions.authenticate(page.cookie)) ?? { user: null, session: "" };
    const closed: string[] = [];
    bed.accounts.sessions.onClosed(({ sessions }) => closed.push(...sessions));
    expect(await bed.accounts.sessions.check(session)).toMatchObject({ role: "fact-checker" });
    await admin.ask("PATCH", `/api/v1/people/${user?.id}`, { disabled: true });
    expect(closed).toEqual([session]);
    expect(await bed.accounts.sessions.check(session)).toBeNull();
    expect((await page.ask("GET", "/api/v1/people")).refusal?.code).toBe("signed-out");
  });

  test("ends with a change of role, of password (but for the browser that changed it) and with signing out", async () => {
    const admin = await bed.as("admin", "Ana");
    const page = await bed.as("fact-checker", "Bea");
    const elsewhere = bed.browser();
    await elsewhere.ask("POST", "/api/v1/session", { name: "Bea", password: PASSWORD });
    const next = "trois citrons amers";
    expect((await page.ask("POST", "/api/v1/me/password", { current: "wrong", next })).refusal?.code).toBe("wrong-credentials");
    expect((await page.ask("POST", "/api/v1/me/password", { current: PASSWORD, next: "Bea Bea Bea Bea" })).refusal?.code).toBe(
      "weak-password",
    );
    expect((await page.ask("POST", "/api/v1/me/password", { current: PASSWORD, next })).status).toBe(200);
    expect((await elsewhere.ask("GET", "/api/v1/people")).refusal?.code).toBe("signed-out");
    expect((await elsewhere.ask("POST", "/api/v1/session", { name: "Bea", password: next })).status).toBe(200);
    const me = view(await page.ask("GET", "/api/v1/session")).me;
    await admin.ask("PATCH", `/api/v1/people/${me?.id}`, { role: "reader" });
    for (const one of [page, elsewhere]) expect((await one.ask("GET", "/api/v1/people")).refusal?.code).toBe("signed-out");
    const kept = admin.cookie;
    await admin.ask("DELETE", "/api/v1/session");
    admin.cookie = kept;
    expect((await admin.ask("GET", "/api/v1/people")).refusal?.code).toBe("signed-out");
  });

  test("that has expired is swept away and announced", async () => {
    await bed.as("admin");
    const closed: string[] = [];
    bed.accounts.sessions.onClosed(({ sessions }) => closed.push(...sessions));
    bed.clock.now += IDLE_MS + 1;
    await bed.accounts.sweep();
    expect(closed).toHaveLength(1);
  });
});

describe("the last admin", () => {
  test("cannot be demoted or disabled, also not by two who try it on each other", async () => {
    const ana = await bed.as("admin", "Ana");
    const [me] = await bed.accounts.people.list();
    for (const change of [{ role: "reader" }, { disabled: true }]) {
      expect((await ana.ask("PATCH", `/api/v1/people/${me?.id}`, change)).refusal?.code).toBe("last-admin");
    }
    const bea = await bed.as("admin", "Bea");
    const other = (await bed.accounts.people.list()).find(({ name }) => name === "Bea");
    await Promise.all([
      ana.ask("PATCH", `/api/v1/people/${other?.id}`, { disabled: true }),
      bea.ask("PATCH", `/api/v1/people/${me?.id}`, { disabled: true }),
    ]);
    expect((await bed.accounts.people.list()).filter(({ role, disabled }) => role === "admin" && !disabled)).toHaveLength(1);
  });
});

test("language and theme are kept, and a change of them loses nothing else", async () => {
  const page = await bed.as("admin");
  expect((await page.ask("PATCH", "/api/v1/me", { theme: "dark" })).body).toMatchObject({ theme: "dark", lang: "fr" });
  expect((await page.ask("PATCH", "/api/v1/me", { lang: "en" })).body).toMatchObject({ theme: "dark", lang: "en" });
  expect((await page.ask("PATCH", "/api/v1/me", { lang: "tlh" })).refusal?.code).toBe("unknown-language");
  expect(view(await page.ask("GET", "/api/v1/session")).me).toMatchObject({ theme: "dark", lang: "en", role: "admin" });
});

const guess = async (over: Testbed, at: number) => {
  const from = { "x-forwarded-for": `192.0.2.${at}` };
  return (await over.browser().ask("POST", "/api/v1/session", { name: `Nobody ${at}`, password: "wrong" }, from)).refusal?.code;
};

test("a proxy's word on where a request comes from counts only when the proxy is trusted", async () => {
  const behind = await openTestbed({ config: { publicUrl: null, trustProxy: 1, maxTextBytes: 1024 } });
  for (let at = 0; at < 12; at += 1) expect(await guess(behind, at)).toBe("wrong-credentials");
  await behind.close();
  for (let at = 0; at < 10; at += 1) expect(await guess(bed, at)).toBe("wrong-credentials");
  expect(await guess(bed, 10)).toBe("too-many-tries");
});

test("an address that a proxy writes with its port is one address", async () => {
  const behind = await openTestbed({ config: { publicUrl: null, trustProxy: 1, maxTextBytes: 1024 } });
  const tries: (string | undefined)[] = [];
  for (let at = 0; at < 11; at += 1) {
    const from = { "x-forwarded-for": `198.51.100.1:${at}, 192.0.2.7:${50_000 + at}` };
    tries.push((await behind.browser().ask("POST", "/api/v1/session", { name: `Nobody ${at}`, password: "wrong" }, from)).refusal?.code);
  }
  expect(tries.at(-1)).toBe("too-many-tries");
  await behind.close();
});
