import * as z from "zod/mini";
import { BODY_BYTES, bodyLimitOf, nameOf } from "./route";
import type { Route } from "./route";
import { routes } from "./table";

type Schema = z.core.JSONSchema.JSONSchema;

/** A character is at most so long in UTF-8, to a unit of UTF-16; a mark of quotation is escaped with one more. */
const UNIT_BYTES = 3;

/** The longest JSON that a schema takes, in bytes; infinite where it has no bound. */
function longest(schema: Schema): number {
  if (schema.anyOf) return Math.max(...schema.anyOf.map((one) => longest(one as Schema)));
  if (schema.const !== undefined) return JSON.stringify(schema.const).length;
  if (schema.enum) return Math.max(...schema.enum.map((one) => JSON.stringify(one).length));
  switch (schema.type) {
    case "boolean":
      return "false".length;
    case "string":
      return 2 + UNIT_BYTES * Math.min(schema.maxLength ?? Number.POSITIVE_INFINITY, ofPattern(schema.pattern));
    case "object":
      return Object.entries(schema.properties ?? {}).reduce((sum, [name, one]) => sum + name.length + 4 + longest(one as Schema), 2);
    case "array":
      return 2 + (schema.maxItems ?? Number.POSITIVE_INFINITY) * (1 + longest(schema.items as Schema));
    case "null":
      return "null".length;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/** A pattern of one class of characters, so many of them. */
const ofPattern = (pattern = ""): number => Number(/^\^\[[^\]]+\]\{(?:\d+,)?(\d+)\}\$$/.exec(pattern)?.[1] ?? Number.POSITIVE_INFINITY);

const table: readonly Route[] = Object.values(routes);
const withJson = table.flatMap((route) =>
  route.body && !("kind" in route.body) ? [{ name: nameOf(route), route, body: route.body }] : [],
);

test.each(withJson)("the body of $name has the limit of its schema, in kilobytes", ({ route, body }) => {
  const limit = bodyLimitOf(route);
  const most = longest(z.toJSONSchema(body, { io: "input" }));
  expect(most).toBeLessThanOrEqual(limit);
  expect(limit).toBeLessThanOrEqual(Math.max(BODY_BYTES, 2 * most));
});

test("no other route has a limit of its own", () => {
  const others = table.filter((route) => !withJson.some((one) => one.route === route));
  expect(others.filter(({ limit }) => limit !== undefined)).toEqual([]);
});
