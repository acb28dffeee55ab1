import { useCallback, useEffect, useRef, useState } from "react";
import type * as z from "zod/mini";
import { useMe, useServices } from "./services";
import { useLeaveGuard } from "./useLeaveGuard";

/** How it stands with what is in a form: nothing to keep, not written down yet, written down as it stands, or the browser keeps nothing. */
export type Keeping = "nothing" | "waits" | "kept" | "failed";

export interface Kept<T> {
  readonly value: T;
  /** Changes what stands in the form; it is kept a moment later. */
  readonly set: (next: T | ((now: T) => T)) => void;
  /** What was typed has been sent, or given up: nothing of it is kept any more. */
  readonly forget: () => void;
  /** Whether what was left here before has been looked for. */
  readonly ready: boolean;
  readonly keeping: Keeping;
}

/** What is typed is written down this long, in milliseconds, after the last key. */
const SOON_MS = 200;
/** Who types without a pause has it written down this often, in milliseconds. */
const OFTEN_MS = 1000;

/**
 * A form's content, kept in this browser for its person: it is there again after a reload, the way back, or the end of a session. `initial` is
 * what nobody would miss. What does not fit `schema` any more is left alone. Where the browser keeps nothing, the page asks before it is left.
 */
export function useKeptForm<T>(
  form: string,
  initial: T,
  schema: z.ZodMiniType<T>,
  isEmpty: (value: T, initial: T) => boolean = (value, blank) => JSON.stringify(value) === JSON.stringify(blank),
): Kept<T> {
  const { keptForms } = useServices();
  const me = useMe().id;
  const [forms] = useState(() => keptForms.formsOf(me));
  const [first] = useState(initial);
  const [judge] = useState(() => isEmpty);
  const [value, setValue] = useState(initial);
  const [ready, setReady] = useState(false);
  const [keeping, setKeeping] = useState<Keeping>("nothing");
  const now = useRef({ value, touched: false, timer: null as ReturnType<typeof setTimeout> | null, since: 0, changes: 0 });
  useLeaveGuard(keeping === "failed");

  /** Writes down what stands there. That it is kept is said only when nothing was typed since. */
  const save = useCallback(() => {
    const { current } = now;
    const { value: written, changes } = current;
    const empty = judge(written, first);
    current.since = Date.now();
    void forms.save(form, empty ? undefined : written).then((done) => {
      if (current.timer !== null || current.changes !== changes) return;
      setKeeping(empty ? "nothing" : done ? "kept" : "failed");
    });
  }, [forms, form, first, judge]);
  const write = useCallback(() => {
    const { current } = now;
    if (current.timer === null) return;
    clearTimeout(current.timer);
    current.timer = null;
    save();
  }, [save]);

  useEffect(() => {
    let wanted = true;
    void forms.load(form).then((left) => {
      if (!wanted) return;
      const read = schema.safeParse(left);
      if (read.success && !now.current.touched) {
        now.current.value = read.data;
        setValue(read.data);
        setKeeping(judge(read.data, first) ? "nothing" : "kept");
      }
      setReady(true);
    });
    return () => {
      wanted = false;
    };
  }, [forms, form, schema, first, judge]);

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
      current.changes++;
      if (current.timer === null) current.since = Date.now();
      else clearTimeout(current.timer);
      current.timer = setTimeout(write, SOON_MS);
      if (Date.now() - current.since >= OFTEN_MS) save();
      setValue(current.value);
      setKeeping("waits");
    },
    [save, write],
  );

  const forget = useCallback(() => {
    const { current } = now;
    if (current.timer !== null) clearTimeout(current.timer);
    current.timer = null;
    current.changes++;
    void forms.save(form, undefined);
    setKeeping("nothing");
  }, [forms, form]);

  return { value, set, forget, ready, keeping };
}
