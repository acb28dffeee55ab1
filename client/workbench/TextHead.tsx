import { lazy, Suspense, useState } from "react";
import { Calendar, Download, ExternalLink, Fingerprint, Languages, Lock, LockOpen, Newspaper, Pencil, Plus, UserRound } from "lucide-react";
import { titleIn, titleOf } from "../../shared/doc/title";
import { isUiLang, uiLanguages } from "../../shared/languages";
import type { Lang } from "../../shared/languages";
import type { DocState } from "../../shared/log/state";
import type { ByHand } from "../../shared/protocol/import";
import type { DocumentView } from "../../shared/protocol/rest";
import { originalAddress } from "../app/api";
import { looseDate } from "../app/dates";
import { languageName, ownName } from "../app/names";
import { useMe } from "../app/services";
import { useTranslation } from "../app/translation";
import { sameItems, useWorkbench, useMay, useSlice } from "./WorkbenchContext";
import { useUnlock, useWhoUnlocks } from "./Unlock";

const DetailsDialog = lazy(async () => ({ default: (await import("./DetailsDialog")).DetailsDialog }));

/** Which text is on screen: one language alone, or a version beside the source. */
export interface TextView {
  readonly kind: "one" | "beside";
  readonly lang: Lang;
}

interface SwitchProps {
  readonly view: TextView;
  readonly onView: (view: TextView) => void;
  readonly onAddVersion: (lang: Lang) => void;
}

/** Source, versions, side by side; and the way to a version that is not there yet. */
export function LanguageSwitch({ view, onView, onAddVersion }: SwitchProps) {
  const { t } = useTranslation("workbench");
  const ui = useMe().lang;
  const source = useSlice(({ state }) => state.source);
  const langs = useSlice(({ state }) => Object.keys(state.texts) as Lang[], sameItems);
  const versions = langs.filter((lang) => lang !== source);
  const wanted = uiLanguages.filter((lang) => !langs.includes(lang));
  const mayAdd = useMay("text.add");
  if (source === null) return null;
  const beside = view.kind === "beside" ? view.lang : (versions.find((lang) => lang === view.lang) ?? versions[0]);
  return (
    <div className="text-languages">
      <fieldset className="ui-seg" aria-label={t("views")}>
        {[source, ...versions].map((lang) => (
          <button
            key={lang}
            type="button"
            aria-pressed={view.kind === "one" && view.lang === lang}
            lang={isUiLang(lang) ? lang : undefined}
            onClick={() => onView({ kind: "one", lang })}
          >
            {lang === source ? t("sourceTab", { language: ownName(ui, lang) }) : ownName(ui, lang)}
          </button>
        ))}
        {beside ? (
          <button type="button" aria-pressed={view.kind === "beside"} onClick={() => onView({ kind: "beside", lang: beside })}>
            {t("beside")}
          </button>
        ) : null}
      </fieldset>
      {mayAdd
        ? wanted.map((lang) => (
            <button
              key={lang}
              type="button"
              className="ui-btn is-quiet"
              title={t("addVersion", { language: languageName(ui, lang) })}
              onClick={() => onAddVersion(lang)}
            >
              <Plus aria-hidden="true" />
              <span className="u-unseen">{t("addVersionIn")} </span>
              <span lang={lang}>{ownName(ui, lang)}</span>
            </button>
          ))
        : null}
    </div>
  );
}

function hasTitleBlock({ texts }: DocState, lang: Lang): boolean {
  const doc = texts[lang]?.doc;
  return doc !== undefined && titleIn(doc) !== null;
}

