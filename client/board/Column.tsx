import { ArrowLeftRight } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import type { DragEvent } from "react";
import type { ClaimStatus, Verdict } from "../../shared/claim/claim";
import type { ClaimId } from "../../shared/ids";
import { settableStatuses } from "../../shared/protocol/claim-changes";
import type { ClaimLine } from "../../shared/protocol/rest";
import { Avatar } from "../app/Avatar";
import { useFailureText } from "../app/failure";
import { MenuButton } from "../app/PopupButton";
import { usePeople } from "../app/services";
import { Skeleton } from "../app/Skeleton";
import { useTranslation } from "../app/translation";
import { useLongList } from "../app/useLongList";
import { VerdictBadge } from "../app/verdicts";
import { Chooser, ClaimLink, ClaimPlace, useTitle } from "./ClaimParts";
import type { Choice } from "./ClaimParts";
import type { ClaimPages, Listed } from "./claimPages";
import { indexOf } from "./place";
import type { Awaited } from "./place";
import { useShown } from "./useBoard";

/** Pixels, until a card is measured. */
const ESTIMATED = 132;
/** Cards above and below what can be seen. */
const AROUND = 6;
/** Grey cards in place of what is being read, at most. */
const MOST_AWAITED = 4;
/** The next cards are asked for when the last so many come near. */
const AHEAD = 10;

interface Props {
  readonly status: ClaimStatus;
  readonly pages: ClaimPages;
  readonly count: number | null;
  readonly choice: Choice | null;
  /** The claim that takes the focus as soon as it stands here. */
  readonly awaited: Awaited | null;
  readonly onThere: () => void;
  /** The claims that are being drawn about; of any column. */
  readonly drawn: readonly ClaimLine[];
  readonly onDraw: (line: ClaimLine | null) => void;
  readonly onDrop: () => void;
  readonly onMove: (line: ClaimLine, to: ClaimStatus) => void;
  /** Why claims are not moved to here; null when they can be. */
  readonly notOpen: string | null;
}

/** The claims of one status below each other, of which only what can be seen stands in the page. */
export function Column({ status, pages, count, choice, awaited, onThere, drawn, onDraw, onDrop, onMove, notOpen }: Props) {
  const { t } = useTranslation(["board", "common"]);
  const failure = useFailureText();
  const shown = useShown(pages);
  const lines = shown.lines ?? [];
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const [held, hold] = useState<ClaimId | null>(null);
  const { placed, after, measure, last, goTo } = useLongList({
    list,
    count: lines.length,
    keyOf: (index) => lines[index]?.claim.claim ?? index,
    estimate: () => ESTIMATED,
    around: AROUND,
    scroller: (inner) => inner.parentElement,
    // What is drawn must not vanish from under the pointer when the column scrolls.
    held: held === null ? -1 : lines.findIndex(({ claim }) => claim.claim === held),
  });
  const { more } = shown;
  useEffect(() => {
    if (more && last >= lines.length - AHEAD) void pages.readMore();
  }, [more, last, lines.length, pages]);
  const claims = lines.map(({ claim }) => claim);
  const place = awaited === null ? -1 : indexOf(awaited, claims);
  const arrived = useRef({ goTo, onThere });
  useEffect(() => void (arrived.current = { goTo, onThere }));
  const isComing = shown.lines === null && shown.failure === null;
  const isRead = shown.lines !== null && !shown.stale;
  useEffect(() => {
    if (awaited === null || !isRead) return;
    // One that is not here by now is not waited for: the focus must not be taken away from whoever has gone on.
    if (place >= 0) arrived.current.goTo(place);
    arrived.current.onThere();
  }, [awaited, isRead, place]);

  const { over, target } = useDropTarget(drawn.some((line) => line.status !== status) && notOpen === null, onDrop);
  const anchor = useRef<number | null>(null);
  const toggle = (index: number, range: boolean): void => {
    const line = lines[index];
    if (!choice || !line) return;
    const from = range && anchor.current !== null ? anchor.current : index;
    const between = lines.slice(Math.min(from, index), Math.max(from, index) + 1).map(({ claim }) => claim.claim);
    choice.choose(between, range || !choice.chosen.has(line.claim.claim));
    anchor.current = index;
  };
  const isClosed = drawn.length > 0 && notOpen !== null && drawn.some((line) => line.status !== status);

  return (
    <section
      className={`board-column${over ? " is-over" : ""}${isClosed ? " is-closed" : ""}${shown.stale ? " is-stale" : ""}`}
      aria-labelledby={id}
      aria-busy={shown.stale || isComing}
      data-status={status}
      {...target}
    >
      <h2 id={id}>
        {t(`common:status.${status}`)} {count === null ? null : <span className="u-num">{count}</span>}
      </h2>
      {shown.fresh > 0 ? (
        <button type="button" className="ui-btn is-small" onClick={() => void pages.refresh()}>
          {t("board:fresh", { count: shown.fresh })}
        </button>
      ) : null}
      {shown.failure ? (
        <output className="ui-note is-bad">
          {failure(shown.failure)}
          <button type="button" className="ui-link" onClick={() => void pages.refresh()}>
            {t("common:action.retry")}
          </button>
        </output>
      ) : null}
      {isClosed ? <p className="board-closed">{notOpen}</p> : null}
      <div className="board-cards">
        <ul ref={list} style={{ paddingBlockEnd: after }}>
          {placed.map(({ index, key, gap }) => {
            const line = lines[index];
            return line ? (
              <li
                key={key}
                data-index={index}
                ref={measure}
                className="board-slot"
                style={{ marginBlockStart: gap }}
                aria-posinset={index + 1}
                aria-setsize={shown.more ? (count ?? -1) : lines.length}
              >
                <div
                  className={cardClass(line, choice, drawn)}
                  draggable={choice !== null && !line.gone}
                  onDragStart={(event) => {
                    event.dataTransfer.effectAllowed = "move";
                    event.dataTransfer.setData("text/plain", line.claim.quote);
                    hold(line.claim.claim);
                    onDraw(line.claim);
                  }}
                  onDragEnd={() => {
                    hold(null);
                    onDraw(null);
                  }}
                >
                  <Card line={line} choice={choice} onToggle={(range) => toggle(index, range)} onMove={onMove} />
                </div>
              </li>
            ) : null;
          })}
        </ul>
        {isComing ? (
          // The count above says aloud when they are there; six columns need not.
          <div aria-hidden="true">
            <Skeleton lines={Math.min(MOST_AWAITED, count ?? MOST_AWAITED)} />
          </div>
        ) : null}
        {shown.lines?.length === 0 ? <p className="board-empty">{t("board:columns.empty")}</p> : null}
      </div>
    </section>
  );
}

