import { Ellipsis, EyeOff, History, MessageSquare } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { RefObject } from "react";
import type { Claim, Verdict } from "../../../shared/claim/claim";
import { MAX_RATIONALE, verdicts } from "../../../shared/claim/claim";
import type { ClaimId, EvidenceId } from "../../../shared/ids";
import { useCommands } from "../../app/commands";
import { KeyButton } from "../../app/KeyButton";
import { isComposing } from "../../app/keys";
import { MenuButton } from "../../app/PopupButton";
import { useTranslation } from "../../app/translation";
import type { Drafts } from "../../session/contract";
import type { CardFocus } from "../WorkbenchContext";
import { useClaim, useWorkbench, useMay, useSlice } from "../WorkbenchContext";
import { ClaimHistory } from "../history/ClaimHistory";
import { AssigneeChoice, KindChoice, StatusChoice } from "./CardHead";
import { cardKey } from "./cardKeys";
import { Clashes } from "./Clashes";
import { claimAddress } from "../address";
import { claimEdits, soleAddress } from "./edits";
import type { ClaimEdits } from "./edits";
import { FieldText } from "./FieldText";
import { KeysHint } from "./KeysHint";
import { startedSources } from "./newSource";
import { NotSaved } from "./NotSaved";
import { Passages } from "./Passages";
import { PeersOnCard, useNameOf } from "./people";
import { Review } from "./Review";
import { Sources } from "./Sources";
import { DriftNote } from "./Standing";
import { Statements } from "./Statements";
import { Tags } from "./Tags";
import { Thread } from "./Thread";
import { VerdictScale, mayNotId } from "./VerdictScale";

interface Props {
  readonly id: ClaimId;
  /** "Claim 3 of 12". */
  readonly index: number;
  readonly total: number;
  readonly focus: CardFocus;
}

/** The open card is the form itself: every field is written in place and saves by itself. */
export function OpenCard({ id, index, total, focus }: Props) {
  const claim = useClaim(id);
  if (!claim) return null;
  return <ClaimForm claim={claim} index={index} total={total} focus={focus} />;
}

function ClaimForm({ claim, index, total, focus }: Omit<Props, "id"> & { claim: Claim }) {
  const { t } = useTranslation(["claim", "common"]);
  const workbench = useWorkbench();
  const { toText, say, localPresence, focused, whole: isWhole } = workbench;
  const { id } = claim;
  const edits = useMemo(() => claimEdits(workbench, id), [workbench, id]);
  const [writing, setWriting] = useState(() => unfinishedSource(claim, workbench.session.drafts));
  // Messages that were left unfinished are shown, as a source is.
  const [part, setPart] = useState<Part>(() => (workbench.session.drafts.unsaved(claim, "thread").length > 0 ? "thread" : null));
  const card = useRef<HTMLElement>(null);
  const may = useRights();
  // Of a claim that was just made, the passage is marked and the statement ready to be written in; the rest follows a frame later.
  const whole = useDeferredValue(true, focus !== "statement");

  useEffect(() => {
    localPresence.set({ claim: id });
    return () => localPresence.set({ claim: null, writing: "" });
  }, [localPresence, id]);
  useEffect(() => {
    if (focus === "none") return;
    if (focus === "card") card.current?.focus({ preventScroll: true });
    focused();
  }, [focus, focused]);
  useEffect(() => {
    if (whole) isWhole(id);
  }, [whole, isWhole, id]);
  useVerdictKeys(may.verdict, edits);

  const paste = (event: ClipboardEvent): void => {
    const address = soleAddress(event.clipboardData?.getData("text/plain") ?? "");
    if (address === null || !may.evidence || isOwnPaste(event.target, card.current)) return;
    event.preventDefault();
    event.stopPropagation();
    const source = edits.addSource({ address });
    if (source === null) return;
    setWriting(source);
    say(t("claim:sourceAdded"), { label: t("claim:undo"), run: () => edits.removeSource(source) });
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isComposing(event)) return;
    // Enter on the card itself; on what stands in it, it presses that.
    const enters = event.key === "Enter" && event.target === card.current && !(event.ctrlKey || event.metaKey || event.altKey);
    if (event.key !== "Escape" && !enters) return;
    // A list that hangs open from a field closes first.
    if (event.target instanceof Element && event.target.matches("[role=combobox][aria-expanded=true]")) return;
    event.preventDefault();
    toText();
  };
  useCardEvents(card, paste, keys);

  return (
    <article
      className={`claim-card is-open v-${claim.verdict}`}
      aria-label={index < 0 ? t("claim:claim") : t("claim:position", { index: index + 1, total })}
      tabIndex={-1}
      ref={card}
    >
      <div className="ui-row card-head">
        <StatusChoice claim={claim} edits={edits} readOnly={!may.set} />
        <span aria-hidden="true">·</span>
        <KindChoice claim={claim} edits={edits} readOnly={!may.set} />
        <span className="u-grow" />
        <PeersOnCard claim={id} />
        <AssigneeChoice claim={claim} edits={edits} readOnly={!may.set} />
        <CardMenu claim={id} edits={edits} mayWithdraw={may.withdraw} onHistory={() => setPart("history")} />
      </div>
      <Statements claim={claim} edits={edits} readOnly={!may.statement} focus={focus === "statement"} />
      {whole ? <Rest claim={claim} edits={edits} may={may} source={[writing, setWriting]} part={[part, setPart]} /> : null}
      {whole ? <KeysHint judges={may.verdict} /> : null}
    </article>
  );
}

