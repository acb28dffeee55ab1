import { EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import type { Claim } from "../../../shared/claim/claim";
import { isOrphan } from "../../../shared/doc/anchor";
import type { Anchor } from "../../../shared/doc/anchor";
import type { Lang } from "../../../shared/languages";
import { looseDate } from "../../app/dates";
import { languageName } from "../../app/names";
import { useMe } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { VerdictBadge } from "../../app/verdicts";
import { siteOf } from "../card/edits";
import { useDesk } from "../desk";
import { claimTitle } from "../lines";
import { usePrinting } from "./usePrinting";

/** A claim with its number in the notes. */
interface Note {
  readonly number: number;
  readonly claim: Claim;
  readonly anchor: Anchor;
}

/** What is printed in the page's place: the whole of the texts that are on screen, and their claims as numbered notes. */
export function PrintSheet({ langs }: { langs: readonly Lang[] }) {
  return usePrinting() ? createPortal(<Sheet langs={langs} />, document.body) : null;
}

function Sheet({ langs }: { langs: readonly Lang[] }) {
  const ui = useMe().lang;
  const { session } = useDesk();
  const { details, source } = session.view().state;
  const about = [details.publisher, details.author, looseDate(ui, details.published), details.address].filter((part) => part !== "");
  return (
    <article className="print-sheet">
      {langs.map((lang) => (
        <section key={lang}>
          <p className="print-about">{[...about, languageName(ui, lang)].join(" · ")}</p>
          <Text lang={lang} title={lang === source ? details.title : ""} />
        </section>
      ))}
    </article>
  );
}

function Text({ lang, title }: { lang: Lang; title: string }) {
  const { t } = useTranslation("workbench");
  const { session } = useDesk();
  const { texts, claims } = session.view().state;
  const text = texts[lang];
  const page = useRef<HTMLDivElement>(null);
  const notes = notesOf(text?.anchors ?? [], claims);
  const further = new Set(notes.filter(({ anchor }, index) => notes[index - 1]?.anchor.to === anchor.to).map(({ number }) => number));
  useLayoutEffect(() => {
    if (!page.current || !text) return undefined;
    const marks = notes.flatMap(({ number, claim, anchor }) => [
      Decoration.inline(anchor.from, anchor.to, { nodeName: "mark", class: `claim v-${claim.verdict}` }),
      Decoration.widget(anchor.to, () => reference(number, further.has(number)), { side: -1, key: String(number) }),
    ]);
    const shown = new EditorView(page.current, {
      state: EditorState.create({ doc: text.doc }),
      editable: () => false,
      attributes: { class: "prose", lang, dir: text.dir },
      decorations: ({ doc }) => DecorationSet.create(doc, marks),
    });
    return () => shown.destroy();
  });
  if (!text) return null;
  // Texts of before titles were blocks say theirs here.
  const isTitled = text.doc.firstChild?.textContent === title || title === "";
  return (
    <>
      {isTitled ? null : <h1 lang={lang}>{title}</h1>}
      <div ref={page} />
      {notes.length > 0 ? (
        <>
          <h2>{t("claims", { count: notes.length })}</h2>
          <ol className="print-notes">
            {notes.map((note) => (
              <PrintedNote key={note.claim.id} note={note} lang={lang} />
            ))}
          </ol>
        </>
      ) : null}
    </>
  );
}

/** In the order in which a reader comes upon their numbers, which stand at the passages' ends. */
function notesOf(anchors: readonly Anchor[], claims: ReadonlyMap<unknown, Claim>): Note[] {
  const placed = anchors.filter((anchor) => !isOrphan(anchor)).sort((a, b) => a.to - b.to || a.from - b.from);
  const standing = placed.flatMap((anchor) => {
    const claim = claims.get(anchor.claim);
    return claim && !claim.withdrawn ? [{ anchor, claim }] : [];
  });
  return standing.map((note, index) => ({ ...note, number: index + 1 }));
}

/** `further`: another claim's number stands right before it. */
function reference(number: number, further: boolean): HTMLElement {
  const element = document.createElement("sup");
  element.className = "print-reference";
  element.textContent = further ? `, ${String(number)}` : String(number);
  return element;
}

function PrintedNote({ note: { number, claim, anchor }, lang }: { note: Note; lang: Lang }) {
  const { t } = useTranslation(["common", "claim"]);
  const ui = useMe().lang;
  const title = claimTitle(claim, "", ui);
  return (
    <li value={number}>
      <p className="print-verdict">
        <VerdictBadge verdict={claim.verdict} /> · {t(`common:status.${claim.status}`)}
      </p>
      <q lang={lang}>{anchor.exact}</q>
      {title.text === "" ? null : (
        <p className="print-statement" lang={title.lang ?? undefined}>
          {title.text}
        </p>
      )}
      {claim.rationale === "" ? null : <p>{claim.rationale}</p>}
      <ul>
        {claim.evidence
          .filter(({ removed }) => !removed)
          .map((source) => (
            <li key={source.id}>
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
