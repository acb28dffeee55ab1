import { useCallback, useEffect, useRef, useState } from "react";
import type * as z from "zod/mini";
import { useMe, useServices } from "./services";

export interface Kept<T> {
  readonly value: T;
  /** Changes what stands in the form; it is kept a moment later. */
  readonly set: (next: T | ((now: T) => T)) => void;
  /** What was typed has been sent, or given up: nothing of it is kept any more. */
  readonly forget: () => void;
  /** Whether what was left here before has been looked for. */
  readonly ready: boolean;
  /** Whether something is kept. */
  readonly kept: boolean;
}

/** What is typed is written down this long, in milliseconds, after the last key. */
const SOON_MS = 200;

/**
 * A form's content, kept in this browser for its person: it is there again after a reload, the way back, or the end of a session. `initial` is
 * what nobody would miss. What does not fit `schema` any more is left alone.
 */
export function useKept<T>(
  form: string,
  initial: T,
  schema: z.ZodMiniType<T>,
  isEmpty: (value: T, initial: T) => boolean = (value, blank) => JSON.stringify(value) === JSON.stringify(blank),
): Kept<T> {
  const { shelf } = useServices();
  const me = useMe().id;
  const [desk] = useState(() => shelf.deskOf(me));
  const [first] = useState(initial);
  const [judge] = useState(() => isEmpty);
  const [value, setValue] = useState(initial);
  const [ready, setReady] = useState(false);
  const [kept, setKept] = useState(false);
  const now = useRef({ value, touched: false, timer: null as ReturnType<typeof setTimeout> | null });

  const write = useCallback(() => {
    const { current } = now;
    if (current.timer === null) return;
    clearTimeout(current.timer);
    current.timer = null;
    const empty = judge(current.value, first);
    void desk.save(form, empty ? undefined : current.value).then(setKept);
  }, [desk, form, first, judge]);

  useEffect(() => {
    let wanted = true;
    void desk.load(form).then((left) => {
      if (!wanted) return;
      const read = schema.safeParse(left);
      if (read.success && !now.current.touched) {
        now.current.value = read.data;
        setValue(read.data);
        setKept(true);
      }
      setReady(true);
    });
    return () => {
      wanted = false;
    };
  }, [desk, form, schema]);

  useEffect(() => {
    // The last moments in which anything can be written down.
    window.addEventListener("pagehide", write);
    document.addEventListener("visibilitychange", write);
    return () => {
      window.removeEventListener("pagehide", write);
      document.removeEventListener("visibilitychange", write);
      write();
    };
  }, [write]);

  const set = useCallback(
    (next: T | ((now: T) => T)) => {
      const { current } = now;
      current.value = typeof next === "function" ? (next as (now: T) => T)(current.value) : next;
      current.touched = true;
      if (current.timer !== null) clearTimeout(current.timer);
      current.timer = setTimeout(write, SOON_MS);
      setValue(current.value);
    },
    [write],
  );

  const forget = useCallback(() => {
    const { current } = now;
    if (current.timer !== null) clearTimeout(current.timer);
    current.timer = null;
    void desk.save(form, undefined);
    setKept(false);
  }, [desk, form]);

  return { value, set, forget, ready, kept };
}
