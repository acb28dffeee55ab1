import type { Claim } from "../../../shared/claim/claim";
import type { HistoryLine } from "../../../shared/protocol/rest";

/**
 * The lines (newest first) with one more for each approval that fell back: that is no op of anybody's, it comes of what the commit changed.
 * `whole`: the lines reach back to the beginning; otherwise what is older than the last of them waits for more.
 */
export function withFallBacks(lines: readonly HistoryLine[], claims: Iterable<Claim>, whole: boolean): readonly HistoryLine[] {
  const since = whole ? 0 : (lines.at(-1)?.first ?? Infinity);
  const falls = Array.from(claims).flatMap((claim) =>
    (claim.fallBacks ?? [])
      .filter(({ version }) => version >= since)
      .map(({ of, lang, by, at, version }): HistoryLine => {
        return {
          first: version,
          version,
          author: by,
          at,
          ops: [{ type: "claim.fall-back", claim: claim.id, field: of, ...(lang ? { lang } : {}), count: 1 }],
          dropped: 0,
        };
      }),
  );
  if (falls.length === 0) return lines;
  // Before the line of its commit, which it follows from: the sort is stable.
  return [...falls, ...lines].sort((a, b) => b.first - a.first);
}
