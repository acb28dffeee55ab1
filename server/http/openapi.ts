import * as z from "zod/mini";
import { LENGTH_BYTES } from "../../shared/protocol/parts";
import { Problem, PROBLEM_TYPE } from "../../shared/protocol/problem";
import { API, bodyLimitOf } from "../../shared/protocol/routes/route";
import type { Access, Route } from "../../shared/protocol/routes/route";
import { isTagged } from "./preconditions";
import { summaries } from "./summaries";

// The description of the API in OpenAPI 3.1, made from the table of routes: what is not in the one is not in the other.

type Json = Readonly<Record<string, unknown>>;
type Schema = z.core.JSONSchema.JSONSchema;

export interface Facts {
  /** The name of the session's cookie. */
  readonly cookie: string;
  /** The most that is taken of a file, in bytes. */
  readonly fileBytes: number;
}

const OCTETS = "application/octet-stream";

export function openApi(table: Readonly<Record<string, Route>>, facts: Facts): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries(table)) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(name, route, facts);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Sourcier",
      version: "1",
      description:
        "Every request that changes something must come from the server's own pages or from a program; a page of another site is refused. What is refused is answered with Problem details (RFC 9457), whose `code` is stable.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: API }],
    tags: [...new Set(Object.values(table).map(areaOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem, "output") },
      responses: {
        Problem: {
          description: "It was not done, and nothing was changed.",
          content: { [PROBLEM_TYPE]: { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: facts.cookie } },
    },
  };
}

/** The first word of the path. */
const areaOf = ({ path }: Route): string => {
  const [, first = ""] = path.split("/");
  return ["problems", "openapi.json", "docs"].includes(first) ? "about" : first;
};

function operation(name: string, route: Route, facts: Facts): Json {
  return {
    operationId: name,
    summary: summaries[name as keyof typeof summaries],
    description: whoMay(route.action),
    tags: [areaOf(route)],
    security: route.action === "anyone" ? [] : [{ session: [] }],
    "x-action": route.action,
    parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
    ...(route.body === undefined ? {} : { requestBody: requestBody(route.body, bodyLimitOf(route), facts) }),
    responses: {
      "200": { description: "Done.", ...(isTagged(route) ? { headers: tagHeader } : {}), content: answerContent(route.answer) },
      ...(route.tagged ? { "304": { description: "It is as `If-None-Match` says." } } : {}),
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function whoMay(action: Access): string {
  if (action === "anyone") return "Anybody may ask this, also signed out.";
  return action === "signed-in" ? "Whoever is signed in may do this, for themselves." : `Wants the right \`${action}\`.`;
}

const pathParameters = ({ params = {} }: Route): Json[] =>
  Object.entries(params).map(([name, schema]) => ({ name, in: "path", required: true, schema: jsonSchema(schema, "input") }));

function queryParameters({ query }: Route): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = jsonSchema(query, "input");
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: required.includes(name), schema }));
}

const tagHeader = { ETag: { description: "Stands for what was answered.", schema: { type: "string" } } };
const header = (name: string, description: string): Json => ({
  name,
  in: "header",
  required: false,
  description,
  schema: { type: "string" },
});

const headerParameters = ({ tagged, over, keyed }: Route): Json[] => [
  ...(tagged ? [header("If-None-Match", "The `ETag` of an answer that one has: it is not sent again.")] : []),
  ...(over ? [header("If-Match", `The \`ETag\` of \`GET ${over.path}\`: refused with \`changed-since\` when it is not so any more.`)] : []),
  ...(keyed ? [header("Idempotency-Key", "8 to 128 characters, such as a UUID: sent again with the same one, it is made once.")] : []),
];

function requestBody(body: NonNullable<Route["body"]>, limit: number, { fileBytes }: Facts): Json {
  if (!("kind" in body)) {
    const content = { "application/json": { schema: jsonSchema(body, "input") } };
    return { required: true, description: `At most ${limit} bytes.`, content };
  }
  const size = `At most ${fileBytes} bytes of the file are taken.`;
  if (body.kind === "bytes") return { required: true, description: `The bytes of a file. ${size}`, content: { [OCTETS]: {} } };
  const names = body.json.map(({ name, limit }) => `\`${name}\` (JSON, at most ${limit} bytes)`).join(", ");
  const description = `One after the other: ${names}, the bytes of the file. Before each but the last stands its length in bytes, in ${LENGTH_BYTES} bytes, the highest first. ${size}`;
  const parts = body.json.map(({ name, schema, limit }) => ({ name, maxBytes: limit, schema: jsonSchema(schema, "input") }));
  return { required: true, description, content: { [OCTETS]: { "x-parts": parts } } };
}

function answerContent(answer: Route["answer"]): Json {
  if (!("kind" in answer)) return { "application/json": { schema: jsonSchema(answer, "output") } };
  return answer.kind === "page" ? { "text/html": {} } : { [OCTETS]: {} };
}

/** `input`: as it is sent, `output`: as it is answered. A schema that JSON Schema cannot say is a mistake in the table and throws. */
function jsonSchema(schema: z.ZodMiniType, io: "input" | "output"): Schema {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io, target: "draft-2020-12" });
  return plain;
}
