import { Fragment, useEffect, useRef } from "react";
import type { ClaimStatus, Verdict } from "../../shared/claim/claim";
import type { ClaimId } from "../../shared/ids";
import { interfaceLanguage } from "../../shared/languages";
import { Avatar } from "../app/Avatar";
import { useCommands } from "../app/commands";
import { ago, moment } from "../app/dates";
import { usePeople, useServices } from "../app/services";
import { useTranslation } from "../app/translation";
import { useLongList } from "../app/useLongList";
import { VerdictBadge } from "../app/verdicts";
import { Chooser, ClaimLink, ClaimPlace } from "./ClaimParts";
import type { Choice } from "./ClaimParts";
import type { Listed } from "./claimPages";
import { indexOf } from "./place";
import type { Place } from "./place";

/** Pixels, until a line is measured. */
const ESTIMATED = 60;
/** Lines above and below what can be seen. */
const AROUND = 12;
/** The next lines are asked for when the last so many come near. */
const AHEAD = 20;

const columns = ["claim", "verdict", "status", "sources", "assignee", "changed"] as const;

/** The index of the line that has the focus. */
function focusedLine(): number | null {
  const index = document.activeElement?.closest("[data-index]")?.getAttribute("data-index") ?? null;
  return index === null ? null : Number(index);
}

interface Props {
  readonly lines: readonly Listed[];
  /** How many there are on the server. */
  readonly count: number;
  readonly more: boolean;
  /** Another list is on its way. */
  readonly stale: boolean;
  readonly onMore: () => void;
  /** Null for those who may change none. */
  readonly choice: Choice | null;
  /** The line that somebody has come back to. */
  readonly place: Place | null;
  readonly onArrive: () => void;
}

/** Claims below each other, of which only what can be seen stands in the page. J and K go from one to the next, Enter opens it in its text. */
export function ClaimTable({ lines, count, more, stale, onMore, choice, place, onArrive }: Props) {
  const { t } = useTranslation(["board", "common"]);
  const list = useRef<HTMLTableSectionElement>(null);
  const { placed, after, measure, first, last, goTo } = useLongList({
    list,
    count: lines.length,
    keyOf: (index) => lines[index]?.claim.claim ?? index,
    estimate: () => ESTIMATED,
    around: AROUND,
    // What stands above the list comes and goes with what it holds.
    above: lines,
  });
  const arrive = useRef((): void => {
    if (place === null) return;
    goTo(
      indexOf(
        place,
        lines.map(({ claim }) => claim),
      ),
    );
    onArrive();
  });
  useEffect(() => arrive.current(), []);
  useEffect(() => {
    if (more && last >= lines.length - AHEAD) onMore();
  }, [more, last, lines.length, onMore]);
  const step = (by: 1 | -1, choosing = false): void => {
    const from = focusedLine();
    const next = from === null ? first() : from + by;
    if (next < 0 || next >= lines.length) return;
    if (choosing && choice) choice.choose(idsBetween(from ?? next, next), true);
    goTo(next);
  };
  const idsBetween = (from: number, to: number): ClaimId[] =>
    lines.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ claim }) => claim.claim);
  /** The line that was chosen last: with Shift all from there on are. */
  const anchor = useRef<number | null>(null);
  const toggle = (index: number, range: boolean): void => {
    const id = lines[index]?.claim.claim;
    if (!choice || id === undefined) return;
    const on = !choice.chosen.has(id);
    choice.choose(range && anchor.current !== null ? idsBetween(anchor.current, index) : [id], range || on);
    anchor.current = index;
  };
  const here = t("common:section.here");
  useCommands([
    { id: "board.next", title: t("board:next"), section: here, keys: ["J", "ArrowDown"], keyOnly: true, run: () => step(1) },
    { id: "board.previous", title: t("board:previous"), section: here, keys: ["K", "ArrowUp"], keyOnly: true, run: () => step(-1) },
    ...(choice
      ? [
          {
            id: "board.choose",
            title: t("board:choose"),
            section: here,
            keys: ["X"],
            keyOnly: true,
            run: () => toggle(focusedLine() ?? -1, false),
          },
          {
            id: "board.chooseOn",
            title: t("board:chooseOn"),
            section: here,
            keys: ["Shift+J", "Shift+ArrowDown"],
            keyOnly: true,
            run: () => step(1, true),
          },
        ]
      : []),
  ]);
  const chosenHere = choice ? lines.filter(({ claim }) => choice.chosen.has(claim.claim)).length : 0;

  return (
    <table
      className={stale ? "board-table is-stale" : "board-table"}
      aria-busy={stale}
      aria-label={t("board:page")}
      aria-rowcount={count + 1}
    >
      <thead>
        <tr aria-rowindex={1}>
          {choice ? (
            <th scope="col" className="board-choose">
              <input
                type="checkbox"
                className="ui-check"
                aria-label={t("board:chooseAll")}
                checked={chosenHere > 0 && chosenHere === lines.length}
                onChange={(event) =>
                  choice.choose(
                    lines.map(({ claim }) => claim.claim),
                    event.target.checked,
                  )
                }
              />
            </th>
          ) : null}
          {columns.map((column) => (
            <th key={column} scope="col" className={`board-${column}`}>
              {t(`board:column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={list}>
        {placed.map(({ index, key, gap }) => {
          const line = lines[index];
          return line ? (
            <Fragment key={key}>
              <Space height={gap} />
              <tr
                aria-rowindex={index + 2}
                data-index={index}
                ref={measure}
                className={line.gone ? "board-line is-gone" : choice?.chosen.has(line.claim.claim) ? "board-line is-chosen" : "board-line"}
              >
                {choice ? (
                  <td className="board-choose">
                    <Chooser line={line} choice={choice} onToggle={(range) => toggle(index, range)} />
                  </td>
                ) : null}
                <Line line={line} />
              </tr>
            </Fragment>
          ) : null;
        })}
        <Space height={after} />
      </tbody>
    </table>
  );
}

/** In the place of lines that do not stand in the page. */
const Space = ({ height }: { height: number }) =>
  height > 0 ? <tr aria-hidden="true" className="board-space" style={{ blockSize: height }} /> : null;

function Line({ line }: { line: Listed }) {
  const { t, i18n } = useTranslation(["board", "common"]);
  const { now } = useServices();
  const people = usePeople();
  const lang = interfaceLanguage(i18n.language).tag;
  const { claim } = line;
  const assignee = claim.assignee === null ? undefined : people.get(claim.assignee);
  return (
    <>
      <td className="board-claim">
        <ClaimLink claim={line.claim} />
        <span className="board-about">
          <ClaimPlace line={line} />
        </span>
      </td>
      <td className="board-verdict">
        <VerdictBadge verdict={claim.verdict as Verdict} />
      </td>
      <td className="board-status">{t(`common:status.${claim.status as ClaimStatus}`)}</td>
      <td className="board-sources u-num">
        {claim.sources === 0 ? <None said={t("board:noSource")} /> : t("board:sources", { count: claim.sources })}
      </td>
      <td className="board-assignee">
        {assignee ? (
          <span>
            <Avatar person={assignee} small named as="assignee" />
            <span>{assignee.name}</span>
          </span>
        ) : (
          <None said={t("board:nobody")} />
        )}
      </td>
      <td className="board-changed u-num" title={moment(lang, claim.changedAt)}>
        {ago(lang, claim.changedAt, now()) ?? t("common:now")}
      </td>
    </>
  );
}

const None = ({ said }: { said: string }) => (
  <>
    <span aria-hidden="true">—</span>
    <span className="u-unseen">{said}</span>
  </>
);
