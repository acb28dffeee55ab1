import type { Claim } from "../../../shared/claim/claim";
import { setByOthers } from "../../../shared/claim/marks";
import { statementField, statementLang } from "../../../shared/claim/statements";
import type { StatementField } from "../../../shared/claim/statements";
import type { Op } from "../../../shared/log/op";
import type { Conflict } from "../../../shared/log/state";
import { languageName } from "../../app/names";
import { useMe } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { seenBy, useWorkbench } from "../WorkbenchContext";
import { useMyConflicts } from "../useConflicts";
import { Choice } from "./FieldText";
import { useNameOf } from "./people";

type ClashField = StatementField | "status" | "verdict" | "rationale" | "review";

/** The fields of this claim that two people set at once: the later one sees both values and chooses. */
export function Clashes({ claim }: { claim: Claim }) {
  return useMyConflicts(claim.id).map((conflict) => (
    <Clash key={`${conflict.commit}:${String(conflict.index)}`} claim={claim} conflict={conflict} />
  ));
}

function Clash({ claim, conflict }: { claim: Claim; conflict: Conflict }) {
  const { t } = useTranslation(["claim", "common"]);
  const { session, submit } = useWorkbench();
  const nameOf = useNameOf();
  const me = useMe().id;
  const fieldName = useFieldName();
  const { op, commit, index } = conflict;
  const field = clashField(op);
  if (field === null) return null;
  const other = nameOf(setByOthers(claim.marks[field], me)?.by ?? null);
  const settle: Op = { type: "conflict.settle", commit, op: index };
  const word = (value: string): string => {
    if (field === "verdict") return t(`common:verdict.${value as "open"}`);
    if (field === "status" || field === "review") return t(`common:status.${value as "to-check"}`);
    return value;
  };
  return (
    <Choice
      other={other}
      theirs={word(standing(claim, field))}
      mine={word(wanted(op))}
      onMine={() => submit([{ ...op, seen: seenBy(session) } as Op, settle])}
      onTheirs={() => submit([settle])}
    >
      {t("claim:clash", { field: fieldName(field), name: other })}
    </Choice>
  );
}

function useFieldName(): (field: ClashField) => string {
  const { t } = useTranslation("claim");
  const ui = useMe().lang;
  return (field) => {
    const lang = statementLang(field);
    return lang === null
      ? t(`fieldName.${field as Exclude<ClashField, StatementField>}`)
      : t("statementIn", { language: languageName(ui, lang) });
  };
}

function clashField(op: Op): ClashField | null {
  switch (op.type) {
    case "claim.set":
      return op.field === "status" ? op.field : null;
    case "statement.set":
      return statementField(op.lang);
    case "verdict.propose":
      return op.verdict === undefined ? "rationale" : "verdict";
    case "review.decide":
      return "review";
    default:
      return null;
  }
}

function wanted(op: Op): string {
  switch (op.type) {
    case "claim.set":
      return String(op.value);
    case "statement.set":
      return op.text;
    case "verdict.propose":
      return op.verdict ?? op.rationale ?? "";
    case "review.decide":
      return op.decision;
    default:
      return "";
  }
}

function standing(claim: Claim, field: ClashField): string {
  switch (field) {
    case "review":
      return claim.status;
    case "status":
    case "verdict":
    case "rationale":
      return claim[field];
    default: {
      const lang = statementLang(field);
      return (lang && claim.statements[lang]) ?? "";
    }
  }
}
