import { flushSync } from "react-dom";

/** A page that is not shown is not painted either. */
const UNPAINTED_MS = 100;

/**
 * Runs `task`, which opens something and puts the focus into it, as soon as the next frame is painted: what was done already is seen sooner for
 * it. A key that comes before is meant for what the task opens: the task runs at once then, and the key goes there.
 */
export function afterPaint(task: () => void): void {
  const listening = new AbortController();
  const run = (): void => {
    if (listening.signal.aborted) return;
    listening.abort();
    clearTimeout(late);
    flushSync(task);
  };
  const late = setTimeout(run, UNPAINTED_MS);
  requestAnimationFrame(() => setTimeout(run));
  addEventListener(
    "keydown",
    (event) => {
      event.stopImmediatePropagation();
      run();
      // The letter that the key writes comes to what has the focus by then; the key itself was on its way to where it was.
      const isTaken = document.activeElement?.dispatchEvent(new KeyboardEvent(event.type, event)) === false;
      if (isTaken) event.preventDefault();
    },
    { capture: true, signal: listening.signal },
  );
}
