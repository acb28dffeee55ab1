import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { FocusEvent, RefObject } from "react";
import { useLongList } from "../app/useLongList";
import type { Placed } from "../app/useLongList";
import type { CaseSectionProps } from "./CaseSection";
import { CaseFoot, CaseHead, CaseLineAt, lineCount } from "./CaseSection";
import type { CaseFile } from "./order";

/** Lines above and below what can be seen. */
const AROUND = 6;
/** Pixels, until they are measured. */
const ESTIMATED = { head: 110, line: 84, foot: 40 };

/** What a long list is made of: the head of a case file, one of its lines, its foot. */
export interface Item {
  readonly kind: keyof typeof ESTIMATED;
  readonly key: string;
  readonly file: CaseFile;
  /** Of a line, within its case file. */
  readonly index: number;
}

export function itemsOf(files: readonly CaseFile[]): Item[] {
  return files.flatMap((file) => [
    { kind: "head", key: `head ${file.file.id}`, file, index: 0 } as const,
    ...Array.from({ length: lineCount(file) }, (_, index): Item => {
      return { kind: "line", key: file.texts[index]?.doc ?? `${file.file.id} ${String(index)}`, file, index };
    }),
    { kind: "foot", key: `foot ${file.file.id}`, file, index: 0 } as const,
  ]);
}

export interface LongListProps extends Omit<CaseSectionProps, "shown" | "changes"> {
  readonly items: readonly Item[];
  readonly changesOf: (file: CaseFile["file"]) => CaseSectionProps["changes"];
}

/** Only what can be seen stands in the page, a little around it, and what had the focus last: it does not vanish from under whoever scrolls away from it. */
export function LongList({ items, changesOf, ...props }: LongListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [held, hold] = useState<string | null>(null);
  const heldIndex = useMemo(() => (held === null ? -1 : items.findIndex(({ key }) => key === held)), [items, held]);
  const { placed, after, size, measure } = useLongList({
    list,
    count: items.length,
    keyOf: (index) => items[index]?.key ?? index,
    estimate: (index) => ESTIMATED[items[index]?.kind ?? "line"],
    around: AROUND,
    held: heldIndex,
  });
  useEnds(list, size);
  const parts = partsOf(placed, items);
  const holdFocused = ({ target }: FocusEvent): void => {
    const index = target.closest<HTMLElement>("[data-index]")?.dataset["index"];
    if (index !== undefined) hold(items[Number(index)]?.key ?? null);
  };
  return (
    <div ref={list} className="long-list" style={{ paddingBlockEnd: after }} onFocus={holdFocused}>
      {parts.map(({ file, head, lines, foot }) => (
        <section key={file.file.id} className="case-section" aria-label={file.file.name}>
          {head === null ? null : (
            <div data-index={head.index} ref={measure} className="long-list-part" style={{ marginBlockStart: head.gap }}>
              <CaseHead {...props} shown={file} changes={changesOf(file.file)} />
            </div>
          )}
          {lines.length > 0 ? (
            <ul className="case-texts">
              {lines.map(({ index, gap }) => (
                <CaseLineAt
                  key={items[index]?.key}
                  {...props}
                  shown={file}
                  changes={changesOf(file.file)}
                  index={items[index]?.index ?? 0}
                  listed={{
                    ref: measure,
                    "data-index": index,
                    "aria-posinset": (items[index]?.index ?? 0) + 1,
                    "aria-setsize": lineCount(file),
                    style: { marginBlockStart: gap },
                  }}
                />
              ))}
            </ul>
          ) : null}
          {foot === null ? null : (
            <div data-index={foot.index} ref={measure} className="long-list-part is-foot" style={{ marginBlockStart: foot.gap }}>
              <CaseFoot {...props} shown={file} changes={changesOf(file.file)} />
            </div>
          )}
        </section>
      ))}
    </div>
  );
}

/** What keys mean for themselves in these. */
const OWN_KEYS = "input, textarea, select, [contenteditable]";

/**
 * Lines are as high as they are once they have come: who has gone to the end of the page stays there until they go elsewhere. Home and End go there at once,
 * as a movement that the browser draws is cut off by every line that is measured on the way.
 */
function useEnds(list: RefObject<HTMLElement | null>, size: number): void {
  const atEnd = useRef(false);
  const former = useRef(size);
  useEffect(() => {
    const outer = list.current?.closest("main");
    if (!outer) return undefined;
    const stopped = new AbortController();
    const { signal } = stopped;
    let top = outer.scrollTop;
    const scrolled = (): void => {
      const { scrollTop } = outer;
      if (scrollTop > 0 && scrollTop + outer.clientHeight >= outer.scrollHeight - 2) atEnd.current = true;
      // By whatever else scrolls, such as a screen reader.
      else if (scrollTop < top) atEnd.current = false;
      top = scrollTop;
    };
    const leave = (): void => void (atEnd.current = false);
    const pressed = (event: KeyboardEvent): void => {
      const bare = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
      const own = event.target instanceof Element && event.target.closest(OWN_KEYS) !== null;
      if (event.defaultPrevented || own) return;
      leave();
      if (!bare || (event.key !== "Home" && event.key !== "End")) return;
      event.preventDefault();
      atEnd.current = event.key === "End";
      outer.scrollTop = atEnd.current ? outer.scrollHeight : 0;
    };
    outer.addEventListener("scroll", scrolled, { passive: true, signal });
    outer.addEventListener("keydown", pressed, { signal });
    for (const event of ["wheel", "pointerdown", "touchmove"]) outer.addEventListener(event, leave, { passive: true, signal });
    return () => stopped.abort();
  }, [list]);
  useLayoutEffect(() => {
    const outer = list.current?.closest("main");
    if (outer && atEnd.current && former.current !== size) outer.scrollTop = outer.scrollHeight;
    former.current = size;
  }, [list, size]);
}

/** What is shown of one case file. */
interface Part {
  readonly file: CaseFile;
  head: Placed | null;
  lines: Placed[];
  foot: Placed | null;
}

function partsOf(placed: readonly Placed[], items: readonly Item[]): Part[] {
  const parts: Part[] = [];
  for (const one of placed) {
    const item = items[one.index];
    if (!item) continue;
    let part = parts.at(-1);
    if (part?.file !== item.file) parts.push((part = { file: item.file, head: null, lines: [], foot: null }));
    if (item.kind === "line") part.lines.push(one);
    else part[item.kind] = one;
  }
  return parts;
}
