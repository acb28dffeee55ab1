import { createContext, use, useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Claim } from "../../shared/claim/claim";
import { anchorIn } from "../../shared/log/apply";
import type { Anchor } from "../../shared/doc/anchor";
import type { ClaimId, RandomBytes, Version } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { Op } from "../../shared/log/op";
import { may } from "../../shared/rights/may";
import type { Action, Facts } from "../../shared/rights/may";
import type { DocumentSession, SessionView } from "../session/contract";
import type { LocalPresence } from "./localPresence";

/** Where the focus goes when a card opens: nowhere, to the card itself, or into its statement. */
export type CardFocus = "none" | "card" | "statement";

/** What every part of the workbench works with: one document's session and what can be done around it. */
export interface WorkbenchApi {
  readonly session: DocumentSession;
  readonly random: RandomBytes;
  readonly now: () => number;
  readonly localPresence: LocalPresence;
  /** Opens a claim's card, or closes the open one. */
  open(claim: ClaimId | null, focus?: CardFocus): void;
  /** The open card has taken the focus that it was opened with. */
  focused(): void;
  /** All of a card is on the page: what was opened can be brought into view with it. */
  whole(claim: ClaimId): void;
  /** Does ops and says why when they are refused; true when done. */
  submit(ops: readonly Op[], group?: string): boolean;
  /** A short message, with something to do about it if there is. */
  say(text: string, action?: { label: string; run: () => void }): void;
  /** Back to the text, where the cursor was. */
  toText(): void;
}

const WorkbenchContext = createContext<WorkbenchApi | null>(null);

export const WorkbenchProvider = WorkbenchContext.Provider;

export function useWorkbench(): WorkbenchApi {
  const workbench = use(WorkbenchContext);
  if (!workbench) throw new Error("no workbench above");
  return workbench;
}

/** Keeps handing out the former value while the new one is the same. */
function createKeeper<T>() {
  let last: { value: T } | null = null;
  return (value: T, same: (a: T, b: T) => boolean): T => {
    if (last && same(last.value, value)) return last.value;
    last = { value };
    return value;
  };
}

/** A part of the session's view; the component renders again only when that part changed. `select` must be cheap: it runs on every change. */
export function useSlice<T>(select: (view: SessionView) => T, same: (a: T, b: T) => boolean = Object.is): T {
  const { session } = useWorkbench();
  const [keep] = useState(() => createKeeper<T>());
  const subscribe = useCallback((listener: () => void) => session.subscribe(listener), [session]);
  return useSyncExternalStore(subscribe, () => keep(select(session.view()), same));
}

export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
}

/** How long a passing state must last to be shown. */
const SETTLE_MS = 400;

/** A part of the session's view that changes with every keystroke: shown once it stands still, or at once when it is `urgent`. */
export function useSettled<T>(select: (view: SessionView) => T, urgent: (now: T, before: T) => boolean): T {
  const { session } = useWorkbench();
  const [shown, setShown] = useState(() => select(session.view()));
  const latest = useRef({ select, urgent, shown });
  useEffect(() => {
    latest.current = { select, urgent, shown };
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      timer = undefined;
      setShown(latest.current.select(session.view()));
    };
    const look = (): void => {
      const { select, urgent, shown } = latest.current;
      if (urgent(select(session.view()), shown)) show();
      else timer ??= setTimeout(show, SETTLE_MS);
    };
    look();
    const release = session.subscribe(look);
    return () => {
      clearTimeout(timer);
      release();
    };
  }, [session]);
  return shown;
}

export function useClaim(id: ClaimId): Claim | undefined {
  return useSlice(({ state }) => state.claims.get(id));
}

/** The claim's passages by language, the source's first. */
export function useClaimPassages(id: ClaimId): readonly Placed[] {
  return useSlice(
    ({ state }) => {
      const langs = (Object.keys(state.texts) as Lang[]).sort((a, b) => Number(b === state.source) - Number(a === state.source));
      return langs.flatMap((lang): Placed[] => {
        const anchor = anchorIn(state, lang, id);
        return anchor ? [{ lang, anchor }] : [];
      });
    },
    (a, b) => a.length === b.length && a.every(({ lang, anchor }, index) => lang === b[index]?.lang && anchor === b[index].anchor),
  );
}

export interface Placed {
  readonly lang: Lang;
  readonly anchor: Anchor;
}

/** Whether this person may do this to the document, as far as the facts tell, and it takes any change. */
export function useMay(action: Action, facts: Facts = {}): boolean {
  return useSlice(({ grant, state, barred }) => barred === null && may(grant, action, { source: state.source, ...facts }));
}

/** The version that what is on screen stands at: what an op says its author had seen. */
export const seenBy = (session: DocumentSession): Version => session.view().confirmed as Version;
