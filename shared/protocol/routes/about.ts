import * as z from "zod/mini";
import { RefusalCode } from "../../refusal";
import { defineRoute, page } from "./route";

// What the API says of itself.

const ProblemList = z.strictObject({ problems: z.array(z.strictObject({ code: RefusalCode, status: z.int(), title: z.string() })) });
const OpenApi = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.looseObject({}),
});

export const aboutRoutes = {
  listProblems: defineRoute({
    method: "GET",
    path: "/problems",
    action: "anyone",
    answer: ProblemList,
  }),
  readOpenApi: defineRoute({
    method: "GET",
    path: "/openapi.json",
    action: "anyone",
    answer: OpenApi,
    tagged: true,
  }),
  readDocs: defineRoute({
    method: "GET",
    path: "/docs",
    action: "anyone",
    answer: page,
  }),
};
