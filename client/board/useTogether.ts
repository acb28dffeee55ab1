import { useState } from "react";
import type { ClaimId } from "../../shared/ids";
import { MOST_CHANGED, settableStatuses } from "../../shared/protocol/claim-changes";
import type { ChangedClaim, ClaimChange, ClaimChangesView } from "../../shared/protocol/claim-changes";
import type { ClaimLine } from "../../shared/protocol/rest";
import { useFailureText } from "../app/failure";
import type { Failure } from "../app/failure";
import { useServices } from "../app/services";
import { useTranslation } from "../app/translation";
import type { BoardLists } from "./boardLists";
import type { Choice } from "./ClaimParts";

export interface Together extends Choice {
  /** Sets one thing on the claims that are chosen, says how many were changed and why others were not, and offers the way back. */
  readonly run: (set: ClaimChange, said: string) => Promise<void>;
  /** The same on these, chosen or not. */
  readonly set: (claims: readonly ClaimLine[], set: ClaimChange, said: string) => Promise<void>;
  readonly clear: () => void;
  readonly busy: boolean;
}

/** Several claims chosen and changed at once. */
export function useTogether(board: BoardLists): Together {
  const { api, toasts } = useServices();
  const { t } = useTranslation("board");
  const say = useFailureText();
  const [chosen, setChosen] = useState<ReadonlySet<ClaimId>>(new Set());
  const [busy, setBusy] = useState(false);

  const ask = async (set: ClaimChange, claims: readonly ChangedClaim[]): Promise<ClaimChangesView | Failure> => {
    const all: { done: ClaimChangesView["done"]; not: ClaimChangesView["not"] } = { done: [], not: [] };
    for (let from = 0; from < claims.length; from += MOST_CHANGED) {
      const outcome = await api.changeClaims({ body: { set, claims: claims.slice(from, from + MOST_CHANGED) } });
      if (!outcome.ok) return outcome.failure;
      all.done.push(...outcome.value.done);
      all.not.push(...outcome.value.not);
    }
    return all;
  };
  /** In columns what one moved oneself goes over at once; in one list it stays where it is, and says if it no longer belongs there. */
  const reread = ({ done }: ClaimChangesView): Promise<void> =>
    board.changed([...new Set(done.map(({ doc }) => doc))], new Set(board.lists.length > 1 ? done.map(({ claim }) => claim) : []));

  const undo = async (set: ClaimChange, view: ClaimChangesView): Promise<void> => {
    const back: ClaimChangesView = { done: [], not: [] };
    for (const was of new Set(view.done.map((one) => one.was))) {
      const reverse = reversed(set, was);
      if (reverse === null) continue;
      const claims = view.done.filter((one) => one.was === was).map(({ doc, claim }) => ({ doc, claim, ...seenOf(set) }));
      const outcome = await ask(reverse, claims);
      if ("code" in outcome) return toasts.say(say(outcome), { bad: true });
      back.done.push(...outcome.done);
      back.not.push(...outcome.not);
    }
    tell(t("together.undone", { count: back.done.length }), back);
    await reread(back);
  };

  const tell = (words: string, { not }: ClaimChangesView, action?: { label: string; run: () => void }): void => {
    const why = [...new Set(not.map(({ code }) => say({ code })))].join(" ");
    const parts = not.length === 0 ? words : `${words} ${t("together.not", { count: not.length })} ${why}`;
    toasts.say(parts, { bad: not.length > 0, ...(action ? { action } : {}) });
  };

  const change = async (lines: readonly ClaimLine[], set: ClaimChange, said: string): Promise<ClaimChangesView | null> => {
    if (lines.length === 0 || busy) return null;
    const ready = lines.filter((line) => isReady(line, set));
    const unready = lines.length - ready.length;
    const missing = unready === 0 ? "" : t("together.verdictFirst", { count: unready });
    if (ready.length === 0) {
      toasts.say(missing, { bad: true });
      return null;
    }
    setBusy(true);
    const outcome = await ask(
      set,
      ready.map((line) => ({ doc: line.doc, claim: line.claim, ...wasOf(line, set) })),
    );
    setBusy(false);
    if ("code" in outcome) {
      toasts.say(say(outcome), { bad: true });
      return null;
    }
    const done =
      outcome.done.length === 0 && outcome.not.length === 0 ? t("together.same") : t("together.done", { count: outcome.done.length, said });
    // What a review gave only a review gives back.
    const decided = outcome.done.filter(({ was }) => reversed(set, was) === null).length;
    const words = [done, decided === 0 ? "" : t("together.decided", { count: decided }), missing].filter(Boolean).join(" ");
    const action = { label: t("together.undo"), run: () => void undo(set, outcome) };
    tell(words, outcome, outcome.done.length > decided ? action : undefined);
    await reread(outcome);
    return outcome;
  };

  return {
    chosen,
    busy,
    set: async (lines, set, said) => void (await change(lines, set, said)),
    choose: (claims, on) =>
      setChosen((before) => {
        const next = new Set(before);
        for (const claim of claims)
          if (on) next.add(claim);
          else next.delete(claim);
        return next;
      }),
    clear: () => setChosen(new Set()),
    async run(set, said) {
      const lines = board.lists
        .flatMap(({ pages }) => pages.get().lines ?? [])
        .flatMap(({ claim }) => (chosen.has(claim.claim) ? [claim] : []));
      const outcome = await change(lines, set, said);
      // Those that could not be changed stay chosen: something else may be done with them.
      if (!outcome) return;
      const unready = lines.filter((line) => !isReady(line, set));
      setChosen(new Set([...outcome.not, ...unready].map(({ claim }) => claim)));
    },
  };
}

/** A review is asked for where there is a verdict to read, on the board as on the card. */
const isReady = ({ verdict }: ClaimLine, set: ClaimChange): boolean =>
  !(set.field === "status" && set.value === "in-review" && verdict === "open");

/** What the line shows of what is set; a tag is added or taken away whatever else is there. */
const wasOf = (line: ClaimLine, { field }: ClaimChange): Pick<ChangedClaim, "was"> => (field === "tag" ? {} : { was: line[field] });

/** What an undo expects to find. */
const seenOf = (set: ClaimChange): Pick<ChangedClaim, "was"> => (set.field === "tag" ? {} : { was: set.value });

/** The way back; null where a review gave what was there before. */
function reversed(set: ClaimChange, was: string | null): ClaimChange | null {
  if (set.field === "tag") return { ...set, on: !set.on };
  if (set.field === "assignee") return { field: "assignee", value: was as Extract<ClaimChange, { field: "assignee" }>["value"] };
  const status = settableStatuses.find((one) => one === was);
  return status === undefined ? null : { field: "status", value: status };
}
