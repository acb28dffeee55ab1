import { CircleCheck, CircleMinus, CircleX, Pencil, Plus, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Claim, Evidence, Stance } from "../../../shared/claim/claim";
import { stances } from "../../../shared/claim/claim";
import { newId } from "../../../shared/ids";
import type { EvidenceId } from "../../../shared/ids";
import { calendarDay, looseDate } from "../../app/dates";
import { useMe } from "../../app/services";
import { KeyButton } from "../../app/KeyButton";
import { useTranslation } from "../../app/translation";
import { seenBy, useMay, useWorkbench } from "../WorkbenchContext";
import { cardKey } from "./cardKeys";
import { siteOf, typedAddress, typedDate } from "./edits";
import type { ClaimEdits } from "./edits";
import { FieldText } from "./FieldText";
import { isThere, letGo, makesSource, sourceToCome, startedDrafts, startedSources } from "./newSource";
import { NotSaved } from "./NotSaved";
import { useDrafts } from "./useDraft";
import { useGlow } from "./useGlow";

const stanceIcons = { supports: CircleCheck, refutes: CircleX, context: CircleMinus } as const;
const stanceClasses = { supports: "stance-supports", refutes: "stance-refutes", context: "stance-context" } as const;

/** The claim's sources. `writing`: the one whose fields are open. */
export function Sources({
  claim,
  edits,
  readOnly,
  writing,
  onWriting,
}: {
  claim: Claim;
  edits: ClaimEdits;
  readOnly: boolean;
  writing: EvidenceId | null;
  onWriting: (source: EvidenceId | null) => void;
}) {
  const { t } = useTranslation("claim");
  const workbench = useWorkbench();
  const standing = claim.evidence.filter(({ removed }) => !removed);
  const begun = useBegun(claim, writing);
  const today = calendarDay(workbench.now());
  const { drafts } = workbench.session;
  const shown = readOnly ? standing : [...standing, ...begun.map((id) => sourceToCome(drafts, claim, id, today))];
  const add = (): void => onWriting(newId<EvidenceId>(workbench.random));
  return (
    <section aria-labelledby={`${claim.id}-sources`}>
      <div className="ui-row card-part-head">
        <h3 className="ui-label" id={`${claim.id}-sources`}>
          {t("sources")}
        </h3>
        <span className="u-num">{standing.length}</span>
        <span className="u-grow" />
        {readOnly ? null : (
          <KeyButton {...cardKey(t, "source")} className="ui-btn is-quiet is-small" onClick={add}>
            <Plus aria-hidden="true" />
            {t("addSource")}
          </KeyButton>
        )}
      </div>
      {shown.length === 0 && !readOnly ? <p className="ui-hint">{t("noSource")}</p> : null}
      {shown.map((source) => (
        <Source
          key={source.id}
          claim={claim}
          source={source}
          edits={edits}
          isBegun={begun.includes(source.id)}
          writing={writing === source.id}
          onWriting={(open) => {
            onWriting(open ? source.id : null);
            // One in which nothing was written is none.
            if (!open && !begun.includes(source.id) && isEmpty(source) && workbench.session.drafts.unsaved(claim, source.id).length === 0)
              edits.removeSource(source.id);
          }}
        />
      ))}
    </section>
  );
}

/** The sources that are only drafts so far; the one whose fields are open is one from its first moment on. */
function useBegun(claim: Claim, writing: EvidenceId | null): EvidenceId[] {
  const joined = useDrafts((drafts) => startedSources(drafts, claim).join(" "));
  const begun = joined === "" ? [] : (joined.split(" ") as EvidenceId[]);
  const isNew = writing !== null && !begun.includes(writing) && !claim.evidence.some(({ id }) => id === writing);
  return isNew ? [...begun, writing] : begun;
}

const isEmpty = ({ address, title, publisher, published, quote, note }: Evidence): boolean =>
  [address, title, publisher, published, quote, note].every((field) => field === "");

interface SourceProps {
  readonly claim: Claim;
  readonly source: Evidence;
  readonly edits: ClaimEdits;
  /** It is only drafts so far. */
  readonly isBegun: boolean;
  readonly writing: boolean;
  readonly onWriting: (open: boolean) => void;
}

function Source({ claim, source, edits, isBegun, writing, onWriting }: SourceProps) {
  const { t } = useTranslation(["claim", "common"]);
  const me = useMe();
  const readOnly = !useMay("evidence.set", { own: isBegun || source.by === me.id });
  const { say, session } = useWorkbench();
  const row = useRef<HTMLDivElement>(null);
  useGlow(row, `${source.claim}:evidence`);
  const title = source.title || siteOf(source.address) || t("claim:untitledSource");
  const remove = (): void => {
    const next = row.current?.closest("section")?.querySelector<HTMLElement>("button");
    if (isBegun) {
      const left = startedDrafts(session.drafts, source.id);
      letGo(session.drafts, source.id, null);
      onWriting(false);
      next?.focus();
      const bringBack = (): void => left.forEach(([place, draft]) => session.drafts.set(place, draft));
      if (left.length > 0) say(t("claim:sourceRemoved"), { label: t("claim:undo"), run: bringBack });
      return;
    }
    if (!edits.removeSource(source.id)) return;
    next?.focus();
    say(t("claim:sourceRemoved"), { label: t("claim:undo"), run: () => edits.restoreSource(source.id) });
  };
  return (
    <div className="source-item" ref={row}>
      <div className="source-line">
        <StanceIcon stance={source.stance} />
        <b dir="auto">
          {source.address ? (
            <a href={source.address} target="_blank" rel="noopener noreferrer nofollow">
              {title}
            </a>
          ) : (
            title
          )}
        </b>
        {readOnly ? null : (
          <span className="source-acts">
            <button
              type="button"
              className="ui-btn is-quiet is-icon is-small"
              aria-expanded={writing}
              aria-label={t("claim:editSource", { title })}
              title={t("claim:editSource", { title })}
              onClick={() => onWriting(!writing)}
            >
              <Pencil aria-hidden="true" />
            </button>
            <button
              type="button"
              className="ui-btn is-quiet is-icon is-small"
              aria-label={t("claim:removeSource", { title })}
              title={t("claim:removeSource", { title })}
              onClick={remove}
            >
              <Trash2 aria-hidden="true" />
            </button>
          </span>
        )}
        <SourceLine source={source} />
        {source.quote && !writing ? <q dir="auto">{source.quote}</q> : null}
        {source.note && !writing ? <small>{source.note}</small> : null}
        {writing ? null : <NotSaved claim={claim} part={source.id} />}
      </div>
      {writing ? <SourceFields source={source} edits={edits} isBegun={isBegun} onDone={() => onWriting(false)} /> : null}
    </div>
  );
}

