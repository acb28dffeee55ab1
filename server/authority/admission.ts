import type { Op } from "../../shared/log/op";
import { fitting } from "../../shared/log/sift";
import type { Result } from "../../shared/refusal";
import { ok } from "../../shared/refusal";
import type { Sliced } from "../../shared/sliced";

/** The ops of a new document in their canonical form, one at a time: all of them, or the first's refusal. */
export function* parsingOps(ops: readonly Op[]): Sliced<Result<Op[]>> {
  const parsed: Op[] = [];
  for (const op of ops) {
    const one = yield* fitting(op);
    if (!one.ok) return one;
    parsed.push(one.value);
    yield;
  }
  return ok(parsed);
}
