import { ChevronDown } from "lucide-react";
import { useId } from "react";
import { interfaceLanguage, languages } from "../../../shared/languages";
import type { CaseView } from "../../../shared/protocol/rest";
import { languageTitle } from "../../app/names";
import { TextField, Wrong } from "../../app/TextField";
import { useTranslation } from "../../app/translation";
import { problemsOf } from "./details";
import type { DetailName, Details } from "./details";

/** The select's value for a case file that does not exist yet. */
export const NEW_CASE = "+";

interface DetailsFormProps {
  readonly details: Details;
  readonly found: boolean;
  /** Whether problems are shown: only after a try. */
  readonly tried: boolean;
  readonly onDetail: (name: DetailName, value: string) => void;
  readonly cases: readonly CaseView[];
  readonly home: string;
  readonly onHome: (id: string) => void;
  readonly newName: string;
  readonly onNewName: (name: string) => void;
}

/** What is asked beside the text. */
export function DetailsForm({ details, found, tried, onDetail, cases, home, onHome, newName, onNewName }: DetailsFormProps) {
  const { t, i18n } = useTranslation("library");
  const lang = interfaceLanguage(i18n.language).tag;
  const id = useId();
  const problems = tried ? problemsOf(details) : {};
  const told = (name: DetailName): string | null => (problems[name] ? t(`import.${problems[name]}`) : null);
  const names = languages.map((tag) => [tag, languageTitle(lang, tag)] as const).sort((a, b) => a[1].localeCompare(b[1], lang));

  return (
    <div className="adding-asked">
      <div className="ui-field">
        <label htmlFor={`${id}title`}>{t("import.name")}</label>
        <textarea
          id={`${id}title`}
          className="ui-box"
          rows={2}
          data-limit={500}
          lang={details.lang || undefined}
          value={details.title}
          aria-invalid={problems.title ? true : undefined}
          aria-describedby={problems.title ? `${id}titlew` : undefined}
          onChange={(event) => onDetail("title", event.target.value.replace(/\s*\n\s*/g, " "))}
        />
        {problems.title ? <Wrong id={`${id}titlew`}>{told("title")}</Wrong> : null}
      </div>
      <div className="adding-duo">
        <TextField
          label={t("import.publisher")}
          value={details.publisher}
          data-limit={200}
          onValue={(value) => onDetail("publisher", value)}
        />
        <TextField label={t("import.author")} value={details.author} data-limit={200} onValue={(value) => onDetail("author", value)} />
        <TextField
          label={t("import.date")}
          hint={t("import.dateHint")}
          value={details.published}
          data-limit={20}
          onValue={(value) => onDetail("published", value)}
          wrong={told("published")}
        />
        <div className="ui-field">
          <label htmlFor={`${id}lang`}>{found ? t("import.langFound") : t("import.lang")}</label>
          <span className="ui-pick">
            <select
              id={`${id}lang`}
              className="ui-box"
              value={details.lang}
              aria-invalid={problems.lang ? true : undefined}
              aria-describedby={problems.lang ? `${id}langw` : undefined}
              onChange={(event) => onDetail("lang", event.target.value)}
            >
              {details.lang ? null : <option value="">{t("import.langChoose")}</option>}
              {names.map(([tag, name]) => (
                <option key={tag} value={tag}>
                  {name}
                </option>
              ))}
            </select>
            <ChevronDown aria-hidden="true" />
          </span>
          {problems.lang ? <Wrong id={`${id}langw`}>{told("lang")}</Wrong> : null}
        </div>
      </div>
      <TextField
        label={t("import.address")}
        value={details.address}
        type="url"
        data-limit={2048}
        placeholder="https://"
        spellCheck={false}
        onValue={(value) => onDetail("address", value)}
        wrong={told("address")}
      />
      <div className="ui-field ui-pick">
        <label htmlFor={`${id}case`}>{t("import.case")}</label>
        <select id={`${id}case`} className="ui-box" value={home} onChange={(event) => onHome(event.target.value)}>
          {cases.map((file) => (
            <option key={file.id} value={file.id}>
              {file.name}
            </option>
          ))}
          <option value={NEW_CASE}>{t("import.newCaseOption")}</option>
        </select>
        <ChevronDown aria-hidden="true" />
      </div>
      {home === NEW_CASE ? (
        <TextField
          label={t("import.newCaseName")}
          value={newName}
          onValue={onNewName}
          data-limit={120}
          autoComplete="off"
          wrong={tried && !newName.trim() ? t("caseNameMissing") : null}
        />
      ) : null}
    </div>
  );
}
