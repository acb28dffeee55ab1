import { soughtWords } from "../../shared/search/terms";
import type { SoughtWord } from "../../shared/search/terms";

/** A condition as the driver takes it; what it holds is checked by nothing but the contract's tests. */
export type Condition = Record<string, unknown>;

/** Comes after every term that begins with what stands before it. */
const END = "\u{10FFFF}";

/** Each of the words begins one of the terms. Null: there are words, and nothing can have them. */
export function termConditions(words: string | undefined): Condition[] | null {
  if (words === undefined || words.trim() === "") return [];
  const all = soughtWords(words);
  return all.length === 0 ? null : all.map(wordCondition);
}

/** One word, in any of its spellings. */
export function wordCondition(word: SoughtWord): Condition {
  const spellings = word.map((prefixes) => {
    const conditions = prefixes.map((prefix): Condition => ({ terms: { $elemMatch: { $gte: prefix, $lt: prefix + END } } }));
    return conditions.length === 1 && conditions[0] ? conditions[0] : { $and: conditions };
  });
  return spellings.length === 1 && spellings[0] ? spellings[0] : { $or: spellings };
}
