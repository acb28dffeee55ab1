import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { isOrphan } from "../../shared/doc/anchor";
import type { ClaimId, RandomBytes } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import { anchorIn } from "../../shared/log/apply";
import type { Op } from "../../shared/log/op";
import type { TextEditor } from "../editor/contract";
import type { DocumentSession } from "../session/contract";
import { useRefusalText } from "./refusals";
import { useServices } from "../app/services";
import type { CardFocus, WorkbenchApi } from "./WorkbenchContext";
import type { OpenCardState } from "./margin/Margin";
import { revealPassage } from "./reveal";
import type { SheetHeight } from "./BottomSheet";
import type { Layout } from "./useLayout";
import { LocalPresence } from "./localPresence";

interface Parts {
  readonly session: DocumentSession;
  readonly random: RandomBytes;
  readonly now: () => number;
  readonly layout: Layout;
  readonly editors: Partial<Record<Lang, TextEditor>>;
  readonly marginLang: Lang;
  readonly scroller: HTMLElement | null;
}

const ownMoves = ["wheel", "touchmove"] as const;

/** The workbench, which claim is open on it, and how much of it is unfolded. */
export function useWorkbenchApi(parts: Parts) {
  const { session, random, now } = parts;
  const { toasts } = useServices();
  const failure = useRefusalText();
  const [opened, setOpened] = useState<OpenCardState | null>(null);
  const [folded, setFolded] = useState(false);
  const [sheet, setSheet] = useState<SheetHeight>("low");
  const latest = useRef({ ...parts, opened, failure });
  useEffect(() => {
    latest.current = { ...parts, opened, failure };
  });

  // The claim that was opened and whose card is not all there yet: its code may have to come first, and what stands below the statements of a
  // new one follows a frame later. Forgotten once the reader scrolls.
  const awaited = useRef<ClaimId | null>(null);
  useEffect(() => {
    const forget = (): void => void (awaited.current = null);
    for (const way of ownMoves) addEventListener(way, forget, { passive: true, capture: true });
    return () => {
      for (const way of ownMoves) removeEventListener(way, forget, true);
    };
  }, []);

  const open = useCallback(
    (claim: ClaimId | null, focus: CardFocus = "none"): void => {
      setOpened(claim === null ? null : { claim, focus });
      awaited.current = claim;
      if (claim === null) return;
      if (focus !== "none") leaveText();
      setFolded(false);
      // Half of the screen for the card, the other for its passage.
      setSheet("half");
      // After the card and the fill are painted, so that what scrolls into view is where it will stay.
      requestAnimationFrame(() => reveal(latest.current, claim));
    },
    [awaited],
  );

  const localPresence = useMemo(() => new LocalPresence(session), [session]);
  useEffect(() => () => localPresence.close(), [localPresence]);

  const workbench = useMemo<WorkbenchApi>(
    () => ({
      session,
      random,
      now,
      localPresence,
      open,
      focused: () => setOpened((now) => (now && now.focus !== "none" ? { ...now, focus: "none" } : now)),
      whole(claim) {
        if (awaited.current !== claim) return;
        awaited.current = null;
        requestAnimationFrame(() => reveal(latest.current, claim));
      },
      submit(ops: readonly Op[], group?: string) {
        const done = session.submit(ops, group);
        if (!done.ok) toasts.say(latest.current.failure(done.refusal), { bad: true });
        return done.ok;
      },
      say: (text, action) => toasts.say(text, action ? { action } : {}),
      toText() {
        const { session, editors, marginLang, opened } = latest.current;
        const passage = opened && anchorIn(session.view().state, marginLang, opened.claim);
        editors[marginLang]?.goTo(passage && !isOrphan(passage) ? passage : null);
      },
    }),
    [session, random, now, localPresence, open, toasts],
  );

  // The card of a claim that was withdrawn, by whomever, closes; it opens again when that is undone.
  const subscribe = useCallback((listener: () => void) => session.subscribe(listener), [session]);
  const stands = useSyncExternalStore(
    subscribe,
    () => opened !== null && session.view().state.claims.get(opened.claim)?.withdrawn === false,
  );

  return { workbench, opened: stands ? opened : null, folded, setFolded, sheet, setSheet };
}

/** A key pressed before the card has come, whose code may still be on its way, must not write in the text: the page's content waits for it. */
function leaveText(): void {
  if (document.activeElement?.closest(".ProseMirror")) document.getElementById("content")?.focus({ preventScroll: true });
}

/** Brings a claim's passage into view, with its card. */
function reveal({ session, editors, scroller, layout, marginLang }: Parts, claim: ClaimId): void {
  const editor = editors[marginLang];
  const anchor = anchorIn(session.view().state, marginLang, claim);
  if (!editor || !scroller) return;
  const card = document.querySelector<HTMLElement>(".claim-card.is-open");
  if (!anchor || isOrphan(anchor)) revealLoose(card, layout === "sheet" ? null : scroller);
  else if (layout === "sheet") revealPassage(scroller, editor, anchor.from, { below: scroller.clientHeight * 0.46, beside: 0 });
  else revealPassage(scroller, editor, anchor.from, { below: 0, beside: card?.offsetHeight ?? 0 });
}

/** A card above all others, without a passage: below the margin's bar, which stays in sight with its trays. */
function revealLoose(card: HTMLElement | null, scroller: HTMLElement | null): void {
  const bar = scroller?.querySelector(".margin-top")?.getBoundingClientRect();
  if (!card || !scroller || !bar) return card?.scrollIntoView({ block: "nearest" });
  const { top } = card.getBoundingClientRect();
  if (top < bar.bottom || top > scroller.getBoundingClientRect().bottom - 160) scroller.scrollBy({ top: top - bar.bottom - 12 });
}
