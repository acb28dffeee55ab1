import {
  Calendar,
  Check,
  ChevronDown,
  EyeOff,
  Heading1,
  Heading2,
  Heading3,
  List,
  Merge,
  Minus,
  Pencil,
  Pilcrow,
  Signature,
  Split,
  Table,
  TextQuote,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import type { KeyboardEvent, ReactNode, Ref } from "react";
import { writtenRows } from "../../../shared/doc/reader/table-text";
import type { ReadRow } from "../../../shared/doc/reader/block";
import type { InlineRun, TableRows } from "../../../shared/protocol/import";
import { isComposing } from "../../app/keys";
import { MenuButton } from "../../app/PopupButton";
import type { MenuAction } from "../../app/PopupButton";
import { useTranslation } from "../../app/translation";
import { natureOf, natures, textOf } from "./manuscript";
import type { Block, Nature, NatureId } from "./manuscript";

const icons: Readonly<Record<NatureId, LucideIcon>> = {
  title: Heading1,
  heading: Heading2,
  subheading: Heading3,
  paragraph: Pilcrow,
  quote: TextQuote,
  listItem: List,
  byline: Signature,
  date: Calendar,
  table: Table,
  other: Minus,
};

/** What can be done to a block, by its key. */
export interface BlockActs {
  readonly nature: (key: number, nature: Nature) => void;
  readonly leave: (key: number) => void;
  readonly join: (key: number) => void;
  readonly apart: (key: number) => void;
  /** Cuts it at a character. */
  readonly split: (key: number, offset: number) => void;
  readonly write: (key: number, words: string) => void;
  readonly edit: (key: number | null) => void;
  readonly choose: (key: number) => void;
  /** A key on a block that is not being written in. */
  readonly press: (key: number, event: KeyboardEvent) => void;
}

interface RowProps {
  readonly block: Block;
  readonly lang: string;
  /** The one block that Tab reaches. */
  readonly now: boolean;
  readonly editing: boolean;
  readonly joins: boolean;
  /** Of what was read as a table. */
  readonly rows: TableRows | null;
  readonly acts: BlockActs;
}

/** One block of the preview: its kind, its words, and what can be done to it. */
export const BlockRow = memo(function BlockRow({ block, lang, now, editing, joins, rows, acts }: RowProps) {
  const { t } = useTranslation("library");
  const { key } = block;
  const field = useRef<HTMLTextAreaElement>(null);
  const nature = natureOf(block);
  const name = block.keep ? t(`import.nature.${nature}`) : t("import.leaveOut");
  return (
    <li className={["adding-block", `is-${nature}`, now ? "is-now" : "", block.keep ? "" : "is-out"].join(" ")} data-key={key}>
      <KindButton block={block} name={name} asTable={rows !== null} acts={acts} />
      {editing ? (
        <Editing block={block} lang={lang} acts={acts} fieldRef={field} />
      ) : (
        <button
          type="button"
          className="adding-words"
          tabIndex={now ? 0 : -1}
          lang={lang || undefined}
          dir="auto"
          onFocus={() => acts.choose(key)}
          onClick={() => acts.edit(key)}
          onKeyDown={(event) => acts.press(key, event)}
        >
          {textOf(block).trim() === "" ? (
            t("import.emptyBlock")
          ) : block.kind === "table" ? (
            <Cells rows={rows && !block.written ? rows : writtenRows(block.runs, rows ?? [])} />
          ) : (
            <Runs runs={block.runs} />
          )}
          {block.reason && !block.keep ? <small>{t(`import.chrome.${block.reason}`)}</small> : null}
        </button>
      )}
      <Tools block={block} editing={editing} joins={joins} field={field} acts={acts} />
      {block.of.length > 1 && !block.written && block.keep ? (
        <p className="adding-joined">
          <span>{t("import.joined")}</span>
          <button type="button" className="ui-link" onClick={() => acts.apart(key)}>
            {t("import.joinUndo")}
          </button>
        </p>
      ) : null}
    </li>
  );
});

interface KindProps {
  readonly block: Block;
  readonly name: string;
  readonly asTable: boolean;
  readonly acts: BlockActs;
}

function KindButton({ block, name, asTable, acts }: KindProps) {
  const { t } = useTranslation("library");
  const Icon = block.keep ? icons[natureOf(block)] : EyeOff;
  const actions = natures.flatMap((nature, index): MenuAction[] => {
    if (nature.kind === "table" && !asTable) return [];
    const Sign = icons[nature.id];
    const action: MenuAction = {
      id: nature.id,
      label: t(`import.nature.${nature.id}`),
      icon: <Sign aria-hidden="true" />,
      digit: String(index + 1),
      run: () => acts.nature(block.key, nature),
    };
    return [action];
  });
  const leave: MenuAction = {
    id: "leave",
    label: block.keep ? t("import.leaveOut") : t("import.takeBack"),
    icon: <EyeOff aria-hidden="true" />,
    digit: "0",
    run: () => acts.leave(block.key),
  };
  return (
    <MenuButton
      label={t("import.kindOf", { kind: name })}
      className="adding-kind"
      placement="bottom end"
      named
      actions={[...actions, leave]}
    >
      <Icon aria-hidden="true" />
      {name}
      <ChevronDown aria-hidden="true" />
    </MenuButton>
  );
}

/** The words with their marks. */
function Runs({ runs }: { runs: readonly InlineRun[] }) {
  return runs.map((run, index) => (
    // The runs of a block are read in one go: each is its place.
    <Marked key={index} run={run} />
  ));
}

function Marked({ run }: { run: InlineRun }) {
  let words: ReactNode = run.text;
  if (run.em) words = <em>{words}</em>;
  if (run.strong) words = <strong>{words}</strong>;
  if (run.sup) words = <sup>{words}</sup>;
  if (run.sub) words = <sub>{words}</sub>;
  if (run.struck) words = <s>{words}</s>;
  // No link to follow: one would leave the page by a slip.
  return run.href ? <u title={run.href}>{words}</u> : words;
}

/** A table inside of a button, whose parts are of the line: the style sheet lays them out as cells. */
function Cells({ rows }: { rows: readonly ReadRow[] }) {
  return (
    <span className="adding-cells">
      {rows.map((row, at) => (
        <span key={at}>
          {row.map(({ header, colspan = 1, rowspan = 1, paragraphs }, place) => (
            <span
              key={place}
              className={header ? "is-head" : undefined}
              style={{ gridRow: `${String(at + 1)} / span ${String(rowspan)}`, gridColumn: `span ${String(colspan)}` }}
            >
              {paragraphs.map((runs, index) => (
                <span key={index}>
                  <Runs runs={runs} />{" "}
                </span>
              ))}
            </span>
          ))}
        </span>
      ))}
    </span>
  );
}

interface EditingProps {
  readonly block: Block;
  readonly lang: string;
  readonly acts: BlockActs;
  readonly fieldRef: Ref<HTMLTextAreaElement> & { current: HTMLTextAreaElement | null };
}

/** The block as a field. Enter cuts it where the caret stands, Backspace at its start joins it to the one before, Escape is done. */
function Editing({ block, lang, acts, fieldRef }: EditingProps) {
  const { t } = useTranslation("library");
  const text = textOf(block);
  useEffect(() => {
    fieldRef.current?.focus();
  }, [fieldRef]);
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // An input method's own Enter, Escape and Backspace are its own.
    if (isComposing(event.nativeEvent)) return;
    const { selectionStart, selectionEnd } = event.currentTarget;
    if (event.key === "Escape") acts.edit(null);
    else if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey) acts.split(block.key, selectionStart);
    else if (event.key === "Backspace" && selectionStart === 0 && selectionEnd === 0) acts.join(block.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <textarea
      ref={fieldRef}
      className="adding-words"
      aria-label={t("import.editLabel")}
      lang={lang || undefined}
      dir="auto"
      rows={Math.max(1, Math.ceil(text.length / 70))}
      value={text}
      onChange={(event) => acts.write(block.key, event.target.value)}
      onKeyDown={press}
      onBlur={() => acts.edit(null)}
    />
  );
}

