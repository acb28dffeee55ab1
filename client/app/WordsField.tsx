import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { KeyboardEvent, RefObject } from "react";
import { isComposing } from "./keys";

/** Milliseconds without a key before the words are looked for. */
const PAUSE_MS = 200;

export interface WordsFieldProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly className: string;
  readonly label: string;
  readonly placeholder?: string;
  /** The most letters that it takes. */
  readonly limit: number;
  /** The key that leads here, told to those who do not see it. */
  readonly keys?: string;
  /** The name of a button of its own that empties it; without one the browser's stands there. */
  readonly clear?: string;
  /** What the address says. */
  readonly words: string;
  readonly onWords: (words: string) => void;
  /** Enter or the arrow down: on to what was found. `settled`: by these very words. */
  readonly onGoOn?: (settled: boolean) => void;
}

/** Words that a page looks for when the typing rests; what the address says meanwhile, by a step back, stands here too. */
export function WordsField({ field, className, label, placeholder = label, limit, keys, clear, words, onWords, onGoOn }: WordsFieldProps) {
  const [typed, setTyped] = useState(words);
  const [known, setKnown] = useState(words);
  if (known !== words) {
    setKnown(words);
    setTyped(words);
  }
  const told = useRef(onWords);
  useEffect(() => {
    told.current = onWords;
  });
  useEffect(() => {
    if (typed === words) return undefined;
    const pause = setTimeout(() => told.current(typed), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed, words]);
  const press = (event: KeyboardEvent): void => {
    if (!onGoOn || isComposing(event.nativeEvent) || (event.key !== "Enter" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const settled = typed === words;
    if (!settled) onWords(typed);
    onGoOn(settled);
  };
  return (
    <>
      <input
        ref={field}
        type="search"
        className={className}
        dir="auto"
        aria-label={label}
        placeholder={placeholder}
        aria-keyshortcuts={keys}
        data-limit={limit}
        spellCheck={false}
        autoComplete="off"
        enterKeyHint="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={press}
      />
      {clear === undefined || typed === "" ? null : (
        <button
          type="button"
          className="ui-btn is-icon is-quiet"
          aria-label={clear}
          title={clear}
          onClick={() => {
            setTyped("");
            field.current?.focus();
          }}
        >
          <X aria-hidden="true" />
        </button>
      )}
    </>
  );
}
