import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import type { ImportPreview, TableRows } from "../../../shared/protocol/import";
import { matches, parseKeys } from "../../app/keys";
import { useServices } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { BlockRow } from "./BlockRow";
import type { BlockActs } from "./BlockRow";
import { apart, join, joinable, natures, readAsTable, rewritten, split, textOf, withKeep, withNature } from "./manuscript";
import type { Block, Manuscript, Nature } from "./manuscript";
import type { Undo } from "./useUndo";

/** Shown at first, and three times as many with every asking: a book is not laid out whole to be looked at. */
const FIRST = 300;

interface Props {
  readonly preview: ImportPreview;
  readonly text: Manuscript;
  readonly history: Undo<Manuscript>;
  readonly lang: string;
  /** A block was made something that a field can hold. */
  readonly onNature: (block: Block, nature: Nature) => void;
}

/** The preview, block by block. ↑ and ↓ go from one to the next, digits say what it is, Enter writes in it. */
export function BlockList({ preview, text, history, lang, onNature }: Props) {
  const { t } = useTranslation("library");
  const [most, setMost] = useState(FIRST);
  const [now, setNow] = useState<number | null>(null);
  const [editing, setEditing] = useState<number | null>(null);
  const want = useWish();
  const acts = useActs({ preview, text, history, onNature, want, setNow, setEditing });
  const shown = text.blocks.slice(0, most);
  const hidden = text.blocks.length - most;
  useFirstBlock();
  const current = shown.some(({ key }) => key === now) ? now : shown[0]?.key;
  return (
    <>
      <ol className="adding-blocks" aria-label={t("import.preview")}>
        {shown.map((block, index) => (
          <BlockRow
            key={block.key}
            block={block}
            lang={lang}
            now={block.key === current}
            editing={block.key === editing}
            joins={joinable(text, index) !== null}
            rows={rowsOf(block, preview)}
            acts={acts}
          />
        ))}
      </ol>
      {hidden > 0 ? (
        <button type="button" className="ui-btn adding-more" onClick={() => setMost(most + FIRST * 3)}>
          {t("import.more", { count: Math.min(hidden, FIRST * 3) })}
        </button>
      ) : null}
    </>
  );
}

/** What was pasted is gone from the page and took the focus with it: the first block has it next, where the keys work. Whoever is elsewhere stays. */
function useFirstBlock(): void {
  useEffect(() => {
    const { activeElement, body } = document;
    if (activeElement && activeElement !== body && activeElement.id !== "content") return;
    document.querySelector<HTMLElement>(".adding-block button.adding-words")?.focus({ preventScroll: true });
  }, []);
}

/** The rows that a table was read with; the preview's own where it is one block, so that its row is not drawn again for nothing. */
function rowsOf(block: Block, { blocks: read }: ImportPreview): TableRows | null {
  if (!readAsTable(block, read)) return null;
  const [first, ...others] = block.of.map((index) => read[index]?.rows ?? []);
  return others.length === 0 ? (first ?? null) : [first ?? [], ...others].flat();
}

/** Where the focus is to go once what was asked for is on the page; `caret`: in the block's field. */
interface Wish {
  key: number;
  caret: number | null;
}
type Want = (wish: Wish) => void;

/** Carries a wish out as soon as it can be. */
function useWish(): Want {
  const wish = useRef<Wish | null>(null);
  useLayoutEffect(() => {
    if (!wish.current) return;
    const { key, caret } = wish.current;
    const row = document.querySelector(`.adding-block[data-key="${String(key)}"]`);
    const field = row?.querySelector("textarea");
    const target = caret === null ? row?.querySelector<HTMLElement>("button.adding-words") : field;
    if (!target) return;
    wish.current = null;
    target.focus();
    if (caret !== null) field?.setSelectionRange(caret, caret);
    target.scrollIntoView?.({ block: "nearest" });
  });
  return useCallback((next) => {
    wish.current = next;
  }, []);
}

interface ActsProps extends Omit<Props, "lang"> {
  readonly want: Want;
  readonly setNow: (key: number) => void;
  readonly setEditing: (key: number | null) => void;
}

