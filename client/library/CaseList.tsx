import { useMemo } from "react";
import type { CaseSectionProps } from "./CaseSection";
import { CaseSection } from "./CaseSection";
import { itemsOf, LongList } from "./LongList";
import type { LongListProps } from "./LongList";
import type { CaseFile } from "./order";

/** Up to so many lines and headings stand in the page all at once. */
const ALL_AT_ONCE = 40;

/** Case files one below the other. In a large library only what can be seen stands in the page, and a little around it. */
export function CaseList({ files, changesOf, ...props }: Omit<LongListProps, "items"> & { files: readonly CaseFile[] }) {
  const items = useMemo(() => itemsOf(files), [files]);
  if (items.length <= ALL_AT_ONCE)
    return files.map((shown: CaseFile) => {
      const own: CaseSectionProps = { ...props, shown, changes: changesOf(shown.file) };
      return <CaseSection key={shown.file.id} {...own} />;
    });
  return <LongList items={items} changesOf={changesOf} {...props} />;
}
