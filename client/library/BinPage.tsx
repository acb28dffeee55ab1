import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { Link } from "wouter";
import { BIN_DAYS } from "../../shared/protocol/bin";
import { useMayAnywhere } from "../app/caseRights";
import type { BinView } from "../../shared/protocol/bin";
import type { UserId } from "../../shared/ids";
import { houseGrant } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import type { Question } from "../app/ConfirmDialog";
import { ago, moment } from "../app/dates";
import type { Failure, Outcome } from "../app/failure";
import { useFailureText } from "../app/failure";
import { shortened } from "../app/names";
import { FailurePanel } from "../app/ErrorPages";
import { Page } from "../app/Page";
import { usePortion } from "../app/portion";
import { useMe, usePeople, useServices } from "../app/services";
import { TopBarPortal } from "../app/topBarPortals";
import { useTranslation } from "../app/translation";
import { Skeleton } from "../app/Skeleton";
import { MayNot } from "./MayNot";

const ConfirmDialog = lazy(() => import("../app/ConfirmDialog").then((m) => ({ default: m.ConfirmDialog })));
const DAY_MS = 86_400_000;

/** What was removed and can still be brought back; for those who may bring it back. */
export default function BinPage() {
  const { t } = useTranslation("library");
  return useMayAnywhere("bin.restore") ? <Bin /> : <MayNot title={t("bin.page")} />;
}

function Bin() {
  const { t } = useTranslation(["library", "common"]);
  const { api, library, toasts } = useServices();
  const say = useFailureText();
  const me = useMe();
  const [bin, setBin] = useState<BinView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [question, ask] = useState<Question | null>(null);

  const read = useCallback(async (): Promise<void> => {
    const outcome = await api.readBin();
    if (outcome.ok) setBin(outcome.value);
    setFailure(outcome.ok ? null : outcome.failure);
  }, [api]);
  // Both states are set after an answer.
  // eslint-disable-next-line react-hooks/set-state-in-effect
  useEffect(() => void read(), [read]);

  const done = async (words: string): Promise<void> => {
    toasts.say(words);
    await Promise.all([read(), library.refresh()]);
    document.getElementById("content")?.focus();
  };
  const restore = async (run: () => Promise<Outcome<unknown>>, name: string): Promise<void> => {
    const outcome = await run();
    if (outcome.ok) await done(t("bin.restored", { name: shortened(name) }));
    else toasts.say(say(outcome.failure), { bad: true });
  };
  const removal = (name: string, run: () => Promise<Outcome<unknown>>): Question => ({
    title: t("bin.removeTitle", { name: shortened(name) }),
    text: t("bin.removeText"),
    confirm: t("bin.remove"),
    run,
    done: () => void done(t("bin.removed", { name: shortened(name) })),
  });
  const mayRemove = may(houseGrant(me), "bin.remove");
  const entries = useMemo(() => entriesOf(bin), [bin]);
  const { shown, list, more } = usePortion(entries);

  return (
    <Page title={t("bin.page")}>
      <TopBarPortal name="crumbs">
        <nav className="app-crumbs" aria-label={t("common:nav.crumbs")}>
          <Link href="/">{t("page")}</Link>
          <span aria-hidden="true">›</span>
          <b aria-current="page">{t("bin.page")}</b>
        </nav>
      </TopBarPortal>
      <div className="page-in">
        <h1 className="bin-title">{t("bin.page")}</h1>
        <p className="bin-hint">{t("bin.hint", { count: BIN_DAYS })}</p>
        {failure && bin === null ? <FailurePanel failure={failure} retry={() => void read()} /> : null}
        {bin === null && failure === null ? <Skeleton /> : null}
        {bin && bin.cases.length + bin.texts.length === 0 ? (
          <div className="page-empty">
            <h2>{t("bin.empty")}</h2>
            <Link href="/" className="ui-btn">
              {t("common:action.back")}
            </Link>
          </div>
        ) : null}
        {bin ? (
          <ul className="bin-list" ref={list}>
            {shown.map(({ file, text }) =>
              file ? (
                <Binned
                  key={file.id}
                  name={file.name}
                  what={t("bin.case", { count: file.texts })}
                  by={file.by}
                  at={file.at}
                  onRestore={() => void restore(() => api.restoreCase({ params: { case: file.id } }), file.name)}
                  onRemove={mayRemove ? () => ask(removal(file.name, () => api.removeBinnedCase({ params: { case: file.id } }))) : null}
                />
              ) : (
                <Binned
                  key={text.doc}
                  name={text.title}
                  what={text.homeBinned ? t("bin.textOfBinned", { name: text.home }) : t("bin.text", { name: text.home })}
                  by={text.by}
                  at={text.at}
                  onRestore={
                    text.homeBinned ? null : () => void restore(() => api.restoreDocument({ params: { doc: text.doc } }), text.title)
                  }
                  onRemove={
                    mayRemove ? () => ask(removal(text.title, () => api.removeBinnedDocument({ params: { doc: text.doc } }))) : null
                  }
                />
              ),
            )}
          </ul>
        ) : null}
        {more}
      </div>
      <Suspense fallback={null}>{question ? <ConfirmDialog question={question} onClose={() => ask(null)} /> : null}</Suspense>
    </Page>
  );
}

type Entry =
  | { readonly file: BinView["cases"][number]; readonly text?: undefined }
  | { readonly file?: undefined; readonly text: BinView["texts"][number] };

/** Case files, then the texts that are there by themselves. */
function entriesOf(bin: BinView | null): Entry[] {
  const texts = bin?.texts.filter((text) => !text.withCase) ?? [];
  return [...(bin?.cases ?? []).map((file): Entry => ({ file })), ...texts.map((text): Entry => ({ text }))];
}

interface BinnedProps {
  readonly name: string;
  readonly what: string;
  readonly by: UserId;
  readonly at: number;
  /** Null while its case file has to come back first. */
  readonly onRestore: (() => void) | null;
  readonly onRemove: (() => void) | null;
}

function Binned({ name, what, by, at, onRestore, onRemove }: BinnedProps) {
  const { t } = useTranslation(["library", "common"]);
  const { now } = useServices();
  const ui = useMe().lang;
  const who = usePeople().get(by)?.name ?? t("common:someone");
  const left = Math.max(1, Math.ceil((at + BIN_DAYS * DAY_MS - now()) / DAY_MS));
  return (
    <li>
      <div>
        <h2 dir="auto">{name}</h2>
        <p className="ui-meta">
          <span>{what}</span>
          <span title={moment(ui, at)}>{t("bin.by", { name: who, when: ago(ui, at, now()) ?? t("common:now") })}</span>
          <span>{t("bin.left", { count: left })}</span>
        </p>
      </div>
      <div className="ui-row">
        {onRestore ? (
          <button type="button" className="ui-btn" aria-label={t("bin.restoreOne", { name })} onClick={onRestore}>
            {t("bin.restore")}
          </button>
        ) : null}
        {onRemove ? (
          <button
            type="button"
            className="ui-btn is-quiet"
            aria-label={t("bin.removeOne", { name })}
            aria-haspopup="dialog"
            onClick={onRemove}
          >
            {t("bin.remove")}
          </button>
        ) : null}
      </div>
    </li>
  );
}
