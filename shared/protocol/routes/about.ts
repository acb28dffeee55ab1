import * as z from "zod/mini";
import { RefusalCode } from "../../refusal";
import { defineRoute } from "./route";

// What the API says of itself.

const ProblemList = z.strictObject({ problems: z.array(z.strictObject({ code: RefusalCode, status: z.int(), title: z.string() })) });

export const aboutRoutes = {
  listProblems: defineRoute({
    method: "GET",
    path: "/problems",
    summary: "Every reason why a request may be refused; the `type` of a problem leads here.",
    action: "anyone",
    answer: ProblemList,
  }),
};
