import { additionBody, OCTETS } from "../../fixtures/addition";
import { openTestbed } from "../../fixtures/http-server";
import type { Answered, Browser, Testbed } from "../../fixtures/http-server";
import { Problem, PROBLEM_TYPE } from "../../shared/protocol/problem";
import { addressOf, nameOf } from "../../shared/protocol/routes/route";
import type { Route } from "../../shared/protocol/routes/route";
import { routes } from "../../shared/protocol/routes/table";
import { RefusalCode } from "../../shared/refusal";
import { statusOf } from "./problems";

// Made from the table of routes: what holds for each, whatever it does.

const table: readonly Route[] = Object.values(routes);
const named = (some: readonly Route[]) => some.map((route) => ({ name: nameOf(route), route }));
const unknownOf = ({ unknown = "not-found" }: Route): RefusalCode => unknown;
const isJson = ({ body }: Route): boolean => body !== undefined && !("kind" in body);

let bed: Testbed;
let admin: Browser;
/** A case file and a text in it, so that more than the address is looked at. */
let real: Readonly<Record<string, string>>;
beforeAll(async () => {
  bed = await openTestbed();
  admin = await bed.as("admin", "Ana");
  const home = (await admin.ask("POST", "/api/v1/cases", { name: "Dossier" })).body as { id: string };
  const told = {
    original: { name: "a.txt", mime: "text/plain" },
    lang: "fr",
    details: { title: "Titre", publisher: "", author: "", published: "", address: "" },
  };
  const body = additionBody(told, [{ of: [0], keep: true, kind: "paragraph" }], Buffer.from("Un."));
  const added = (await admin.ask("POST", `/api/v1/cases/${home.id}/documents`, body, OCTETS)).body as { doc: string };
  real = { case: home.id, doc: added.doc };
});
afterAll(() => bed.close());

/** The address with what is there. */
const existing = (route: Route): string =>
  addressOf(route, Object.fromEntries(Object.keys(route.params ?? {}).map((name) => [name, real[name] ?? "none-such"])));

/** The address with the same value for every parameter. */
const addressed = (route: Route, value: string): string =>
  addressOf(route, Object.fromEntries(Object.keys(route.params ?? {}).map((name) => [name, value])));

/** Everything that a request could have changed. */
async function everything(): Promise<unknown> {
  const { store } = bed;
  const [user] = await store.listUsers();
  const lists = [store.listCases(), store.listDocumentRows(), store.listBin(), store.listUsers(), store.listInvites()];
  return JSON.stringify([user, ...(await Promise.all(lists))]);
}

function expectProblem(answer: Answered, status: number, code: RefusalCode): void {
  expect([answer.status, answer.refusal?.code]).toEqual([status, code]);
  expect(answer.headers.get("content-type")).toBe(`${PROBLEM_TYPE}; charset=utf-8`);
  const problem = Problem.parse(answer.body);
  expect(problem).toMatchObject({ status, code, type: `/api/v1/problems#${code}` });
  expect(problem.title).toMatch(/^[A-Z].*\.$/);
}

test("the type of every problem leads to where it is told, and each has a status of its kind", async () => {
  const { body } = await bed.browser().ask("GET", "/api/v1/problems");
  const { problems } = routes.listProblems.answer.parse(body);
  expect(problems.map(({ code }) => code).toSorted()).toEqual(RefusalCode.options.toSorted());
  for (const { status } of problems) expect(status >= 400 && status < 600).toBe(true);
});

test("no two routes have the same method and path", () => {
  expect(new Set(table.map((route) => nameOf(route).replace(/:\w+/g, ":"))).size).toBe(table.length);
});

describe("what the table does not have does not exist", () => {
  const paths = [...new Set(table.map(({ path }) => path))];
  const unlisted = paths.flatMap((path) =>
    ["GET", "POST", "PUT", "PATCH", "DELETE"].flatMap((method) =>
      table.some((route) => route.path.replace(/:\w+/g, ":") === path.replace(/:\w+/g, ":") && route.method === method)
        ? []
        : [{ method, path }],
    ),
  );

  test.each(unlisted)("$method $path", async ({ method, path }) => {
    const filled = `/api/v1${path.replace(/:\w+/g, "none-such")}`;
    expectProblem(await admin.ask(method, filled, method === "GET" ? undefined : "{}"), 404, "not-found");
  });

  test.each([
    "/api",
    "/api/v1",
    "/api/v1/",
    "/api/v2/session",
    "/api/session",
    "/api/v1/SESSION",
    "/api/v1/session/",
    "/api/v1/cases/a/b/c/d",
  ])("GET %s", async (path) => expectProblem(await admin.ask("GET", path), 404, "not-found"));
});

