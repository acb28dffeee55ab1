import { withLooseCells } from "./tables";
import { withWordFormulas } from "./word-formulas";

/** The source of a page before it is parsed, with what a parser would pass over: cells without a table, formulas in comments. */
export const pageSource = (html: string): string => withLooseCells(withWordFormulas(html));
