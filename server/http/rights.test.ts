import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId, systemRandom } from "../../shared/ids";
import type { CaseId, DocId, UserId } from "../../shared/ids";
import { roles } from "../../shared/people";
import type { Role } from "../../shared/people";
import { caseRoles } from "../../shared/protocol/members";
import type { CaseRole } from "../../shared/protocol/members";
import { addressOf, nameOf } from "../../shared/protocol/routes/route";
import type { Route } from "../../shared/protocol/routes/route";
import { routes } from "../../shared/protocol/routes/table";
import { isHouseAction, may } from "../../shared/rights/may";
import { createApp, routesOf } from "../app";
import { sha256 } from "../import/digest";
import { openStore } from "../store/open";
import type { Store } from "../store/Store";
import { openTestbed, PASSWORD } from "../../fixtures/http-server";
import type { Answered, Browser, Testbed } from "../../fixtures/http-server";
import { textOf } from "../../fixtures/live-server";

// Generated from the table of routes: every role × what one is in the case file × every route. A route that nobody thought of is in it.

const table: readonly Route[] = Object.values(routes);
const names = table.map(nameOf);
const isOfCase = ({ params = {} }: Route): boolean => "case" in params || "doc" in params;

/** What somebody is in the case file that is asked for. */
type Standing = "open" | "outsider" | CaseRole;
interface Cell {
  readonly house: Role;
  readonly standing: Standing;
}
const cells: readonly Cell[] = [
  ...roles.flatMap((house): Cell[] => [
    { house, standing: "open" },
    { house, standing: "outsider" },
  ]),
  // What one is in the house counts for nothing in a closed case file, but for what is the house's.
  ...(["admin", "reader"] as const).flatMap((house) => caseRoles.map((standing): Cell => ({ house, standing }))),
];

type Outcome = "signed-out" | "forbidden" | "unknown" | "through";

function expected(route: Route, { house, standing }: Cell): Outcome {
  const { action } = route;
  if (action === "anyone" || action === "signed-in") return "through";
  const of = (role: Role): Outcome => (may({ user: "me" as UserId, house, role }, action) ? "through" : "forbidden");
  if (!isOfCase(route))
    return of(house) === "through" || isHouseAction(action) || standing === "outsider" || standing === "open" ? of(house) : of(standing);
  if (standing === "open") return of(house);
  const manages = house === "admin" && (action === "members.see" || action === "members.manage");
  if (standing === "outsider") return manages ? "through" : "unknown";
  return of(standing);
}

function outcomeOf(answer: Answered, route: Route): Outcome {
  const code = answer.refusal?.code ?? "";
  if (code === "signed-out" || code === "forbidden") return code;
  return isOfCase(route) && code === (route.unknown ?? "not-found") ? "unknown" : "through";
}

/** Notes which of its methods are called. */
function watched(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const value: unknown = target[name];
      if (typeof value !== "function") return value;
      return (...given: unknown[]): unknown => {
        calls.push(name);
        return (value as (...given: unknown[]) => unknown).apply(target, given);
      };
    },
  });
}

