import type { Lang } from "../../shared/languages";
import type { ClaimLine, SourceLine } from "../../shared/protocol/rest";
import type { Excerpt, FoundClaimLine, FoundSourceLine, FoundTextLine } from "../../shared/protocol/found";
import { countWords, excerptOf } from "../../shared/search/mark";
import type { Sliced } from "../../shared/sliced";
import type { ClaimRow, FoundText, SectionRow, SourceRow } from "../store/rows";

// What is shown of what a search found: around the words, which are marked. Reading a section folds each of its blocks, so the work is done in slices.

/** Places shown of a text. */
const PLACES = 3;

export function* textLine({ row, lang, sections }: FoundText, words: string): Sliced<FoundTextLine> {
  const { doc, case: home, title, publisher, changedAt } = row;
  return { doc, case: home, lang, title, publisher, changedAt, places: yield* placesOf(sections, words) };
}

interface Place {
  readonly block: string | null;
  readonly text: string;
  readonly count: number;
}

/** The blocks that have the most of the words, in the order of the text. */
function* placesOf(sections: readonly SectionRow[], words: string): Sliced<FoundTextLine["places"]> {
  const found: Place[] = [];
  for (const { blocks } of sections) {
    for (const { id, text } of blocks) {
      const count = countWords(text, words);
      if (count > 0) found.push({ block: id || null, text, count });
      yield;
    }
  }
  const best = new Set(found.toSorted((one, other) => other.count - one.count).slice(0, PLACES));
  const places: FoundTextLine["places"] = [];
  for (const place of found) {
    if (!best.has(place)) continue;
    places.push({ block: place.block, excerpt: excerptOf(place.text, words) });
    yield;
  }
  return places;
}

/** The first of some texts that has the most of the words. */
function bestOf<Part extends { readonly text: string }>(parts: readonly [Part, ...Part[]], words: string): Part & { excerpt: Excerpt } {
  let [best] = parts;
  let most = 0;
  for (const part of parts) {
    const count = countWords(part.text, words);
    if (count > most) [best, most] = [part, count];
  }
  return { ...best, excerpt: excerptOf(best.text, words) };
}

/** Rows that an earlier version wrote, and that are being made again, have no statements. */
export const statementsOf = ({ statements }: Partial<Pick<ClaimRow, "statements">>): Record<string, string> => ({ ...statements });

interface ClaimPart {
  readonly part: FoundClaimLine["part"];
  readonly lang: Lang | null;
  readonly text: string;
}
const inLangs = (part: ClaimPart["part"], texts: Readonly<Partial<Record<string, string>>>): ClaimPart[] =>
  Object.entries(texts).map(([lang, text = ""]) => ({ part, lang: lang as Lang, text }));

export function foundClaim(line: ClaimLine, row: ClaimRow, words: string): FoundClaimLine {
  const { part, lang, excerpt } = bestOf<ClaimPart>(
    [
      { part: "quote", lang: line.lang, text: row.quote },
      ...inLangs("quote", row.quotes),
      ...inLangs("statement", statementsOf(row)),
      { part: "rationale", lang: null, text: row.rationale },
      { part: "tags", lang: null, text: row.tags.join(", ") },
    ],
    words,
  );
  return { ...line, part, partLang: lang, excerpt };
}

export function foundSource(line: SourceLine, { note }: SourceRow, words: string): FoundSourceLine {
  const { part, excerpt } = bestOf<{ part: FoundSourceLine["part"]; text: string }>(
    [
      { part: "title", text: line.title },
      { part: "quote", text: line.quote },
      { part: "note", text: note },
      { part: "publisher", text: line.publisher },
      { part: "address", text: line.address },
    ],
    words,
  );
  return { ...line, part, excerpt };
}
