import type { ReactNode } from "react";
import { Link } from "wouter";
import type { ClaimStatus, Verdict } from "../../shared/claim/claim";
import type { Person } from "../../shared/people";
import type { Excerpt, FoundClaimLine, FoundSourceLine, FoundTextLine } from "../../shared/protocol/found";
import type { DocumentLine } from "../../shared/protocol/rest";
import { countWords, markWords } from "../../shared/search/mark";
import { Avatar } from "../app/Avatar";
import { languageTitle } from "../app/names";
import { WorkbenchPage } from "../app/pages";
import { useMe } from "../app/services";
import { useTranslation } from "../app/translation";
import { VerdictBadge } from "../app/verdicts";

/** Some words, those that were looked for marked. */
export function Marked({ parts }: { parts: Excerpt }) {
  return parts.map(({ text, found }, at) => (found ? <mark key={at}>{text}</mark> : text));
}

/** The address of a place in a text. */
function placeOf(doc: string, place: { readonly lang?: string; readonly block?: string | null; readonly claim?: string }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(place)) if (value) query.set(name, value);
  const text = query.toString();
  return text === "" ? `/doc/${doc}` : `/doc/${doc}?${text}`;
}

/** What a line leads to; the arrows go from one to the next. */
function Way({ to, lang, className, children }: { to: string; lang?: string | undefined; className: string; children: ReactNode }) {
  const isText = to.startsWith("/doc/");
  return (
    <Link
      href={to}
      className={className}
      lang={lang}
      dir="auto"
      data-found
      onFocus={isText ? WorkbenchPage.fetch : undefined}
      onPointerEnter={isText ? WorkbenchPage.fetch : undefined}
    >
      {children}
    </Link>
  );
}

const Meta = ({ children }: { children: ReactNode }) => <p className="ui-meta">{children}</p>;

export function TitleLine({ line, words, home }: { line: DocumentLine; words: string; home: string }) {
  const about = [line.publisher, line.author, line.address].filter((text, at) => text !== "" && (at === 0 || countWords(text, words) > 0));
  return (
    <li className="found-line">
      <Way to={placeOf(line.doc, {})} lang={line.source ?? undefined} className="found-title">
        <Marked parts={markWords(line.title, words)} />
      </Way>
      <Meta>
        {about.map((text) => (
          <span key={text} dir="auto">
            <Marked parts={markWords(text, words)} />
          </span>
        ))}
        <span dir="auto">{home}</span>
      </Meta>
    </li>
  );
}

export function TextLine({ line, home }: { line: FoundTextLine; home: string }) {
  const ui = useMe().lang;
  const { doc, lang, title, publisher, places } = line;
  return (
    <li className="found-line">
      {/* The first place is where its words stand. */}
      <Way to={placeOf(doc, { lang, block: places[0]?.block ?? null })} lang={lang} className="found-title">
        {title}
      </Way>
      <Meta>
        {publisher ? <span dir="auto">{publisher}</span> : null}
        <span dir="auto">{home}</span>
        <span>{languageTitle(ui, lang)}</span>
      </Meta>
      {places.length > 0 ? (
        <ul className="found-places">
          {places.map(({ block, excerpt }, at) => (
            <li key={block ?? at}>
              <Way to={placeOf(doc, { lang, block })} lang={lang} className="found-place">
                <Marked parts={excerpt} />
              </Way>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

export function ClaimLine({ line, home }: { line: FoundClaimLine; home: string }) {
  const { t } = useTranslation(["search", "common"]);
  return (
    <li className="found-line">
      <Way to={placeOf(line.doc, { claim: line.claim })} lang={line.partLang ?? undefined} className="found-words">
        <Marked parts={line.excerpt} />
      </Way>
      <Meta>
        {line.part === "quote" ? null : <span>{t(`search:part.${line.part}`)}</span>}
        <VerdictBadge verdict={line.verdict as Verdict} />
        <span>{t(`common:status.${line.status as ClaimStatus}`)}</span>
        <span dir="auto">{line.title}</span>
        <span dir="auto">{home}</span>
      </Meta>
    </li>
  );
}

export function SourceLine({ line, words, home }: { line: FoundSourceLine; words: string; home: string }) {
  const name = line.title || line.publisher || line.address || line.quote;
  const isNamed = line.part === "title" || name === "";
  return (
    <li className="found-line">
      <Way to={placeOf(line.doc, { claim: line.claim })} className="found-title">
        <Marked parts={isNamed ? line.excerpt : markWords(name, words)} />
      </Way>
      {isNamed || (line.part !== "quote" && line.part !== "note") ? null : (
        <p className="found-place" dir="auto">
          <Marked parts={line.excerpt} />
        </p>
      )}
      <Meta>
        {[line.publisher, line.address]
          .filter((text) => text !== "" && text !== name)
          .map((text) => (
            <span key={text} dir="auto" className="found-address">
              <Marked parts={markWords(text, words)} />
            </span>
          ))}
        <span dir="auto">{line.text}</span>
        <span dir="auto">{home}</span>
      </Meta>
    </li>
  );
}

export function PersonLine({ person, words }: { person: Person; words: string }) {
  const { t } = useTranslation();
  return (
    <li className="found-line is-person">
      <Avatar person={person} small named />
      <Way to={`/people#${person.id}`} className="found-title">
        <Marked parts={markWords(person.name, words)} />
      </Way>
      <Meta>
        <span>{t(`role.${person.role}`)}</span>
      </Meta>
    </li>
  );
}