/** What is known of the text; its title too, where the text that is shown does not begin with it. */
export function TextHead({ about, view, past }: { about: DocumentView | null; view: TextView; past: boolean }) {
  const { t } = useTranslation(["workbench", "common"]);
  const ui = useMe().lang;
  const details = useSlice(({ state }) => state.details);
  const source = useSlice(({ state }) => state.source);
  const shown = view.kind === "one" ? view.lang : source;
  const hasTitle = useSlice(({ state }) => shown !== null && titleOf(state.texts[shown]?.doc) !== "");
  const hasPlace = useSlice(({ state }) => shown !== null && shown !== source && hasTitleBlock(state, shown));
  const original = about?.original ?? null;
  return (
    <>
      {hasTitle ? null : (
        // A version with a place for its title shows there that it is not translated.
        <h1 className={hasPlace ? "u-unseen" : "text-title"} lang={source ?? undefined} dir="auto">
          {details.title}
        </h1>
      )}
      <div className="ui-meta">
        {details.publisher ? (
          <span>
            <Newspaper aria-hidden="true" />
            {details.publisher}
          </span>
        ) : null}
        {details.author ? (
          <span>
            <UserRound aria-hidden="true" />
            {details.author}
          </span>
        ) : null}
        {details.published ? (
          <span>
            <Calendar aria-hidden="true" />
            <time dateTime={details.published}>{looseDate(ui, details.published)}</time>
          </span>
        ) : null}
        {source ? (
          <span>
            <Languages aria-hidden="true" />
            {languageName(ui, source)}
          </span>
        ) : null}
        <LockState locked={details.locked} />
        {past ? null : <EditDetails />}
        {details.address ? (
          <a href={details.address} target="_blank" rel="noopener noreferrer nofollow">
            <ExternalLink aria-hidden="true" />
            {t("workbench:atAddress")}
          </a>
        ) : null}
        {original ? (
          <a
            href={originalAddress(about?.line.doc ?? ("" as never))}
            download={original.name}
            title={`${t("workbench:original")} · ${t("workbench:shaFull", { sha: original.sha256 })}`}
          >
            <Fingerprint aria-hidden="true" />
            <span className="u-num">{t("workbench:sha", { start: original.sha256.slice(0, 4), end: original.sha256.slice(-2) })}</span>
            <Download aria-hidden="true" />
            <span className="u-unseen">{t("workbench:original")}</span>
          </a>
        ) : null}
        {original?.byHand ? <ByHandWords hand={original.byHand} /> : null}
      </div>
    </>
  );
}

/** That a person changed things between the original and the text, and how much. */
function ByHandWords({ hand }: { hand: ByHand }) {
  const { t } = useTranslation("workbench");
  const { left, kinds, joints, words } = hand;
  return (
    <span title={t("byHandWhat", { left, kinds, joints, words })}>
      <Pencil aria-hidden="true" />
      {t("byHand", { count: left + kinds + joints + words })}
      <span className="u-unseen">{t("byHandWhat", { left, kinds, joints, words })}</span>
    </span>
  );
}

function EditDetails() {
  const { t } = useTranslation("workbench");
  const may = useMay("doc.set");
  const [open, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <button type="button" className="ui-link text-lock" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Pencil aria-hidden="true" />
        {t("details.edit")}
      </button>
      <Suspense fallback={null}>{open ? <DetailsDialog onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
}

function LockState({ locked }: { locked: boolean }) {
  const { t } = useTranslation("workbench");
  const { submit } = useWorkbench();
  const unlock = useUnlock();
  const who = useWhoUnlocks();
  const may = useMay("doc.set");
  const Icon = locked ? Lock : LockOpen;
  const said = (
    <>
      <Icon aria-hidden="true" />
      {locked ? t("locked") : t("unlocked")}
    </>
  );
  if (!may) {
    return (
      <span title={locked ? who : undefined}>
        {said}
        {locked ? <span className="u-unseen"> {who}</span> : null}
      </span>
    );
  }
  return (
    <button
      type="button"
      className="ui-link text-lock"
      aria-pressed={locked}
      title={locked ? t("unlock") : t("lock")}
      onClick={() => (locked ? unlock() : void submit([{ type: "doc.set", field: "locked", value: true }]))}
    >
      {said}
    </button>
  );
}
