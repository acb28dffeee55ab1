import { useId, useMemo, useState } from "react";
import type { FormEvent } from "react";
import * as z from "zod/mini";
import { WebAddress } from "../../shared/claim/claim";
import type { DocDetails, Op } from "../../shared/log/op";
import { Version } from "../../shared/ids";
import { ModalDialog } from "../app/ModalDialog";
import { readDate } from "../app/readDate";
import { TextField } from "../app/TextField";
import { useTranslation } from "../app/translation";
import { useKeptForm } from "../app/useKeptForm";
import { seenBy, useWorkbench, useSlice } from "./WorkbenchContext";

const fields = ["title", "publisher", "author", "published", "address"] as const;
type Field = (typeof fields)[number];
const longest: Readonly<Record<Field, number>> = { title: 500, publisher: 200, author: 200, published: 20, address: 2048 };

/** What was typed in one field, and what stood there then, at which version. */
const Typed = z.object({ text: z.string(), base: z.string(), seen: Version });
type Typed = z.infer<typeof Typed>;
type All = Partial<Record<Field, Typed>>;
const Kept = z.partialRecord(z.enum(fields), Typed) as z.ZodMiniType<All>;
const nothing: All = {};

/** What is known of the text, to be corrected later: every change stands in the history, and none overwrites what its author has not seen. */
export function DetailsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["workbench", "common"]);
  const { session, submit } = useWorkbench();
  const details = useSlice(({ state }) => state.details);
  const { value: typed, set, forget } = useKeptForm<All>(`details.${session.doc}`, nothing, Kept);
  const [tried, setTried] = useState(false);
  const [told, setTold] = useState("");
  const form = useId();
  const parsed = useMemo(() => parse(typed), [typed]);
  const close = (): void => {
    forget();
    onClose();
  };

  function save(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    const ops: Op[] = [];
    // What others have set since is shown first; whoever saves once more has seen it.
    const news = fields.filter((field) => isNews(typed[field], details[field])).map((field) => `${field} ${details[field]}`);
    for (const field of fields) {
      const one = parsed[field];
      if (!one) continue;
      if (one.value === null) return;
      const seen = isNews(typed[field], details[field]) ? seenBy(session) : one.seen;
      if (one.value !== details[field]) ops.push({ type: "doc.set", field, value: one.value, seen });
    }
    if (news.join("\n") !== told) {
      setTold(news.join("\n"));
      return;
    }
    if (ops.length === 0 || submit(ops)) close();
  }

  return (
    <ModalDialog
      title={t("details.page")}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="ui-btn" onClick={close}>
            {t("common:action.cancel")}
          </button>
          <button type="submit" form={form} className="ui-btn is-primary">
            {t("details.save")}
          </button>
        </>
      }
    >
      <form id={form} className="ui-dialog-body" onSubmit={save} noValidate>
        {fields.map((field) => (
          <TextField
            key={field}
            label={t(`details.${field}`)}
            value={typed[field]?.text ?? details[field]}
            data-limit={longest[field]}
            dir="auto"
            hint={<Hint field={field} typed={typed[field]} now={details[field]} />}
            wrong={tried && parsed[field]?.value === null ? t(`details.wrong.${field}`) : null}
            onValue={(text) => set((all) => ({ ...all, [field]: { base: details[field], seen: seenBy(session), ...all[field], text } }))}
          />
        ))}
      </form>
    </ModalDialog>
  );
}

const isNews = (typed: Typed | undefined, now: string): boolean => typed !== undefined && now !== typed.base && now !== typed.text.trim();

/** That somebody else has changed the field meanwhile is told before it is saved over. */
function Hint({ field, typed, now }: { field: Field; typed: Typed | undefined; now: string }) {
  const { t } = useTranslation("workbench");
  if (isNews(typed, now)) return t("details.meanwhile", { value: now });
  if (field === "title") return t("details.titleHint");
  return field === "published" ? t("details.dateHint") : null;
}

/** Each field that was typed in, in the form that is kept; null where it has none. */
function parse(typed: All): Partial<Record<Field, { value: string | null; seen: Version }>> {
  const all: Partial<Record<Field, { value: string | null; seen: Version }>> = {};
  for (const field of fields) {
    const one = typed[field];
    if (one) all[field] = { value: valueOf(field, one.text.trim()), seen: one.seen };
  }
  return all;
}

function valueOf(field: Field, text: string): DocDetails[Field] | null {
  if (field === "title") return text === "" ? null : text;
  if (field === "published") return readDate(text);
  if (field === "address") return WebAddress.safeParse(text).success ? text : null;
  return text;
}
