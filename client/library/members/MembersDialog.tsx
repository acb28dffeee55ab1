import { Lock, LockOpen } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import type { CaseId } from "../../../shared/ids";
import type { CaseAccess, MembersView } from "../../../shared/protocol/members";
import { houseGrant } from "../../../shared/rights/grant";
import { may } from "../../../shared/rights/may";
import type { Failure, Outcome } from "../../app/failure";
import { useFailureText } from "../../app/failure";
import { ModalDialog } from "../../app/ModalDialog";
import { useMe, useServices } from "../../app/services";
import { Skeleton } from "../../app/Skeleton";
import { Wrong } from "../../app/TextField";
import { useTranslation } from "../../app/translation";
import { AddMember } from "./AddMember";
import { MemberChanges } from "./MemberChanges";
import { MemberList } from "./MemberList";
import { Sure } from "./Sure";

interface Props {
  readonly file: { readonly id: CaseId; readonly name: string };
  readonly onClose: () => void;
}

/** Whom a case file is for: its members see it, administrators change it. Each change saves by itself. */
export default function MembersDialog({ file, onClose }: Props) {
  const { t } = useTranslation(["people", "common"]);
  const { api, library } = useServices();
  const me = useMe();
  const say = useFailureText();
  const [view, setView] = useState<MembersView | null>(null);
  /** Of what is shown: a change holds for that, and for nothing that somebody else has made of it since. */
  const [tag, setTag] = useState<string | undefined>();
  const [failure, setFailure] = useState<Failure | null>(null);
  const manages = may(houseGrant(me), "members.manage");
  const params = { case: file.id };

  const show = useCallback((outcome: Outcome<MembersView>): boolean => {
    if (outcome.ok) setView(outcome.value);
    if (outcome.ok) setTag(outcome.tag);
    setFailure(outcome.ok ? null : outcome.failure);
    return outcome.ok;
  }, []);
  useEffect(() => {
    void api.readMembers({ params: { case: file.id } }).then(show);
  }, [api, file.id, show]);
  /** Shows what came of a change, here and in the library behind. */
  const changed = async (asked: Promise<Outcome<MembersView>>): Promise<boolean> => {
    const outcome = await asked;
    const done = show(outcome);
    if (!outcome.ok && outcome.failure.code === "changed-since") {
      // What stands now is shown, and why nothing was changed.
      show(await api.readMembers({ params }));
      setFailure(outcome.failure);
    }
    void library.changed({ cases: [file.id] });
    return done;
  };
  const leave = async (): Promise<void> => {
    const left = await api.leaveCase({ params });
    if (!left.ok) return setFailure(left.failure);
    await library.changed({ cases: [file.id] });
    return onClose();
  };
  const own = view?.members.some(({ user }) => user === me.id) ?? false;
  return (
    <ModalDialog title={t("members.title", { name: file.name })} onClose={onClose} wide>
      <div className="ui-dialog-body members-dialog">
        {view === null && failure === null ? <Skeleton lines={3} /> : null}
        {failure ? <Wrong live>{failure.code === "changed-since" ? t("members.meanwhile") : say(failure)}</Wrong> : null}
        {view ? (
          <>
            <Access
              access={view.access}
              manages={manages}
              own={own}
              onSet={(access) => void changed(api.setAccess({ params, body: { access }, ifMatch: tag }))}
            />
            <MemberList
              members={view.members}
              manages={manages}
              onRole={(person, role) => void changed(api.setMember({ params: { ...params, person }, body: { role }, ifMatch: tag }))}
              onRemove={(person) => void changed(api.removeMember({ params: { ...params, person }, ifMatch: tag }))}
            />
            {manages ? (
              <AddMember
                members={view.members}
                onAdd={(person, role) => changed(api.setMember({ params: { ...params, person }, body: { role }, ifMatch: tag }))}
              />
            ) : null}
            {own ? (
              <Sure
                label={t("members.leave")}
                words={t(view.access === "closed" ? "members.leaveClosed" : "members.leaveOpen")}
                confirm={t("members.leave")}
                onSure={() => void leave()}
              />
            ) : null}
            <MemberChanges changes={view.changes} />
          </>
        ) : null}
      </div>
    </ModalDialog>
  );
}

interface AccessProps {
  readonly access: CaseAccess;
  readonly manages: boolean;
  readonly own: boolean;
  readonly onSet: (access: CaseAccess) => void;
}

function Access({ access, manages, own, onSet }: AccessProps) {
  const { t } = useTranslation("people");
  const closed = access === "closed";
  return (
    <div className="members-access">
      <p>
        {closed ? <Lock aria-hidden="true" /> : <LockOpen aria-hidden="true" />}
        <b>{t(closed ? "members.closed" : "members.open")}</b> {t(closed ? "members.closedText" : "members.openText")}
      </p>
      {manages && closed && own ? (
        <Sure label={t("members.toOpen")} words={t("members.toOpenText")} confirm={t("members.toOpen")} onSure={() => onSet("open")} />
      ) : null}
      {manages && closed && !own ? <p className="ui-hint">{t("members.notYours")}</p> : null}
      {manages && !closed ? (
        <Sure label={t("members.toClose")} words={t("members.toCloseText")} confirm={t("members.toClose")} onSure={() => onSet("closed")} />
      ) : null}
    </div>
  );
}
