import { interfaceLanguage } from "../../shared/languages";
import { Newspaper } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { Link } from "wouter";
import type { UiLang } from "../../shared/languages";
import type { DocumentLine } from "../../shared/protocol/rest";
import { Avatar } from "../app/Avatar";
import { ago, looseDate, moment, percent } from "../app/dates";
import { languageName } from "../app/names";
import { WorkbenchPage } from "../app/pages";
import { usePeople, useServices } from "../app/services";
import { useTranslation } from "../app/translation";
import type { KeptText } from "../session/outbox";
import { KeptHere } from "./KeptTexts";
import { checkedClaims, tallyOf } from "./progress";

/** Of a line in a list of which only a part stands in the page. */
export interface Listed {
  readonly ref: (element: HTMLElement | null) => void;
  readonly "data-index": number;
  readonly "aria-posinset": number;
  readonly "aria-setsize": number;
  readonly style: CSSProperties;
}

interface TextLineProps {
  readonly listed?: Listed;
  readonly line: DocumentLine;
  readonly level: 2 | 3;
  /** What opens without a network, while there is none. */
  readonly kept: readonly KeptText[] | null;
  readonly children?: ReactNode;
}

/** One text of a case file: title, where it is from, how far it is, who changed it last. The whole line opens it. */
export function TextLine({ line, level, kept, listed, children }: TextLineProps) {
  const { i18n } = useTranslation();
  const lang = interfaceLanguage(i18n.language).tag;
  const here = kept?.find(({ doc }) => doc === line.doc);
  const Title = level === 2 ? "h2" : "h3";
  return (
    <li className={kept && !here ? "text-line is-away" : "text-line"} {...listed}>
      <div>
        <Title>
          {kept && !here ? (
            <span lang={line.source ?? undefined} dir="auto">
              {line.title}
            </span>
          ) : (
            <Link
              href={`/doc/${line.doc}`}
              className="text-line-open"
              lang={line.source ?? undefined}
              dir="auto"
              onPointerEnter={WorkbenchPage.fetch}
              onFocus={WorkbenchPage.fetch}
            >
              {line.title}
            </Link>
          )}
        </Title>
        <div className="ui-meta">
          {line.publisher ? (
            <span>
              <Newspaper aria-hidden="true" />
              {line.publisher}
            </span>
          ) : null}
          {line.published ? <span>{looseDate(lang, line.published)}</span> : null}
          <Languages line={line} lang={lang} />
          {kept ? <KeptHere text={here} /> : null}
        </div>
      </div>
      <Progress line={line} />
      <LastChange line={line} lang={lang} />
      <div className="text-line-more">{children}</div>
    </li>
  );
}

function Languages({ line, lang }: { line: DocumentLine; lang: UiLang }) {
  const { t } = useTranslation("library");
  return (
    <ul className="ui-langs">
      {line.languages.map((text) => {
        const source = text.lang === line.source;
        const done = source || (text.blocks > 0 && text.done >= text.blocks);
        const share = percent(lang, text.blocks > 0 ? Math.floor((100 * text.done) / text.blocks) / 100 : 0);
        const words = { lang: languageName(lang, text.lang), percent: share };
        const told = source ? t("langSource", words) : done ? t("langDone", words) : t("langPart", words);
        return (
          <li key={text.lang} className={done ? "ui-lang is-done" : "ui-lang"} title={told}>
            <span aria-hidden="true">
              {text.lang.toUpperCase()}
              {done ? null : ` ${share}`}
            </span>
            <span className="u-unseen">{told}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Progress({ line }: { line: DocumentLine }) {
  const { t } = useTranslation(["library", "common"]);
  if (line.claims === 0) return <p className="ui-row">{t("noClaims")}</p>;
  const tally = tallyOf(line);
  const list = tally
    .map(({ verdict, number, approved }) => {
      const words = { verdict: t(`common:verdict.${verdict}`), number, count: approved };
      return approved > 0 ? t("tallyApproved", words) : t("tallyPart", words);
    })
    .join(t("common:listJoin"));
  return (
    <div className="text-line-progress">
      <div className="verdict-tally" aria-hidden="true" title={list}>
        {tally
          .flatMap(({ verdict, number, approved }) => [
            { key: `${verdict} approved`, verdict, share: approved, className: "is-approved" },
            {
              key: `${verdict} proposed`,
              verdict,
              share: number - approved,
              className: verdict === "open" ? "is-unjudged" : "is-proposed",
            },
          ])
          .map(({ key, verdict, share, className }) =>
            share > 0 ? <i key={key} className={`v-${verdict} ${className}`} style={{ flexGrow: share, flexBasis: 0 }} /> : null,
          )}
      </div>
      <p className="ui-row u-num" title={t("progressHint")}>
        {t("progress", { done: checkedClaims(line), count: line.claims })}
        <span className="u-unseen">{t("tally", { list })}</span>
      </p>
    </div>
  );
}

function LastChange({ line, lang }: { line: DocumentLine; lang: UiLang }) {
  const { t } = useTranslation(["library", "common"]);
  const { now } = useServices();
  const people = usePeople();
  const by = line.changedBy ? people.get(line.changedBy) : undefined;
  const when = ago(lang, line.changedAt, now()) ?? t("common:now");
  return (
    <p
      className="ui-row text-line-when"
      title={by ? t("changedBy", { when: moment(lang, line.changedAt), name: by.name }) : moment(lang, line.changedAt)}
    >
      {by ? <Avatar person={by} small named /> : null}
      <span aria-hidden={by ? true : undefined}>{when}</span>
      {by ? <span className="u-unseen">{t("changedBy", { when, name: by.name })}</span> : null}
    </p>
  );
}
