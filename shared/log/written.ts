// Words that somebody wrote in one go, put together for the history.

interface Place {
  readonly from: number;
  readonly to: number;
}

/** What was written, how many characters were taken, and where the words stand in the text behind it. */
export interface Written {
  readonly inserted?: string | undefined;
  readonly deleted?: number | undefined;
  readonly place?: Place | undefined;
}

/** Between words that do not stand beside each other. */
const APART = " … ";

/**
 * What `first` and, after it, `then` wrote: what goes on in the words of the other as one stretch, words elsewhere apart, in the order in which
 * they stand in the text. Where one of the two does not say its place they are one stretch.
 */
export function writtenTogether(first: Written, then: Written): { inserted?: string; place?: Place } {
  const { inserted: before = "", place: at } = first;
  const { inserted: after = "", place: next, deleted = 0 } = then;
  if (!at || !next) return said(before + after, next ?? at);
  if (before === "") return said(after, next);
  if (after === "") return said(before, next.from > at.to ? at : shrunk(at, next.from, deleted));
  if (next.from < at.from) return said(after + APART + before, next);
  if (next.from > at.to) return said(before + APART + after, next);
  const place = { from: at.from, to: Math.max(at.to, next.to) };
  return said(next.from === at.from && at.to > at.from ? after + before : before + after, place);
}

/** Where words stand after so many characters were taken from a place before or in them. */
const shrunk = ({ from, to }: Place, at: number, taken: number): Place => ({
  from: at < from ? Math.max(at, from - taken) : from,
  to: Math.max(at, to - taken),
});

const said = (inserted: string, place: Place | undefined): { inserted?: string; place?: Place } => ({
  ...(inserted === "" ? {} : { inserted }),
  ...(place ? { place } : {}),
});
