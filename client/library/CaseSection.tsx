import { Ellipsis, FileText, Info, Plus, Trash2 } from "lucide-react";
import { Link } from "wouter";
import { mayDo } from "../../shared/rights";
import type { CaseView } from "../../shared/wire/rest";
import { MenuButton } from "../app/PopupButton";
import { useMe } from "../app/services";
import { useTranslation } from "../app/translation";
import type { CaseFile } from "./order";
import { TextLine } from "./TextLine";

export interface CaseSectionProps {
  readonly shown: CaseFile;
  /** On its own page the case file's name is the page's title. */
  readonly alone: boolean;
  /** The only one on the page: the bar offers to add to it already. */
  readonly single: boolean;
  readonly onAddText: (file: CaseView) => void;
  readonly onRemove: (shown: CaseFile) => void;
}

/** A case file: its name, what it holds in figures, its texts. */
export function CaseSection({ shown, alone, single, onAddText, onRemove }: CaseSectionProps) {
  const { t } = useTranslation(["library", "common"]);
  const me = useMe();
  const { file, texts } = shown;
  const claims = texts.reduce((sum, line) => sum + line.claims, 0);
  const Title = alone ? "h1" : "h2";
  const mayAdd = mayDo(me.role, "document.add");
  const mayRemove = mayDo(me.role, "case.remove");
  return (
    <section className="case" aria-labelledby={`case-${file.id}`}>
      <div className="head">
        <div>
          <Title id={`case-${file.id}`} tabIndex={-1}>
            {alone ? file.name : <Link href={`/case/${file.id}`}>{file.name}</Link>}
          </Title>
          <p className="num">
            {t("texts", { count: texts.length })}
            {t("common:listJoin")}
            {t("claims", { count: claims })}
          </p>
        </div>
        {mayAdd && !single && texts.length > 0 ? (
          <button type="button" className="btn" onClick={() => onAddText(file)} aria-haspopup="dialog">
            <Plus aria-hidden="true" />
            {t("addText")}
          </button>
        ) : null}
        {mayRemove && !file.demo ? <CaseMenu file={file} onRemove={() => onRemove(shown)} /> : null}
      </div>
      {texts.length > 0 ? (
        <ul className="texts">
          {texts.map((line) => (
            <TextLine key={line.doc} line={line} level={alone ? 2 : 3} />
          ))}
        </ul>
      ) : (
        <EmptyCase alone={alone} mayAdd={mayAdd} onAddText={() => onAddText(file)} />
      )}
      {file.demo ? (
        <p className="demo">
          <span>
            <Info aria-hidden="true" />
            {t("demo")}
          </span>
          {mayRemove ? (
            <button type="button" className="btn quiet" onClick={() => onRemove(shown)} aria-haspopup="dialog">
              {t("demoRemove")}
            </button>
          ) : null}
        </p>
      ) : null}
    </section>
  );
}

function CaseMenu({ file, onRemove }: { file: CaseView; onRemove: () => void }) {
  const { t } = useTranslation("library");
  return (
    <MenuButton
      className="btn icon"
      label={t("caseMenu", { name: file.name })}
      actions={[{ id: "remove", label: t("caseRemove"), icon: <Trash2 aria-hidden="true" />, danger: true, run: onRemove }]}
    >
      <Ellipsis aria-hidden="true" />
    </MenuButton>
  );
}

function EmptyCase({ alone, mayAdd, onAddText }: { alone: boolean; mayAdd: boolean; onAddText: () => void }) {
  const { t } = useTranslation("library");
  const Title = alone ? "h2" : "h3";
  return (
    <div className="empty">
      <Title>{t("empty.caseTitle")}</Title>
      <p>{mayAdd ? t("empty.caseText") : t("empty.caseReader")}</p>
      {mayAdd ? (
        <button type="button" className="btn primary" onClick={onAddText} aria-haspopup="dialog">
          <FileText aria-hidden="true" />
          {t("addText")}
        </button>
      ) : null}
    </div>
  );
}
