import { useCallback, useEffect, useReducer, useState, useSyncExternalStore } from "react";
import type { KeyboardEvent } from "react";
import { Link } from "wouter";
import type { DocId } from "../../shared/ids";
import { stateFromJson } from "../../shared/log/state";
import type { Me } from "../../shared/people";
import type { Refusal } from "../../shared/refusal";
import type { LibraryNotice } from "../../shared/protocol/socket";
import type { DocumentView } from "../../shared/protocol/rest";
import { useTranslation } from "../app/translation";
import type { DocumentSession } from "../session/contract";
import { FailurePanel } from "../app/ErrorPages";
import { isComposing } from "../app/keys";
import { Page } from "../app/Page";
import { useFailureText } from "../app/failure";
import { useOnline } from "../app/online";
import { useMe, useServices } from "../app/services";
import { Skeleton } from "../app/Skeleton";
import { Gone } from "./Gone";
import { frozenSession } from "./history/frozen";
import { openOnPage } from "./sessions";
import { Workbench } from "./Workbench";
import "./index.css";

interface Props {
  readonly doc: DocId;
  /** How a document's session is opened; the page's own connection unless told otherwise. */
  readonly open?: (doc: DocId, me: Me) => DocumentSession;
}

/** The page of one document. */
export default function WorkbenchPage({ doc, open = openOnPage }: Props) {
  const { t } = useTranslation("workbench");
  const session = useSession(doc, open);
  const shown = useShown(session);
  const about = useAbout(doc, shown.reachable);
  const online = useOnline();
  const { ended } = shown;
  if (ended?.code === "binned" || ended?.code === "not-found" || ended?.code === "not-member")
    return <Gone doc={doc} why={ended} title={shown.title} unsent={shown.unsent} />;
  const cutOff = !online || !shown.reachable;
  if (!session || !shown.ready) {
    return (
      <Page title={t("page")} className="workbench-page is-waiting">
        {ended ? (
          <FailurePanel failure={{ code: ended.code }} retry={() => window.location.reload()} back />
        ) : cutOff && session ? (
          <NotKept />
        ) : (
          <Skeleton lines={6} />
        )}
      </Page>
    );
  }
  return (
    <Page title={shown.title} className="workbench-page">
      <div className="workbench-in" onKeyDownCapture={keepNativeUndo}>
        <NowOrThen session={session} about={about} />
      </div>
    </Page>
  );
}

/** Without a connection, and nothing of the text lies in this browser: it opens by itself when the network is back. */
function NotKept() {
  const { t } = useTranslation(["workbench", "common"]);
  return (
    <div className="app-oops" role="alert">
      <h1>{t("notKeptTitle")}</h1>
      <p>{t("notKept")}</p>
      <Link href="/" className="ui-btn">
        {t("common:action.back")}
      </Link>
    </div>
  );
}

/** One session per document while the page is up. */
function useSession(doc: DocId, open: NonNullable<Props["open"]>): DocumentSession | null {
  const me = useMe();
  const [session, setSession] = useState<DocumentSession | null>(null);
  // Language and theme belong to the same person: their change must not open the document anew.
  const { id, role } = me;
  useEffect(() => {
    const made = open(doc, me);
    setSession(made);
    return () => {
      setSession(null);
      made.close();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [doc, open, id, role]);
  return session;
}

interface Shown {
  readonly ready: boolean;
  readonly reachable: boolean;
  readonly title: string;
  readonly ended: Refusal | null;
  readonly unsent: number;
}

const waiting: Shown = { ready: false, reachable: true, title: "", ended: null, unsent: 0 };

function useShown(session: DocumentSession | null): Shown {
  const subscribe = useCallback((listener: () => void) => session?.subscribe(listener) ?? (() => undefined), [session]);
  const ready = useSyncExternalStore(subscribe, () => (session?.view().state.source ?? null) !== null);
  const reachable = useSyncExternalStore(subscribe, () => session?.view().connection !== "offline");
  const title = useSyncExternalStore(subscribe, () => session?.view().state.details.title ?? "");
  const ended = useSyncExternalStore(subscribe, () => session?.view().ended ?? null);
  const unsent = useSyncExternalStore(subscribe, () => {
    const save = session?.view().save;
    return save === undefined || save.kind === "saved" ? 0 : save.pending;
  });
  if (!session) return waiting;
  return { ready, reachable, title: session.view().state.source === null ? "" : title, ended, unsent };
}

/** What the library knows of the document: its case, its original. The text does not wait for it; without a network it is read on the return. */
function useAbout(doc: DocId, reachable: boolean): DocumentView | null {
  const { api, people, live } = useServices();
  const [about, setAbout] = useState<DocumentView | null>(null);
  // Goes up when its case file changes: it may have another name now, or the text may lie in another one.
  const [news, tellNews] = useReducer((count: number) => count + 1, 0);
  const [known, setKnown] = useState(-1);
  const missing = about === null || known !== news;
  const home = about?.case.id;
  useEffect(() => {
    // Also when the text is moved away from it: the case file that it leaves is told of too.
    const told = (what: LibraryNotice): void => {
      if (what.kind === "cases" && what.case === home) tellNews();
    };
    return live.listen({ told, ended: () => undefined });
  }, [live, home]);
  useEffect(() => {
    if (!reachable) return undefined;
    if (people.get().data === null) void people.refresh();
    if (!missing) return undefined;
    let wanted = true;
    void api.readDocument({ params: { doc } }).then((outcome) => {
      if (!wanted || !outcome.ok) return;
      setAbout(outcome.value);
      setKnown(news);
    });
    return () => {
      wanted = false;
    };
  }, [api, people, doc, reachable, missing, news]);
  return about;
}

/** The document as it is, or as it stood at a version. */
function NowOrThen({ session, about }: { session: DocumentSession; about: DocumentView | null }) {
  const { api, toasts } = useServices();
  const me = useMe();
  const failure = useFailureText();
  const [historyOpen, setHistoryOpen] = useState(false);
  const [past, setPast] = useState<{ version: number; session: DocumentSession } | null>(null);

  const show = async (version: number | null): Promise<void> => {
    if (version === null) {
      setPast(null);
      return;
    }
    const outcome = await api.readState({ params: { doc: session.doc }, query: { version } });
    if (outcome.ok) setPast({ version, session: frozenSession(session.doc, stateFromJson(outcome.value), me) });
    else toasts.say(failure(outcome.failure), { bad: true });
  };
  const toggle = (): void => {
    setHistoryOpen(!historyOpen);
    setPast(null);
  };
  return (
    <Workbench
      key={past === null ? "now" : `v${String(past.version)}`}
      session={past?.session ?? session}
      about={about}
      past={past?.version ?? null}
      history={{ open: historyOpen, toggle, show: (version) => void show(version) }}
    />
  );
}

/** In a field of a form, undo means the field's own: the page's commands must not hear of it. */
function keepNativeUndo(event: KeyboardEvent): void {
  if (isComposing(event.nativeEvent) || !(event.ctrlKey || event.metaKey) || !/^[zy]$/i.test(event.key)) return;
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) event.stopPropagation();
}
