import { useEffect, useState } from "react";
import type { ClaimStatus } from "../../shared/claim/claim";
import { settableStatuses } from "../../shared/protocol/claim-changes";
import type { ClaimLine } from "../../shared/protocol/rest";
import { useCommands } from "../app/commands";
import { useServices } from "../app/services";
import { useTranslation } from "../app/translation";
import type { BoardList, BoardLists } from "./boardLists";
import { Column } from "./Column";
import type { Awaited, Place } from "./place";
import type { Together } from "./useTogether";

/** What a claim can be moved to from here; the others are decided in a review. */
export const settable = (status: ClaimStatus): (typeof settableStatuses)[number] | null =>
  settableStatuses.find((one) => one === status) ?? null;

interface Props {
  readonly board: BoardLists;
  readonly counts: Readonly<Record<string, number>> | null;
  /** Null for those who may change none. */
  readonly together: Together | null;
  /** The card that somebody has come back to. */
  readonly place: Place | null;
  readonly onArrive: () => void;
}

/** Where the focus is: a card, by its column and its place in it. */
interface Spot {
  readonly list: BoardList;
  readonly index: number;
}

const linesOf = (list: BoardList | undefined): readonly ClaimLine[] => (list?.pages.get().lines ?? []).map(({ claim }) => claim);

/** The menu of the card that has the focus. */
function openMenu(): void {
  const button = document.activeElement?.closest(".board-card")?.querySelector<HTMLElement>("button[aria-haspopup=menu]");
  button?.focus();
  button?.click();
}

/** The claims in a column for each status. A card is drawn into another column, or moved there by Shift and an arrow or by its menu. */
export function Columns({ board, counts, together, place, onArrive }: Props) {
  const { t } = useTranslation(["board", "common"]);
  const { toasts } = useServices();
  const { lists } = board;
  const [awaited, wait] = useState<Awaited | null>(place);
  useEffect(onArrive, [onArrive]);
  const [drawn, draw] = useState<readonly ClaimLine[]>([]);

  const goTo = (list: BoardList | undefined, index: number): boolean => {
    const lines = linesOf(list);
    const line = lines[Math.max(0, Math.min(index, lines.length - 1))];
    if (!list?.status || !line) return false;
    wait({ status: list.status, claim: line.claim, index: -1 });
    return true;
  };
  const spot = (): Spot | null => {
    const card = document.activeElement?.closest<HTMLElement>("[data-index]");
    const status = card?.closest<HTMLElement>("[data-status]")?.dataset["status"];
    const list = lists.find((one) => one.status === status);
    return card && list ? { list, index: Number(card.dataset["index"]) } : null;
  };
  /** The first card of the first column that has claims; that column may still be being read. */
  const firstSpot = (): void => {
    const status = lists.find((list) => list.status !== null && counts?.[list.status])?.status;
    if (status) wait({ status, claim: "", index: 0 });
    else lists.some((list) => goTo(list, 0));
  };
  const step = (by: 1 | -1, choosing = false): void => {
    const at = spot();
    if (!at) return firstSpot();
    const [here, next] = [linesOf(at.list)[at.index], linesOf(at.list)[at.index + by]];
    if (!next) return undefined;
    if (choosing && here) together?.choose([here.claim, next.claim], true);
    goTo(at.list, at.index + by);
    return undefined;
  };
  /** To the next column with something in it. */
  const across = (by: 1 | -1): void => {
    const at = spot();
    if (!at) return firstSpot();
    for (let next = lists.indexOf(at.list) + by; lists[next]; next += by) if (goTo(lists[next], at.index)) return undefined;
    return undefined;
  };

  /** The claims that are chosen go together with the one that is moved, when that is among them. */
  const withChosen = (line: ClaimLine): readonly ClaimLine[] =>
    together?.chosen.has(line.claim) ? lists.flatMap(linesOf).filter(({ claim }) => together.chosen.has(claim)) : [line];
  const notOpen = (status: ClaimStatus): string => t("board:columns.notOpen", { status: t(`common:status.${status}`) });
  const move = async (lines: readonly ClaimLine[], to: ClaimStatus): Promise<void> => {
    const status = settable(to);
    const first = lines[0];
    if (!together || !first) return;
    if (status === null) return toasts.say(notOpen(to));
    const from = lists.find((list) => linesOf(list).some(({ claim }) => claim === first.claim));
    const index = linesOf(from).findIndex(({ claim }) => claim === first.claim);
    await together.set(lines, { field: "status", value: status }, t(`common:status.${status}`));
    const there = lists.find((list) => list.status === to);
    const place = linesOf(there).findIndex(({ claim }) => claim === first.claim);
    // One that is shown nowhere by now leaves the focus to the one that stands in its place.
    if (!(place >= 0 ? goTo(there, place) : goTo(from, index))) document.getElementById("content")?.focus({ preventScroll: true });
  };
  const moveBy = (by: 1 | -1): void => {
    const at = spot();
    const line = at && linesOf(at.list)[at.index];
    if (!at || !line) return;
    const to = lists[lists.indexOf(at.list) + by]?.status;
    if (to) void move(withChosen(line), to);
    else toasts.say(t("board:columns.last"));
  };
  const chooseHere = (): void => {
    const at = spot();
    const line = at && linesOf(at.list)[at.index];
    if (line) together?.choose([line.claim], !together.chosen.has(line.claim));
  };
  const command = (id: string, title: string, keys: string[], run: () => void) => ({
    id: `board.${id}`,
    title,
    section: t("common:section.here"),
    keys,
    keyOnly: true,
    run,
  });
  useCommands([
    command("next", t("board:next"), ["J", "ArrowDown"], () => step(1)),
    command("previous", t("board:previous"), ["K", "ArrowUp"], () => step(-1)),
    command("nextColumn", t("board:columns.next"), ["ArrowRight"], () => across(1)),
    command("previousColumn", t("board:columns.previous"), ["ArrowLeft"], () => across(-1)),
    ...(together
      ? [
          command("choose", t("board:choose"), ["X"], chooseHere),
          command("chooseOn", t("board:chooseOn"), ["Shift+J", "Shift+ArrowDown"], () => step(1, true)),
          command("moveOn", t("board:columns.moveOn"), ["Shift+ArrowRight"], () => moveBy(1)),
          command("moveBack", t("board:columns.moveBack"), ["Shift+ArrowLeft"], () => moveBy(-1)),
          command("move", t("board:columns.move"), ["M"], openMenu),
        ]
      : []),
  ]);

  return (
    <div className="board-columns" aria-busy={together?.busy ?? false}>
      {lists.map(({ status, pages }) =>
        status === null ? null : (
          <Column
            key={status}
            status={status}
            pages={pages}
            count={counts === null ? null : (counts[status] ?? 0)}
            choice={together}
            awaited={awaited?.status === status ? awaited : null}
            onThere={() => wait(null)}
            drawn={drawn}
            onDraw={(line) => draw(line === null ? [] : withChosen(line))}
            onDrop={() => {
              void move(drawn, status);
              draw([]);
            }}
            onMove={(line, to) => void move(withChosen(line), to)}
            notOpen={settable(status) === null ? notOpen(status) : null}
          />
        ),
      )}
    </div>
  );
}
