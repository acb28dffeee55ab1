import { EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import type { Claim } from "../../../shared/claim/claim";
import { isOrphan } from "../../../shared/doc/anchor";
import type { Anchor } from "../../../shared/doc/anchor";
import { passageRuns } from "../../../shared/doc/quoted";
import type { QuoteRun } from "../../../shared/doc/quoted";
import type { Lang } from "../../../shared/languages";
import { anchorIn } from "../../../shared/log/apply";
import type { DocState } from "../../../shared/log/state";
import { looseDate } from "../../app/dates";
import { languageName } from "../../app/names";
import { claimTitle } from "../../app/claimTitle";
import { useMe } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { VerdictBadge } from "../../app/verdicts";
import { untranslatedPaint } from "../../editor/untranslated";
import { siteOf } from "../card/edits";
import { useWorkbench } from "../WorkbenchContext";
import { FallBackBadge } from "../card/Standing";
import { Quoted, runsIn } from "../Quoted";
import { usePrinting } from "./usePrinting";

/** A claim with its number in the notes. */
interface Note {
  readonly number: number;
  readonly claim: Claim;
  readonly quote: readonly QuoteRun[];
  /** The text that the quote is from. */
  readonly lang: Lang;
}

/** One whose words stand in the text. */
interface PlacedNote extends Note {
  readonly anchor: Anchor;
}

/** What is printed in the page's place: the whole of the texts that are on screen, and their claims as numbered notes. */
export function PrintSheet({ langs }: { langs: readonly Lang[] }) {
  return usePrinting() ? createPortal(<Sheet langs={langs} />, document.body) : null;
}

function Sheet({ langs }: { langs: readonly Lang[] }) {
  const ui = useMe().lang;
  const { session } = useWorkbench();
  const { state } = session.view();
  const { details, source } = state;
  const about = [details.publisher, details.author, looseDate(ui, details.published), details.address].filter((part) => part !== "");
  const notes = langs.map((lang) => notesOf(state, lang));
  return (
    <article className="print-sheet">
      {langs.map((lang, index) => (
        <section key={lang}>
          <p className="print-about">{[...about, languageName(ui, lang)].join(" · ")}</p>
          <Text lang={lang} title={lang === source ? details.title : ""} notes={notes[index] ?? []} alone={langs.length === 1} />
          {index === 0 ? <Unplaced notes={unplacedOf(state, lang, notes)} /> : null}
        </section>
      ))}
    </article>
  );
}

interface TextProps {
  readonly lang: Lang;
  readonly title: string;
  readonly notes: readonly PlacedNote[];
  /** No other text is printed with it: what is not translated has to be said here. */
  readonly alone: boolean;
}

function Text({ lang, title, notes, alone }: TextProps) {
  const { t } = useTranslation("workbench");
  const ui = useMe().lang;
  const { session } = useWorkbench();
  const { texts, source } = session.view().state;
  const text = texts[lang];
  const page = useRef<HTMLDivElement>(null);
  const further = new Set(notes.filter(({ anchor }, index) => notes[index - 1]?.anchor.to === anchor.to).map(({ number }) => number));
  useLayoutEffect(() => {
    if (!page.current || !text) return undefined;
    const marks = notes.flatMap(({ number, claim, anchor }) => [
      Decoration.inline(anchor.from, anchor.to, { nodeName: "mark", class: `claim-mark v-${claim.verdict}` }),
      Decoration.widget(anchor.to, () => reference(number, further.has(number)), { side: -1, key: String(number) }),
    ]);
    const original = alone && source !== null && source !== lang ? texts[source] : undefined;
    const label = source ? t("untranslated", { language: languageName(ui, source) }) : "";
    const gaps = original ? { doc: original.doc, lang: original.lang, dir: original.dir, label } : null;
    const shown = new EditorView(page.current, {
      state: EditorState.create({ doc: text.doc, plugins: [untranslatedPaint(gaps)] }),
      editable: () => false,
      attributes: { class: "text-prose", lang, dir: text.dir },
      decorations: ({ doc }) => DecorationSet.create(doc, marks),
    });
    return () => shown.destroy();
  });
  if (!text) return null;
  // Texts of before titles were blocks say theirs here.
  const isTitled = text.doc.firstChild?.textContent === title || title === "";
  return (
    <>
      {isTitled ? null : (
        <h1 lang={lang} dir={text.dir}>
          {title}
        </h1>
      )}
      <div ref={page} />
      {notes.length > 0 ? <Notes title={t("claims", { count: notes.length })} notes={notes} /> : null}
    </>
  );
}

/** Claims of which nothing can be marked in what is printed: said once, behind the first text's. */
function Unplaced({ notes }: { notes: readonly Note[] }) {
  const { t } = useTranslation("workbench");
  return notes.length > 0 ? (
    <Notes title={t("withoutPassage", { count: notes.length })} why={t("withoutPassageWhy")} notes={notes} />
  ) : null;
}

function Notes({ title, why = "", notes }: { title: string; why?: string; notes: readonly Note[] }) {
  return (
    <div className="print-part">
      <h2>{title}</h2>
      {why ? <p className="print-about">{why}</p> : null}
      <ol className="print-notes">
        {notes.map((note) => (
          <PrintedNote key={note.claim.id} note={note} />
        ))}
      </ol>
    </div>
  );
}

/** In the order in which a reader comes upon their numbers, which stand at the passages' ends. */
function notesOf(state: DocState, lang: Lang): PlacedNote[] {
  const text = state.texts[lang];
  const placed = (text?.anchors ?? []).filter((anchor) => !isOrphan(anchor)).sort((a, b) => a.to - b.to || a.from - b.from);
  const standing = placed.flatMap((anchor) => {
    const claim = state.claims.get(anchor.claim);
    return claim && !claim.withdrawn ? [{ anchor, claim, lang, quote: passageRuns(text?.doc, anchor) }] : [];
  });
  return standing.map((note, index) => ({ ...note, number: index + 1 }));
}

/** The claims that stand in none of the printed texts, with the words that they had here, or have in the source; numbered after the others. */
function unplacedOf(state: DocState, lang: Lang, printed: readonly (readonly PlacedNote[])[]): Note[] {
  const placed = new Set(printed.flat().map(({ claim }) => claim.id));
  const left = [...state.claims.values()].filter(({ id, withdrawn }) => !withdrawn && !placed.has(id));
  const first = printed[0]?.length ?? 0;
  return left.map((claim, index) => {
    const from = [lang, state.source ?? lang].find((one) => anchorIn(state, one, claim.id) !== null) ?? lang;
    return { claim, number: first + index + 1, lang: from, quote: runsIn(state, from, claim.id) };
  });
}

/** `further`: another claim's number stands right before it. */
function reference(number: number, further: boolean): HTMLElement {
  const element = document.createElement("sup");
  element.className = "print-reference";
  element.textContent = further ? `, ${String(number)}` : String(number);
  return element;
}

function PrintedNote({ note: { number, claim, quote, lang } }: { note: Note }) {
  const { t } = useTranslation(["common", "claim"]);
  const ui = useMe().lang;
  const title = claimTitle(claim, "", ui);
  return (
    <li value={number}>
      <p className="print-verdict">
        <VerdictBadge verdict={claim.verdict} /> · {t(`common:status.${claim.status}`)} <FallBackBadge claim={claim} />
      </p>
      {quote.length > 0 ? (
        <q lang={lang} dir="auto">
          <Quoted runs={quote} />
        </q>
      ) : null}
      {title.text === "" ? null : (
        <p className="print-statement" lang={title.lang ?? undefined} dir="auto">
          {title.text}
        </p>
      )}
      {claim.rationale === "" ? null : <p dir="auto">{claim.rationale}</p>}
      <ul>
        {claim.evidence
          .filter(({ removed }) => !removed)
          .map((source) => (
            <li key={source.id} dir="auto">
              {[
                source.title || siteOf(source.address) || t("claim:untitledSource"),
                source.publisher,
                looseDate(ui, source.published),
                t(`common:stance.${source.stance}`),
                source.address,
              ]
                .filter((part) => part !== "")
                .join(" · ")}
            </li>
          ))}
      </ul>
    </li>
  );
}
