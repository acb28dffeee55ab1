import { lazy, Suspense, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode, RefObject } from "react";
import { isComposing } from "./keys";

// React Aria's menus and popovers are a fifth of what a page would load before it shows anything. So the buttons that open them are plain
// buttons, and the rest is fetched when a pointer comes near, the focus arrives, or somebody presses.

const loadMenu = () => import("./MenuPopup");
const loadPanel = () => import("./PanelPopup");
const MenuPopup = lazy(loadMenu);
const PanelPopup = lazy(loadPanel);

export type Placement = "bottom end" | "bottom start" | "end bottom" | "top end" | "top start";

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  /** The digit that chooses it while the menu is open; shown beside it. */
  readonly digit?: string;
  readonly run: () => void;
}

interface ButtonProps {
  /** The popup's name, and the button's when its content has no words of its own. */
  readonly label: string;
  readonly className: string;
  readonly placement?: Placement;
  /** What stands in the button; with words of its own pass `named`. */
  readonly children: ReactNode;
  readonly named?: boolean;
}

/** A button with a menu: opens on press, ↓ and ↑; Escape and Tab close it and the focus comes back. */
export function MenuButton({ head, actions, ...button }: ButtonProps & { head?: ReactNode; actions: readonly MenuAction[] }) {
  return (
    <PopupButton {...button} kind="menu" load={loadMenu}>
      {(trigger, onClose, entry) => (
        <MenuPopup
          trigger={trigger}
          entry={entry}
          label={button.label}
          placement={button.placement ?? "bottom end"}
          head={head ?? null}
          actions={actions}
          onClose={onClose}
        />
      )}
      {button.children}
    </PopupButton>
  );
}

/** A button with a small panel of controls beside it. */
export function PanelButton({ panel, ...button }: ButtonProps & { panel: ReactNode }) {
  return (
    <PopupButton {...button} kind="dialog" load={loadPanel}>
      {(trigger, onClose) => (
        <PanelPopup trigger={trigger} label={button.label} placement={button.placement ?? "bottom end"} onClose={onClose}>
          {panel}
        </PanelPopup>
      )}
      {button.children}
    </PopupButton>
  );
}

/** Where a menu is entered: at an item when a key opened it, else as a whole, so that nothing looks chosen under the pointer. */
export type Entry = "first" | "last" | "whole";
type Popup = (trigger: RefObject<HTMLButtonElement | null>, onClose: () => void, entry: Entry) => ReactNode;

const entryKeys: Readonly<Record<string, Entry>> = { Enter: "first", " ": "first", ArrowDown: "first", ArrowUp: "last" };

interface PopupButtonProps extends Omit<ButtonProps, "children"> {
  readonly kind: "menu" | "dialog";
  readonly load: () => Promise<unknown>;
  readonly children: readonly [Popup, ReactNode];
}

function PopupButton({ label, className, named = false, kind, load, children: [popup, content] }: PopupButtonProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const [entry, setEntry] = useState<Entry | null>(null);
  const near = (): void => void load();
  // Before the browser makes a click of it, which React Aria would take for a screen reader's.
  const byKey = (event: KeyboardEvent): void => {
    const wanted = kind === "menu" ? entryKeys[event.key] : undefined;
    if (!wanted || isComposing(event.nativeEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setEntry(wanted);
  };
  return (
    <>
      <button
        type="button"
        ref={trigger}
        className={className}
        aria-haspopup={kind}
        aria-expanded={entry !== null}
        onPointerEnter={near}
        onFocus={near}
        onKeyDown={byKey}
        onKeyUp={(event) => kind === "menu" && event.key === " " && event.preventDefault()}
        onClick={() => setEntry(entry === null ? "whole" : null)}
      >
        {content}
        {named ? null : <span className="u-unseen">{label}</span>}
      </button>
      {entry ? <Suspense fallback={null}>{popup(trigger, () => setEntry(null), entry)}</Suspense> : null}
    </>
  );
}
