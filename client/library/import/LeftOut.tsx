import { ChevronRight, EyeOff } from "lucide-react";
import { useTranslation } from "../../app/translation";
import type { ImportPreview } from "../../../shared/protocol/import";
import type { Manuscript } from "./manuscript";

/** How much is left out, and the way there: nothing goes without a word. */
export function LeftOut({ text, notRead = [] }: { text: Manuscript; notRead?: NonNullable<ImportPreview["leftOut"]> }) {
  const { t } = useTranslation(["library", "common"]);
  const count = notRead.reduce((sum, one) => sum + one.count, 0);
  const out = text.blocks.filter(({ keep }) => !keep);
  const first = out[0];
  const reasons = [...new Set(out.flatMap(({ reason }) => (reason ? [t(`library:import.chrome.${reason}`)] : [])))];
  const see = (): void => {
    const words = first ? document.querySelector<HTMLElement>(`.adding-block[data-key="${String(first.key)}"] button.adding-words`) : null;
    words?.scrollIntoView({ block: "center" });
    words?.focus();
  };
  return (
    <div className="adding-plate adding-left-out">
      <EyeOff aria-hidden="true" />
      <p>
        <span>{out.length > 0 ? t("library:import.left", { count: out.length }) : t("library:import.leftNone")}</span>
        {reasons.length > 0 ? <small>{reasons.slice(0, 3).join(", ")}</small> : null}
      </p>
      {first ? (
        <button type="button" className="ui-link" onClick={see}>
          {t("library:import.see")}
        </button>
      ) : null}
      {count > 0 ? (
        <details>
          <summary>
            <ChevronRight aria-hidden="true" />
            {t("library:import.notRead", { count })}
          </summary>
          <ul>
            {notRead.map((one) => (
              <li key={`${one.reason}:${one.text}`}>
                <b>{t(`common:leftOut.${one.reason}`)}</b>
                {one.count > 1 ? <span> × {one.count}</span> : null}
                {one.text ? <bdi>{one.text}</bdi> : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