/** The first source with something in it that is not saved: its fields stand open, so that it is seen. */
const unfinishedSource = (claim: Claim, drafts: Drafts): EvidenceId | null =>
  claim.evidence.find(({ id }) => drafts.unsaved(claim, id).length > 0)?.id ?? startedSources(drafts, claim)[0] ?? null;

type Part = "thread" | "history" | null;

interface RestProps {
  readonly claim: Claim;
  readonly edits: ClaimEdits;
  readonly may: ReturnType<typeof useRights>;
  readonly source: readonly [EvidenceId | null, (source: EvidenceId | null) => void];
  readonly part: readonly [Part, (part: Part) => void];
}

/** Of somebody who gives no verdict: what their role lets them do instead. */
const whatIsLeft = ({ statement, evidence }: ReturnType<typeof useRights>): "verdict" | "answer" | "anything" =>
  statement ? "verdict" : evidence ? "answer" : "anything";

/** Everything below the statements. */
function Rest({ claim, edits, may, source: [writing, onWriting], part: [part, onPart] }: RestProps) {
  const { t } = useTranslation("claim");
  const comments = claim.comments.filter(({ removed }) => !removed).length;
  const toggle = (which: Part): void => onPart(part === which ? null : which);
  const [asked, setAsked] = useState(0);
  const isPast = useSlice(({ grant }) => grant === null);
  const barred = useSlice((view) => view.barred) !== null;
  const mayNot = may.verdict ? null : t(`mayNot.${isPast ? "past" : barred ? "behind" : whatIsLeft(may)}`);
  return (
    <>
      <Passages claim={claim} />
      <Clashes claim={claim} />
      <VerdictScale claim={claim} why={mayNot} onChoose={(verdict) => void edits.verdict(verdict)} />
      {mayNot ? (
        <p className="card-may-not" id={mayNotId(claim.id)}>
          <EyeOff aria-hidden="true" />
          {mayNot}
        </p>
      ) : null}
      <DriftNote claim={claim} onConfirm={may.verdict ? () => void edits.verdict(claim.verdict) : null} />
      <Rationale claim={claim} edits={edits} readOnly={!may.verdict} />
      <Sources claim={claim} edits={edits} readOnly={!may.evidence} writing={writing} onWriting={onWriting} />
      <Tags claim={claim} edits={edits} readOnly={!may.set} />
      <div className="ui-row card-parts">
        <KeyButton
          {...cardKey(t, "message")}
          className="ui-btn is-quiet is-small"
          aria-expanded={part === "thread"}
          onClick={() => toggle("thread")}
          onKey={() => (onPart("thread"), setAsked(asked + 1))}
        >
          <MessageSquare aria-hidden="true" />
          {t("messages", { count: comments })}
        </KeyButton>
        {part === "thread" ? null : <NotSaved claim={claim} part="thread" />}
        <button type="button" className="ui-btn is-quiet is-small" aria-expanded={part === "history"} onClick={() => toggle("history")}>
          <History aria-hidden="true" />
          {t("history")}
        </button>
      </div>
      {part === "thread" ? <Thread claim={claim} edits={edits} readOnly={!may.comment} asked={asked} /> : null}
      {part === "history" ? <ClaimHistory claim={claim.id} /> : null}
      <Review claim={claim} edits={edits} />
    </>
  );
}

