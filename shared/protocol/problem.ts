import * as z from "zod/mini";
import { Refusal, RefusalCode } from "../refusal";

// What a request is answered with that was not done: Problem details (RFC 9457). The page goes by `code` and has its own words for it.

export const PROBLEM_TYPE = "application/problem+json";

/** `type` leads to the list of all problems. `title` says in English what the code means, `values` what a sentence about it needs (a limit, a field's name). */
export const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: RefusalCode,
  values: Refusal.shape.detail,
});
export type Problem = z.infer<typeof Problem>;

/** The refusal that a problem tells of; null when the answer is none, as from a proxy on the way or a server of another version. */
export function refusalIn(answer: unknown): Refusal | null {
  const problem = Problem.safeParse(answer);
  if (!problem.success) return null;
  const { code, values } = problem.data;
  return values ? { code, detail: values } : { code };
}
