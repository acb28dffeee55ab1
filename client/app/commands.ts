import { useEffect, useLayoutEffect, useRef } from "react";
import { createStore } from "./store";
import type { Store } from "./store";
import { isBare, isComposing, matches, parseKeys } from "./keys";
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
  /** Not while the focus is in a text, even one that can only be read: what it would act on does not show the focus then. */
  readonly outsideText?: boolean;
  /** The key itself is handled elsewhere (by the editor, say): shown, never matched here. */
  readonly shownOnly?: boolean;
}

/** Where a component's commands stand in lists: the page's own before those that are offered everywhere. */
export type CommandPlace = "page" | "everywhere";

export interface CommandSlot {
  set(commands: readonly Command[]): void;
  close(): void;
}

export interface Commands extends Pick<Store<readonly Command[]>, "get" | "subscribe"> {
  /** Room for one component's commands. For one key the page's win over those that are offered everywhere, later ones over earlier ones. */
  slot(place?: CommandPlace): CommandSlot;
  /** Runs the command that the key press asks for; true when there was one. */
  press(event: KeyboardEvent): boolean;
}

interface CommandSource {
  readonly place: CommandPlace;
  commands: readonly Command[];
}

const inOrder = (slots: readonly CommandSource[]): readonly Command[] =>
  (["page", "everywhere"] as const).flatMap((place) => slots.filter((slot) => slot.place === place).flatMap((slot) => slot.commands));

export function createCommands(mac: boolean, lettersOn: () => boolean): Commands {
  const slots: CommandSource[] = [];
  const cell = createStore<readonly Command[]>([]);
  const publish = (): void => cell.set(inOrder(slots));

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    slot(place = "page") {
      const slot: CommandSource = { place, commands: [] };
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
      if (event.defaultPrevented || isComposing(event)) return false;
      const where = placeOf(event.target);
      const asked = inOrder([...slots].reverse()).find((command) => asksFor(command, event, where));
      if (!asked) return false;
      event.preventDefault();
      asked.run();
      return true;
    },
  };

  function asksFor(command: Command, event: KeyboardEvent, where: CommandBuffer): boolean {
    if (command.shownOnly || !command.keys || (where.modal && !command.everywhere)) return false;
    if (where.text && command.outsideText) return false;
    return command.keys.map(parseKeys).some((chord) => {
      if (isBare(chord) && (where.typing || where.list || !lettersOn())) return false;
      return matches(chord, event, mac);
    });
  }
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

interface CommandBuffer {
  readonly typing: boolean;
  readonly text: boolean;
  readonly list: boolean;
  readonly modal: boolean;
}

/** Where the press happened: in a field (letters are text), a menu or list (letters search in it), or a modal dialog (the page is out of reach). */
function placeOf(target: EventTarget | null): CommandBuffer {
  if (!(target instanceof Element)) return { typing: false, text: false, list: false, modal: false };
  // A text that is only read is `contenteditable` for the sake of its caret: letters are no text there.
  const field = target.closest("input, textarea, select, [contenteditable='true']:not([aria-readonly='true']), [contenteditable='']");
  const button = field instanceof HTMLInputElement && ["checkbox", "radio", "button", "submit", "file"].includes(field.type);
  return {
    typing: field !== null && !button,
    text: target.closest("[contenteditable='true']") !== null,
    list: target.closest("[role='menu'], [role='listbox']") !== null,
    modal: target.closest(".ui-modal") !== null,
  };
}

/** Offers commands as long as the component is there. `run` may be new on every render: it costs nothing. */
export function useCommands(commands: readonly Command[], place: CommandPlace = "page"): void {
  const registry = useServices().commands;
  const slot = useRef<CommandSlot | null>(null);
  useLayoutEffect(() => {
    slot.current = registry.slot(place);
    return () => {
      slot.current?.close();
      slot.current = null;
    };
  }, [registry, place]);
  useEffect(() => {
    slot.current?.set(commands);
  });
}
