import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { MAX_QUOTE } from "../../shared/claim/claim";
import { quoteOf } from "../../shared/doc/text";
import type { ClaimId } from "../../shared/ids";
import { newId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import { may } from "../../shared/rights/may";
import type { Op } from "../../shared/log/op";
import { useTranslation } from "../app/translation";
import type { CursorPlace, TextEditor } from "../editor/contract";
import type { DocumentSession } from "../session/contract";
import { afterPaint } from "./afterPaint";
import type { WorkbenchApi } from "./WorkbenchContext";
import type { AnchoringMode } from "./anchoringMode";

interface Parts {
  readonly workbench: WorkbenchApi;
  readonly session: DocumentSession;
  readonly editors: Partial<Record<Lang, TextEditor>>;
  readonly open: ClaimId | null;
  readonly source: Lang;
  /** Brings a language's text on screen, if it is not. */
  readonly show: (lang: Lang) => void;
}

/** What a selection can become: a claim in the source, the passage of a claim in a version, the new place of one that lost its words. */
export function usePassages({ workbench, session, editors, open, source, show }: Parts) {
  const { t } = useTranslation("workbench");
  const [placingNow, setPlacing] = useState<AnchoringMode["now"]>(null);
  const [used, setUsed] = useState<CursorPlace | null>(null);
  const last = useRef<CursorPlace | null>(null);
  const latest = useRef({ editors, open, placingNow });
  useEffect(() => {
    latest.current = { editors, open, placingNow };
  });

  const remember = useCallback((place: CursorPlace): void => void (last.current = place), []);

  /** The op that gives a claim these words; says why when there are none. Whoever asks says no more of it. */
  const anchorOp = useCallback(
    (claim: ClaimId, place: CursorPlace | null, missing: string): Extract<Op, { type: "claim.anchor" }> | null => {
      const editor = place && latest.current.editors[place.lang];
      if (!place?.passage || !editor) {
        workbench.say(missing);
        return null;
      }
      const { from, to } = place.passage;
      const quote = quoteOf(editor.view.state.doc, from, to);
      if (quote.exact.length > MAX_QUOTE) {
        workbench.say(t("tooLong"));
        return null;
      }
      return { type: "claim.anchor", claim, lang: place.lang, from, to, ...quote };
    },
    [workbench, t],
  );

  const giveWords = useCallback(
    (claim: ClaimId, place: CursorPlace | null, missing = t("emptySelection")): boolean => {
      const op = anchorOp(claim, place, missing);
      if (!op || !workbench.submit([op])) return false;
      setPlacing(null);
      return true;
    },
    [anchorOp, workbench, t],
  );

  const addClaim = useCallback(
    (place: CursorPlace): void => {
      const claim = newId<ClaimId>(workbench.random);
      const op = anchorOp(claim, place, t("emptySelection"));
      if (!op) return;
      const { grant, state } = session.view();
      const add: Op = { ...op, type: "claim.add", v: 1, fields: {} };
      if (!may(grant, "claim.add", { lang: place.lang, source: state.source })) workbench.say(t("cannotClaim"));
      else if (workbench.submit([add])) {
        // The mark first: the card follows when it is painted.
        const editor = latest.current.editors[place.lang];
        editor?.choose(claim);
        editor?.spend();
        afterPaint(() => workbench.open(claim, "statement"));
      }
    },
    [anchorOp, workbench, session, t],
  );

  /** The card has the next word: the words are still selected, and a key pressed in the text would write over them. */
  const toCard = useCallback(
    (claim: ClaimId, lang: Lang): void => {
      latest.current.editors[lang]?.spend();
      workbench.open(claim, "card");
    },
    [workbench],
  );
  const placed = useCallback(
    (claim: ClaimId, lang: Lang): void => {
      toCard(claim, lang);
      workbench.say(t("placed"));
    },
    [workbench, toCard, t],
  );

  const make = useCallback(
    (place: CursorPlace): void => {
      const { placingNow, open } = latest.current;
      setUsed(place);
      if (placingNow && placingNow.lang === place.lang) {
        if (!giveWords(placingNow.claim, place)) return;
        placed(placingNow.claim, place.lang);
      } else if (place.lang === source) addClaim(place);
      else if (open === null) workbench.say(t("giveClaimFirst"));
      else if (giveWords(open, place)) placed(open, place.lang);
    },
    [giveWords, placed, addClaim, workbench, source, t],
  );

  const is = useCallback(
    (lang: Lang): "claim" | "place" | null => {
      const { grant, state } = session.view();
      const facts = { lang, source: state.source };
      const places = placingNow?.lang === lang || (lang !== source && open !== null);
      if (places) return may(grant, "claim.anchor", facts) ? "place" : null;
      return lang === source && may(grant, "claim.add", facts) ? "claim" : null;
    },
    [session, source, open, placingNow],
  );

  const insert = useCallback((lang: Lang, words: string): boolean => {
    const editor = latest.current.editors[lang];
    if (!editor) return false;
    const before = editor.view.state.doc;
    editor.run((state, dispatch) => {
      dispatch?.(state.tr.insertText(words).scrollIntoView());
      return true;
    });
    return editor.view.state.doc !== before;
  }, []);

  const anchoring = useMemo<AnchoringMode>(
    () => ({
      now: placingNow,
      start(claim, lang) {
        show(lang);
        setPlacing({ claim, lang });
      },
      stop: () => setPlacing(null),
    }),
    [placingNow, show],
  );

  return {
    anchoring,
    remember,
    used,
    is,
    insert,
    /** Gives a claim of the tray the words that are selected now. */
    putBack: useCallback(
      (claim: ClaimId): boolean => {
        const place = last.current;
        if (!giveWords(claim, place, t("tray.selectFirst"))) return false;
        if (place) toCard(claim, place.lang);
        return true;
      },
      [giveWords, toCard, t],
    ),
    /** The key for a claim, wherever the focus is: the last selection in a text counts. */
    fromKeyboard: useCallback((): void => {
      if (last.current) make(last.current);
      else workbench.say(t("emptySelection"));
    }, [make, workbench, t]),
  };
}
