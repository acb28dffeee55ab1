import { Download, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { interfaceLanguage } from "../../shared/languages";
import type { ClaimFilter, ClaimSort } from "../../shared/search/filter";
import type { ClaimLine } from "../../shared/protocol/rest";
import { MOST_LINES } from "../../shared/protocol/rest";
import { calendarDay } from "../app/dates";
import { useFailureText } from "../app/failure";
import { usePeople, useServices, useStore } from "../app/services";
import { useTranslation } from "../app/translation";
import { csvColumns, csvHead, csvLines } from "./csv";
import type { CsvWords } from "./csv";

/** Saves every claim of the list as CSV, also those that were not looked at yet; says how far it is, and can be stopped. */
export function CsvButton({ filter, sort, count }: { filter: ClaimFilter; sort: ClaimSort; count: number }) {
  const { t } = useTranslation(["board", "common"]);
  const { api, toasts, now } = useServices();
  const say = useFailureText();
  const words = useCsvWords();
  const [read, setRead] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const save = async (): Promise<void> => {
    const { signal } = (stop.current = new AbortController());
    const parts = [csvHead(words)];
    setRead(0);
    for (let cursor: string | null | undefined, lines = 0; cursor !== null;) {
      const query = { ...filter, sort, limit: MOST_LINES, ...(cursor === undefined ? {} : { cursor }) };
      const outcome = await api.listClaims({ query, signal });
      if (signal.aborted) return;
      if (!outcome.ok) {
        setRead(null);
        return toasts.say(say(outcome.failure), { bad: true });
      }
      parts.push(csvLines(outcome.value.claims, words));
      cursor = outcome.value.next;
      setRead((lines += outcome.value.claims.length));
    }
    setRead(null);
    saveFile(new Blob(parts, { type: "text/csv;charset=utf-8" }), `${t("board:csv.file")} ${calendarDay(now())}.csv`);
  };
  const cancel = (): void => {
    stop.current?.abort();
    setRead(null);
  };

  if (read !== null)
    return (
      <button type="button" className="ui-btn" onClick={cancel}>
        <X aria-hidden="true" />
        <span className="u-num">{t("board:csv.reading", { read, count })}</span>
      </button>
    );
  return (
    <button type="button" className="ui-btn" onClick={() => void save()} title={t("board:csv.hint")} disabled={count === 0}>
      <Download aria-hidden="true" />
      <span className="u-fold">{t("board:csv.save")}</span>
    </button>
  );
}

function useCsvWords(): CsvWords {
  const { t, i18n } = useTranslation(["board", "common"]);
  const people = usePeople();
  const { data } = useStore(useServices().library);
  const lang = interfaceLanguage(i18n.language).tag;
  return {
    heads: csvColumns.map((column) => t(`board:csv.column.${column}`)),
    separator: new Intl.NumberFormat(lang).format(0.5).includes(",") ? ";" : ",",
    verdict: (verdict) => t(`common:verdict.${verdict as "open"}`),
    status: (status) => t(`common:status.${status as "checking"}`),
    kind: (kind) => t(`common:kind.${kind as "fact"}`),
    person: (id) => people.get(id)?.name ?? id,
    caseName: (id) => data?.cases.find((file) => file.id === id)?.name ?? "",
    address: ({ doc, claim }: ClaimLine) => `${window.location.origin}/doc/${doc}?${new URLSearchParams({ claim }).toString()}`,
  };
}

function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
