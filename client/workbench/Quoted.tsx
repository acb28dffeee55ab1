import { Fragment } from "react";
import type { ClaimId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import { passageRuns, sameRuns } from "../../shared/doc/quoted";
import type { QuoteRun } from "../../shared/doc/quoted";
import { anchorIn } from "../../shared/log/apply";
import type { DocState } from "../../shared/log/state";
import { useTranslation } from "../app/translation";
import { useSlice } from "./WorkbenchContext";

/** The words of a claim's passage in one text, as they stand there; none when it has no passage. */
export function runsIn(state: DocState, lang: Lang | null, claim: ClaimId): readonly QuoteRun[] {
  const anchor = lang === null ? null : anchorIn(state, lang, claim);
  return anchor && lang !== null ? passageRuns(state.texts[lang]?.doc, anchor) : none;
}

const none: readonly QuoteRun[] = [];

/** The same in the first of these texts that has a passage of it. `skip`: nobody needs to know. */
export function useQuote(claim: ClaimId, langs: readonly (Lang | null)[], skip = false): readonly QuoteRun[] {
  return useSlice(({ state }) => {
    for (const lang of skip ? [] : langs) {
      const runs = runsIn(state, lang ?? state.source, claim);
      if (runs.length > 0) return runs;
    }
    return none;
  }, sameRuns);
}

/** Words away from their text: figures stay raised, and what is struck there is struck here and said to be. */
export function Quoted({ runs }: { runs: readonly QuoteRun[] }) {
  const { t } = useTranslation("workbench");
  return runs.map((run, index) => {
    const Raised = run.sup ? "sup" : run.sub ? "sub" : Fragment;
    const words = <Raised>{run.text}</Raised>;
    const key = `${String(index)}${run.text}`;
    if (!run.struck) return <Fragment key={key}>{words}</Fragment>;
    return (
      <s key={key}>
        <span className="u-unseen">{t("struckFrom")} </span>
        {words}
        <span className="u-unseen"> {t("struckTo")}</span>
      </s>
    );
  });
}
