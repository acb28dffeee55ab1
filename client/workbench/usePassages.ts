import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { MAX_QUOTE } from "../../shared/claim/claim";
import { quoteOf } from "../../shared/doc/text";
import type { ClaimId } from "../../shared/ids";
import { newId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import { maySend } from "../../shared/rights";
import type { Op } from "../../shared/log/op";
import { useTranslation } from "../app/translation";
import type { Place, TextEditor } from "../editor/contract";
import type { DocumentSession } from "../session/contract";
import { afterPaint } from "./afterPaint";
import type { Desk } from "./desk";
import type { Placing } from "./placing";

interface Parts {
  readonly desk: Desk;
  readonly session: DocumentSession;
  readonly editors: Partial<Record<Lang, TextEditor>>;
  readonly open: ClaimId | null;
  readonly source: Lang;
  /** Brings a language's text on screen, if it is not. */
  readonly show: (lang: Lang) => void;
}

/** What a selection can become: a claim in the source, the passage of a claim in a version, the new place of one that lost its words. */
export function usePassages({ desk, session, editors, open, source, show }: Parts) {
  const { t } = useTranslation("workbench");
  const [placingNow, setPlacing] = useState<Placing["now"]>(null);
  const [used, setUsed] = useState<Place | null>(null);
  const last = useRef<Place | null>(null);
  const latest = useRef({ editors, open, placingNow });
  useEffect(() => {
    latest.current = { editors, open, placingNow };
  });

  const remember = useCallback((place: Place): void => void (last.current = place), []);

  /** The op that gives a claim these words; says why when there are none. Whoever asks says no more of it. */
  const anchorOp = useCallback(
    (claim: ClaimId, place: Place | null, missing: string): Extract<Op, { type: "claim.anchor" }> | null => {
      const editor = place && latest.current.editors[place.lang];
      if (!place?.passage || !editor) {
        desk.say(missing);
        return null;
      }
      const { from, to } = place.passage;
      const quote = quoteOf(editor.view.state.doc, from, to);
      if (quote.exact.length > MAX_QUOTE) {
        desk.say(t("tooLong"));
        return null;
      }
      return { type: "claim.anchor", claim, lang: place.lang, from, to, ...quote };
    },
    [desk, t],
  );

  const giveWords = useCallback(
    (claim: ClaimId, place: Place | null, missing = t("emptySelection")): boolean => {
      const op = anchorOp(claim, place, missing);
      if (!op || !desk.submit([op])) return false;
      setPlacing(null);
      return true;
    },
    [anchorOp, desk, t],
  );

  const addClaim = useCallback(
    (place: Place): void => {
      const claim = newId<ClaimId>(desk.random);
      const op = anchorOp(claim, place, t("emptySelection"));
      if (!op) return;
      const { me, state } = session.view();
      const add: Op = { ...op, type: "claim.add", fields: {} };
      if (!maySend(me.role, add, state.source)) desk.say(t("cannotClaim"));
      else if (desk.submit([add])) {
        // The mark first: the card follows when it is painted.
        const editor = latest.current.editors[place.lang];
        editor?.choose(claim);
        editor?.spend();
        afterPaint(() => desk.open(claim, "statement"));
      }
    },
    [anchorOp, desk, session, t],
  );

  /** The card has the next word: the words are still selected, and a key pressed in the text would write over them. */
  const toCard = useCallback(
    (claim: ClaimId, lang: Lang): void => {
      latest.current.editors[lang]?.spend();
      desk.open(claim, "card");
    },
    [desk],
  );
  const placed = useCallback(
    (claim: ClaimId, lang: Lang): void => {
      toCard(claim, lang);
      desk.say(t("placed"));
    },
    [desk, toCard, t],
  );

  const make = useCallback(
    (place: Place): void => {
      const { placingNow, open } = latest.current;
      setUsed(place);
      if (placingNow && placingNow.lang === place.lang) {
        if (!giveWords(placingNow.claim, place)) return;
        placed(placingNow.claim, place.lang);
      } else if (place.lang === source) addClaim(place);
      else if (open === null) desk.say(t("giveClaimFirst"));
      else if (giveWords(open, place)) placed(open, place.lang);
    },
    [giveWords, placed, addClaim, desk, source, t],
  );

  const is = useCallback(
    (lang: Lang): "claim" | "place" | null => {
      const { me, state } = session.view();
      const claim = "any" as ClaimId;
      const words = { lang, from: 0, to: 1, exact: "x", prefix: "", suffix: "" };
      const places = placingNow?.lang === lang || (lang !== source && open !== null);
      if (places) return maySend(me.role, { type: "claim.anchor", claim, ...words }, state.source) ? "place" : null;
      return lang === source && maySend(me.role, { type: "claim.add", claim, ...words, fields: {} }, state.source) ? "claim" : null;
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

  const placing = useMemo<Placing>(
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
    placing,
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
      else desk.say(t("emptySelection"));
    }, [make, desk, t]),
  };
}
