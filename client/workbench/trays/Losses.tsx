import { useMemo, useState } from "react";
import type { Step } from "prosemirror-transform";
import { shorten, withoutHalves } from "../../../shared/characters";
import type { Meaning } from "../../../shared/doc/step-kinds";
import { stepOf } from "../../../shared/doc/steps";
import type { Lang } from "../../../shared/languages";
import type { Op, OpOf } from "../../../shared/log/op";
import type { Conflict } from "../../../shared/log/state";
import { useTranslation } from "../../app/translation";
import type { RefusedWork } from "../../session/contract";
import { useRefusalText } from "../refusals";
import { languageName } from "../../app/names";
import { useMe } from "../../app/services";
import { useNameOf } from "../card/people";
import { useMay, useSlice, useWorkbench } from "../WorkbenchContext";
import { sentenceOf } from "../history/sentences";
import { writtenBy } from "./written";
import { Again, CopyWords, putBackNow, sameWhy, whyNot } from "./Again";

type Insert = (lang: Lang, words: string) => boolean;

/** One's own work that found no place: what it was, why, and the ways to put it back or let it go. */
export function Losses({ losses, refused, onInsert }: { losses: readonly Conflict[]; refused: readonly RefusedWork[]; onInsert: Insert }) {
  const { submit, session } = useWorkbench();
  const say = useRefusalText();
  return (
    <ul>
      {losses.map((loss) => {
        const settle: Op = { type: "conflict.settle", commit: loss.commit, op: loss.index };
        return (
          <li key={`${loss.commit}:${String(loss.index)}`} className="margin-loss">
            <LostOp op={loss.op} />
            <p className="ui-hint">{say({ code: loss.code })}</p>
            <Ways op={loss.op} onInsert={onInsert} onAgain={(ops) => void submit([...ops, settle])} onDone={() => void submit([settle])} />
          </li>
        );
      })}
      {refused.map((work) => (
        <li key={work.id} className="margin-loss">
          {runsOf(work.ops).map((run, index) => (
            // Refused work never changes: a run is its place.
            <LostRun key={`${work.id}:${String(index)}`} run={run} />
          ))}
          <p className="ui-hint">{say(work.refusal)}</p>
          <RefusedWays work={work} onInsert={onInsert} onDone={() => session.dismiss(work.id)} />
        </li>
      ))}
    </ul>
  );
}

/** What was done in a text in one go; or any other op. */
type Run = { readonly lang: Lang; readonly steps: Step[] } | Exclude<Op, OpOf<"text.step">>;

/** Ops as they are told: what was typed letter by letter is one. */
function runsOf(ops: readonly Op[]): Run[] {
  const runs: Run[] = [];
  for (const op of ops) {
    const last = runs.at(-1);
    if (op.type !== "text.step") runs.push(op);
    else {
      if (last && "steps" in last && last.lang === op.lang) last.steps.push(stepOf(op.step));
      else runs.push({ lang: op.lang, steps: [stepOf(op.step)] });
    }
  }
  return runs;
}

const LostOp = ({ op }: { op: Op }) => runsOf([op]).map((run) => <LostRun key="run" run={run} />);

function LostRun({ run }: { run: Run }) {
  return "steps" in run ? <LostWriting {...run} /> : <LostChange op={run} />;
}

/** The words that it comes to, place by place, and what was done besides to those that were there. */
function LostWriting({ lang, steps }: { lang: Lang; steps: readonly Step[] }) {
  const { places, besides } = writtenBy(steps);
  return (
    <>
      {places.map((words, index) => (
        // What was lost never changes: a place is its number.
        <LostWords key={`${String(index)}`} lang={lang} what="insert" words={words} />
      ))}
      {besides.map((what) => (
        <LostWords key={what} lang={lang} what={what} words="" />
      ))}
    </>
  );
}

const sayings = {
  insert: "lost.insert",
  removal: "lost.text",
  split: "lost.split",
  join: "lost.join",
  layout: "lost.layout",
  style: "lost.style",
} as const satisfies Record<Meaning, string>;

function LostWords({ lang, what, words }: { lang: Lang; what: Meaning; words: string }) {
  const { t } = useTranslation("workbench");
  const language = languageName(useMe().lang, lang);
  if (words === "") return <p>{t(sayings[what], { language })}</p>;
  return (
    <p>
      {t(sayings[what], { language })}{" "}
      <q lang={lang} dir="auto">
        {words}
      </q>
    </p>
  );
}

