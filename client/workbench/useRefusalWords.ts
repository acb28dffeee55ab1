import { useCallback, useRef } from "react";
import type { Refusal, Result } from "../../shared/refusal";
import { may } from "../../shared/rights/may";
import { useTranslation } from "../app/translation";
import type { TakenBack } from "../session/contract";
import { useRefusalText } from "./refusals";
import { useUnlock, useWhoUnlocks } from "./Unlock";
import { useWorkbench } from "./WorkbenchContext";

/** Said at the first key, not again at each of the next ones. */
const SAY_AGAIN_MS = 5_000;

/** Says why nothing happens when somebody types into a text that they cannot change, or takes back what is in one, and who can. */
export function useRefusalWords(): (refusal: Refusal) => void {
  const { t } = useTranslation(["workbench", "claim"]);
  const { say, session, now } = useWorkbench();
  const failure = useRefusalText();
  const who = useWhoUnlocks();
  const unlock = useUnlock();
  const said = useRef(Number.NEGATIVE_INFINITY);
  return useCallback(
    (refusal) => {
      if (refusal.code !== "locked") {
        say(failure(refusal));
        return;
      }
      if (now() - said.current < SAY_AGAIN_MS) return;
      said.current = now();
      const { grant, state, barred } = session.view();
      const writer = may(grant, "text.step", { lang: state.source ?? "fr", source: state.source });
      if (grant === null) say(t("claim:mayNot.past"));
      else if (barred) say(failure(barred));
      else if (!state.details.locked) say(t("roleReading"));
      else say([t("readingOnly"), who].filter(Boolean).join(" "), writer ? { label: t("unlockAsk.confirm"), run: unlock } : undefined);
    },
    [t, say, session, now, failure, who, unlock],
  );
}

/** Says of an undo or redo what did not come back, and why. */
export function useTakenBackWords(): (done: Result<TakenBack>) => void {
  const { t } = useTranslation("workbench");
  const { say } = useWorkbench();
  const refused = useRefusalWords();
  return useCallback(
    (done) => {
      const code = done.ok ? null : done.refusal.code;
      if (code === "bad-address" || (done.ok && done.value === "without-link")) say(t("linkNotBack"));
      else if (!done.ok) refused(done.refusal);
      else if (done.value === "nothing") say(t("nothingToUndo"));
    },
    [t, say, refused],
  );
}
