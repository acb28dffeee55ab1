import { createStore } from "./store";
import type { Store } from "./store";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly bad: boolean;
  /** Done once: it takes the toast away. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

export interface Toasts extends Pick<Store<readonly Toast[]>, "get" | "subscribe"> {
  /** Says something that happened; `bad` stays until it is dismissed. The same words said twice stand once, unless they offer a way back. */
  say(text: string, options?: { bad?: boolean; action?: { label: string; run: () => void } }): void;
  dismiss(id: number): void;
  /** These words stand on the page, in a banner or at a form, until the returned call: no toast says them as well. */
  stand(text: string): () => void;
}

const MOST_AT_ONCE = 3;

export function createToasts(): Toasts {
  const store = createStore<readonly Toast[]>([]);
  const standing = new Map<string, number>();
  let count = 0;
  const dismiss = (id: number): void => store.set(store.get().filter((toast) => toast.id !== id));
  return {
    get: store.get,
    subscribe: store.subscribe,
    say(text, { bad = false, action } = {}) {
      if (standing.has(text)) return;
      const id = ++count;
      const done = action && {
        ...action,
        run() {
          dismiss(id);
          action.run();
        },
      };
      // A way back belongs to one deed: of two texts of one name each can be restored.
      const others = store.get().filter((toast) => toast.text !== text || (action && !bad));
      const all = [...others, { id, text, bad, action: done ?? null }];
      // What is bad waits to be read: the oldest of the others makes room.
      if (all.length > MOST_AT_ONCE)
        all.splice(
          Math.max(
            0,
            all.slice(0, -1).findIndex((toast) => !toast.bad),
          ),
          1,
        );
      store.set(all);
    },
    stand(text) {
      standing.set(text, (standing.get(text) ?? 0) + 1);
      if (store.get().some((toast) => toast.text === text)) store.set(store.get().filter((toast) => toast.text !== text));
      return () => {
        const left = (standing.get(text) ?? 1) - 1;
        if (left > 0) standing.set(text, left);
        else standing.delete(text);
      };
    },
    dismiss,
  };
}
