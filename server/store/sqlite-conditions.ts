import type { CaseId } from "../../shared/ids";
import type { SoughtWord } from "../../shared/search/terms";

export type Value = string | number | null;

/** Case files up to which a list is read from each one's own index, rather than from all in the order of the list. */
const FEW_CASES = 3;

/**
 * Conditions and what they are asked with, in the same order. A `+` before a column keeps SQLite from choosing that column's index: it has no
 * figures of what is rare, and a list in order stops at its limit.
 */
export class Conditions {
  readonly texts: string[] = [];
  readonly values: Value[] = [];

  /** `plain`: whether a column's own index may be chosen, as it may be for counting. */
  constructor(private readonly plain: boolean) {
    this.add(`${this.column("shown")} = 1`);
  }

  column(name: string): string {
    return this.plain ? `i.${name}` : `+i.${name}`;
  }

  add(text: string, ...values: Value[]): void {
    this.texts.push(text);
    this.values.push(...values);
  }

  /** One of several. As JSON, so that any number of them is one statement. */
  among(column: string, values: readonly string[] | undefined): void {
    if (values) this.add(`${this.column(column)} in (select value from json_each(?))`, JSON.stringify(values));
  }

  yesNo(condition: string, wanted: boolean | undefined): void {
    if (wanted !== undefined) this.add(wanted ? condition : `not (${condition})`);
  }

  /** One of several languages in a column that has a space around each. */
  langs(column: string, langs: readonly string[] | undefined): void {
    if (langs) this.add(`exists (select 1 from json_each(?) l where instr(i.${column}, ' ' || l.value || ' ') > 0)`, JSON.stringify(langs));
  }

  cases(cases: readonly CaseId[] | "all"): void {
    if (cases === "all") return;
    if (cases.length <= FEW_CASES) this.add("i.case_id in (select value from json_each(?))", JSON.stringify(cases));
    else this.among("case_id", cases);
  }

  get sql(): string {
    return this.texts.join(" and ");
  }
}

/** One word as the index of words is asked for it: any of its spellings. */
export const matchOf = (word: SoughtWord): string =>
  `(${word.map((prefixes) => `(${prefixes.map((prefix) => `"${prefix}"*`).join(" AND ")})`).join(" OR ")})`;
