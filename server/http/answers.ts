import type * as z from "zod/mini";
import type { Route } from "../../shared/protocol/routes/route";
import type { AnyAnswer } from "./routes";

/** What becomes of something in an answer that its schema does not name: in tests and development a fault, else it is left out. */
export type Unnamed = "a fault" | "left out";

/** A handler answered with what its route does not promise: a bug. Says where, never what. */
export class AnswerShape extends Error {
  constructor(issues: readonly z.core.$ZodIssue[]) {
    super(`an answer outside its schema: ${issues.map(({ path, code }) => `${path.join(".") || "it"} (${code})`).join(", ")}`);
  }
}

/**
 * The answer as its route promises it. What is written as bytes comes from our own reading and was shaped there: it is gone through only where what
 * is unnamed is a fault, so that a large text is not parsed to be sent.
 */
export function promised({ answer: schema }: Route, answer: AnyAnswer, unnamed: Unnamed): AnyAnswer {
  if ("kind" in schema || "file" in answer || "page" in answer) return answer;
  if ("jsonBytes" in answer) {
    const parsed = unnamed === "a fault" ? schema.safeParse(JSON.parse(Buffer.from(answer.jsonBytes).toString())) : null;
    if (parsed?.success === false) throw new AnswerShape(parsed.error.issues);
    return answer;
  }
  const parsed = schema.safeParse(answer.json);
  if (parsed.success) return answer;
  const { issues } = parsed.error;
  if (unnamed === "a fault" || !issues.every(isUnnamed)) throw new AnswerShape(issues);
  return { ...answer, json: without(answer.json, issues) };
}

const isUnnamed = (issue: z.core.$ZodIssue): issue is z.core.$ZodIssueUnrecognizedKeys => issue.code === "unrecognized_keys";

/** A copy without what has no name. */
function without(json: unknown, issues: readonly z.core.$ZodIssueUnrecognizedKeys[]): unknown {
  const copy: unknown = structuredClone(json);
  for (const { path, keys } of issues) {
    const holder = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)[key], copy);
    for (const key of keys) delete (holder as Record<string, unknown>)[key];
  }
  return copy;
}
