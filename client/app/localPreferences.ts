import { isUiLang } from "../../shared/languages";
import type { UiLang } from "../../shared/languages";
import type { Theme } from "../../shared/people";
import { createStore } from "./store";
import type { Store } from "./store";

/** What this browser remembers for whoever uses it; nothing that identifies a person. */
export interface PreferenceValues {
  readonly lang: UiLang | null;
  readonly theme: Theme;
  /** Whether shortcuts of a single letter are on (WCAG 2.1.4 asks for a way to turn them off). */
  readonly letters: boolean;
}

export type LocalPreferences = Pick<Store<PreferenceValues>, "get" | "subscribe"> & { set(wish: Partial<PreferenceValues>): void };

const key = "sourcier.device";

/** `storage` may refuse (private windows): then wishes last as long as the page. */
export function createLocalPreferences(storage: Pick<Storage, "getItem" | "setItem"> | null): LocalPreferences {
  const store = createStore<PreferenceValues>(remembered(storage));
  return {
    get: store.get,
    subscribe: store.subscribe,
    set(wish) {
      store.set({ ...store.get(), ...wish });
      try {
        storage?.setItem(key, JSON.stringify(store.get()));
      } catch {
        // Kept for this page only.
      }
    },
  };
}

function remembered(storage: Pick<Storage, "getItem"> | null): PreferenceValues {
  let found: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(storage?.getItem(key) ?? "{}");
    if (typeof parsed === "object" && parsed !== null) found = parsed as Record<string, unknown>;
  } catch {
    // Unreadable: as if nothing were remembered.
  }
  const { lang, theme, letters } = found;
  return {
    lang: isUiLang(lang) ? lang : null,
    theme: theme === "light" || theme === "dark" ? theme : "system",
    letters: letters !== false,
  };
}

/** The stylesheet follows `data-theme`; without it, the reader's system. */
export function showTheme(root: HTMLElement, theme: Theme): void {
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
}
