import { UserPlus } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import type { Person } from "../../../shared/people";
import { houseGrant } from "../../../shared/rights/grant";
import { may } from "../../../shared/rights/may";
import type { PeopleView } from "../../../shared/protocol/rest";
import { useCommands } from "../../app/commands";
import type { Question } from "../../app/ConfirmDialog";
import { FailurePanel } from "../../app/ErrorPages";
import { Page } from "../../app/Page";
import { usePortion } from "../../app/portion";
import { useStore, useMe, useServices } from "../../app/services";
import { TopBarPortal } from "../../app/topBarPortals";
import { useTranslation } from "../../app/translation";
import { Skeleton } from "../../app/Skeleton";
import { ClosedCases } from "./ClosedCases";
import { Invitations } from "./Invitations";
import { PersonLine } from "./PersonLine";

const ConfirmDialog = lazy(() => import("../../app/ConfirmDialog").then((m) => ({ default: m.ConfirmDialog })));
const InviteDialog = lazy(() => import("./InviteDialog"));

type Asked = { kind: "invite" } | { kind: "confirm"; question: Question } | null;

/** Who works here. Admins invite, give roles and disable; everybody else reads. */
export default function PeoplePage() {
  const { t } = useTranslation(["people", "common"]);
  const { people } = useServices();
  const me = useMe();
  const state = useStore(people);
  const [asked, ask] = useState<Asked>(null);
  const manages = may(houseGrant(me), "people.manage");
  const there = state.data !== null;

  useCommands(
    manages
      ? [
          {
            id: "people.invite",
            title: t("inviteTitle"),
            section: t("common:section.here"),
            keys: ["N"],
            run: () => ask({ kind: "invite" }),
          },
        ]
      : [],
  );
  useEffect(() => {
    // From the palette: the person looked for.
    if (there && window.location.hash) document.getElementById(`person-${window.location.hash.slice(1)}`)?.focus();
  }, [there]);

  return (
    <Page title={t("page")}>
      <TopBarPortal name="crumbs">
        <div className="app-crumbs">
          <h1>{t("page")}</h1>
        </div>
      </TopBarPortal>
      <TopBarPortal name="actions">
        {manages ? (
          <button type="button" className="ui-btn is-primary" onClick={() => ask({ kind: "invite" })} aria-haspopup="dialog">
            <UserPlus aria-hidden="true" />
            {t("invite")}
          </button>
        ) : null}
      </TopBarPortal>
      <div className="page-in is-slim">
        {!state.data && state.failure ? <FailurePanel failure={state.failure} retry={() => void people.refresh()} /> : null}
        {!state.data && !state.failure ? <Skeleton /> : null}
        {state.data ? (
          <Accounts
            view={state.data}
            manages={manages}
            onQuestion={(question) => ask({ kind: "confirm", question })}
            onInvite={() => ask({ kind: "invite" })}
          />
        ) : null}
        {state.data && manages ? <ClosedCases /> : null}
        {state.data && manages ? <Invitations invites={state.data.invites} /> : null}
      </div>
      <Suspense fallback={null}>
        {asked?.kind === "invite" ? <InviteDialog onClose={() => ask(null)} /> : null}
        {asked?.kind === "confirm" ? <ConfirmDialog question={asked.question} onClose={() => ask(null)} /> : null}
      </Suspense>
    </Page>
  );
}

interface AccountsProps {
  readonly view: PeopleView;
  readonly manages: boolean;
  readonly onQuestion: (question: Question) => void;
  readonly onInvite: () => void;
}

function Accounts({ view, manages, onQuestion, onInvite }: AccountsProps) {
  const { t, i18n } = useTranslation("people");
  const sorted = [...view.people].sort((a, b) => Number(a.disabled) - Number(b.disabled) || a.name.localeCompare(b.name, i18n.language));
  const active = sorted.filter((person: Person) => !person.disabled).length;
  const { shown, list, more } = usePortion(
    sorted,
    sorted.findIndex(({ id }) => id === window.location.hash.slice(1)),
  );
  return (
    <section className="page-section" aria-labelledby="people-accounts">
      <h2 id="people-accounts">{t("list")}</h2>
      <p className="u-num">{t("count", { count: active })}</p>
      <ul className="page-panel" ref={list}>
        {shown.map((person) => (
          <PersonLine key={person.id} person={person} manages={manages} onQuestion={onQuestion} />
        ))}
      </ul>
      {more}
      {manages && view.people.length === 1 ? (
        <div className="page-empty">
          <p>{t("alone")}</p>
          <button type="button" className="ui-btn" onClick={onInvite} aria-haspopup="dialog">
            <UserPlus aria-hidden="true" />
            {t("inviteTitle")}
          </button>
        </div>
      ) : null}
    </section>
  );
}
