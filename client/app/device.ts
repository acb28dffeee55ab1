import type { UiLang } from "../../shared/languages";
import type { Theme } from "../../shared/people";
import { createCell } from "./cell";
import type { Cell } from "./cell";

/** What this browser remembers for whoever uses it; nothing that identifies a person. */
export interface DeviceWishes {
  readonly lang: UiLang | null;
  readonly theme: Theme;
  /** Whether shortcuts of a single letter are on (WCAG 2.1.4 asks for a way to turn them off). */
  readonly letters: boolean;
}

export type Device = Pick<Cell<DeviceWishes>, "get" | "subscribe"> & { set(wish: Partial<DeviceWishes>): void };

const key = "sourcier.device";

/** `storage` may refuse (private windows): then wishes last as long as the page. */
export function createDevice(storage: Pick<Storage, "getItem" | "setItem"> | null): Device {
  const cell = createCell<DeviceWishes>(remembered(storage));
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    set(wish) {
      cell.set({ ...cell.get(), ...wish });
      try {
        storage?.setItem(key, JSON.stringify(cell.get()));
      } catch {
        // Kept for this page only.
      }
    },
  };
}

function remembered(storage: Pick<Storage, "getItem"> | null): DeviceWishes {
  let found: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(storage?.getItem(key) ?? "{}");
    if (typeof parsed === "object" && parsed !== null) found = parsed as Record<string, unknown>;
  } catch {
    // Unreadable: as if nothing were remembered.
  }
  const { lang, theme, letters } = found;
  return {
    lang: lang === "fr" || lang === "en" ? lang : null,
    theme: theme === "light" || theme === "dark" ? theme : "system",
    letters: letters !== false,
  };
}

/** The stylesheet follows `data-theme`; without it, the reader's system. */
export function showTheme(root: HTMLElement, theme: Theme): void {
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
}
