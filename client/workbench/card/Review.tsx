import { CircleCheck } from "lucide-react";
import { useId, useState } from "react";
import type { KeyboardEvent } from "react";
import type { Claim, ReviewDecision } from "../../../shared/claim/claim";
import { MAX_COMMENT } from "../../../shared/claim/claim";
import { isBlank } from "../../../shared/doc/blank";
import { ago, moment } from "../../app/dates";
import { KeyButton } from "../../app/KeyButton";
import { KeyCaps } from "../../app/KeyCaps";
import { isComposing } from "../../app/keys";
import { useCommands } from "../../app/commands";
import { useMe, useServices } from "../../app/services";
import { Wrong } from "../../app/TextField";
import { useTranslation } from "../../app/translation";
import { reviewNoteAt } from "../../session/drafts";
import { useWorkbench, useMay } from "../WorkbenchContext";
import { cardKey } from "./cardKeys";
import type { CardKey } from "./cardKeys";
import type { ClaimEdits } from "./edits";
import { mayAskReview } from "./edits";
import { useNameOf } from "./people";
import { FallBackNote } from "./Standing";
import { useDrafts, useWriting } from "./useDraft";

/** What can be done next with the claim's verdict, by whom, and what was decided last. */
export function Review({ claim, edits }: { claim: Claim; edits: ClaimEdits }) {
  const { t } = useTranslation("claim");
  const mayDecide = useMay("review.decide");
  const mayAsk = useMay("verdict.propose");
  return (
    <div className="review-part">
      <FallBackNote claim={claim} />
      <Decision claim={claim} />
      {claim.status === "in-review" && mayDecide ? <Decide claim={claim} edits={edits} /> : <LateNote claim={claim} />}
      {claim.status !== "in-review" && mayDecide ? <KeysNotNow keys={["approve", "sendBack"]} why={t("notAwaited")} /> : null}
      {mayAsk ? <Ask claim={claim} edits={edits} mayDecide={mayDecide} /> : null}
    </div>
  );
}

/** Keys of what this claim does not wait for now: they say so. Whoever took a decision for made would write its note into the verdict, a key a figure. */
function KeysNotNow({ keys, why }: { keys: readonly CardKey[]; why: string }) {
  const { t } = useTranslation("claim");
  const { toasts } = useServices();
  useCommands(
    keys.map((key) => {
      const { command, keys: pressed } = cardKey(t, key);
      return { ...command, keys: [pressed], keyOnly: true, outsideText: true, run: () => toasts.say(why) };
    }),
  );
  return null;
}

/** Who decided what and why; before that, who proposed the verdict. */
function Decision({ claim }: { claim: Claim }) {
  const { t } = useTranslation(["claim", "common"]);
  const { now } = useWorkbench();
  const ui = useMe().lang;
  const nameOf = useNameOf();
  const { review, verdictBy } = claim;
  if (review) {
    return (
      <p className="review-decision">
        <b>{t(`common:status.${review.decision}`)}</b> {t("claim:by", { name: nameOf(review.by) })}{" "}
        <time dateTime={new Date(review.at).toISOString()} title={moment(ui, review.at)}>
          {ago(ui, review.at, now()) ?? t("common:now")}
        </time>
        {review.note ? <q dir="auto">{review.note}</q> : null}
      </p>
    );
  }
  return verdictBy === null ? null : <p className="ui-hint">{t("claim:proposedBy", { name: nameOf(verdictBy) })}</p>;
}

function Ask({ claim, edits, mayDecide }: { claim: Claim; edits: ClaimEdits; mayDecide: boolean }) {
  const { t } = useTranslation(["claim", "common"]);
  const hint = useId();
  const ready = mayAskReview(claim);
  const missing = missingOf(claim);
  const [pressed, setPressed] = useState(false);
  const doubted = pressed && ready && missing !== null;
  const ask = (): void => {
    if (missing !== null && !doubted) return setPressed(true);
    setPressed(false);
    edits.set("status", "in-review");
  };
  switch (claim.status) {
    case "in-review":
      return mayDecide ? (
        <KeysNotNow keys={["review"]} why={t("awaitsReview")} />
      ) : (
        <div className="ui-row">
          <KeysNotNow keys={["review"]} why={t("awaitsReview")} />
          <span>{t("awaitsReview")}</span>
          <span className="u-grow" />
          <button type="button" className="ui-btn" onClick={() => void edits.set("status", "checking")}>
            {t("takeBack")}
          </button>
        </div>
      );
    case "approved":
    case "set-aside":
      return (
        <>
          <KeysNotNow keys={["review"]} why={t(`common:status.${claim.status}`)} />
          <button type="button" className="ui-btn" onClick={() => void edits.set("status", "checking")}>
            {t("takeUpAgain")}
          </button>
        </>
      );
    default:
      return (
        <div className="review-ask">
          {ready ? null : (
            <p className="ui-hint" id={hint}>
              {t("verdictFirst")}
            </p>
          )}
          {doubted ? <Wrong live>{t("askAnywayWhy", { missing: t(`missing.${missing}`) })}</Wrong> : null}
          <KeyButton
            {...cardKey(t, "review")}
            className="ui-btn is-primary"
            aria-disabled={!ready}
            aria-describedby={ready ? undefined : hint}
            onClick={() => (ready ? ask() : undefined)}
          >
            {doubted ? t("askAnyway") : t("askReview")}
          </KeyButton>
        </div>
      );
  }
}

