import { CircleCheck, CircleDashed, CircleDot, RefreshCw } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { memo, useEffect, useLayoutEffect, useMemo, useState } from "react";
import type { CSSProperties, ReactNode } from "react";
import type { BlockId } from "../../../shared/ids";
import type { Lang } from "../../../shared/languages";
import type { BlockState } from "../../../shared/log/op";
import { useTranslation } from "../../app/translation";
import type { TextEditor } from "../../editor/contract";
import { useMe } from "../../app/services";
import { sameItems, useWorkbench, useMay, useSlice } from "../WorkbenchContext";
import { useLayout } from "../useLayout";
import { ownName } from "../../app/names";
import { alignRows, blockIdsOf } from "./rows";
import type { Rows } from "./rows";

interface Props {
  readonly source: Lang;
  readonly version: Lang;
  readonly editors: Partial<Record<Lang, TextEditor>>;
  readonly children: { readonly source: ReactNode; readonly version: ReactNode };
}

/** Source and version, block beside block: two editors in one grid, whose rows the blocks of the same id share. */
export function Beside({ source, version, editors, children }: Props) {
  const { t } = useTranslation("workbench");
  const ui = useMe().lang;
  const locked = useSlice(({ state }) => state.details.locked);
  const { rows, versionIds } = useRows(source, version);
  // Where there is no room for two columns, each block of the source stands over its version.
  const stacked = useLayout() === "sheet";
  const placed = useMemo(() => (stacked ? interleaved(rows) : rows), [stacked, rows]);
  const left = editors[source];
  const right = editors[version];
  useLayoutEffect(() => left?.setRows(placed.source), [left, placed]);
  useLayoutEffect(() => right?.setRows(placed.version), [right, placed]);
  const style = { "--rows": placed.count, "--placeholder": JSON.stringify(t("blockText")) } as CSSProperties;
  return (
    <div className={stacked ? "beside-grid is-stacked" : "beside-grid"} style={style}>
      <p className="beside-head">
        <b>{ownName(ui, source)}</b> <small>· {locked ? t("sourceLocked") : t("sourceOpen")}</small>
      </p>
      <p className="beside-head is-version">
        <b>{ownName(ui, version)}</b> <Progress version={version} ids={versionIds} />
      </p>
      {children.source}
      <BlockMarks version={version} ids={versionIds} rows={placed.version} />
      {children.version}
    </div>
  );
}

const interleaved = ({ source, version, count }: Rows): Rows => ({
  source: source.map((row) => 2 * row - 1),
  version: version.map((row) => 2 * row),
  count: 2 * count,
});

/** Looks at the blocks again when either text changed; the same object while no block came, went or moved. */
function useRows(source: Lang, version: Lang): { rows: Rows; versionIds: readonly (string | null)[] } {
  const left = useSlice(({ state }) => (state.texts[source] ? idsOf(state.texts[source].doc) : noIds), sameItems);
  const right = useSlice(({ state }) => (state.texts[version] ? idsOf(state.texts[version].doc) : noIds), sameItems);
  const rows = useMemo(() => alignRows(left, right), [left, right]);
  return { rows, versionIds: right };
}

const noIds: readonly (string | null)[] = [];
const known = new WeakMap<object, readonly (string | null)[]>();

function idsOf(doc: Parameters<typeof blockIdsOf>[0]): readonly (string | null)[] {
  let ids = known.get(doc);
  if (!ids) known.set(doc, (ids = blockIdsOf(doc)));
  return ids;
}

function Progress({ version, ids }: { version: Lang; ids: readonly (string | null)[] }) {
  const { t } = useTranslation("workbench");
  const blocks = useSlice(({ state }) => state.texts[version]?.blocks);
  const done = ids.filter((id) => id !== null && blocks?.[id] === "done").length;
  return <small>· {t("besideDone", { count: done, total: ids.length })}</small>;
}

const icons: Readonly<Record<BlockState, LucideIcon>> = { todo: CircleDashed, draft: CircleDot, done: CircleCheck, stale: RefreshCw };
const next: Readonly<Record<BlockState, BlockState>> = { todo: "draft", draft: "done", done: "todo", stale: "done" };

/** How far each block of the version is; pressing it moves it on. */
function BlockMarks({ version, ids, rows }: { version: Lang; ids: readonly (string | null)[]; rows: readonly number[] }) {
  const blocks = useSlice(({ state }) => state.texts[version]?.blocks);
  const may = useMay("block.state");
  return (
    <div className="block-marks">
      {ids.map((id, index) =>
        id === null ? null : (
          <BlockMark
            key={id}
            version={version}
            id={id as BlockId}
            number={index + 1}
            row={rows[index] ?? index + 1}
            state={blocks?.[id] ?? "todo"}
            may={may}
          />
        ),
      )}
    </div>
  );
}

interface MarkProps {
  readonly version: Lang;
  readonly id: BlockId;
  /** From 1, as it stands in the version. */
  readonly number: number;
  readonly row: number;
  readonly state: BlockState;
  readonly may: boolean;
}

const BlockMark = memo(function BlockMark({ version, id, number, row, state, may }: MarkProps) {
  const { t } = useTranslation(["workbench", "history"]);
  const { submit } = useWorkbench();
  const Icon = icons[state];
  const label = t("workbench:blockState", { number, state: t(`history:block.${state}`) });
  const why = may ? "" : ` · ${t("workbench:mayNotMark")}`;
  return (
    <button
      type="button"
      className={`block-mark is-${state}`}
      style={{ gridRow: row }}
      aria-label={label + why}
      title={label + why}
      aria-disabled={!may}
      onClick={() => (may ? void submit([{ type: "block.state", lang: version, block: id, state: next[state] }]) : undefined)}
    >
      <Icon aria-hidden="true" />
    </button>
  );
});

/** Editors by language as they come and go. */
export function useEditors(): [Partial<Record<Lang, TextEditor>>, (editor: TextEditor | null, lang: Lang) => void] {
  const [editors, setEditors] = useState<Partial<Record<Lang, TextEditor>>>({});
  const [hold] = useState(() => (editor: TextEditor | null, lang: Lang) => {
    setEditors(({ [lang]: _former, ...others }) => (editor ? { ...others, [lang]: editor } : others));
  });
  useEffect(() => () => setEditors({}), []);
  return [editors, hold];
}