test.each(named(table.filter(({ action }) => action !== "anyone")))("$name tells a stranger in a problem to sign in", async ({ route }) => {
  const body = route.method === "GET" ? undefined : "{}";
  expectProblem(await bed.browser().ask(route.method, addressed(route, "none-such"), body), 401, "signed-out");
});

test.each(named(table.filter(({ params }) => params)))("$name: what is no id names nothing that exists", async ({ route }) => {
  const fitting = isJson(route) ? "{}" : route.body ? new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 1]) : undefined;
  const type = route.body && !isJson(route) ? { "content-type": "application/octet-stream" } : {};
  for (const value of ["x", "a b c d", "ffffffffffffffffffffffffffffffffffffffff", "éééé"])
    expectProblem(await admin.ask(route.method, addressed(route, value), fitting, type), statusOf(unknownOf(route)), unknownOf(route));
});

describe("a body outside its schema is refused with a code and changes nothing", () => {
  test.each(named(table.filter(isJson)))("$name", async ({ route }) => {
    const before = await everything();
    const path = existing(route);
    for (const body of ["[]", "null", '{"unnamed":1}', '"x"', "{", ""]) {
      const answer = await admin.ask(route.method, path, body);
      expectProblem(answer, 400, "malformed");
    }
    expectProblem(await admin.ask(route.method, path, "{}", { "content-type": "text/plain" }), 400, "malformed");
    expect(await everything()).toBe(before);
  });

  test.each(named(table.filter((route) => route.body && !isJson(route))))("$name, which takes a file", async ({ route }) => {
    const before = await everything();
    expectProblem(await admin.ask(route.method, existing(route), "{}"), 400, "malformed");
    expect(await everything()).toBe(before);
  });
});

/** Bytes that the server read meanwhile. */
async function takenOf(ask: () => Promise<unknown>): Promise<number> {
  const before = bed.bytesRead();
  await ask().catch(() => undefined);
  // What Node would throw away comes after the answer.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return bed.bytesRead() - before;
}

/** Its length is not told. */
const inPieces = (): BodyInit =>
  new ReadableStream({
    start: (controller) => {
      for (let at = 0; at < 32; at += 1) controller.enqueue(Buffer.alloc(64 * 1024, "["));
      controller.close();
    },
  });

describe("of a body that is too large next to nothing is read", () => {
  /** More than the first pieces of a connection, before Node stops reading. */
  const MOST = 160 * 1024;
  const lists = `[${"[],".repeat(700_000)}[]]`;

  test.each(named(table.filter((route) => route.method !== "GET")))("$name", async ({ route }) => {
    for (const who of [bed.browser(), admin]) {
      if (who === admin && !isJson(route)) continue;
      const path = who === admin ? existing(route) : addressed(route, "none-such");
      const expected = isJson(route) && (who === admin || route.action === "anyone") ? 413 : expect.any(Number);
      let status = 0;
      const told = await takenOf(async () => ({ status } = await who.ask(route.method, path, lists)));
      expect([told < MOST, status]).toEqual([true, expected]);
      const headers = { origin: bed.origin, cookie: who.cookie, "content-type": "application/json" };
      const untold = await takenOf(() =>
        fetch(bed.origin + path, { method: route.method, headers, body: inPieces(), duplex: "half" } as RequestInit),
      );
      expect(untold).toBeLessThan(MOST);
    }
  });

  test.each(["/api/v1/nothing", "/nothing", "/healthz"])("%s, which takes none", async (path) => {
    expect(await takenOf(() => admin.ask("POST", path, lists))).toBeLessThan(MOST);
  });
});

test.each(named(table.filter(({ query }) => query)))("$name: a query outside its schema is refused", async ({ route }) => {
  const octets = { "content-type": "application/octet-stream" };
  const answer = await admin.ask(route.method, `${existing(route)}?unnamed=1`, route.body && new Uint8Array([1]), octets);
  expectProblem(answer, 400, "malformed");
});