describe("each role on each route", () => {
  let bed: Testbed;
  const folder = mkdtempSync(join(tmpdir(), "sourcier-rights-"));
  const calls: string[] = [];
  const pages = new Map<string, { page: Browser; id: UserId }>();
  const extra = "extra-member" as UserId;

  beforeAll(async () => {
    bed = await openTestbed({ store: watched(await openStore({ dataDir: folder }), calls) });
    for (const role of roles) {
      const page = await bed.as(role);
      const person = (await bed.store.listUsers()).find((user) => user.name === `Le ${role}`);
      if (!person) throw new Error("nobody came");
      pages.set(role, { page, id: person.id });
    }
    pages.set("nobody", { page: bed.browser(), id: "nobody" as UserId });
  });
  afterAll(async () => {
    await bed.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const made: CaseId[] = [];
  // Of what somebody was in the last one's case files nothing must count in the next.
  afterEach(async () => {
    for (const id of made.splice(0)) await bed.store.removeCase(id);
  });

  const visitor = (who: string) => {
    const found = pages.get(who);
    if (!found) throw new Error("no such visitor");
    return found;
  };

  /** A case file with a text in it, both in the bin for what is done there. */
  async function makeCase({ house, standing }: Cell, route: Route): Promise<{ case: CaseId; doc: DocId }> {
    const id = newId<CaseId>(systemRandom);
    const doc = newId<DocId>(systemRandom);
    const member = (user: UserId, role: CaseRole) => ({ user, role, addedBy: extra, at: 1 });
    const own = standing === "open" || standing === "outsider" ? [] : [member(visitor(house).id, standing)];
    const access = standing === "open" ? ("open" as const) : ("closed" as const);
    const bare = { id, name: "Dossier", createdBy: extra, createdAt: 1, demo: false };
    await bed.store.putCase({ ...bare, access, members: [...own, member(extra, "reader")], changes: [], revision: 1 });
    const bytes = Uint8Array.of(1);
    const original = { name: "texte.txt", mime: "text/plain", size: 1, sha256: sha256(bytes) };
    const record = { id: doc, case: id, createdBy: extra, createdAt: 1, demo: false, original };
    made.push(id);
    const added = await bed.authority.create(record, bytes, [{ type: "text.add", lang: "fr", dir: "ltr", doc: textOf("Mots") }], extra);
    if (!added.ok) throw new Error(added.refusal.code);
    // Its records are all written: what is counted below is what a request reads.
    await bed.authority.close([doc]);
    if (!route.path.startsWith("/bin/")) return { case: id, doc };
    const binned = { by: extra, at: bed.clock.now };
    if (route.path.includes(":case")) await bed.store.setCase(id, { binned });
    else await bed.store.placeDocument(doc, { binned: { ...binned, withCase: false } });
    return { case: id, doc };
  }

  const unknown = { case: "nobody-gave-it", doc: "nobody-gave-it" };

  /** No body fits, so that whoever is let through changes no more than the path says. */
  async function ask(page: Browser, route: Route, where: { case: string; doc: string }): Promise<Answered> {
    const path = addressOf(route, { person: extra, hash: "nothing-here", ...where });
    const answer = await page.ask(route.method, path, route.body === undefined ? undefined : "[]");
    return answer;
  }

  test.each(cells)("$house, $standing", async (cell) => {
    const { page } = visitor(cell.house);
    const got: Record<string, Outcome> = {};
    // Signing out ends the session.
    const asked = table.filter((route) => route !== routes.signOut);
    // One case file serves all routes that change nothing: no body fits.
    const still = await makeCase(cell, routes.readDocument);
    for (const route of asked) {
      const acts = route.method !== "GET" && route.body === undefined && isOfCase(route);
      const answer = await ask(page, route, acts ? await makeCase(cell, route) : still);
      got[nameOf(route)] = outcomeOf(answer, route);
      if (answer.refusal?.code === "forbidden") expect(answer.refusal.detail).toEqual({ op: route.action });
    }
    expect(got).toEqual(Object.fromEntries(asked.map((route) => [nameOf(route), expected(route, cell)])));
  });

  test("nobody who is signed out", async () => {
    for (const route of table) {
      const answer = await ask(visitor("nobody").page, route, unknown);
      const through = answer.refusal?.code === "signed-out" ? "signed-out" : "through";
      expect([nameOf(route), through]).toEqual([nameOf(route), route.action === "anyone" ? "through" : "signed-out"]);
    }
  });

  test.each(roles)("to a %s a closed case file is an id that nobody has given: the same answer after the same reads", async (house) => {
    const { page } = visitor(house);
    const manages = (route: Route): boolean => house === "admin" && (route.action === "members.see" || route.action === "members.manage");
    for (const route of table.filter((one) => isOfCase(one) && !manages(one))) {
      const closed = await makeCase({ house, standing: "outsider" }, route);
      const seen: unknown[] = [];
      for (const where of [unknown, closed]) {
        calls.length = 0;
        const { status, body } = await ask(page, route, where);
        // What names the request itself differs; what is written is of other requests, whose records follow when there is
        // time. Who asks is read anew every few seconds.
        seen.push({
          status,
          body: JSON.stringify(body).replaceAll(where.case, "ID").replaceAll(where.doc, "ID"),
          calls: calls.filter((name) => /^(find|read|list|count)/.test(name) && name !== "readSession" && name !== "readUser"),
        });
      }
      expect([nameOf(route), seen[1]]).toEqual([nameOf(route), seen[0]]);
    }
  });

  test.each(roles)("no list that a %s is given holds anything of a closed case file", async (house) => {
    const { page } = visitor(house);
    const closed = await makeCase({ house, standing: "outsider" }, routes.readDocument);
    const binned = await makeCase({ house, standing: "outsider" }, routes.restoreDocument);
    const secrets = [closed, binned].flatMap(({ doc, case: id }) => [doc, id]);
    for (const route of table.filter((one) => one.method === "GET" && !isOfCase(one) && one !== routes.listClosedCases)) {
      const { body } = await ask(page, route, unknown);
      expect([nameOf(route), secrets.filter((secret) => JSON.stringify(body).includes(secret))]).toEqual([nameOf(route), []]);
    }
  });

  test("signing out is for anybody", async () => {
    for (const role of roles) {
      expect((await ask(visitor(role).page, routes.signOut, unknown)).status).toBe(200);
      await visitor(role).page.ask("POST", "/api/v1/session", { name: `Le ${role}`, password: PASSWORD });
    }
  });
});

describe("the table", () => {
  let bed: Testbed;
  beforeAll(async () => {
    bed = await openTestbed();
  });
  afterAll(() => bed.close());

  test("lists every route that is served, and nothing else", () => {
    expect(bed.routes.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });

  test("is all that the application answers under /api", () => {
    const app = createApp(bed.deps);
    const stack = (app.router as unknown as { stack: { route?: { path: string; methods: Record<string, boolean> } }[] }).stack;
    const served = stack.flatMap(({ route }) =>
      route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : [],
    );
    expect(served.toSorted()).toEqual([...names, "GET /healthz", "GET /readyz"].toSorted());
    expect(routesOf(bed.deps)).toHaveLength(names.length);
  });
});
