import { useCallback, useEffect, useRef, useState } from "react";
import type { Version } from "../../../shared/ids";
import { seenBy, useDesk, useSlice } from "../desk";

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
  /** The field among all fields of the document: what cannot be saved yet is found there again when its card is opened anew. */
  readonly place: string;
  /** Brings what was typed into the form that is saved; null when it cannot be saved yet. */
  readonly parse?: (typed: string) => string | null;
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

/**
 * What is being typed. `base` and `seen`: the shared value it started from, and the version at which that was on screen. `former`: the base
 * before the last save, which still shows until the session has told of that save.
 */
export interface Draft {
  readonly text: string;
  readonly base: string;
  readonly former: string;
  readonly seen: Version;
}

/** Stands for a base that nobody's value equals: the log would not take what was typed, so that the standing value shows beside it. */
const NO_BASE = "\0";

const asTyped = (typed: string): string => typed;

/**
 * A field that saves by itself, a moment after the last keystroke and on leaving it. While somebody types in it, their text stays: another
 * person's value shows beside, and is neither taken nor overwritten until they choose.
 */
export function useField({ value, save, name, place, parse = asTyped }: FieldOptions): Field {
  const { session, whereabouts, unfinished } = useDesk();
  const [draft, setDraft] = useState<Draft | null>(() => unfinished.get(place) ?? null);
  const [sent, setSent] = useState(0);
  const state = useSaveState(sent, draft !== null && parse(draft.text) !== value);
  const overtaken = draft !== null && ![draft.base, draft.former, parse(draft.text)].includes(value);
  // Whose words are all saved has nothing to lose: the newer value comes in once their hand rests.
  const settled = overtaken && parse(draft.text) === draft.base;
  const beside = overtaken && !settled ? value : null;
  const latest = useRef({ draft, value, save, parse, beside });
  useEffect(() => {
    latest.current = { draft, value, save, parse, beside };
  });

  const send = useCallback(
    (force = false): void => {
      const { draft, value, save, parse, beside } = latest.current;
      const parsed = draft === null ? null : parse(draft.text);
      if (draft === null || parsed === null || parsed === value || (beside !== null && !force)) return;
      if (!save(parsed, force ? seenBy(session) : draft.seen)) {
        setDraft((now) => now && { ...now, base: NO_BASE, former: NO_BASE });
        return;
      }
      setSent((count) => count + 1);
      setDraft((now) => now && { ...now, base: parsed, former: now.base, seen: seenBy(session) });
    },
    [session],
  );

  useEffect(() => {
    if (draft === null || beside !== null) return undefined;
    const timer = setTimeout(send, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, beside, send]);

  useEffect(() => {
    if (!settled || draft === null) return undefined;
    const timer = setTimeout(() => setDraft((now) => (now === draft ? null : now)), REST_MS);
    return () => clearTimeout(timer);
  }, [settled, draft]);

  // Leaving the card, or the page, must not lose the last words: they are sent, or kept for when the card is opened again.
  useEffect(() => {
    const leaving = (): void => send();
    window.addEventListener("pagehide", leaving, { capture: true });
    return () => {
      window.removeEventListener("pagehide", leaving, { capture: true });
      send();
      const { draft, parse, beside } = latest.current;
      if (draft !== null && (beside !== null || parse(draft.text) === null)) unfinished.set(place, draft);
      else unfinished.delete(place);
    };
  }, [send, unfinished, place]);

  const type = useCallback(
    (text: string): void => {
      whereabouts.writing(name);
      const { value } = latest.current;
      setDraft((now) => (now ? { ...now, text } : { text, base: value, former: value, seen: seenBy(session) }));
    },
    [session, whereabouts, name],
  );
  const leave = useCallback((): void => {
    whereabouts.writing("");
    send();
    const { draft, parse, beside } = latest.current;
    if (beside === null && (draft === null || parse(draft.text) !== null)) setDraft(null);
  }, [send, whereabouts]);

  return {
    text: draft?.text ?? value,
    state,
    wrong: draft !== null && parse(draft.text) === null,
    beside,
    type,
    leave,
    keepMine: useCallback(() => send(true), [send]),
    takeTheirs: useCallback(() => setDraft(null), []),
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
