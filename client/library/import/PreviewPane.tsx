import { memo, useState } from "react";
import type { ImportPreview, PreviewBlock } from "../../../shared/wire/import";
import { useTranslation } from "../../app/translation";
import { joinable, paragraphNumbers } from "./choices";
import type { Tick } from "./choices";

const FIRST = 300;

interface PreviewPaneProps {
  readonly preview: ImportPreview;
  readonly choices: readonly Tick[];
  readonly lang: string;
  readonly onChoose: (index: number, change: Partial<Tick>) => void;
}

/** What was read, line by line: ticked ones are kept; those that look like the site's furniture start unticked, with the reason. */
export function PreviewPane({ preview, choices, lang, onChoose }: PreviewPaneProps) {
  const { t } = useTranslation("library");
  const [most, setMost] = useState(FIRST);
  const numbers = paragraphNumbers(preview.blocks, choices);
  const mayJoin = joinable(preview.blocks, choices);
  const hidden = preview.blocks.length - most;
  return (
    <>
      <fieldset>
        <legend className="unseen">{t("import.preview")}</legend>
        <div className="lines">
          {preview.blocks.slice(0, most).map((block, i) => {
            const choice = choices[i];
            if (!choice) return null;
            return (
              <Line
                // The preview is one fixed list: a block is its place.
                key={i}
                index={i}
                block={block}
                keep={choice.keep}
                join={mayJoin.has(i) ? choice.join : null}
                number={numbers[i] ?? null}
                lang={lang}
                onChoose={onChoose}
              />
            );
          })}
        </div>
      </fieldset>
      {hidden > 0 ? (
        <button type="button" className="btn" onClick={() => setMost(most + FIRST * 3)}>
          {t("import.more", { count: Math.min(hidden, FIRST * 3) })}
        </button>
      ) : null}
    </>
  );
}

interface LineProps {
  readonly index: number;
  readonly block: PreviewBlock;
  readonly keep: boolean;
  /** Null: nothing to join. */
  readonly join: boolean | null;
  readonly number: number | null;
  readonly lang: string;
  readonly onChoose: PreviewPaneProps["onChoose"];
}

const Line = memo(function Line({ index, block, keep, join, number, lang, onChoose }: LineProps) {
  const { t } = useTranslation("library");
  const kind = block.kind === "quote" ? " quote" : block.kind === "heading" || block.kind === "title" ? " heading" : "";
  return (
    <>
      {join === null ? null : (
        <p className="join">
          <span>{join ? t("import.joined") : t("import.join")}</span>
          <button type="button" className="link" onClick={() => onChoose(index, { join: !join })}>
            {join ? t("import.joinUndo") : t("import.joinDo")}
          </button>
        </p>
      )}
      <label className={`line${kind}${keep ? "" : " off"}`}>
        <input type="checkbox" className="check" checked={keep} onChange={(event) => onChoose(index, { keep: event.target.checked })} />
        <span className="words" lang={lang || undefined} dir="auto">
          {block.kind === "rule" ? t("import.ruleWords") : block.text}
        </span>
        <Tag block={block} keep={keep} number={number} />
      </label>
    </>
  );
});

/** What the line is, or why it is proposed for removal. */
function Tag({ block, keep, number }: { block: PreviewBlock; keep: boolean; number: number | null }) {
  const { t } = useTranslation("library");
  if (block.chrome && !keep) return <span className="tag">{t(`import.chrome.${block.chrome.reason}`)}</span>;
  if (block.kind === "paragraph") return <span className="tag">{number === null ? null : t("import.kind.paragraph", { number })}</span>;
  return <span className="tag">{t(`import.kind.${block.kind}`)}</span>;
}
