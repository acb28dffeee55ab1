import { Highlighter, TextCursorInput } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import { useTranslation } from "../app/translation";
import type { CursorPlace, TextEditor } from "../editor/contract";
import { KeyCaps } from "../app/KeyCaps";

interface Props {
  readonly editor: TextEditor;
  readonly place: CursorPlace;
  /** What the passage would become. */
  readonly does: "claim" | "place";
  readonly keys: string;
  readonly onPress: () => void;
}

/** Beside the selection: the one gesture that makes it a claim. It never takes the focus or the selection away from the text. */
export function SelectionToolbar({ editor, place, does, keys, onPress }: Props) {
  const { t } = useTranslation("workbench");
  const bubble = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element || !place.passage) return;
    const { left, top } = bubblePlace(editor, place.passage, element);
    element.style.insetInlineStart = "0";
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }, [editor, place]);
  const Icon = does === "claim" ? Highlighter : TextCursorInput;
  return (
    <div className="selection-bubble" role="toolbar" aria-label={t("bubble.label")} ref={bubble} dir="ltr">
      <button type="button" className="ui-btn" onMouseDown={(event) => event.preventDefault()} onClick={onPress}>
        <Icon aria-hidden="true" />
        {t(`bubble.${does}`)}
        <span aria-hidden="true" className="u-wide">
          <KeyCaps keys={keys} />
        </span>
      </button>
    </div>
  );
}

/** Where what can be seen of the text ends: at the sheet, if there is one. */
function sheetTop(editor: TextEditor): number {
  const sheet = editor.view.dom.closest(".workbench-page")?.querySelector(".bottom-sheet");
  return sheet ? sheet.getBoundingClientRect().top : window.innerHeight;
}

/** Above the selection; below it where a finger works, because there the system's own menu stands above. */
function bubblePlace(editor: TextEditor, passage: { from: number; to: number }, bubble: HTMLElement): { left: number; top: number } {
  const frame = bubble.offsetParent?.getBoundingClientRect() ?? new DOMRect();
  const start = editor.view.coordsAtPos(passage.from, 1);
  const end = editor.view.coordsAtPos(passage.to, -1);
  const oneLine = Math.abs(start.top - end.top) < 4;
  const fingers = window.matchMedia("(pointer: coarse)").matches;
  const middle = oneLine ? (start.left + end.left) / 2 : start.left + 40;
  const width = bubble.offsetWidth;
  const left = Math.max(0, Math.min(frame.width - width, middle - frame.left - width / 2));
  const above = start.top - bubble.offsetHeight - 8;
  const below = end.bottom + 14;
  const floor = sheetTop(editor) - bubble.offsetHeight - 8;
  const top = fingers && below <= floor ? below : above;
  const visible = Math.max(8, Math.min(floor, top));
  return { left, top: visible - frame.top };
}
