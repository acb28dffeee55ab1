import { useVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { CaseSectionProps } from "./CaseSection";
import { CaseFoot, CaseHead, CaseLineAt, CaseSection, lineCount } from "./CaseSection";
import type { CaseFile } from "./order";

/** Up to so many lines and headings stand in the page all at once: about two thousand nodes. */
const ALL_AT_ONCE = 80;
/** Lines above and below what can be seen. */
const AROUND = 10;
/** Pixels, until they are measured. */
const ESTIMATED = { head: 110, line: 84, foot: 40 };

interface Item {
  readonly kind: keyof typeof ESTIMATED;
  readonly key: string;
  readonly file: CaseFile;
  /** Of a line, within its case file. */
  readonly index: number;
}

function itemsOf(files: readonly CaseFile[]): Item[] {
  return files.flatMap((file) => [
    { kind: "head", key: `head ${file.file.id}`, file, index: 0 } as const,
    ...Array.from({ length: lineCount(file) }, (_, index): Item => {
      return { kind: "line", key: file.texts[index]?.doc ?? `${file.file.id} ${String(index)}`, file, index };
    }),
    { kind: "foot", key: `foot ${file.file.id}`, file, index: 0 } as const,
  ]);
}

interface Props extends Omit<CaseSectionProps, "shown" | "changes"> {
  readonly files: readonly CaseFile[];
  readonly changesOf: (file: CaseFile["file"]) => CaseSectionProps["changes"];
}

/** Case files one below the other. In a large library only what can be seen stands in the page, and a little around it. */
export function CaseList({ files, changesOf, ...props }: Props) {
  const items = useMemo(() => itemsOf(files), [files]);
  if (items.length <= ALL_AT_ONCE)
    return files.map((shown) => <CaseSection key={shown.file.id} {...props} shown={shown} changes={changesOf(shown.file)} />);
  return <LongList items={items} changesOf={changesOf} {...props} />;
}

function LongList({ items, changesOf, ...props }: Omit<Props, "files"> & { items: readonly Item[] }) {
  const list = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const scroller = (): HTMLElement | null => list.current?.closest("main") ?? null;
  useLayoutEffect(() => {
    const [inner, outer] = [list.current, list.current?.closest("main")];
    if (inner && outer) setMargin(inner.getBoundingClientRect().top - outer.getBoundingClientRect().top + outer.scrollTop);
  }, []);
  // React Compiler, which does not know it, is not used.
  // eslint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: scroller,
    estimateSize: (index) => ESTIMATED[items[index]?.kind ?? "line"],
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: AROUND,
    scrollMargin: margin,
  });
  const shown = virtualizer.getVirtualItems();
  const before = (shown[0]?.start ?? margin) - margin;
  const after = virtualizer.getTotalSize() - ((shown.at(-1)?.end ?? margin) - margin);
  const parts = byFile(
    shown.map(({ index }) => index),
    items,
  );
  return (
    <div ref={list} className="long-list" style={{ paddingBlockStart: before, paddingBlockEnd: Math.max(0, after) }}>
      {parts.map(({ file, head, lines, foot }) => (
        <section key={file.file.id} className="case-section" aria-label={file.file.name}>
          {head === null ? null : (
            <div data-index={head} ref={virtualizer.measureElement} className="long-list-part">
              <CaseHead {...props} shown={file} changes={changesOf(file.file)} />
            </div>
          )}
          {lines.length > 0 ? (
            <ul className="case-texts">
              {lines.map((index) => (
                <CaseLineAt
                  key={items[index]?.key}
                  {...props}
                  shown={file}
                  changes={changesOf(file.file)}
                  index={items[index]?.index ?? 0}
                  listed={{
                    ref: virtualizer.measureElement,
                    "data-index": index,
                    "aria-posinset": (items[index]?.index ?? 0) + 1,
                    "aria-setsize": lineCount(file),
                  }}
                />
              ))}
            </ul>
          ) : null}
          {foot === null ? null : (
            <div data-index={foot} ref={virtualizer.measureElement} className="long-list-part is-foot">
              <CaseFoot {...props} shown={file} changes={changesOf(file.file)} />
            </div>
          )}
        </section>
      ))}
    </div>
  );
}

/** What is shown of one case file, by indexes of items. */
interface Part {
  readonly file: CaseFile;
  head: number | null;
  lines: number[];
  foot: number | null;
}

function byFile(indexes: readonly number[], items: readonly Item[]): Part[] {
  const parts: Part[] = [];
  for (const index of indexes) {
    const item = items[index];
    if (!item) continue;
    let part = parts.at(-1);
    if (part?.file !== item.file) parts.push((part = { file: item.file, head: null, lines: [], foot: null }));
    if (item.kind === "line") part.lines.push(index);
    else part[item.kind] = index;
  }
  return parts;
}
