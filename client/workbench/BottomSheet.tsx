import { ChevronDown, ChevronUp } from "lucide-react";
import { useRef } from "react";
import type { PointerEvent, ReactNode } from "react";
import { useTranslation } from "../app/translation";

/** How much of the screen the sheet takes: its head, about half, nearly all. */
export type SheetHeight = "low" | "half" | "full";
const heights: readonly SheetHeight[] = ["low", "half", "full"];

/** A drag shorter than this is a press. */
const DRAG_PX = 24;

interface Props {
  readonly height: SheetHeight;
  readonly onHeight: (height: SheetHeight) => void;
  readonly head: ReactNode;
  readonly children: ReactNode;
  readonly scrollerRef: (element: HTMLDivElement | null) => void;
}

/** On a phone the claims lie in a sheet from below; its handle is dragged, or its buttons pressed. */
export function BottomSheet({ height, onHeight, head, children, scrollerRef }: Props) {
  const { t } = useTranslation("workbench");
  const sheet = useRef<HTMLElement>(null);
  const drag = useRef<{ y: number; size: number } | null>(null);
  const at = heights.indexOf(height);
  const step = (by: 1 | -1): void => onHeight(heights[Math.min(2, Math.max(0, at + by))] ?? "half");

  const start = (event: PointerEvent): void => {
    if (event.target instanceof Element && event.target.closest("button")) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { y: event.clientY, size: sheet.current?.offsetHeight ?? 0 };
  };
  const move = (event: PointerEvent): void => {
    const element = sheet.current;
    if (!drag.current || !element) return;
    element.style.blockSize = `${drag.current.size + drag.current.y - event.clientY}px`;
    element.style.transition = "none";
  };
  const end = (event: PointerEvent): void => {
    const element = sheet.current;
    if (!drag.current || !element) return;
    const moved = drag.current.y - event.clientY;
    const share = element.offsetHeight / window.innerHeight;
    drag.current = null;
    element.style.removeProperty("block-size");
    element.style.removeProperty("transition");
    if (Math.abs(moved) < DRAG_PX) return;
    onHeight(share < 0.24 ? "low" : share < 0.66 ? "half" : "full");
  };

  return (
    <aside className={`bottom-sheet is-${height}`} ref={sheet} aria-label={t("sheet.label")}>
      <div className="sheet-grip" onPointerDown={start} onPointerMove={move} onPointerUp={end} onPointerCancel={end}>
        <span className="sheet-grab" aria-hidden="true" />
        {head}
        <div className="sheet-acts">
          <button
            type="button"
            className="ui-btn is-quiet is-icon"
            aria-label={t("sheet.smaller")}
            title={t("sheet.smaller")}
            aria-disabled={at === 0}
            onClick={() => step(-1)}
          >
            <ChevronDown aria-hidden="true" />
          </button>
          <button
            type="button"
            className="ui-btn is-quiet is-icon"
            aria-label={t("sheet.bigger")}
            title={t("sheet.bigger")}
            aria-disabled={at === 2}
            onClick={() => step(1)}
          >
            <ChevronUp aria-hidden="true" />
          </button>
        </div>
      </div>
      <div className="sheet-body" ref={scrollerRef}>
        {children}
      </div>
    </aside>
  );
}
