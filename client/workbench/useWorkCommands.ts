import { useCallback, useEffect, useMemo, useRef } from "react";
import type { Lang } from "../../shared/languages";
import { useTranslation } from "../app/translation";
import type { DocumentSession } from "../session/contract";
import { claimTitle } from "../app/claimTitle";
import { useCommands } from "../app/commands";
import type { Command } from "../app/commands";
import { quoteText } from "../../shared/doc/quoted";
import { useMe } from "../app/services";
import type { WorkbenchApi } from "./WorkbenchContext";
import { neighbour } from "./claimList";
import type { ClaimList } from "./claimList";
import type { OpenCardState } from "./margin/Margin";
import { runsIn } from "./Quoted";
import type { TextView } from "./TextHead";

interface Parts {
  readonly workbench: WorkbenchApi;
  readonly session: DocumentSession;
  readonly lines: ClaimList;
  readonly opened: OpenCardState | null;
  readonly past: boolean;
  readonly onClaim: () => void;
  readonly onHistory: () => void;
  readonly view: TextView;
  readonly onView: (view: TextView) => void;
  readonly source: Lang;
  /** Whose claims the lines are. */
  readonly marginLang: Lang;
}

/** More than these would only make the palette slow: the filter of the margin finds the rest. */
const MOST_CLAIMS = 300;

/** The workbench's commands with their keys. Returns the step to the next or previous claim. */
export function useWorkCommands(parts: Parts): (step: 1 | -1) => void {
  const { t } = useTranslation(["workbench", "claim"]);
  const { workbench, lines, opened, past, onClaim, onHistory, onView, view, source } = parts;
  const latest = useRef({ lines, opened });
  useEffect(() => {
    latest.current = { lines, opened };
  });

  const step = useCallback(
    (by: 1 | -1): void => {
      const { lines, opened } = latest.current;
      const next = neighbour(lines.placed, opened?.claim ?? null, by);
      if (next) workbench.open(next, "card");
    },
    [workbench],
  );

  const section = t("workbench:section");
  useCommands([
    { id: "work.next", title: t("workbench:next"), section, keys: ["J"], run: () => step(1) },
    { id: "work.previous", title: t("workbench:previous"), section, keys: ["K"], run: () => step(-1) },
    ...(past ? [] : [{ id: "work.claim", title: t("workbench:makeClaim"), section, keys: ["C", "Mod+Alt+C"], run: onClaim }]),
    {
      id: "work.text",
      title: t("workbench:toText"),
      section,
      keys: ["Escape"],
      run() {
        workbench.toText();
        if (opened) workbench.open(null);
      },
    },
    { id: "work.card", title: t("workbench:toCard"), section, keys: ["Mod+Enter"], keyOnly: true, shownOnly: true, run: () => undefined },
    { id: "work.source", title: t("workbench:showSource"), section, run: () => onView({ kind: "one", lang: source }) },
    ...(view.lang === source
      ? []
      : [{ id: "work.beside", title: t("workbench:showBeside"), section, run: () => onView({ kind: "beside", lang: view.lang }) }]),
    { id: "work.history", title: t("workbench:openHistory"), section, run: onHistory },
  ]);
  useClaimCommands(parts);
  return step;
}

/** Each claim by its name, for the palette. */
function useClaimCommands({ workbench, session, lines, marginLang }: Parts): void {
  const { t } = useTranslation("workbench");
  const ui = useMe().lang;
  const { claims } = session.view().state;
  const commands = useMemo(
    () =>
      lines.placed.slice(0, MOST_CLAIMS).flatMap(({ claim: id }): Command[] => {
        const claim = claims.get(id);
        if (!claim) return [];
        // The words are looked for only where the claim has no other name.
        const quote = claimTitle(claim, "", ui).lang === null ? quoteText(runsIn(session.view().state, marginLang, id)) : "";
        return [
          {
            id: `claim.${claim.id}`,
            title: claimTitle(claim, quote, ui).text,
            section: t("margin"),
            run: () => workbench.open(claim.id, "card"),
          },
        ];
      }),
    [lines.placed, claims, ui, t, workbench, session, marginLang],
  );
  useCommands(commands);
}
