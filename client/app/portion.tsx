import { useLayoutEffect, useRef, useState } from "react";
import type { ReactNode, RefObject } from "react";
import { useTranslation } from "./translation";

/** Entries that stand in the page at first, and as many more each time they are asked for. */
const PORTION = 50;

export interface Portion<T> {
  readonly shown: readonly T[];
  /** For the list's element: who asks for more is led to the first that comes. */
  readonly list: RefObject<HTMLUListElement | null>;
  /** To stand below the list; null when all of it is shown. */
  readonly more: ReactNode;
}

/** A long list without the weight of all of its entries. `reach`: the index of one that must be among those that are shown. */
export function usePortion<T>(items: readonly T[], reach = -1): Portion<T> {
  const { t } = useTranslation("common");
  const [wanted, setWanted] = useState(PORTION);
  const list = useRef<HTMLUListElement>(null);
  const first = useRef<number | null>(null);
  const count = Math.max(wanted, reach + 1);
  useLayoutEffect(() => {
    const entry = first.current === null ? null : list.current?.children[first.current];
    first.current = null;
    if (!(entry instanceof HTMLElement)) return;
    const target = entry.querySelector<HTMLElement>("a, button, select") ?? entry;
    if (target === entry) entry.tabIndex = -1;
    target.focus();
  });
  const left = items.length - count;
  const ask = (): void => {
    first.current = count;
    setWanted(count + PORTION);
  };
  return {
    shown: left > 0 ? items.slice(0, count) : items,
    list,
    more:
      left > 0 ? (
        <button type="button" className="ui-btn is-quiet ui-show-more" onClick={ask}>
          {t("showMore", { more: Math.min(PORTION, left), all: items.length })}
        </button>
      ) : null,
  };
}
