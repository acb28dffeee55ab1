import { Plus } from "lucide-react";
import { useState } from "react";
import { MAX_STATEMENT, statementField } from "../../../shared/claim/statements";
import type { Claim } from "../../../shared/claim/claim";
import { isUiLang, languages } from "../../../shared/languages";
import type { Lang } from "../../../shared/languages";
import { languageName, ownName } from "../../app/names";
import { useMe } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { sameItems, useSlice, useWorkbench } from "../WorkbenchContext";
import type { ClaimEdits } from "./edits";
import { FieldText } from "./FieldText";
import { useNameOf } from "./people";
import { useDrafts } from "./useDraft";

interface Props {
  readonly claim: Claim;
  readonly edits: ClaimEdits;
  readonly readOnly: boolean;
  readonly focus: boolean;
}

/**
 * The claim in a sentence of its own: in the language of the source, and in each other one that somebody has worded it in. The reader's own
 * language comes first; where there is no sentence yet in a version's language or one of the interface's, a button makes room for it.
 */
export function Statements({ claim, edits, readOnly, focus }: Props) {
  const source = useSlice(({ state }) => state.source);
  const versions = useSlice(({ state }) => Object.keys(state.texts) as Lang[], sameItems);
  const ui = useMe().lang;
  const [asked, setAsked] = useState<Lang | null>(null);
  const { drafts } = useWorkbench().session;
  const typed = useDrafts(() => languages.filter((lang) => drafts.get(placeOf(claim, lang)) !== null).join());
  const shown = languages.filter(
    (lang) => lang === source || lang === asked || claim.statements[lang] !== undefined || typed.split(",").includes(lang),
  );
  // As the card opens: a field does not jump away from whoever writes in it.
  const [first] = useState(() => (shown.includes(ui) ? ui : source));
  const ordered = shown.toSorted((a, b) => Number(b === first) - Number(a === first) || Number(b === source) - Number(a === source));
  const offered = languages.filter((lang) => (versions.includes(lang) || isUiLang(lang)) && !shown.includes(lang));
  return (
    <div className="statement-list">
      {ordered.map((lang) => (
        <Statement
          key={lang}
          claim={claim}
          edits={edits}
          lang={lang}
          readOnly={readOnly}
          isSource={lang === source}
          isFirst={lang === first}
          focus={lang === asked || (focus && lang === source)}
        />
      ))}
      {readOnly ? null : <MoreLanguages offered={offered} onAsk={setAsked} />}
    </div>
  );
}

const placeOf = (claim: Claim, lang: Lang): string => `${claim.id}.${statementField(lang)}`;

interface StatementProps extends Omit<Props, "focus"> {
  readonly lang: Lang;
  readonly isSource: boolean;
  readonly isFirst: boolean;
  readonly focus: boolean;
}

function Statement({ claim, edits, lang, readOnly, isSource, isFirst, focus }: StatementProps) {
  const { t } = useTranslation("claim");
  const language = languageName(useMe().lang, lang);
  const nameOf = useNameOf();
  const field = statementField(lang);
  return (
    <FieldText
      bare
      label={t("statementIn", { language })}
      placeholder={isSource ? t("statementHint") : t("statementOtherHint", { language })}
      className={isFirst ? "statement-field is-first" : "statement-field"}
      lang={lang}
      value={claim.statements[lang] ?? ""}
      save={(text, seen) => edits.statement(lang, text, seen)}
      name={field}
      claim={claim.id}
      place={placeOf(claim, lang)}
      glow={`${claim.id}:${field}`}
      other={nameOf(claim.marks[field]?.by ?? null)}
      readOnly={readOnly}
      max={MAX_STATEMENT}
      focus={focus}
    />
  );
}

function MoreLanguages({ offered, onAsk }: { offered: readonly Lang[]; onAsk: (lang: Lang) => void }) {
  const { t } = useTranslation("claim");
  const ui = useMe().lang;
  if (offered.length === 0) return null;
  return (
    <div className="ui-row statement-more">
      {offered.map((lang) => (
        <button
          key={lang}
          type="button"
          className="ui-link"
          title={t("addStatement", { language: languageName(ui, lang) })}
          onClick={() => onAsk(lang)}
        >
          <Plus aria-hidden="true" />
          <span className="u-unseen">{t("addStatementIn")} </span>
          <span lang={lang}>{ownName(ui, lang)}</span>
        </button>
      ))}
    </div>
  );
}