/** Whether what is pasted there is that place's own: a field outside of the card, one of the card that takes addresses itself, words that are replaced. */
function isOwnPaste(target: EventTarget | null, card: HTMLElement | null): boolean {
  if (!(target instanceof Element)) return false;
  if (card?.contains(target)) return target.closest("[data-own-paste]") !== null;
  if (target.closest(".ProseMirror")) return getSelection()?.isCollapsed === false;
  return target.closest("input, textarea, .ui-modal") !== null;
}

/** While a card is open an address may be pasted anywhere on the page; Escape leads out of the card from everywhere on it. */
function useCardEvents(
  card: RefObject<HTMLElement | null>,
  paste: (event: ClipboardEvent) => void,
  keys: (event: KeyboardEvent) => void,
): void {
  useEffect(() => {
    const element = card.current;
    // Before the text, which would take it for words.
    document.addEventListener("paste", paste, true);
    element?.addEventListener("keydown", keys);
    return () => {
      document.removeEventListener("paste", paste, true);
      element?.removeEventListener("keydown", keys);
    };
  });
}

/** What this person may do with a claim, by the one table of rights. */
function useRights() {
  return {
    set: useMay("claim.set"),
    statement: useMay("statement.set"),
    verdict: useMay("verdict.propose"),
    evidence: useMay("evidence.add"),
    comment: useMay("comment.add"),
    withdraw: useMay("claim.withdraw"),
  };
}

/** 1–6 set the verdict of the open card, wherever the focus is, except in a field or a text. */
function useVerdictKeys(may: boolean, edits: ClaimEdits): void {
  const { t } = useTranslation(["claim", "common"]);
  useCommands(
    may
      ? verdicts.map((verdict: Verdict, index) => ({
          id: `verdict.${verdict}`,
          title: t("claim:setVerdict", { verdict: t(`common:verdict.${verdict}`) }),
          section: t("claim:openCard"),
          keys: [String(index + 1)],
          outsideText: true,
          run: () => void edits.verdict(verdict),
        }))
      : [],
  );
}

interface PartProps {
  readonly claim: Claim;
  readonly edits: ClaimEdits;
  readonly readOnly: boolean;
}

function Rationale({ claim, edits, readOnly }: PartProps) {
  const { t } = useTranslation("claim");
  const nameOf = useNameOf();
  return (
    <FieldText
      label={t("why")}
      value={claim.rationale}
      save={(value, seen) => edits.rationale(value, seen)}
      name="rationale"
      claim={claim.id}
      place={`${claim.id}.rationale`}
      glow={`${claim.id}:rationale`}
      other={nameOf(claim.marks["rationale"]?.by ?? null)}
      readOnly={readOnly}
      multiline
      max={MAX_RATIONALE}
      placeholder={t("whyHint")}
    />
  );
}

/** Copies the address at which this claim is open. */
function useClaimLink(claim: ClaimId): () => void {
  const { t } = useTranslation("claim");
  const { say } = useWorkbench();
  const copy = (): void => {
    navigator.clipboard.writeText(claimAddress(claim)).then(
      () => say(t("linkCopied")),
      () => say(claimAddress(claim)),
    );
  };
  const { keys, command } = cardKey(t, "link");
  useCommands([{ ...command, keys: [keys], run: copy }]);
  return copy;
}

function CardMenu({
  claim,
  edits,
  mayWithdraw,
  onHistory,
}: {
  claim: ClaimId;
  edits: ClaimEdits;
  mayWithdraw: boolean;
  onHistory: () => void;
}) {
  const { t } = useTranslation(["claim", "common"]);
  const { say, open, toText } = useWorkbench();
  const copy = useClaimLink(claim);
  const withdraw = (): void => {
    if (!edits.withdraw()) return;
    toText();
    open(null);
    say(t("claim:withdrawn"), { label: t("claim:undo"), run: () => edits.restore() });
  };
  return (
    <MenuButton
      className="ui-btn is-quiet is-icon is-small"
      label={t("common:action.more")}
      actions={[
        { id: "history", label: t("claim:showHistory"), run: onHistory },
        { id: "text", label: t("claim:backToText"), run: toText },
        { id: "link", label: t("claim:copyLink"), run: copy },
        ...(mayWithdraw ? [{ id: "withdraw", label: t("claim:withdraw"), run: withdraw }] : []),
      ]}
    >
      <Ellipsis aria-hidden="true" />
    </MenuButton>
  );
}