function LostChange({ op }: { op: Exclude<Op, OpOf<"text.step">> }) {
  const { t } = useTranslation(["history", "common", "claim"]);
  const ui = useMe().lang;
  const nameOf = useNameOf();
  const value =
    "value" in op
      ? String(op.value)
      : "text" in op
        ? op.text
        : "exact" in op
          ? op.exact
          : "verdict" in op
            ? (op.verdict ?? op.rationale ?? "")
            : "";
  const sentence = sentenceOf(
    { type: op.type, count: 1, value, ...("field" in op ? { field: op.field } : {}), ...("lang" in op ? { lang: op.lang } : {}) },
    { t, ui, nameOf },
  );
  return (
    <p>
      {sentence.text} {sentence.words ? <q dir="auto">{sentence.words}</q> : null}
    </p>
  );
}

interface WaysProps {
  readonly op: Op;
  readonly onInsert: Insert;
  readonly onAgain: (ops: readonly Op[]) => void;
  readonly onDone: () => void;
}

/** Words go in at the cursor or to the clipboard; anything else is done again. */
function Ways({ op, onInsert, onAgain, onDone }: WaysProps) {
  const { t } = useTranslation("workbench");
  const words = op.type === "text.step" ? writtenBy([stepOf(op.step)]).places.join("\n") : "";
  return (
    <div className="ui-row">
      {op.type === "text.step" ? <WordWays lang={op.lang} words={words} onInsert={onInsert} onDone={onDone} /> : null}
      {op.type === "text.step" || op.type === "text.add" ? null : <Again op={op} onAgain={onAgain} />}
      <button type="button" className="ui-btn is-quiet" onClick={onDone}>
        {t("tray.letGo")}
      </button>
    </div>
  );
}

function WordWays({ lang, words, onInsert, onDone }: { lang: Lang; words: string; onInsert: Insert; onDone: () => void }) {
  const { t } = useTranslation("workbench");
  // Whose role writes in no text, or not in this one, has the words to copy.
  const writes = useMay("text.step", { lang, locked: false });
  if (words === "") return null;
  const insert = (): void => {
    // In the paragraph with the cursor they stand behind each other.
    if (onInsert(lang, words.replaceAll("\n", " "))) onDone();
  };
  return (
    <>
      {writes ? (
        <button type="button" className="ui-btn" onMouseDown={(event) => event.preventDefault()} onClick={insert}>
          {t("tray.atCursor")}
        </button>
      ) : null}
      <CopyWords words={words} />
    </>
  );
}

/** What was refused: the words of each place can be inserted, each other change done again by itself. It goes when nothing of it is left. */
function RefusedWays({ work, onInsert, onDone }: { work: RefusedWork; onInsert: Insert; onDone: () => void }) {
  const { t } = useTranslation("workbench");
  const { submit, session } = useWorkbench();
  const say = useRefusalText();
  const parts = useMemo(() => runsOf(work.ops).flatMap(placesOf), [work]);
  const others = work.ops.filter((op) => op.type !== "text.step");
  /** Of the places by their number those that are settled, and whether the other changes are. */
  const [settled, setSettled] = useState<ReadonlySet<number | "others">>(new Set());
  const settle = (part: number | "others"): void => {
    const now = new Set(settled).add(part);
    if (now.size === parts.length + (others.length > 0 ? 1 : 0)) onDone();
    else setSettled(now);
  };
  const left = settled.has("others") ? [] : others;
  const [only] = left;
  const why = useSlice(() => (left.length > 1 ? whyNot(session, left) : null), sameWhy);
  return (
    <>
      {parts.map(({ lang, words }, index) =>
        settled.has(index) ? null : (
          // What was lost never changes: a place is its number.
          <div key={String(index)} className="ui-row">
            {parts.length > 1 ? (
              <q lang={lang} dir="auto">
                {shorten(words, 40)}
              </q>
            ) : null}
            <WordWays lang={lang} words={words} onInsert={onInsert} onDone={() => settle(index)} />
          </div>
        ),
      )}
      <div className="ui-row">
        {left.length === 1 && only && only.type !== "text.add" ? (
          <Again op={only} onAgain={(ops) => (submit(ops) ? settle("others") : undefined)} />
        ) : null}
        {why ? (
          <p className="ui-hint">
            {t("tray.refusedAgain")} {say(why)}
          </p>
        ) : null}
        {left.length > 1 && !why ? (
          <button
            type="button"
            className="ui-btn"
            onClick={() => putBackNow(session, left, (ops) => (submit(ops) ? settle("others") : undefined))}
          >
            {t("tray.putBackAgain")}
          </button>
        ) : null}
        <button type="button" className="ui-btn is-quiet" onClick={onDone}>
          {t("tray.letGo")}
        </button>
      </div>
    </>
  );
}

/** What can be inserted of a run, place by place. */
const placesOf = (run: Run): { readonly lang: Lang; readonly words: string }[] =>
  "steps" in run ? writtenBy(run.steps).places.map((words) => ({ lang: run.lang, words: withoutHalves(words) })) : [];
