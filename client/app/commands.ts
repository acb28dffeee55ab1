import { useEffect, useLayoutEffect, useRef } from "react";
import { createCell } from "./cell";
import type { Cell } from "./cell";
import { isBare, matches, parseKeys } from "./keys";
import { useServices } from "./services";

/** Something that can be done from where one is: listed in the palette and on the sheet of keys. `title` and `section` are translated. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  /** Any of these runs it: "Mod+K", "?", "J", "1" (see keys.ts). */
  readonly keys?: readonly string[];
  readonly run: () => void;
  /** Also while a dialog is open or somebody types (only with Mod). */
  readonly everywhere?: boolean;
  /** On the sheet of keys, not in the palette. */
  readonly keyOnly?: boolean;
  /** The key itself is handled elsewhere (by the editor, say): shown, never matched here. */
  readonly shownOnly?: boolean;
}

export interface CommandSlot {
  set(commands: readonly Command[]): void;
  close(): void;
}

export interface Commands extends Pick<Cell<readonly Command[]>, "get" | "subscribe"> {
  /** A place for one component's commands; later slots win over earlier ones with the same key. */
  slot(): CommandSlot;
  /** Runs the command that the key press asks for; true when there was one. */
  press(event: KeyboardEvent): boolean;
}

export function createCommands(mac: boolean, lettersOn: () => boolean): Commands {
  const slots: { commands: readonly Command[] }[] = [];
  const cell = createCell<readonly Command[]>([]);
  const publish = (): void => cell.set(slots.flatMap((slot) => slot.commands));

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    slot() {
      const slot: { commands: readonly Command[] } = { commands: [] };
      slots.push(slot);
      return {
        set(commands) {
          const shown = !sameToTheEye(slot.commands, commands);
          slot.commands = commands;
          if (shown) publish();
        },
        close() {
          slots.splice(slots.indexOf(slot), 1);
          publish();
        },
      };
    },
    press(event) {
      if (event.defaultPrevented || event.isComposing) return false;
      const where = placeOf(event.target);
      for (const command of slots.flatMap((slot) => slot.commands).reverse()) {
        if (command.shownOnly || !command.keys) continue;
        if (where.modal && !command.everywhere) continue;
        const hit = command.keys.map(parseKeys).some((chord) => {
          if (isBare(chord) && (where.typing || where.list || !lettersOn())) return false;
          return matches(chord, event, mac);
        });
        if (!hit) continue;
        event.preventDefault();
        command.run();
        return true;
      }
      return false;
    },
  };
}

function sameToTheEye(a: readonly Command[], b: readonly Command[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, i) => {
      const other = b[i];
      return other !== undefined && one.id === other.id && one.title === other.title && one.keys?.join() === other.keys?.join();
    })
  );
}

/** Where the press happened: in a field (letters are text), a menu or list (letters search in it), or a modal dialog (the page is out of reach). */
function placeOf(target: EventTarget | null): { typing: boolean; list: boolean; modal: boolean } {
  if (!(target instanceof Element)) return { typing: false, list: false, modal: false };
  const field = target.closest("input, textarea, select, [contenteditable='true'], [contenteditable='']");
  const button = field instanceof HTMLInputElement && ["checkbox", "radio", "button", "submit", "file"].includes(field.type);
  return {
    typing: field !== null && !button,
    list: target.closest("[role='menu'], [role='listbox']") !== null,
    modal: target.closest(".modal") !== null,
  };
}

/** Offers commands as long as the component is there. `run` may be new on every render: it costs nothing. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useServices().commands;
  const slot = useRef<CommandSlot | null>(null);
  useLayoutEffect(() => {
    slot.current = registry.slot();
    return () => {
      slot.current?.close();
      slot.current = null;
    };
  }, [registry]);
  useEffect(() => {
    slot.current?.set(commands);
  });
}
