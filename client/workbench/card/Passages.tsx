import { Link2Off, Quote, TextCursorInput } from "lucide-react";
import type { Claim } from "../../../shared/claim/claim";
import { isOrphan } from "../../../shared/doc/anchor";
import type { ClaimId } from "../../../shared/ids";
import type { Lang } from "../../../shared/languages";
import { languageName } from "../../app/names";
import { useMe } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { sameItems, useWorkbench, useMay, useClaimPassages, useSlice } from "../WorkbenchContext";
import { useAnchoringMode } from "../anchoringMode";
import { Quoted, useQuote } from "../Quoted";

/** The claim's words in each language of the document, and the way to give it its passage in a version. */
export function Passages({ claim }: { claim: Claim }) {
  const { t } = useTranslation("claim");
  const ui = useMe().lang;
  const { submit } = useWorkbench();
  const anchoring = useAnchoringMode();
  const passages = useClaimPassages(claim.id);
  const source = useSlice(({ state }) => state.source);
  const langs = useSlice(({ state }) => Object.keys(state.texts) as Lang[], sameItems);
  const missing = langs.filter((lang) => !passages.some((passage) => passage.lang === lang));
  const may = useMay("claim.unanchor", { lang: missing[0] ?? langs.find((lang) => lang !== source) ?? "en" });
  return (
    <div className="passage-list">
      {passages.map(({ lang, anchor }) => (
        <p key={lang} className={isOrphan(anchor) ? "passage-line is-lost" : "passage-line"}>
          {langs.length > 1 ? <span className="ui-lang">{lang.toUpperCase()}</span> : <Quote aria-hidden="true" />}
          <q lang={lang} dir="auto">
            <Words claim={claim.id} lang={lang} />
          </q>
          {isOrphan(anchor) ? <small>{t("lostHere")}</small> : null}
          {lang !== source && may ? (
            <button
              type="button"
              className="ui-btn is-quiet is-icon is-small"
              aria-label={t("takePassageAway", { language: languageName(ui, lang) })}
              title={t("takePassageAway", { language: languageName(ui, lang) })}
              onClick={() => void submit([{ type: "claim.unanchor", claim: claim.id, lang }])}
            >
              <Link2Off aria-hidden="true" />
            </button>
          ) : null}
        </p>
      ))}
      {may
        ? missing.map((lang) => (
            <button key={lang} type="button" className="ui-link" onClick={() => anchoring.start(claim.id, lang)}>
              <TextCursorInput aria-hidden="true" /> {t("choosePassage", { language: languageName(ui, lang) })}
            </button>
          ))
        : null}
    </div>
  );
}

function Words({ claim, lang }: { claim: ClaimId; lang: Lang }) {
  return <Quoted runs={useQuote(claim, [lang])} />;
}