/** What a reviewer would look for in vain. */
function missingOf(claim: Claim): "source" | "reason" | "both" | null {
  const sourceless = claim.evidence.every(({ removed }) => removed);
  const reasonless = claim.rationale.trim() === "";
  return sourceless && reasonless ? "both" : sourceless ? "source" : reasonless ? "reason" : null;
}

/** The reviewer's three ways out. Nobody approves the verdict they proposed: the button says so instead of vanishing. */
function Decide({ claim, edits }: { claim: Claim; edits: ClaimEdits }) {
  const { t } = useTranslation(["claim", "common"]);
  const me = useMe();
  const [note, setNote] = useWriting(claim.id, reviewNoteAt(claim.id));
  const id = useId();
  /** Sending back was asked for, and waits for its note alone. */
  const [mute, setMute] = useState(false);
  const own = !useMay("review.decide", { own: claim.verdictBy === me.id });
  const open = claim.verdict === "open";
  const why = own ? t("ownVerdict") : open ? t("verdictFirst") : null;
  const decide = (decision: ReviewDecision): void => {
    if (decision === "approved" && why !== null) return;
    // Sent back without a word, one would not know what to do.
    if (decision === "sent-back" && isBlank(note)) {
      setMute(true);
      document.getElementById(`${id}note`)?.focus();
      return;
    }
    if (edits.decide(decision, note.trim())) setNote(null);
  };
  return (
    <div className="review-decide" data-own-paste>
      <NoteField
        id={`${id}note`}
        note={note}
        onNote={setNote}
        wrong={mute && isBlank(note) ? t("noteWanted") : null}
        onSend={mute ? () => decide("sent-back") : undefined}
      />
      {mute && !isBlank(note) ? (
        <p className="ui-hint u-wide">
          <KeyCaps keys="Mod+Enter" /> {t("sendBack")}
        </p>
      ) : null}
      {why ? (
        <p className="ui-hint" id={`${id}w`}>
          {why}
        </p>
      ) : null}
      <div className="ui-row">
        <KeyButton
          {...cardKey(t, "approve")}
          className="ui-btn is-primary"
          aria-disabled={why !== null}
          aria-describedby={why ? `${id}w` : undefined}
          onClick={() => decide("approved")}
        >
          <CircleCheck aria-hidden="true" />
          {t("approve")}
        </KeyButton>
        <KeyButton {...cardKey(t, "sendBack")} className="ui-btn" onClick={() => decide("sent-back")}>
          {t("sendBack")}
        </KeyButton>
        <button type="button" className="ui-btn is-quiet" onClick={() => decide("set-aside")}>
          {t("setAside")}
        </button>
      </div>
    </div>
  );
}

interface NoteProps {
  readonly id: string;
  readonly note: string;
  readonly onNote: (note: string) => void;
  /** The element that says more of the note. */
  readonly told?: string;
  readonly wrong?: string | null;
  /** What Ctrl/⌘ Enter does with the note, where that is plain. */
  readonly onSend?: (() => void) | undefined;
}

function NoteField({ id, note, onNote, told, wrong = null, onSend }: NoteProps) {
  const { t } = useTranslation("claim");
  const send = (event: KeyboardEvent): void => {
    if (!onSend || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    event.stopPropagation();
    onSend();
  };
  return (
    <>
      <label className="ui-label" htmlFor={id}>
        {t("reviewNote")}
      </label>
      <textarea
        id={id}
        className="ui-box"
        rows={1}
        dir="auto"
        data-limit={MAX_COMMENT}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong ? `${id}wrong` : told}
        value={note}
        onChange={(event) => onNote(event.target.value)}
        onKeyDown={send}
      />
      {wrong ? <Wrong id={`${id}wrong`}>{wrong}</Wrong> : null}
    </>
  );
}

/** A reviewer's words that no decision can take along any more, since none is awaited: they stay until their author lets go of them. */
function LateNote({ claim }: { claim: Claim }) {
  const { t } = useTranslation("claim");
  const place = reviewNoteAt(claim.id);
  const [note, setNote] = useWriting(claim.id, place);
  const left = useDrafts((drafts) => drafts.get(place) !== null);
  const id = useId();
  if (!left) return null;
  return (
    <div className="review-decide" data-own-paste>
      <NoteField id={`${id}note`} note={note} onNote={setNote} told={id} />
      <p className="ui-hint" id={id}>
        {t("noteLate")}
      </p>
      <div className="ui-row">
        <button type="button" className="ui-btn" onClick={() => setNote(null)}>
          {t("deleteNote")}
        </button>
      </div>
    </div>
  );
}
