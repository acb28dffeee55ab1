import { HardDriveDownload, WifiOff } from "lucide-react";
import { Link } from "wouter";
import { useTranslation } from "../app/translation";
import type { KeptText } from "../session/outbox";

/** Said above the texts while there is no network: which of them open all the same. */
export function OfflineNote({ kept }: { kept: readonly KeptText[] }) {
  const { t } = useTranslation("library");
  return (
    <output className="page-offline">
      <WifiOff aria-hidden="true" />
      {t("kept.note", { count: kept.length })}
    </output>
  );
}

/** The texts that lie in this browser, where the library itself does not, or does not know them. */
export function KeptTexts({ kept }: { kept: readonly KeptText[] }) {
  const { t } = useTranslation("library");
  return (
    <section className="case-section" aria-labelledby="kept-texts">
      <div className="page-head">
        <div>
          <h2 id="kept-texts" tabIndex={-1}>
            {t("kept.title")}
          </h2>
        </div>
      </div>
      <ul className="case-texts">
        {kept.map((text) => (
          <li key={text.doc} className="text-line">
            <div>
              <h3>
                <Link href={`/doc/${text.doc}`} className="text-line-open" lang={text.lang ?? undefined} dir="auto">
                  {text.title}
                </Link>
              </h3>
              <div className="ui-meta">
                <KeptHere text={text} />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whether a text opens without the network, and what of it waits to be sent. */
export function KeptHere({ text }: { text: KeptText | undefined }) {
  const { t } = useTranslation("library");
  if (!text) {
    return (
      <span className="text-line-not-kept">
        <WifiOff aria-hidden="true" />
        {t("kept.no")}
      </span>
    );
  }
  return (
    <span className="text-line-kept">
      <HardDriveDownload aria-hidden="true" />
      {text.count > 0 ? t("kept.yesWaiting", { count: text.count }) : t("kept.yes")}
    </span>
  );
}
