import { useEffect, useRef, useState } from "react";
import type { RefObject } from "react";
import { isComposing } from "../app/keys";

// Going through what was found without a pointer, and coming back to it.

type Ref<T> = RefObject<T | null>;

const ways = (page: HTMLElement): HTMLElement[] => [...page.querySelectorAll<HTMLElement>("[data-found]")];

/**
 * The arrows go from what was found to what was found, and to the first of it from the field, or from the page itself, where one stands who has
 * come here with words; Escape goes back to the field.
 */
export function useWalk(page: Ref<HTMLElement>, field: Ref<HTMLInputElement>): void {
  useEffect(() => {
    const inner = page.current;
    if (!inner) return undefined;
    const element = inner.closest("main") ?? inner;
    const press = (event: KeyboardEvent): void => {
      const { target, key } = event;
      if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
      const all = ways(element);
      const at = all.indexOf(target);
      const before = target === field.current || target === element;
      if (key === "Escape" && at !== -1) field.current?.focus();
      else if (key === "ArrowDown" && (before || at !== -1)) all[at + 1]?.focus();
      else if (key === "ArrowUp" && at !== -1) (all[at - 1] ?? field.current)?.focus();
      else return;
      event.preventDefault();
    };
    element.addEventListener("keydown", press);
    element.addEventListener("click", keepPlace, true);
    return () => {
      element.removeEventListener("keydown", press);
      element.removeEventListener("click", keepPlace, true);
    };
  }, [page, field]);
}

/** Where a way leads, and which it is of those that lead there: a text's title leads to its first place. */
interface Place {
  readonly found?: string;
  readonly of?: number;
}
const leadingTo = (page: ParentNode, address: string): HTMLElement[] =>
  [...page.querySelectorAll<HTMLElement>("a[data-found]")].filter((way) => way.getAttribute("href") === address);

/** Before somebody follows a way: the page's entry in the browser's history keeps which one it was. */
function keepPlace({ target }: Event): void {
  const way = target instanceof Element ? target.closest<HTMLElement>("a[data-found]") : null;
  const found = way?.getAttribute("href");
  if (!way || !found) return;
  const place: Place = { found, of: leadingTo(document, found).indexOf(way) };
  window.history.replaceState({ ...(window.history.state as Place | null), ...place }, "");
}

/** Whoever comes back stands where they were; whoever comes with nothing to look for, in the field. `there`: something is shown. */
export function usePlace(page: Ref<HTMLElement>, field: Ref<HTMLInputElement>, there: boolean, isEmpty: boolean): void {
  const [asked] = useState(() => window.history.state as Place | null);
  const done = useRef(false);
  useEffect(() => {
    if (done.current || !page.current) return;
    if (asked?.found === undefined) {
      done.current = true;
      if (isEmpty) field.current?.focus();
      return;
    }
    if (!there) return;
    done.current = true;
    const way = leadingTo(page.current, asked.found)[asked.of ?? 0];
    way?.focus({ preventScroll: true });
    way?.scrollIntoView({ block: "center" });
  }, [page, field, there, asked, isEmpty]);
}
