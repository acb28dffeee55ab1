import * as z from "zod/mini";

// Steps and documents cross doors as JSON whose depth and size are bounded here; their meaning (node types, attributes, positions)
// is checked against the schema in `steps.ts`, which needs the whole text.

export const MAX_STEP_CHARS = 2_000_000;
export const MAX_DOC_CHARS = 40_000_000;
const MAX_DEPTH = 64;

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

function bounded(value: unknown, depth: number, budget: { left: number }): boolean {
  if (depth > MAX_DEPTH || budget.left < 0) return false;
  if (typeof value === "string") return (budget.left -= value.length) >= 0;
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return false;
  budget.left -= 8;
  if (Array.isArray(value)) return value.every((item) => bounded(item, depth + 1, budget));
  for (const key of Object.keys(value)) {
    if (key === "__proto__" || key === "constructor" || key === "prototype") return false;
    if (!bounded((value as Record<string, unknown>)[key], depth + 1, budget)) return false;
  }
  return true;
}

const object = (budget: number) =>
  z.custom<{ [key: string]: Json }>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value) && bounded(value, 0, { left: budget }),
  );

/** A ProseMirror step as `Step.toJSON` gives it. */
export const StepJson = object(MAX_STEP_CHARS);
export type StepJson = z.infer<typeof StepJson>;

/** A ProseMirror document as `Node.toJSON` gives it. */
export const DocJson = object(MAX_DOC_CHARS);
export type DocJson = z.infer<typeof DocJson>;