/** What a block's buttons and keys do. The same functions for as long as the list is there, so that a row is drawn again only when it changes. */
function useActs(props: ActsProps): BlockActs {
  const { mac } = useServices();
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const { want } = props;
  const visit = useRef(0);
  return useMemo<BlockActs>(() => {
    const at = (text: Manuscript, key: number): number => text.blocks.findIndex((block) => block.key === key);
    const change = (next: (now: Manuscript) => Manuscript, tag?: string): void => latest.current.history.change(next, tag);
    const read = (): ImportPreview["blocks"] => latest.current.preview.blocks;
    const all: BlockActs = {
      choose: (key) => latest.current.setNow(key),
      nature(key, nature) {
        const block = latest.current.text.blocks.find((one) => one.key === key);
        if (nature.kind === "table" && !(block && readAsTable(block, read()))) return;
        change((text) => withNature(text, at(text, key), nature, read()));
        if (block) latest.current.onNature(block, nature);
        want({ key, caret: null });
      },
      leave(key) {
        change((text) => withKeep(text, at(text, key), !text.blocks[at(text, key)]?.keep));
        want({ key, caret: null });
      },
      join(key) {
        const { text } = latest.current;
        const to = text.blocks[joinable(text, at(text, key)) ?? -1];
        if (!to) return;
        change((now) => join(now, at(now, key), read()));
        visit.current += 1;
        // Where the two met, in the field when one was writing.
        const writing = document.activeElement instanceof HTMLTextAreaElement;
        want({ key: to.key, caret: writing ? textOf(to).length : null });
        latest.current.setNow(to.key);
        latest.current.setEditing(writing ? to.key : null);
      },
      apart(key) {
        change((text) => apart(text, at(text, key), read()));
        want({ key, caret: null });
      },
      split(key, offset) {
        const { text } = latest.current;
        const { next } = text;
        const after = split(text, at(text, key), offset);
        // At an edge there is nothing to cut.
        if (after === text) return;
        change(() => after);
        visit.current += 1;
        want({ key: next, caret: 0 });
        latest.current.setNow(next);
        latest.current.setEditing(next);
      },
      write: (key, words) => change((text) => rewritten(text, at(text, key), words, read()), `${String(visit.current)} ${String(key)}`),
      edit(key) {
        visit.current += 1;
        const { activeElement } = document;
        const row = activeElement?.closest<HTMLElement>(".adding-block");
        if (key === null && row && activeElement instanceof HTMLTextAreaElement) want({ key: Number(row.dataset["key"]), caret: null });
        if (key !== null) latest.current.setNow(key);
        latest.current.setEditing(key);
      },
      press: (key, event) => pressed(key, event, { ...all, text: latest.current.text, mac, want }),
    };
    return all;
  }, [mac, want]);
}

const digits = natures.map((nature, index) => ({ chord: parseKeys(String(index + 1)), nature }));
const zero = parseKeys("0");

interface Pressed extends Pick<BlockActs, "nature" | "leave" | "join" | "edit" | "choose"> {
  readonly text: Manuscript;
  readonly mac: boolean;
  readonly want: Want;
}

/** The keys of a block that is not being written in. Enter and Space press it, which is to write in it. */
function pressed(key: number, event: KeyboardEvent, { text, mac, want, ...acts }: Pressed): void {
  const index = text.blocks.findIndex((block) => block.key === key);
  if (index < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const go = (to: number): void => {
    const next = text.blocks[Math.min(Math.max(to, 0), text.blocks.length - 1)];
    if (!next) return;
    want({ key: next.key, caret: null });
    acts.choose(next.key);
  };
  const digit = digits.find(({ chord }) => matches(chord, event.nativeEvent, mac));
  if (digit) acts.nature(key, digit.nature);
  else if (matches(zero, event.nativeEvent, mac) || event.key === "Delete") acts.leave(key);
  else if (event.key === "ArrowDown") go(index + 1);
  else if (event.key === "ArrowUp") go(index - 1);
  else if (event.key === "Home") go(0);
  else if (event.key === "End") go(text.blocks.length - 1);
  else if (event.key === "F2") acts.edit(key);
  else if (event.key === "Backspace") acts.join(key);
  else return;
  event.preventDefault();
}
