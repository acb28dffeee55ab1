import { createElement, use } from "react";
import type { ComponentType } from "react";

/** A component that is fetched when it is first shown, or when `fetch` is called before that. */
export type Chunk<P> = ComponentType<P> & { readonly fetch: () => void };

/**
 * Puts a component into a chunk of its own, so that a page shows before it has come. To be rendered within a `Suspense`; unlike React's
 * `lazy` it does not make anybody wait where the chunk is there already.
 */
export function chunk<P extends object>(load: () => Promise<ComponentType<P>>): Chunk<P> {
  let there: ComponentType<P> | null = null;
  let coming: Promise<ComponentType<P>> | null = null;
  const get = (): Promise<ComponentType<P>> => (coming ??= load().then((component) => (there = component)));
  function Fetched(props: P) {
    return createElement(there ?? use(get()), props);
  }
  // Whoever shows it hears of a failure; fetching early is only a favour.
  return Object.assign(Fetched, { fetch: () => void get().catch(() => undefined) });
}
