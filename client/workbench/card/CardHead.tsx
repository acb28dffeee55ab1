import { Circle, CircleCheck, CircleDot, CircleSlash, Loader, Undo2, UserPlus } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useId, useRef } from "react";
import type { Claim, ClaimStatus } from "../../../shared/claim/claim";
import { claimKinds } from "../../../shared/claim/claim";
import { Avatar } from "../../app/Avatar";
import { useCommands } from "../../app/commands";
import type { Command } from "../../app/commands";
import { KeyCaps } from "../../app/KeyCaps";
import { useStore, usePeople, useServices } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { houseGrant } from "../../../shared/rights/grant";
import { may } from "../../../shared/rights/may";
import { useCasePeople } from "../casePeople";
import { cardKey } from "./cardKeys";
import type { ClaimEdits } from "./edits";
import { useGlow } from "./useGlow";

const statusIcons: Readonly<Record<ClaimStatus, LucideIcon>> = {
  "to-check": Circle,
  checking: Loader,
  "in-review": CircleDot,
  approved: CircleCheck,
  "sent-back": Undo2,
  "set-aside": CircleSlash,
};

interface Props {
  readonly claim: Claim;
  readonly edits: ClaimEdits;
  readonly readOnly: boolean;
}

/** How far the claim is. By hand it is taken up or put back; a review is asked for below, where one is told what it would lack. */
export function StatusChoice({ claim, edits, readOnly }: Props) {
  const { t } = useTranslation(["claim", "common"]);
  const Icon = statusIcons[claim.status];
  const byHand: readonly ClaimStatus[] = ["to-check", "checking"];
  const options = byHand.includes(claim.status) ? byHand : [claim.status, ...byHand];
  return (
    <QuietSelect
      label={t("claim:status")}
      icon={<Icon aria-hidden="true" />}
      value={claim.status}
      options={options.map((value) => ({ value, name: t(`common:status.${value}`) }))}
      readOnly={readOnly}
      strong
      glow={`${claim.id}:status`}
      onChange={(value) => void edits.set("status", value)}
    />
  );
}

export function KindChoice({ claim, edits, readOnly }: Props) {
  const { t } = useTranslation(["claim", "common"]);
  return (
    <QuietSelect
      label={t("claim:kind")}
      value={claim.kind}
      options={claimKinds.map((value) => ({ value, name: t(`common:kind.${value}`) }))}
      readOnly={readOnly}
      glow={`${claim.id}:kind`}
      onChange={(value) => void edits.set("kind", value)}
    />
  );
}

/** Who looks after the claim. */
export function AssigneeChoice({ claim, edits, readOnly }: Props) {
  const { t } = useTranslation("claim");
  const people = usePeople();
  const assignee = claim.assignee === null ? undefined : people.get(claim.assignee);
  const assign = cardKey(t, "assign");
  const able = [...useCasePeople().values()].filter(
    (person) => person.id === claim.assignee || (!person.disabled && may(houseGrant(person), "claim.set")),
  );
  return (
    <QuietSelect
      label={t("assignee")}
      icon={assignee ? <Avatar person={assignee} small named as="assignee" /> : <UserPlus aria-hidden="true" />}
      value={claim.assignee ?? ""}
      options={[{ value: "", name: readOnly ? t("nobody") : t("assign") }, ...able.map(({ id, name }) => ({ value: id as string, name }))]}
      readOnly={readOnly}
      command={{ ...assign.command, keys: [assign.keys] }}
      glow={`${claim.id}:assignee`}
      onChange={(value) => void edits.set("assignee", value === "" ? null : value)}
    />
  );
}

interface SelectProps {
  readonly label: string;
  readonly icon?: React.ReactNode;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly name: string }[];
  readonly readOnly: boolean;
  readonly strong?: boolean;
  readonly glow: string;
  /** Opens the list by a key. */
  readonly command?: Omit<Command, "run">;
  readonly onChange: (value: string) => void;
}

/** A native choice that looks like a word until one reaches for it. */
function QuietSelect({ label, icon, value, options, readOnly, strong = false, glow, command, onChange }: SelectProps) {
  const id = useId();
  const { letters } = useStore(useServices().device);
  const box = useRef<HTMLSpanElement>(null);
  useGlow(box, glow);
  const list = useRef<HTMLSelectElement>(null);
  const open = (): void => {
    list.current?.focus();
    // A list opens by itself only for somebody who has just pressed something.
    if (navigator.userActivation?.isActive) list.current?.showPicker?.();
  };
  useCommands(command && !readOnly ? [{ ...command, outsideText: true, run: open }] : []);
  const shown = options.find((option) => option.value === value)?.name ?? value;
  if (readOnly) {
    return (
      <span className={strong ? "ui-quiet-select is-strong" : "ui-quiet-select"} ref={box}>
        {icon}
        <span className="u-unseen">{label}</span>
        {shown}
      </span>
    );
  }
  return (
    <span className={strong ? "ui-quiet-select is-strong" : "ui-quiet-select"} ref={box}>
      {icon}
      <label className="u-unseen" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        ref={list}
        value={value}
        title={label}
        aria-keyshortcuts={command?.keys?.join(" ")}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
      {command?.keys && letters ? (
        <span aria-hidden="true" className="u-wide card-key">
          <KeyCaps keys={command.keys[0] ?? ""} />
        </span>
      ) : null}
    </span>
  );
}
