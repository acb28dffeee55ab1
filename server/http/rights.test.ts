import { roles } from "../../shared/people";
import { mayDo } from "../../shared/rights";
import { createApp, routesOf } from "../app";
import { access } from "./routes";
import type { Access, RouteName } from "./routes";
import { openTestbed, PASSWORD } from "../../fixtures/http-server";
import type { Browser, Testbed } from "../../fixtures/http-server";

const visitors = [...roles, "nobody"] as const;
type Visitor = (typeof visitors)[number];
const names = Object.keys(access) as RouteName[];
const cells = visitors.flatMap((visitor) => names.map((name) => ({ visitor, name })));

/** What the table says: refused because nobody is signed in, because of the role, or let through. */
function expected(visitor: Visitor, needed: Access): "signed-out" | "forbidden" | "through" {
  if (needed === "anyone") return "through";
  if (visitor === "nobody") return "signed-out";
  return needed === "signed-in" || mayDo(visitor, needed) ? "through" : "forbidden";
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

  test.each(cells)("$visitor: $name", async ({ visitor, name }) => {
    const page = browsers.get(visitor);
    if (!page) throw new Error("no such visitor");
    const [method = "", path = ""] = name.split(" ");
    // Nothing here exists and no body fits, so that whoever is let through changes nothing.
    const body = method === "GET" || method === "DELETE" ? undefined : "[]";
    const answer = await page.ask(method, path.replace(/:\w+/g, "nothing-here"), body);
    const code = answer.refusal?.code ?? "";
    const got = code === "signed-out" || code === "forbidden" ? code : "through";
    expect(got).toBe(expected(visitor, access[name]));
    if (code === "forbidden") expect(answer.refusal?.detail).toEqual({ op: access[name] });
    if (name === "DELETE /api/session" && visitor !== "nobody")
      await page.ask("POST", "/api/session", { name: `Le ${visitor}`, password: PASSWORD });
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
