import { Ellipsis, FileText, FolderInput, Info, Lock, PencilLine, Plus, Trash2, Users } from "lucide-react";
import { useEffect } from "react";
import { Link } from "wouter";
import type { CaseId } from "../../shared/ids";
import { houseGrant } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import type { CaseView, DocumentLine } from "../../shared/protocol/rest";
import type { Question } from "../app/ConfirmDialog";
import { shortened } from "../app/names";
import { MenuButton } from "../app/PopupButton";
import type { MenuAction } from "../app/PopupButton";
import { useMe, useServices, useStore } from "../app/services";
import { useTranslation } from "../app/translation";
import type { KeptText } from "../session/outbox";
import { caseGrant } from "../app/caseRights";
import type { Change } from "./ChangeDialog";
import type { CaseFile } from "./order";
import { TextLine } from "./TextLine";
import type { Listed } from "./TextLine";
import type { Changes } from "./useChanges";

export interface CaseSectionProps {
  readonly shown: CaseFile;
  /** On its own page the case file's name is the page's title. */
  readonly alone: boolean;
  /** The only one on the page: the bar offers to add to it already. */
  readonly single: boolean;
  readonly kept: readonly KeptText[] | null;
  readonly onAddText: (file: CaseView) => void;
  readonly changes: Changes;
  /** All of them, for a text that moves. */
  readonly cases: readonly CaseView[];
  readonly onAsk: (question: Question) => void;
  readonly onChange: (change: Change) => void;
  readonly onMembers: (file: CaseView) => void;
}

/** A case file: its name, what it holds in figures, its texts. */
export function CaseSection(props: CaseSectionProps) {
  const { file, texts } = props.shown;
  const lines = Array.from({ length: lineCount(props.shown) }, (_, index) => (
    <CaseLineAt key={texts[index]?.doc ?? index} {...props} index={index} />
  ));
  return (
    <section className="case-section" aria-labelledby={`case-${file.id}`}>
      <CaseHead {...props} />
      {lines.length > 0 ? <ul className="case-texts">{lines}</ul> : null}
      <CaseFoot {...props} />
    </section>
  );
}

/** How many lines it has, whether they are known yet or not. */
export const lineCount = ({ file, texts }: CaseFile): number => Math.max(file.texts, texts.length);

export function CaseHead({ shown, alone, single, onAddText, changes, onAsk, onChange, onMembers }: CaseSectionProps) {
  const { t } = useTranslation(["library", "common"]);
  const me = useMe();
  const { file } = shown;
  const Title = alone ? "h1" : "h2";
  const mayAdd = may(caseGrant(me, file), "document.add");
  return (
    <div className="page-head">
      <div>
        <Title id={`case-${file.id}`} tabIndex={-1} dir="auto">
          {alone ? file.name : <Link href={`/case/${file.id}`}>{file.name}</Link>}
        </Title>
        <p className="u-num">
          {t("texts", { count: file.texts })}
          {t("common:listJoin")}
          {file.claims > 0 ? (
            <Link href={`/case/${file.id}/claims`}>{t("claims", { count: file.claims })}</Link>
          ) : (
            t("claims", { count: file.claims })
          )}
        </p>
        {file.access === "closed" ? (
          <button type="button" className="case-closed" aria-haspopup="dialog" onClick={() => onMembers(file)}>
            <Lock aria-hidden="true" />
            {t("closedTo", { count: file.members?.length ?? 0 })}
          </button>
        ) : null}
        {file.claims > 0 ? (
          <p className="verdict-legend">
            <span>
              <i className="is-approved" aria-hidden="true" /> {t("legendApproved")}
            </span>
            <span>
              <i className="is-proposed" aria-hidden="true" /> {t("legendProposed")}
            </span>
          </p>
        ) : null}
      </div>
      {mayAdd && !single && lineCount(shown) > 0 ? (
        <button type="button" className="ui-btn" onClick={() => onAddText(file)} aria-haspopup="dialog">
          <Plus aria-hidden="true" />
          {t("addText")}
        </button>
      ) : null}
      <CaseMenu shown={shown} changes={changes} onAsk={onAsk} onChange={onChange} onMembers={onMembers} />
    </div>
  );
}

/** One text; its place while its line is on the way. */
export function CaseLineAt(props: CaseSectionProps & { index: number; listed?: Listed }) {
  const { shown, alone, kept, changes, cases, onAsk, onChange, index, listed } = props;
  const line = shown.texts[index];
  if (!line) return <AwaitedLine home={shown.file.id} index={index} {...(listed ? { listed } : {})} />;
  return (
    <TextLine line={line} level={alone ? 2 : 3} kept={kept} {...(listed ? { listed } : {})}>
      <TextMenu line={line} cases={cases} changes={changes} onAsk={onAsk} onChange={onChange} />
    </TextLine>
  );
}

