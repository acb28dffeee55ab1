import { useId, useState } from "react";
import type { Op } from "../../../shared/log/op";
import { puttingBack } from "../../../shared/log/put-back";
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
  const why = useSlice(() => whyNot(session, [op]), sameWhy);
  const words = wordsOf(op);
  if (why === null) {
    return (
      <button type="button" className="ui-btn" onClick={() => putBackNow(session, [op], onAgain)}>
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
export const sameWhy = (a: Why, b: Why): boolean => a?.code === b?.code;

/** Why what was kept cannot be put back now. Of several ops only the places can be told: what comes before one makes room for it. */
export function whyNot(session: DocumentSession, ops: readonly Op[]): Why {
  const back = puttingBack(ops, session.view().state, seenBy(session));
  if (!back.ok) return back.refusal;
  const [only] = back.value;
  return back.value.length === 1 && only ? session.refusalOf(only) : null;
}

/** Puts ops back as things are in this moment; nothing happens when they can be put back no more. */
export function putBackNow(session: DocumentSession, ops: readonly Op[], submit: (ops: readonly Op[]) => void): void {
  const back = puttingBack(ops, session.view().state, seenBy(session));
  if (back.ok) submit(back.value);
}

function Correction({ op, onAgain }: { op: Op; onAgain: (ops: readonly Op[]) => void }) {
  const { t } = useTranslation("workbench");
  const { session } = useWorkbench();
  const say = useRefusalText();
  const id = useId();
  const [words, setWords] = useState(() => correctable(op)?.words ?? "");
  const corrected = correctable(op)?.with(words) ?? op;
  const why = whyNot(session, [corrected]);
  return (
    <div className="ui-field">
      <label htmlFor={id}>{t("tray.edited")}</label>
      <textarea id={id} className="ui-box" dir="auto" value={words} onChange={(event) => setWords(event.target.value)} />
      {why ? <output className="ui-hint">{say(why)}</output> : null}
      <button type="button" className="ui-btn" disabled={why !== null} onClick={() => putBackNow(session, [corrected], onAgain)}>
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