function cardClass({ claim, gone }: Listed, choice: Choice | null, drawn: readonly ClaimLine[]): string {
  const isDrawn = drawn.some((one) => one.claim === claim.claim);
  return `board-card${gone ? " is-gone" : ""}${choice?.chosen.has(claim.claim) ? " is-chosen" : ""}${isDrawn ? " is-drawn" : ""}`;
}

/** What is drawn over it may be let go here, if it is `open`. */
function useDropTarget(open: boolean, onDrop: () => void) {
  const [over, setOver] = useState(false);
  const take = (event: DragEvent): void => {
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    setOver(true);
  };
  const target = open
    ? {
        onDragEnter: take,
        onDragOver: take,
        onDragLeave: ({ currentTarget, relatedTarget }: DragEvent) => {
          if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
        },
        onDrop: (event: DragEvent) => {
          event.preventDefault();
          setOver(false);
          onDrop();
        },
      }
    : {};
  return { over: over && open, target };
}

interface CardProps {
  readonly line: Listed;
  readonly choice: Choice | null;
  readonly onToggle: (range: boolean) => void;
  readonly onMove: (line: ClaimLine, to: ClaimStatus) => void;
}

function Card({ line, choice, onToggle, onMove }: CardProps) {
  const { t } = useTranslation(["board", "common"]);
  const people = usePeople();
  const { claim } = line;
  const title = useTitle(claim);
  const assignee = claim.assignee === null ? undefined : people.get(claim.assignee);
  return (
    <>
      <ClaimLink claim={claim} isDrawn />
      <ClaimPlace line={line} />
      <div className="board-card-foot">
        <VerdictBadge verdict={claim.verdict as Verdict} />
        {assignee ? <Avatar person={assignee} small as="assignee" said={t("board:with", { name: assignee.name })} /> : null}
        {choice ? (
          <>
            <MenuButton
              className="ui-btn is-quiet is-icon is-small"
              label={t("board:columns.moveOne", { title: title.text })}
              actions={settableStatuses
                .filter((status) => status !== claim.status)
                .map((status, index) => ({
                  id: status,
                  label: t(`common:status.${status}`),
                  digit: String(index + 1),
                  run: () => onMove(claim, status),
                }))}
            >
              <ArrowLeftRight aria-hidden="true" />
            </MenuButton>
            <Chooser line={line} choice={choice} onToggle={onToggle} />
          </>
        ) : null}
      </div>
    </>
  );
}
