import type { ClaimId, UserId } from "../../../shared/ids";
import type { HistoryLine } from "../../../shared/protocol/rest";
import { Avatar } from "../../app/Avatar";
import { ago, moment } from "../../app/dates";
import { useFailureText } from "../../app/failure";
import { useMe, usePeople } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { Skeleton } from "../../app/Skeleton";
import { useNameOf } from "../card/people";
import { useWorkbench, useSlice } from "../WorkbenchContext";
import { claimTitle } from "../../app/claimTitle";
import { withFallBacks } from "./fall-backs";
import { sentenceOf } from "./sentences";
import type { HistoryEntry } from "./sentences";
import type { Resource } from "./useHistory";

interface Props {
  readonly reading: Resource;
  /** The lines speak of this claim only: it need not be named in each. */
  readonly claim?: ClaimId;
  /** Opens the text and claims as they stood at a version. */
  readonly onOpen?: (version: number) => void;
  readonly opened?: number | null;
}

/** Who did what and when, newest first. */
export function HistoryLines({ reading, claim, onOpen, opened }: Props) {
  const { t } = useTranslation(["history", "common"]);
  const say = useFailureText();
  const claims = useSlice(({ state }) => state.claims);
  const about = claim === undefined ? undefined : claims.get(claim);
  const lines = withFallBacks(reading.lines, about ? [about] : claims.values(), about !== undefined || !reading.more);
  return (
    <div className="history-lines">
      {reading.failure ? (
        <p className="ui-wrong" role="alert">
          {say(reading.failure)}
        </p>
      ) : null}
      {!reading.loading && reading.failure === null && reading.lines.length === 0 ? <p className="ui-hint">{t("none")}</p> : null}
      <ol>
        {lines.map((line) => (
          <Line key={keyOf(line)} line={line} claim={claim} onOpen={onOpen} opened={opened === line.version} />
        ))}
      </ol>
      {reading.loading ? <Skeleton lines={2} /> : null}
      {reading.more && !reading.loading ? (
        <button type="button" className="ui-btn" onClick={reading.older}>
          {t("older")}
        </button>
      ) : null}
    </div>
  );
}

/** What fell back with a commit stands beside the commit's own line. */
const keyOf = ({ first, ops }: HistoryLine): string =>
  ops[0]?.type === "claim.fall-back" ? `${String(first)}:${ops[0].claim ?? ""}` : String(first);

function Line({
  line,
  claim,
  onOpen,
  opened,
}: {
  line: HistoryLine;
  claim: ClaimId | undefined;
  onOpen: Props["onOpen"];
  opened: boolean;
}) {
  const { t } = useTranslation(["history", "common"]);
  const ui = useMe().lang;
  const { now } = useWorkbench();
  const people = usePeople();
  const nameOf = useNameOf();
  const name = nameOf(line.author);
  const entries = claim === undefined ? line.ops : line.ops.filter((entry) => entry.claim === claim);
  const when = ago(ui, line.at, now()) ?? t("common:now");
  return (
    <li className="history-line" aria-current={opened ? "true" : undefined}>
      <Avatar person={people.get(line.author) ?? { name, hue: 1 }} small named />
      <div>
        <p className="history-who">
          <b>{name}</b>
          <span className="u-grow" />
          {onOpen ? (
            <button type="button" className="ui-link" title={moment(ui, line.at)} onClick={() => onOpen(line.version)}>
              <span className="u-unseen">{t("openVersion", { version: line.version })}</span>
              <span aria-hidden="true" className="u-num">
                {when} · r{line.version}
              </span>
            </button>
          ) : (
            <time dateTime={new Date(line.at).toISOString()} title={moment(ui, line.at)}>
              {when}
            </time>
          )}
        </p>
        <ul>
          {entries.map((entry, index) => (
            <Entry key={`${String(index)}:${entry.type}`} entry={entry} named={claim === undefined} />
          ))}
        </ul>
        {line.dropped > 0 ? <p className="ui-hint">{t("dropped", { count: line.dropped })}</p> : null}
      </div>
    </li>
  );
}

function Entry({ entry, named }: { entry: HistoryEntry; named: boolean }) {
  const { t } = useTranslation(["history", "common", "claim"]);
  const ui = useMe().lang;
  const nameOf = useNameOf();
  const { session } = useWorkbench();
  const { text, words, taken = "" } = sentenceOf(entry, { t, ui, nameOf: (id: UserId) => nameOf(id) });
  const about = named && entry.claim !== undefined ? session.view().state.claims.get(entry.claim as ClaimId) : undefined;
  const title = about && entry.type !== "claim.add" ? claimTitle(about, "", ui).text : "";
  return (
    <li>
      {text}
      {words ? (
        <>
          {" "}
          <q dir="auto">{words}</q>
        </>
      ) : null}
      {taken ? (
        <>
          {" "}
          <del dir="auto">{taken}</del>
        </>
      ) : null}
      {title ? <small className="history-about">{t("history:about", { title })}</small> : null}
    </li>
  );
}
