import { useCallback, useEffect, useRef, useState } from "react";
import type { FoundKind, FoundView } from "../../shared/protocol/found";
import { MOST_LINES } from "../../shared/protocol/rest";
import { isTooShort } from "../../shared/search/terms";
import type { Failure } from "../app/failure";
import { useMe, useServices } from "../app/services";
import { searchAddress } from "./asked";
import type { Asked } from "./asked";

/** Lines of one kind at a time. */
const PAGE = 30;

export interface Lines {
  /** The first of every kind, with how many there are; of one kind, if it was asked for, all that was read. Null: nothing is known yet. */
  readonly view: FoundView | null;
  /** What is shown is of the words before. */
  readonly stale: boolean;
  readonly failure: Failure | null;
  readonly retry: () => void;
  /** Reads on; null when there is no more. Resolves when the lines are there. */
  readonly more: (() => Promise<void>) | null;
}

/** What was shown last, for whoever comes back to it by a step in the browser's history. */
let kept: { readonly user: string; readonly address: string; readonly view: FoundView } | null = null;

/** What is found of what is asked for, in what this person may see. */
export function useLines(asked: Asked): Lines {
  const { api, live } = useServices();
  const user = useMe().id;
  const address = searchAddress(asked);
  const before = kept?.user === user && kept.address === address ? kept.view : null;
  const [state, set] = useState<{ address: string; view: FoundView | null; failure: Failure | null }>({
    address,
    view: before,
    failure: null,
  });
  const { words, home, lang } = asked;
  const kind = asked.kind === "people" ? null : asked.kind;
  const isWanted = !isTooShort(words);

  const ask = useCallback(
    (more: { kind?: FoundKind; limit?: number; cursor?: string }) =>
      api.searchLines({ query: { words, ...(home ? { cases: [home] } : {}), ...(lang ? { langs: [lang] } : {}), ...more } }),
    [api, words, home, lang],
  );
  // How many lines of the kind were shown when they were left: they are read again at once.
  const shown = useRef(kind ? (before?.[kind]?.lines.length ?? 0) : 0);

  /** Of several readings only the last one counts. */
  const turn = useRef(0);
  const read = useCallback(async (): Promise<void> => {
    const mine = ++turn.current;
    const limit = Math.min(MOST_LINES, Math.max(PAGE, shown.current));
    shown.current = 0;
    const [all, one] = await Promise.all([ask({}), kind ? ask({ kind, limit }) : null]);
    if (mine !== turn.current) return;
    const wrong = all.ok ? (one && !one.ok ? one.failure : null) : all.failure;
    if (wrong || !all.ok) set((now) => ({ ...now, failure: wrong }));
    else {
      const view = { ...all.value, ...(one?.ok ? one.value : {}) };
      kept = { user, address, view };
      set({ address, view, failure: null });
    }
  }, [ask, kind, user, address]);
  useEffect(() => {
    // What it sets comes after an answer.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    if (isWanted) void read();
  }, [read, isWanted]);
  const failed = state.failure !== null;
  useEffect(() => {
    if (!failed || !isWanted) return undefined;
    return live.reachable.subscribe(() => {
      if (live.reachable.get()) void read();
    });
  }, [failed, isWanted, live, read]);

  const next = kind ? (state.view?.[kind]?.next ?? null) : null;
  const more = async (): Promise<void> => {
    if (!kind || next === null) return;
    const outcome = await ask({ kind, limit: PAGE, cursor: next });
    set((now) => {
      if (now.address !== address || !now.view) return now;
      if (!outcome.ok) return { ...now, failure: outcome.failure };
      const view = joined(now.view, outcome.value);
      kept = { user, address, view };
      return { ...now, view, failure: null };
    });
  };

  return {
    view: isWanted ? state.view : null,
    stale: state.address !== address,
    failure: isWanted ? state.failure : null,
    retry: () => void read(),
    more: next === null || state.address !== address ? null : more,
  };
}

/** One kind's lines with those of its next page after them. */
function joined(view: FoundView, page: FoundView): FoundView {
  const { titles, texts, claims, sources } = page;
  return {
    ...view,
    ...(titles && view.titles ? { titles: after(view.titles, titles) } : {}),
    ...(texts && view.texts ? { texts: after(view.texts, texts) } : {}),
    ...(claims && view.claims ? { claims: after(view.claims, claims) } : {}),
    ...(sources && view.sources ? { sources: after(view.sources, sources) } : {}),
  };
}

interface Group<Line> {
  readonly lines: readonly Line[];
  readonly next: string | null;
  readonly count: number | null;
}
const after = <Line>(first: Group<Line>, next: Group<Line>) => ({
  lines: [...first.lines, ...next.lines],
  next: next.next,
  count: first.count,
});
