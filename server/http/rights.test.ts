import { roles } from "../../shared/people";
import type { UserId } from "../../shared/ids";
import { houseGrant } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import { createApp, routesOf } from "../app";
import { nameOf } from "../../shared/protocol/routes/route";
import type { Access, Route } from "../../shared/protocol/routes/route";
import { routes } from "../../shared/protocol/routes/table";
import { openTestbed, PASSWORD } from "../../fixtures/http-server";
import type { Browser, Testbed } from "../../fixtures/http-server";

const visitors = [...roles, "nobody"] as const;
type Visitor = (typeof visitors)[number];
const table: readonly Route[] = Object.values(routes);
const names = table.map(nameOf);
const cells = visitors.flatMap((visitor) => table.map((route) => ({ visitor, name: nameOf(route), action: route.action })));

/** What the table says: refused because nobody is signed in, because of the role, or let through. */
function expected(visitor: Visitor, needed: Access): "signed-out" | "forbidden" | "through" {
  if (needed === "anyone") return "through";
  if (visitor === "nobody") return "signed-out";
  return needed === "signed-in" || may(houseGrant({ id: "visitor" as UserId, role: visitor }), needed) ? "through" : "forbidden";
}

describe("each role on each route", () => {
  let bed: Testbed;
  const browsers = new Map<Visitor, Browser>();
  beforeAll(async () => {
    bed = await openTestbed();
    for (const role of roles) browsers.set(role, await bed.as(role));
    browsers.set("nobody", bed.browser());
  });
  afterAll(() => bed.close());

  test.each(cells)("$visitor: $name", async ({ visitor, name, action }) => {
    const page = browsers.get(visitor);
    if (!page) throw new Error("no such visitor");
    const [method = "", path = ""] = name.split(" ");
    // Nothing here exists and no body fits, so that whoever is let through changes nothing.
    const body = method === "GET" || method === "DELETE" ? undefined : "[]";
    const answer = await page.ask(method, path.replace(/:\w+/g, "nothing-here"), body);
    const code = answer.refusal?.code ?? "";
    const got = code === "signed-out" || code === "forbidden" ? code : "through";
    expect(got).toBe(expected(visitor, action));
    if (code === "forbidden") expect(answer.refusal?.detail).toEqual({ op: action });
    if (name === nameOf(routes.signOut) && visitor !== "nobody")
      await page.ask("POST", "/api/v1/session", { name: `Le ${visitor}`, password: PASSWORD });
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
