import { useCallback, useLayoutEffect, useRef, useState } from "react";

/** How many changes can be taken back. States share what did not change. */
const MOST = 300;

export interface Undo<T> {
  /** Changes with the same tag, one right after another, are one: the keys of one visit to a block. */
  readonly change: (next: (now: T) => T, tag?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Begins anew with what there is now. */
  readonly clear: () => void;
}

/** The history of a value that somebody else holds. */
export function useUndo<T>(now: T, set: (next: T) => void): Undo<T> {
  const latest = useRef(now);
  useLayoutEffect(() => {
    latest.current = now;
  });
  const stacks = useRef<{ past: T[]; future: T[]; tag: string | null }>({ past: [], future: [], tag: null });
  const [can, setCan] = useState({ undo: false, redo: false });
  const tell = useCallback(() => {
    const { past, future } = stacks.current;
    setCan({ undo: past.length > 0, redo: future.length > 0 });
  }, []);

  const put = useCallback(
    (next: T) => {
      latest.current = next;
      set(next);
      tell();
    },
    [set, tell],
  );
  const change = useCallback(
    (next: (now: T) => T, tag?: string) => {
      const before = latest.current;
      const after = next(before);
      if (Object.is(before, after)) return;
      const { current } = stacks;
      if (tag === undefined || tag !== current.tag) current.past = [...current.past.slice(1 - MOST), before];
      current.tag = tag ?? null;
      current.future = [];
      put(after);
    },
    [put],
  );
  const move = useCallback(
    (from: "past" | "future", to: "past" | "future") => {
      const { current } = stacks;
      const next = current[from].pop();
      if (next === undefined) return;
      current[to].push(latest.current);
      current.tag = null;
      put(next);
    },
    [put],
  );
  const undo = useCallback(() => move("past", "future"), [move]);
  const redo = useCallback(() => move("future", "past"), [move]);
  const clear = useCallback(() => {
    stacks.current = { past: [], future: [], tag: null };
    tell();
  }, [tell]);
  return { change, undo, redo, canUndo: can.undo, canRedo: can.redo, clear };
}
