import { createElement, use, useEffect, useState } from "react";
import type { ComponentType } from "react";

/** A component that is fetched when it is first shown, or when `fetch` is called before that. */
export type Chunk<P> = ComponentType<P> & { readonly fetch: () => void };

type Load<P> = () => Promise<ComponentType<P>>;

/**
 * Puts a component into a chunk of its own, so that a page shows before it has come. To be rendered within a `Suspense`; unlike React's
 * `lazy` it does not make anybody wait where the chunk is there already.
 */
export function chunk<P extends object>(load: Load<P>): Chunk<P> {
  const source = fetchedOnce(load);
  function Fetched(props: P) {
    return createElement(source.there() ?? use(source.get()), props);
  }
  return Object.assign(Fetched, { fetch: source.fetch });
}

/**
 * The same for a whole page, which shows `Meanwhile` by itself: for 300 ms after a `Suspense` showed its fallback, React holds back what it
 * reveals, and a page's chunk was asked for long before it is needed.
 */
export function pageChunk<P extends object>(load: Load<P>, Meanwhile: ComponentType): Chunk<P> {
  const source = fetchedOnce(load);
  function FetchedPage(props: P) {
    const [there, come] = useState<ComponentType<P> | null>(source.there);
    useEffect(() => {
      if (there) return;
      source.get().then(
        (component) => come(() => component),
        (error: unknown) =>
          // To the error boundary, as a failed `lazy` would go.
          come(() => {
            throw error;
          }),
      );
    }, [there]);
    return there ? createElement(there, props) : createElement(Meanwhile);
  }
  return Object.assign(FetchedPage, { fetch: source.fetch });
}

function fetchedOnce<P>(load: Load<P>): { there: () => ComponentType<P> | null; get: Load<P>; fetch: () => void } {
  let there: ComponentType<P> | null = null;
  let coming: Promise<ComponentType<P>> | null = null;
  const get: Load<P> = () => (coming ??= load().then((component) => (there = component)));
  // Fetching early is only a favour: when it fails, whoever shows the component asks once more, and hears of a second failure.
  return { there: () => there, get, fetch: () => void get().catch(() => (coming = null)) };
}
