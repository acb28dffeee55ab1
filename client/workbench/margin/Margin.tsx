import { Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ClaimId } from "../../../shared/ids";
import type { Lang } from "../../../shared/languages";
import { useTranslation } from "../../app/translation";
import type { TextEditor } from "../../editor/contract";
import { ClosedCard } from "../card/ClosedCard";
import type { CardFocus } from "../WorkbenchContext";
import { useWorkbench, useMay, useSlice } from "../WorkbenchContext";
import { OpenCard } from "../lazyParts";
import { isFiltering } from "../claimList";
import type { Filter, ClaimList } from "../claimList";
import { MarginLayout } from "./layout";
import type { MarginMode } from "./layout";
import { rangeIn } from "./range";
import type { CardRange } from "./range";

export interface OpenCardState {
  readonly claim: ClaimId;
  readonly focus: CardFocus;
}

interface Props {
  readonly lines: ClaimList;
  readonly filter: Filter;
  readonly onClearFilter: () => void;
  readonly opened: OpenCardState | null;
  readonly mode: MarginMode;
  readonly lang: Lang;
  readonly editor: TextEditor | null;
  /** What scrolls the cards. */
  readonly scroller: HTMLElement | null;
  /** Goes up when the text was painted anew. */
  readonly onLayout: (layout: MarginLayout | null) => void;
}

/** The cards, each beside its passage or one below another. Only those near the view are in the page. */
export function Margin({ lines, filter, onClearFilter, opened, mode, lang, editor, scroller, onLayout }: Props) {
  const { session } = useWorkbench();
  const cards = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState<MarginLayout | null>(null);
  const [range, setRange] = useState<CardRange | null>(null);
  const language = useRef(lang);
  useLayoutEffect(() => {
    language.current = lang;
  });

  useLayoutEffect(() => {
    if (!scroller || !cards.current) return undefined;
    const places = () => session.view().state.texts[language.current]?.anchors ?? [];
    const made = new MarginLayout({ scroller, cards: cards.current }, places, setRange);
    setLayout(made);
    onLayout(made);
    return () => {
      onLayout(null);
      made.destroy();
    };
  }, [session, scroller, onLayout]);

  const { placed } = lines;
  const open = opened?.claim ?? null;
  useLayoutEffect(() => layout?.setMode(mode, editor), [layout, mode, editor]);
  useLayoutEffect(() => layout?.setLines(placed), [layout, placed]);
  useLayoutEffect(() => layout?.setOpen(open), [layout, open]);

  const openIndex = placed.findIndex(({ claim }) => claim === open);
  const shown = useMemo(() => indexesIn(range && rangeIn(range, placed), openIndex), [range, openIndex, placed]);
  const loose = opened && openIndex < 0 ? opened : null;

  return (
    <>
      {loose ? (
        <div className="margin-loose" ref={layout?.holdLoose}>
          <Suspense fallback={<ClosedCard id={loose.claim} />}>
            <OpenCard id={loose.claim} index={-1} total={lines.total} focus={loose.focus} key={loose.claim} />
          </Suspense>
        </div>
      ) : null}
      {placed.length === 0 && !loose ? (
        <NoCards filtering={isFiltering(filter)} total={lines.total} lang={lang} onClearFilter={onClearFilter} />
      ) : null}
      <div className="margin-cards" ref={cards}>
        {shown.map((index) => {
          const claim = placed[index]?.claim;
          if (claim === undefined) return null;
          return (
            <Slot key={claim} claim={claim} layout={layout}>
              {claim === open && opened ? (
                <Suspense fallback={<ClosedCard id={claim} />}>
                  <OpenCard id={claim} index={index} total={placed.length} focus={opened.focus} />
                </Suspense>
              ) : (
                <ClosedCard id={claim} />
              )}
            </Slot>
          );
        })}
      </div>
    </>
  );
}

/** The cards in the range, and the open one wherever it stands: it keeps what is being written in it. */
function indexesIn(range: CardRange | null, open: number): number[] {
  const indexes: number[] = [];
  if (range) for (let index = range.first; index <= range.last; index++) indexes.push(index);
  if (open >= 0 && !indexes.includes(open)) indexes.push(open);
  return indexes.sort((a, b) => a - b);
}

/** The place of one card; the layout moves it without React. */
function Slot({ claim, layout, children }: { claim: ClaimId; layout: MarginLayout | null; children: React.ReactNode }) {
  const hold = useCallback(
    (element: HTMLDivElement | null) => {
      layout?.hold(claim, element);
    },
    [layout, claim],
  );
  return (
    <div className="margin-slot" ref={hold}>
      {children}
    </div>
  );
}

interface NoCardsProps {
  readonly filtering: boolean;
  readonly total: number;
  readonly lang: Lang;
  readonly onClearFilter: () => void;
}

function NoCards({ filtering, total, lang, onClearFilter }: NoCardsProps) {
  const { t } = useTranslation("workbench");
  const may = useMay("claim.withdraw");
  const isVersion = useSlice(({ state }) => state.source !== null && state.source !== lang);
  if (filtering && total > 0) {
    return (
      <div className="margin-no-cards">
        <p>{t("noMatch")}</p>
        <button type="button" className="ui-btn" onClick={onClearFilter}>
          {t("clearFilter")}
        </button>
      </div>
    );
  }
  return (
    <div className="margin-no-cards">
      <p>{total > 0 ? t("noneHere") : !may ? t("noClaimsReader") : isVersion ? t("noClaimsVersion") : t("noClaims")}</p>
    </div>
  );
}

/** Tells the layout of edits to the text. */
export function useTextChanges(layout: MarginLayout | null): () => void {
  const latest = useRef(layout);
  useEffect(() => {
    latest.current = layout;
  });
  return useCallback(() => latest.current?.textChanged(), []);
}
