import type { Projection, SectionRow } from "../store/rows";

// What is written together is a few milliseconds' work: who writes meanwhile does not wait for hundreds of records.

const CLAIMS = 100;
/** UTF-16 units of the words of sections. */
const WORDS = 12_000;

/**
 * A projection in parts, to be written one after the other. A rebuild takes the place of everything with its first part, where all claims and sources are. Of
 * what has changed since the last time each record has its own version. The last part has what says that all are there: the line, and the head of the sections.
 */
export function* partsOf(projection: Projection): Generator<Projection> {
  const { row, changes } = projection;
  const [first = [], ...others] = portionsOf(changes.sections?.put ?? []);
  const sections = changes.sections ? { sections: { put: first, gone: changes.sections.gone } } : {};
  yield* claimParts({ ...projection, row: others.length === 0 ? row : null, changes: { ...changes, ...sections } });
  for (const [index, put] of others.entries()) {
    yield { ...projection, whole: false, row: index === others.length - 1 ? row : null, changes: { sections: { put, gone: [] } } };
  }
}

function* claimParts(projection: Projection): Generator<Projection> {
  const { changes, whole } = projection;
  const claims = changes.claims?.put ?? [];
  const last = whole ? 0 : Math.floor(Math.max(0, claims.length - 1) / CLAIMS) * CLAIMS;
  for (let from = 0; from < last; from += CLAIMS) {
    yield { ...projection, row: null, changes: { claims: { put: claims.slice(from, from + CLAIMS), gone: [] } } };
  }
  yield last === 0 ? projection : { ...projection, changes: { ...changes, claims: { put: claims.slice(last), gone: [] } } };
}

function portionsOf(sections: readonly SectionRow[]): SectionRow[][] {
  const portions: SectionRow[][] = [];
  let room = 0;
  for (const section of sections) {
    const length = section.blocks.reduce((sum, { text }) => sum + text.length, 0);
    if (portions.length === 0 || (room -= length) < 0) {
      portions.push([]);
      room = WORDS - length;
    }
    portions.at(-1)?.push(section);
  }
  return portions;
}
