import { CircleAlert, CloudCheck, CloudOff, CloudUpload, History, PanelRight } from "lucide-react";
import { Link } from "wouter";
import { useTranslation } from "../app/translation";
import type { SessionView } from "../session/contract";
import type { DocumentView } from "../../shared/protocol/rest";
import { Avatar } from "../app/Avatar";
import { useRefusalText } from "./refusals";
import { TopBarPortal } from "../app/topBarPortals";
import { onePerPerson } from "./card/people";
import { useDrafts } from "./card/useDraft";
import { sameItems, useWorkbench, useSettled, useSlice } from "./WorkbenchContext";

/** Shown one beside another; the rest is a number. */
const MOST_FACES = 5;

interface Props {
  readonly about: DocumentView | null;
  readonly past: boolean;
  readonly historyOpen: boolean;
  readonly onHistory: () => void;
  /** Null where the margin cannot be folded away. */
  readonly margin: { readonly open: boolean; readonly toggle: () => void } | null;
}

/** What the top bar says of this document: where it belongs, whether one's work is kept, who is here. */
export function StatusBar({ about, past, historyOpen, onHistory, margin }: Props) {
  const { t } = useTranslation(["workbench", "common"]);
  const title = useSlice(({ state }) => state.details.title);
  return (
    <>
      <TopBarPortal name="crumbs">
        <nav className="app-crumbs" aria-label={t("common:nav.crumbs")}>
          {about ? (
            <span className="u-wide app-crumb-case">
              <Link href={`/case/${about.case.id}`}>{about.case.name}</Link>
              <span aria-hidden="true">›</span>
            </span>
          ) : null}
          <b aria-current="page" dir="auto">
            {title}
          </b>
        </nav>
      </TopBarPortal>
      <TopBarPortal name="status">
        {past ? null : <SaveWords />}
        <Faces />
      </TopBarPortal>
      <TopBarPortal name="actions">
        <button type="button" className="ui-btn" aria-expanded={historyOpen} aria-label={t("workbench:history")} onClick={onHistory}>
          <History aria-hidden="true" />
          <span className="u-wide">{t("workbench:history")}</span>
        </button>
        {margin ? (
          <button
            type="button"
            className="ui-btn is-icon"
            aria-expanded={margin.open}
            aria-label={t("workbench:toggleMargin")}
            title={t("workbench:toggleMargin")}
            onClick={margin.toggle}
          >
            <PanelRight aria-hidden="true" />
          </button>
        ) : null}
      </TopBarPortal>
    </>
  );
}

/** Always in words: saved, saving, offline and how much is kept, not saved and why. */
export function SaveWords() {
  const { t } = useTranslation("workbench");
  const failure = useRefusalText();
  const { save, connection, version, aside } = useSettled(
    (view) => ({ save: view.save, connection: view.connection, version: view.confirmed, aside: asideOf(view) }),
    isUrgent,
  );
  const { session } = useWorkbench();
  const drafts = useDrafts((all) => all.count(session.view().state.claims));
  const said = (): { icon: typeof CloudCheck; text: string; kind: string; why?: string; more?: string } => {
    if (save.kind === "not-saved") return { icon: CircleAlert, text: t("save.notSaved"), kind: "is-bad", why: failure(save.refusal) };
    if (save.kind === "offline" || connection === "offline") {
      return { icon: CloudOff, text: t("save.offline", { count: save.kind === "saved" ? 0 : save.pending }), kind: "is-waiting" };
    }
    if (connection === "connecting") return { icon: CloudUpload, text: t("save.connecting"), kind: "is-waiting" };
    if (save.kind === "saved" && aside > 0) return { icon: CircleAlert, text: t("save.aside", { count: aside }), kind: "is-bad" };
    if (save.kind === "saving") return { icon: CloudUpload, text: t("save.saving"), kind: "is-waiting" };
    // What only its author can finish is no trouble: it is told to who asks, not said aloud with every word that is typed.
    return { icon: CloudCheck, text: t("save.saved"), kind: "", ...(drafts > 0 ? { more: t("save.savedBut", { count: drafts }) } : {}) };
  };
  const { icon: Icon, text, kind, why, more } = said();
  return (
    <output className={`app-saved ${kind}`} title={why ?? more ?? text}>
      <Icon aria-hidden="true" />
      <span className="app-saved-words">{text}</span>
      {save.kind === "saved" && aside === 0 ? (
        <span className="u-num u-wide" aria-hidden="true">
          {t("revision", { version })}
        </span>
      ) : null}
      {why ? <span className="u-unseen">{why}</span> : null}
    </output>
  );
}

/** What nobody must wait for: that work is not kept as it should be, or is again. */
const isUrgent = (now: Told, before: Told): boolean =>
  now.connection !== before.connection || now.save.kind === "not-saved" || before.save.kind === "not-saved" || now.save.kind === "offline";

type Told = Pick<SessionView, "save" | "connection">;

/** Changes of this person that are not in the text: refused, or kept by the log until they settle them. */
function asideOf({ refused, state, me }: SessionView): number {
  let count = refused.length;
  if (state.conflicts.size > 0) for (const { author } of state.conflicts.values()) if (author === me.id) count += 1;
  return count;
}

function Faces() {
  const { t } = useTranslation("workbench");
  const peers = useSlice(
    (view) => onePerPerson(view.peers),
    (a, b) =>
      sameItems(
        a.map(({ user }) => user),
        b.map(({ user }) => user),
      ),
  );
  const me = useSlice((view) => view.me);
  const everybody = [me, ...peers.filter(({ user }) => user !== me.id)];
  if (everybody.length === 1) return null;
  return (
    <fieldset className="ui-people" aria-label={t("peers")}>
      {everybody.slice(0, MOST_FACES).map((person) => (
        <Avatar
          key={"user" in person ? person.user : person.id}
          person={person}
          as="here"
          said={"user" in person ? t("isHere", { name: person.name }) : t("isYou", { name: person.name })}
        />
      ))}
      {everybody.length > MOST_FACES ? <span className="ui-avatar">+{everybody.length - MOST_FACES}</span> : null}
    </fieldset>
  );
}