interface ToolsProps {
  readonly block: Block;
  readonly editing: boolean;
  readonly joins: boolean;
  readonly field: { readonly current: HTMLTextAreaElement | null };
  readonly acts: BlockActs;
}

function Tools({ block, editing, joins, field, acts }: ToolsProps) {
  const { t } = useTranslation("library");
  // Pressing must not take the focus out of the field: its caret says where to cut.
  const stay = { onPointerDown: (event: { preventDefault: () => void }) => event.preventDefault() };
  return (
    <div className="adding-tools">
      {editing ? (
        <>
          <Tool
            name={t("import.splitHere")}
            icon={Split}
            {...stay}
            onPress={() => acts.split(block.key, field.current?.selectionStart ?? 0)}
          />
          <Tool name={t("import.editDone")} icon={Check} {...stay} onPress={() => acts.edit(null)} />
        </>
      ) : (
        <>
          <Tool name={t("import.edit")} icon={Pencil} onPress={() => acts.edit(block.key)} />
          {joins ? <Tool name={t("import.joinPrevious")} icon={Merge} onPress={() => acts.join(block.key)} /> : null}
        </>
      )}
    </div>
  );
}

interface ToolProps {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly onPress: () => void;
  readonly onPointerDown?: (event: { preventDefault: () => void }) => void;
}

function Tool({ name, icon: Icon, onPress, ...more }: ToolProps) {
  return (
    <button type="button" className="ui-btn is-quiet is-icon" aria-label={name} title={name} tabIndex={-1} onClick={onPress} {...more}>
      <Icon aria-hidden="true" />
    </button>
  );
}
