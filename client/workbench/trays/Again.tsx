import { useId, useState } from "react";
import type { Op } from "../../../shared/log/op";
import { mended } from "../../../shared/log/sift";
import { useTranslation } from "../../app/translation";
import type { DocumentSession } from "../../session/contract";
import { seenBy, useWorkbench, useSlice } from "../WorkbenchContext";
import { useRefusalText } from "../refusals";
import { correctable, wordsOf } from "./correction";

/**
 * Puts one op back, if it would be taken now. If not it says why, and offers to correct the words or to copy them. `onAgain` is given what to
 * submit, and answers whether that was done.
 */
export function Again({ op, onAgain }: { op: Op; onAgain: (ops: readonly Op[]) => void }) {
  const { t } = useTranslation("workbench");
  const { session } = useWorkbench();
  const say = useRefusalText();
  const [correcting, setCorrecting] = useState(false);
  const ops = useAgain(op);
  const why = useSlice(() => whyNot(session, ops), sameWhy);
  const words = wordsOf(op);
  if (why === null) {
    return (
      <button type="button" className="ui-btn" onClick={() => onAgain(ops)}>
        {t("tray.putBackAgain")}
      </button>
    );
  }
  return (
    <>
      <p className="ui-hint">
        {t("tray.refusedAgain")} {say(why)}
      </p>
      {correcting ? <Correction op={op} onAgain={onAgain} /> : null}
      {correctable(op) && !correcting ? (
        <button type="button" className="ui-btn" onClick={() => setCorrecting(true)}>
          {t("tray.edit")}
        </button>
      ) : null}
      {words === "" ? null : <CopyWords words={words} />}
    </>
  );
}

type Why = ReturnType<DocumentSession["refusalOf"]>;
const sameWhy = (a: Why, b: Why): boolean => a?.code === b?.code;

/** Only the last can be told by itself: what comes before it makes room for it. */
function whyNot(session: DocumentSession, ops: readonly Op[]): Why {
  return ops.length === 1 && ops[0] ? session.refusalOf(ops[0]) : null;
}

/** The op as it is put back: on what is seen now, and with the claim that it speaks of brought back first. */
function useAgain(op: Op): readonly Op[] {
  const { session } = useWorkbench();
  const withdrawn = useSlice(({ state }) => "claim" in op && state.claims.get(op.claim)?.withdrawn === true);
  const back: Op[] = withdrawn && "claim" in op ? [{ type: "claim.restore", claim: op.claim }] : [];
  return [...back, fresh(op, session)];
}

const fresh = (op: Op, session: DocumentSession): Op => mended("seen" in op ? ({ ...op, seen: seenBy(session) } as Op) : op);

function Correction({ op, onAgain }: { op: Op; onAgain: (ops: readonly Op[]) => void }) {
  const { t } = useTranslation("workbench");
  const { session } = useWorkbench();
  const say = useRefusalText();
  const id = useId();
  const [words, setWords] = useState(() => correctable(op)?.words ?? "");
  const corrected = fresh(correctable(op)?.with(words) ?? op, session);
  const why = session.refusalOf(corrected);
  return (
    <div className="ui-field">
      <label htmlFor={id}>{t("tray.edited")}</label>
      <textarea id={id} className="ui-box" dir="auto" value={words} onChange={(event) => setWords(event.target.value)} />
      {why ? <output className="ui-hint">{say(why)}</output> : null}
      <button type="button" className="ui-btn" disabled={why !== null} onClick={() => onAgain([corrected])}>
        {t("tray.send")}
      </button>
    </div>
  );
}

export function CopyWords({ words }: { words: string }) {
  const { t } = useTranslation("workbench");
  const { say } = useWorkbench();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(words);
    say(t("tray.copied"));
  };
  return (
    <button type="button" className="ui-btn" onClick={() => void copy()}>
      {t("tray.copy")}
    </button>
  );
}
