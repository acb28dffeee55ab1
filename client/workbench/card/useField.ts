import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ClaimId, Version } from "../../../shared/ids";
import { seenBy, useWorkbench, useSlice } from "../WorkbenchContext";
import { useDrafts } from "./useDraft";

/** How long after the last keystroke a field saves itself. */
const SAVE_AFTER_MS = 400;
/** How long after the last keystroke a hand is at rest. */
const REST_MS = 1_500;

export interface FieldOptions {
  /** The value as everybody sees it. */
  readonly value: string;
  /** Sends a value; false when it was refused. `seen`: the version at which this person last saw the field. */
  readonly save: (value: string, seen: Version) => boolean;
  /** The field's name, told to the others while it is written in. */
  readonly name: string;
  /** The claim on whose card the field stands. */
  readonly claim: ClaimId;
  /** The field among all fields of the document, as `Drafts` names them: what cannot be saved yet is found there again. */
  readonly place: string;
  /** Brings what was typed into the form that is saved; null when it cannot be saved yet. */
  readonly parse?: (typed: string) => string | null;
  /** What the field belongs to is not there yet: what is typed waits as a draft, and whoever makes that thing takes it from there. */
  readonly held?: boolean;
}

/** `waiting`: typed and not yet sent. `sent`: on its way. `kept`: offline, kept here. `saved`: just acknowledged. */
export type FieldState = "idle" | "waiting" | "sent" | "kept" | "saved";

export interface Field {
  readonly text: string;
  readonly state: FieldState;
  /** What was typed cannot be saved as it is. */
  readonly wrong: boolean;
  /** Somebody else's value that came while this person was typing another; until they choose, nothing is saved. */
  readonly beside: string | null;
  type(text: string): void;
  leave(): void;
  keepMine(): void;
  takeTheirs(): void;
}

const asTyped = (typed: string): string => typed;

/**
 * A field that saves by itself, a moment after the last keystroke and on leaving it. While somebody types in it, their text stays: another
 * person's value shows beside, and is neither taken nor overwritten until they choose. What is typed is the session's draft of this place,
 * which outlives the field and the page.
 */
export function useField({ value, save, name, claim, place, parse = asTyped, held = false }: FieldOptions): Field {
  const { session, localPresence } = useWorkbench();
  const { drafts } = session;
  const draft = useDrafts(() => drafts.get(place));
  const [sent, setSent] = useState(0);
  const waiting = draft !== null && draft.parsed !== value;
  const state = useSaveState(sent, waiting);
  const overtaken = waiting && (draft.refused || ![draft.base, draft.former].includes(value));
  // Whose words are all saved has nothing to lose: the newer value comes in once their hand rests.
  const settled = overtaken && draft.parsed === draft.base;
  const beside = overtaken && !settled ? value : null;
  const latest = useRef({ value, save, parse, beside, held });
  useEffect(() => {
    latest.current = { value, save, parse, beside, held };
  });

  const send = useCallback(
    (force = false): void => {
      const { value, save, beside, held } = latest.current;
      const draft = drafts.get(place);
      if (held || draft === null || draft.parsed === null || draft.parsed === value || (beside !== null && !force)) return;
      const { parsed, base } = draft;
      if (save(parsed, force ? seenBy(session) : draft.seen)) {
        setSent((count) => count + 1);
        drafts.set(place, { ...draft, base: parsed, former: base, seen: seenBy(session), refused: false });
      } else drafts.set(place, { ...draft, refused: true });
    },
    [session, drafts, place],
  );

  useEffect(() => {
    if (draft === null || beside !== null) return undefined;
    const timer = setTimeout(send, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, beside, send]);

  useEffect(() => {
    if (!settled || draft === null) return undefined;
    const timer = setTimeout(() => drafts.get(place) === draft && drafts.set(place, null), REST_MS);
    return () => clearTimeout(timer);
  }, [settled, draft, drafts, place]);

  /** Sends what can be sent, and lets go of the draft unless it is nowhere else. */
  const finish = useCallback((): void => {
    send();
    const draft = drafts.get(place);
    if (draft && (draft.parsed === draft.base || draft.parsed === latest.current.value)) drafts.set(place, null);
  }, [send, drafts, place]);

  // Leaving the card, or the page, must not lose the last words. While the layout is taken down, because the session still listens then.
  useLayoutEffect(() => {
    const leaving = (): void => send();
    window.addEventListener("pagehide", leaving, { capture: true });
    return () => {
      window.removeEventListener("pagehide", leaving, { capture: true });
      finish();
    };
  }, [send, finish]);

  const type = useCallback(
    (text: string): void => {
      localPresence.writing(name);
      const { value, parse } = latest.current;
      const start = { claim, base: value, former: value, seen: seenBy(session), refused: false };
      drafts.set(place, { ...(drafts.get(place) ?? start), text, parsed: parse(text) });
    },
    [session, drafts, localPresence, name, claim, place],
  );
  const leave = useCallback((): void => {
    localPresence.writing("");
    finish();
  }, [finish, localPresence]);

  return {
    text: draft?.text ?? value,
    state,
    wrong: draft !== null && draft.parsed === null,
    beside,
    type,
    leave,
    keepMine: useCallback(() => send(true), [send]),
    takeTheirs: useCallback(() => drafts.set(place, null), [drafts, place]),
  };
}

/** How long a field says that it is saved. */
const SAY_FOR_MS = 2_000;

/** What the field says about itself (`sent`: how often it was sent), from its own doing and from what the session says about all work. */
function useSaveState(sent: number, waiting: boolean): FieldState {
  const save = useSlice(({ save }) => save.kind);
  const [told, setTold] = useState(0);
  const done = sent > told && save === "saved" && !waiting;
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setTold(sent), SAY_FOR_MS);
    return () => clearTimeout(timer);
  }, [done, sent]);
  if (waiting) return "waiting";
  if (sent <= told) return "idle";
  if (save === "saved") return "saved";
  return save === "saving" ? "sent" : "kept";
}
