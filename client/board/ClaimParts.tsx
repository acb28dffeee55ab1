import { Link } from "wouter";
import type { ClaimId } from "../../shared/ids";
import { interfaceLanguage } from "../../shared/languages";
import type { ClaimLine } from "../../shared/protocol/rest";
import { claimTitle } from "../app/claimTitle";
import { WorkbenchPage } from "../app/pages";
import { useTranslation } from "../app/translation";
import type { Listed } from "./claimPages";

// What a line of the table and a card of the columns both show of a claim.

/** Which claims are chosen, to be changed together. */
export interface Choice {
  readonly chosen: ReadonlySet<ClaimId>;
  readonly choose: (claims: readonly ClaimId[], on: boolean) => void;
}

/** A click does it, which knows whether Shift is held. */
const nothing = (): void => undefined;

/** The claim in few words, in the reader's language where somebody wrote them; else its quote. */
export function useTitle(claim: ClaimLine): { text: string; lang: string | undefined; isQuote: boolean } {
  const { i18n } = useTranslation("board");
  const { text, lang } = claimTitle(claim, claim.quote, interfaceLanguage(i18n.language).tag);
  return { text, lang: lang ?? claim.lang ?? undefined, isQuote: lang === null };
}

const addressOf = ({ doc, claim }: ClaimLine): string => `/doc/${doc}?${new URLSearchParams({ claim }).toString()}`;

/** The way to the claim in its text. `isDrawn`: a press on it draws the card that it lies on. */
export function ClaimLink({ claim, isDrawn = false }: { claim: ClaimLine; isDrawn?: boolean }) {
  const title = useTitle(claim);
  return (
    <Link
      href={addressOf(claim)}
      className="board-open"
      draggable={isDrawn ? false : undefined}
      dir="auto"
      lang={title.lang}
      onPointerEnter={WorkbenchPage.fetch}
      onFocus={WorkbenchPage.fetch}
    >
      {title.text}
    </Link>
  );
}

/** The words of its passage, and where they stand. */
export function ClaimPlace({ line: { claim, gone } }: { line: Listed }) {
  const { t } = useTranslation("board");
  const title = useTitle(claim);
  return (
    <>
      {title.isQuote || claim.quote === "" ? null : (
        <q className="board-quote" dir="auto" lang={claim.lang ?? undefined}>
          {claim.quote}
        </q>
      )}
      <span className="board-where">
        <span dir="auto">{claim.title}</span>
        {claim.orphan ? <b>{t("noPassage")}</b> : null}
        {claim.withdrawn ? <b>{t("isWithdrawn")}</b> : null}
        {gone ? <b>{t("gone")}</b> : null}
      </span>
    </>
  );
}

/** The box with which a claim is chosen. */
export function Chooser({ line: { claim }, choice, onToggle }: { line: Listed; choice: Choice; onToggle: (range: boolean) => void }) {
  const { t } = useTranslation("board");
  return (
    <input
      type="checkbox"
      className="ui-check"
      aria-label={t("chooseOne", { title: useTitle(claim).text })}
      checked={choice.chosen.has(claim.claim)}
      onClick={(event) => onToggle(event.shiftKey)}
      onChange={nothing}
    />
  );
}
