import { Readable } from "node:stream";
import * as z from "zod/mini";
import { defineRoute, file } from "../../shared/protocol/routes/route";
import { AnswerShape, promised } from "./answers";

const route = defineRoute({
  method: "GET",
  path: "/things",
  action: "anyone",
  answer: z.strictObject({ things: z.array(z.strictObject({ id: z.string(), by: z.optional(z.strictObject({ name: z.string() })) })) }),
});
const fitting = { things: [{ id: "a" }, { id: "b", by: { name: "Ana" } }] };
const more = {
  things: [
    { id: "a", password: "x" },
    { id: "b", by: { name: "Ana", mail: "y", phone: "z" } },
  ],
  session: 1,
};

const withSecret = () => promised(route, { json: { ...fitting, secret: "hush" } }, "a fault");

test("an answer of its schema is given as it is", () => {
  for (const unnamed of ["a fault", "left out"] as const) expect(promised(route, { json: fitting }, unnamed)).toEqual({ json: fitting });
});

test("what no schema names is left out in production, at every depth, and the handler's own value stays whole", () => {
  const before = structuredClone(more);
  expect(promised(route, { json: more, cookies: ["a=b"] }, "left out")).toEqual({ json: fitting, cookies: ["a=b"] });
  expect(more).toEqual(before);
});

test("in tests and development it is a fault, which says where and not what", () => {
  expect(withSecret).toThrow(AnswerShape);
  expect(withSecret).not.toThrow(/hush/);
  const bytes = Buffer.from(JSON.stringify(more));
  expect(() => promised(route, { jsonBytes: bytes }, "a fault")).toThrow(AnswerShape);
});

test("an answer that lacks something or has it of another kind is a fault everywhere", () => {
  for (const json of [{}, { things: [{}] }, { things: [{ id: 1, password: "x" }] }, null])
    expect(() => promised(route, { json }, "left out")).toThrow(AnswerShape);
});

test("files are given as they are", () => {
  const given = { file: { size: 0, chunks: Readable.from([]), name: "x" } };
  expect(promised({ ...route, answer: file }, given, "a fault")).toBe(given);
});
