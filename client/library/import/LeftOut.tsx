import { EyeOff } from "lucide-react";
import { useTranslation } from "../../app/translation";
import type { Manuscript } from "./manuscript";

/** How much is left out, and the way there: nothing goes without a word. */
export function LeftOut({ text }: { text: Manuscript }) {
  const { t } = useTranslation("library");
  const out = text.blocks.filter(({ keep }) => !keep);
  const first = out[0];
  const reasons = [...new Set(out.flatMap(({ reason }) => (reason ? [t(`import.chrome.${reason}`)] : [])))];
  const see = (): void => {
    const words = first ? document.querySelector<HTMLElement>(`.blk[data-key="${String(first.key)}"] button.words`) : null;
    words?.scrollIntoView({ block: "center" });
    words?.focus();
  };
  return (
    <div className="plate left-out">
      <EyeOff aria-hidden="true" />
      <p>
        <span>{out.length > 0 ? t("import.left", { count: out.length }) : t("import.leftNone")}</span>
        {reasons.length > 0 ? <small>{reasons.slice(0, 3).join(", ")}</small> : null}
      </p>
      {first ? (
        <button type="button" className="link" onClick={see}>
          {t("import.see")}
        </button>
      ) : null}
    </div>
  );
}
