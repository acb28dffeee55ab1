import { useRef } from "react";
import type { ComponentProps } from "react";
import { useCommands } from "./commands";
import { KeyCaps } from "./KeyCaps";
import { useStore, useServices } from "./services";

interface Props extends ComponentProps<"button"> {
  /** One key, as in keys.ts: "A". */
  readonly keys: string;
  /** The command that the key runs, as the palette and the sheet of keys list it; both words are translated. */
  readonly command: { readonly id: string; readonly title: string; readonly section: string };
  /** What the key does, where that is more than pressing the button. */
  readonly onKey?: () => void;
}

/** A button of something that shows the focus, with a key: shown on it, in the palette and on the sheet of keys, and gone with it. */
export function KeyButton({ keys, command, onKey, children, ...button }: Props) {
  const element = useRef<HTMLButtonElement>(null);
  const { letters } = useStore(useServices().device);
  const press = (): void => {
    // One that is not ready says why to whoever comes to it.
    if (element.current?.getAttribute("aria-disabled") === "true") element.current.focus();
    else if (onKey) onKey();
    else element.current?.click();
  };
  useCommands([{ ...command, keys: [keys], outsideText: true, run: press }]);
  return (
    <button type="button" ref={element} aria-keyshortcuts={letters ? keys : undefined} {...button}>
      {children}
      {letters ? (
        <span aria-hidden="true" className="u-wide card-key">
          <KeyCaps keys={keys} />
        </span>
      ) : null}
    </button>
  );
}
