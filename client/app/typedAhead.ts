import { isComposing } from "./keys";

/** A dialog that does not come within this time, does not come. */
const PATIENCE_MS = 10_000;

export interface TypedAhead {
  /** Gives what was typed until now, if anything was; from here on keys go where the focus is. */
  release(to: (typed: string) => void): void;
}

/**
 * Holds what is typed between asking for something and its coming, whose code may still be on its way: it is meant for what comes, and must
 * neither write in the text, where the focus still is, nor run a command.
 */
export function holdTyping(page: Window): TypedAhead {
  const held = new AbortController();
  let typed = "";
  page.addEventListener(
    "keydown",
    (event) => {
      if (isComposing(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === "Backspace") typed = typed.slice(0, -1);
      else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) typed += event.key;
    },
    { capture: true, signal: held.signal },
  );
  const late = setTimeout(() => held.abort(), PATIENCE_MS);
  return {
    release(to) {
      clearTimeout(late);
      held.abort();
      const words = typed;
      typed = "";
      if (words !== "") to(words);
    },
  };
}
