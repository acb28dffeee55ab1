import { CloudOff, History, TextCursorInput, TriangleAlert } from "lucide-react";
import { useTranslation } from "../app/translation";
import { useRefusalText } from "./refusals";
import { languageName } from "../app/names";
import { useStore, useMe, useServices } from "../app/services";
import { useStanding } from "../app/standing";
import type { Refusal } from "../../shared/refusal";
import { useClaim, useSlice } from "./WorkbenchContext";
import { claimTitle } from "../app/claimTitle";
import { useAnchoringMode } from "./anchoringMode";
import type { AnchoringMode } from "./anchoringMode";

/** What must not be overlooked, in one line above the text. */
export function Banners({ past, onNow }: { past: number | null; onNow: () => void }) {
  const { now } = useAnchoringMode();
  return (
    <div className="workbench-banners">
      {past === null ? <ConnectionBanner /> : <PastBanner version={past} onNow={onNow} />}
      {now ? <PlacingBanner now={now} /> : null}
    </div>
  );
}

function ConnectionBanner() {
  const { t } = useTranslation(["workbench", "common"]);
  const failure = useRefusalText();
  const connection = useSlice((view) => view.connection);
  const save = useSlice((view) => view.save);
  const ended = useSlice((view) => view.ended);
  const barred = useSlice((view) => view.barred);
  // The line above the page says already, to everybody, that the server keeps nothing.
  const store = useStore(useServices().live.store);
  const unsaved = save.kind === "not-saved" && !(store !== "ready" && isOfStore(save.refusal)) ? save.refusal : null;
  const bad =
    connection === "ended" ? (ended ? failure(ended) : t("workbench:ended")) : barred ? failure(barred) : unsaved && failure(unsaved);
  const kept = barred && save.kind !== "saved" ? t("workbench:keptHere", { count: save.pending }) : "";
  useStanding(bad || null);
  if (connection === "ended") {
    return (
      <p className="workbench-banner is-bad" role="alert">
        <TriangleAlert aria-hidden="true" />
        <span className="u-grow">{bad}</span>
        <button type="button" className="ui-btn" onClick={() => window.location.reload()}>
          {t("common:action.reload")}
        </button>
      </p>
    );
  }
  if (bad) {
    return (
      <p className="workbench-banner is-bad" role="alert">
        <TriangleAlert aria-hidden="true" />
        <span className="u-grow">{kept ? `${bad} ${kept}` : bad}</span>
      </p>
    );
  }
  if (connection !== "offline") return null;
  return (
    <output className="workbench-banner">
      <CloudOff aria-hidden="true" />
      <span className="u-grow">{t("workbench:offlineBanner", { count: save.kind === "saved" ? 0 : save.pending })}</span>
    </output>
  );
}

const isOfStore = ({ code, detail }: Refusal): boolean =>
  (code === "disk-full" || code === "store-away") && detail?.["where"] !== "browser";

function PastBanner({ version, onNow }: { version: number; onNow: () => void }) {
  const { t } = useTranslation("history");
  return (
    <output className="workbench-banner is-past">
      <History aria-hidden="true" />
      <span className="u-grow">
        <b>{t("past", { version })}</b> {t("pastHint")}
      </span>
      <button type="button" className="ui-btn is-primary" onClick={onNow}>
        {t("backToNow")}
      </button>
    </output>
  );
}

function PlacingBanner({ now }: { now: NonNullable<AnchoringMode["now"]> }) {
  const { t } = useTranslation("workbench");
  const ui = useMe().lang;
  const { stop } = useAnchoringMode();
  const claim = useClaim(now.claim);
  if (!claim) return null;
  return (
    <output className="workbench-banner is-placing">
      <TextCursorInput aria-hidden="true" />
      <span className="u-grow">{t("placing", { title: claimTitle(claim, "…", ui).text, language: languageName(ui, now.lang) })}</span>
      <button type="button" className="ui-btn" onClick={stop}>
        {t("stopPlacing")}
      </button>
    </output>
  );
}
