import type { StepId } from "../ids";
import { stepId } from "../ids";
import type { Lang } from "../languages";
import type { Commit } from "./commit";
import type { Op } from "./op";
import type { Alike } from "./words-alike";

/** An op that others' work is carried over. */
export interface Past {
  readonly op: Op;
  /** Of a text step that stands in the log. */
  readonly id: StepId | null;
  /** Steps before it, in the same list, that took words which this one puts in their place again. */
  readonly again?: readonly Again[];
}

export interface Again {
  readonly index: number;
  /** Which words, when it brings more or less than that one took. */
  readonly alike?: readonly Alike[];
}

/** The ops of commits that follow one another, with the names of their text steps. */
export function pastOf(commits: readonly Commit[]): Past[] {
  const past: Past[] = [];
  for (const { ops, version } of commits) {
    const counts = new Map<Lang, number>();
    for (const op of ops) {
      if (op.type !== "text.step") {
        past.push({ op, id: null });
        continue;
      }
      const place = counts.get(op.lang) ?? 0;
      counts.set(op.lang, place + 1);
      past.push({ op, id: stepId(version, place) });
    }
  }
  return past;
}