/** Asks for the lines that come next in its case file, as somebody looks at where they stand. */
function AwaitedLine({ home, index, listed }: { home: CaseId; index: number; listed?: Listed }) {
  const { t } = useTranslation("common");
  const { library } = useServices();
  const known = useStore(library).data?.documents.length;
  // Once more when lines have come and this one is not among them.
  useEffect(() => {
    if (known !== undefined) void library.more(home, index);
  }, [library, home, index, known]);
  return (
    <li className="text-line is-awaited" {...listed}>
      <span className="u-unseen">{t("state.loading")}</span>
      <span className="text-line-ghost" aria-hidden="true" />
    </li>
  );
}

/** What stands below the texts: what to do where there are none, and what can be done with the demonstration. */
export function CaseFoot({ shown, alone, onAddText, changes, onAsk }: CaseSectionProps) {
  const { t } = useTranslation("library");
  const me = useMe();
  const { removeCase } = changes;
  const { file } = shown;
  return (
    <>
      {lineCount(shown) === 0 ? (
        <EmptyCase alone={alone} mayAdd={may(caseGrant(me, file), "document.add")} onAddText={() => onAddText(file)} />
      ) : null}
      {file.demo ? (
        <p className="case-demo">
          <span>
            <Info aria-hidden="true" />
            {t("demo")}
          </span>
          {removeCase ? (
            <button type="button" className="ui-btn is-quiet" onClick={() => onAsk(removeCase(shown))} aria-haspopup="dialog">
              {t("demoRemove")}
            </button>
          ) : null}
        </p>
      ) : null}
    </>
  );
}

type Asking = Pick<CaseSectionProps, "changes" | "onAsk" | "onChange">;

function CaseMenu({ shown, changes, onAsk, onChange, onMembers }: Asking & Pick<CaseSectionProps, "shown" | "onMembers">) {
  const me = useMe();
  const { t } = useTranslation("library");
  const { renameCase, removeCase } = changes;
  const { file } = shown;
  const actions: MenuAction[] = [];
  if (renameCase)
    actions.push({ id: "rename", label: t("caseRename"), icon: <PencilLine aria-hidden="true" />, run: () => onChange(renameCase(file)) });
  if (file.access === "closed" || may(houseGrant(me), "members.manage"))
    actions.push({ id: "members", label: t("caseMembers"), icon: <Users aria-hidden="true" />, run: () => onMembers(file) });
  // The demonstration has its own button for that.
  if (removeCase && !file.demo)
    actions.push({
      id: "remove",
      label: t("caseRemove"),
      icon: <Trash2 aria-hidden="true" />,
      danger: true,
      run: () => onAsk(removeCase(shown)),
    });
  return <More label={t("caseMenu", { name: file.name })} actions={actions} />;
}

function TextMenu({ line, cases, changes, onAsk, onChange }: Asking & { line: DocumentLine; cases: readonly CaseView[] }) {
  const { t } = useTranslation("library");
  const { renameText, moveText, removeText } = changes;
  const actions: MenuAction[] = [];
  if (renameText)
    actions.push({ id: "rename", label: t("textRename"), icon: <PencilLine aria-hidden="true" />, run: () => onChange(renameText(line)) });
  if (moveText && cases.length > 1)
    actions.push({
      id: "move",
      label: t("textMoveTo"),
      icon: <FolderInput aria-hidden="true" />,
      run: () => onChange(moveText(line, cases)),
    });
  if (removeText)
    actions.push({
      id: "remove",
      label: t("textRemove"),
      icon: <Trash2 aria-hidden="true" />,
      danger: true,
      run: () => onAsk(removeText(line)),
    });
  return <More label={t("textMenu", { title: shortened(line.title) })} actions={actions} />;
}

function More({ label, actions }: { label: string; actions: readonly MenuAction[] }) {
  if (actions.length === 0) return null;
  return (
    <MenuButton className="ui-btn is-quiet is-icon" label={label} actions={actions}>
      <Ellipsis aria-hidden="true" />
    </MenuButton>
  );
}

function EmptyCase({ alone, mayAdd, onAddText }: { alone: boolean; mayAdd: boolean; onAddText: () => void }) {
  const { t } = useTranslation("library");
  const Title = alone ? "h2" : "h3";
  return (
    <div className="page-empty">
      <Title>{t("empty.caseTitle")}</Title>
      <p>{mayAdd ? t("empty.caseText") : t("empty.caseReader")}</p>
      {mayAdd ? (
        <button type="button" className="ui-btn is-primary" onClick={onAddText} aria-haspopup="dialog">
          <FileText aria-hidden="true" />
          {t("addText")}
        </button>
      ) : null}
    </div>
  );
}