function StanceIcon({ stance }: { stance: Stance }) {
  const Icon = stanceIcons[stance];
  return (
    <span className={`source-stance ${stanceClasses[stance]}`}>
      <Icon aria-hidden="true" />
    </span>
  );
}

/** Where it stands, when it was published, and which way it points. */
function SourceLine({ source }: { source: Evidence }) {
  const { t } = useTranslation(["claim", "common"]);
  const ui = useMe().lang;
  // Of a source without a title the site stands in its place already.
  const place = source.publisher || (source.title === "" ? "" : siteOf(source.address));
  const parts = [place, looseDate(ui, source.published)].filter((part) => part !== "");
  const accessed = source.accessed ? t("claim:accessedOn", { date: looseDate(ui, source.accessed) }) : undefined;
  return (
    <small title={accessed}>
      {parts.map((part) => (
        <span key={part}>{part} · </span>
      ))}
      <span className={`source-stance ${stanceClasses[source.stance]}`}>{t(`common:stance.${source.stance}`)}</span>
    </small>
  );
}

function SourceFields({ source, edits, isBegun, onDone }: { source: Evidence; edits: ClaimEdits; isBegun: boolean; onDone: () => void }) {
  const { t } = useTranslation(["claim", "common"]);
  const { session } = useWorkbench();
  const { drafts } = session;
  // A way that it points, and not a word: that is no source that somebody would look for again.
  useEffect(
    () => () => {
      const left = startedDrafts(session.drafts, source.id);
      const isWordless = left.every(([place]) => place.endsWith(".stance"));
      if (isWordless && !isThere(session, source.claim, source.id)) letGo(session.drafts, source.id, null);
    },
    [session, source.claim, source.id],
  );
  // A new source starts at its address; one that was opened to be changed, or to be finished, leaves the choice of field to the person.
  const [fresh] = useState(() => source.address === "" && source.title === "" && drafts.get(`${source.id}.address`) === null);
  const common = (field: "address" | "title" | "publisher" | "published" | "accessed" | "quote" | "note") => ({
    label: t(`claim:source.${field}`),
    value: source[field],
    save: (value: string) => edits.setSource(source.id, field, value),
    held: isBegun && !makesSource(field),
    name: `${source.id}.${field}`,
    claim: source.claim,
    place: `${source.id}.${field}`,
    glow: "",
    readOnly: false,
  });
  return (
    <div className="source-fields" data-own-paste>
      <FieldText
        {...common("address")}
        max={2048}
        parse={typedAddress}
        inputMode="url"
        wrongText={t("claim:wrongAddress")}
        focus={fresh}
        placeholder={t("claim:source.addressHint")}
      />
      <FieldText {...common("title")} max={500} />
      <FieldText {...common("publisher")} max={200} />
      <div className="source-two-fields">
        <FieldText
          {...common("published")}
          max={10}
          parse={typedDate}
          wrongText={t("claim:wrongDate")}
          placeholder={t("claim:source.dateHint")}
        />
        <FieldText
          {...common("accessed")}
          max={10}
          parse={typedDate}
          wrongText={t("claim:wrongDate")}
          placeholder={t("claim:source.dateHint")}
        />
      </div>
      <FieldText {...common("quote")} max={5000} multiline />
      <StanceChoice source={source} edits={edits} isBegun={isBegun} />
      <FieldText {...common("note")} max={5000} multiline />
      {isBegun ? <p className="ui-hint">{t("claim:sourceBegun")}</p> : null}
      <button type="button" className="ui-btn is-small" onClick={onDone}>
        {t("claim:doneWithSource")}
      </button>
    </div>
  );
}

function StanceChoice({ source, edits, isBegun }: { source: Evidence; edits: ClaimEdits; isBegun: boolean }) {
  const { t } = useTranslation(["claim", "common"]);
  const { session } = useWorkbench();
  const { drafts } = session;
  const begin = (stance: Stance): void =>
    drafts.set(`${source.id}.stance`, {
      claim: source.claim,
      text: stance,
      parsed: stance,
      base: source.stance,
      former: source.stance,
      seen: seenBy(session),
      refused: false,
    });
  return (
    <fieldset>
      <legend className="ui-label">{t("claim:source.stance")}</legend>
      <div className="ui-seg stance-choice">
        {stances.map((stance) => {
          const Icon = stanceIcons[stance];
          return (
            <button
              key={stance}
              type="button"
              aria-pressed={source.stance === stance}
              onClick={() => (isBegun ? begin(stance) : void edits.setSource(source.id, "stance", stance))}
            >
              <span className={stanceClasses[stance]}>
                <Icon aria-hidden="true" />
              </span>
              {t(`common:stance.${stance}`)}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
