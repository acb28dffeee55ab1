import { Archive, CircleAlert, FileQuestion, TextCursorInput } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { Suspense, useState } from "react";
import type { ClaimId } from "../../../shared/ids";
import type { Lang } from "../../../shared/languages";
import { usePortion } from "../../app/portion";
import { useMe } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { NotSaved } from "../card/NotSaved";
import { useClaim, useWorkbench, useMay, useSlice } from "../WorkbenchContext";
import { Losses } from "../lazyParts";
import type { ClaimList } from "../claimList";
import { claimTitle } from "../../app/claimTitle";
import { Quoted, useQuote } from "../Quoted";
import { useMyLosses } from "../useConflicts";

type Tray = "orphans" | "elsewhere" | "withdrawn" | "losses";
const icons: Readonly<Record<Tray, LucideIcon>> = {
  orphans: FileQuestion,
  elsewhere: TextCursorInput,
  withdrawn: Archive,
  losses: CircleAlert,
};
const trays: readonly Tray[] = ["losses", "orphans", "elsewhere", "withdrawn"];

interface Props {
  readonly lines: ClaimList;
  readonly lang: Lang;
  /** Gives a claim the words that are selected now; false when there are none. */
  readonly onPutBack: (claim: ClaimId) => boolean;
  readonly onInsert: (lang: Lang, words: string) => boolean;
}

/** What has no place in the text, each kind behind a button that says how many; nothing is shown when there is nothing. */
export function Trays({ lines, lang, onPutBack, onInsert }: Props) {
  const { t } = useTranslation("workbench");
  const [open, setOpen] = useState<Tray | null>(null);
  const losses = useMyLosses();
  const refused = useSlice((view) => view.refused);
  const counts: Record<Tray, number> = {
    orphans: lines.orphans.length,
    elsewhere: lines.elsewhere.length,
    withdrawn: lines.withdrawn.length,
    losses: losses.length + refused.length,
  };
  const full = trays.filter((tray) => counts[tray] > 0);
  if (full.length === 0) return null;
  const shown = open !== null && counts[open] > 0 ? open : null;
  return (
    <section className="margin-trays" tabIndex={-1}>
      <div className="ui-chips">
        {full.map((tray) => {
          const Icon = icons[tray];
          return (
            <button
              key={tray}
              type="button"
              className={`ui-chip is-${tray}`}
              aria-expanded={shown === tray}
              onClick={() => setOpen(shown === tray ? null : tray)}
            >
              <Icon aria-hidden="true" />
              {t(`trays.${tray}`, { count: counts[tray] })}
            </button>
          );
        })}
      </div>
      {shown ? (
        <div className="margin-tray">
          <h3>{t(`tray.${shown}`)}</h3>
          <p className="ui-hint">{t(`tray.${shown}Hint`)}</p>
          {shown === "losses" ? (
            <Suspense>
              <Losses losses={losses} refused={refused} onInsert={onInsert} />
            </Suspense>
          ) : (
            <ClaimTray key={shown} tray={shown} claims={lines[shown]} lang={lang} onPutBack={onPutBack} />
          )}
        </div>
      ) : null}
    </section>
  );
}

function ClaimTray({
  tray,
  claims,
  lang,
  onPutBack,
}: {
  tray: Exclude<Tray, "losses">;
  claims: readonly ClaimId[];
  lang: Lang;
  onPutBack: Props["onPutBack"];
}) {
  const { shown, list, more } = usePortion(claims);
  return (
    <>
      <ul ref={list}>
        {shown.map((claim) => (
          <li key={claim}>
            <TrayClaim id={claim} tray={tray} lang={lang} onPutBack={onPutBack} />
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}

function TrayClaim({
  id,
  tray,
  lang,
  onPutBack,
}: {
  id: ClaimId;
  tray: Exclude<Tray, "losses">;
  lang: Lang;
  onPutBack: Props["onPutBack"];
}) {
  const { t } = useTranslation("workbench");
  const ui = useMe().lang;
  const claim = useClaim(id);
  const { open, submit, say } = useWorkbench();
  const mayRestore = useMay("claim.restore");
  const quote = useQuote(id, [lang, null]);
  const mayAnchor = useMay("claim.anchor", { lang });
  if (!claim) return null;
  const title = claimTitle(claim, "", ui);
  return (
    <article className={`claim-card is-closed v-${claim.verdict}`}>
      <h4 lang={title.lang ?? undefined} dir="auto">
        {title.lang === null ? <Quoted runs={quote} /> : title.text}
      </h4>
      {title.lang === null ? null : (
        <q dir="auto">
          <Quoted runs={quote} />
        </q>
      )}
      <div className="ui-row">
        <NotSaved claim={claim} />
        {tray === "withdrawn" ? null : (
          <button type="button" className="ui-btn" onClick={() => open(id, "card")}>
            {t("tray.open")}
          </button>
        )}
        {tray === "orphans" && mayAnchor ? (
          <button
            type="button"
            className="ui-btn"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => (onPutBack(id) ? say(t("tray.putBackDone")) : undefined)}
          >
            {t("tray.putBack")}
          </button>
        ) : null}
        {tray === "withdrawn" && mayRestore ? (
          <button type="button" className="ui-btn" onClick={() => void submit([{ type: "claim.restore", claim: id }])}>
            {t("tray.restore")}
          </button>
        ) : null}
      </div>
    </article>
  );
}
