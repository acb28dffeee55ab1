import { useCallback, useEffect, useRef, useState } from "react";
import type { CaseId, DocId } from "../../../shared/ids";
import type { Lang } from "../../../shared/languages";
import type { ImportPreview } from "../../../shared/wire/import";
import type { Outcome } from "../../app/failure";
import { useServices } from "../../app/services";
import { choicesFrom, ticksOf } from "./choices";
import type { Tick } from "./choices";
import { readDate } from "./details";
import type { Details } from "./details";
import { originalOf, queryOf } from "./upload";
import type { ImportFailure, Upload } from "./upload";

/** `source`: the text is being given. `reading`: the server looks at it. `preview`: one chooses what is kept. `adding`: it is on its way. */
export type ImportPhase =
  | { readonly kind: "source" }
  | { readonly kind: "reading"; readonly upload: Upload }
  | {
      readonly kind: "preview" | "adding";
      readonly upload: Upload;
      readonly preview: ImportPreview;
      readonly choices: readonly Tick[];
    };

export interface Import {
  readonly phase: ImportPhase;
  readonly failure: ImportFailure | null;
  /** The bytes that could not be read as UTF-8, to be tried in Windows-1252. */
  readonly unread: Upload | null;
  fail(failure: ImportFailure): void;
  /** Reads the bytes; resolves to what was recognised, or null when it failed or was cancelled. */
  read(upload: Upload): Promise<ImportPreview | null>;
  choose(index: number, change: Partial<Tick>): void;
  /** Makes the document; resolves to null when it failed or was cancelled. */
  add(into: () => Promise<Outcome<CaseId>>, details: Details): Promise<DocId | null>;
  /** Stops what is under way and goes one step back. */
  back(): void;
}

/** The steps of adding one text, with what can go wrong at each. Leaving the dialog stops what is under way. */
export function useImport(): Import {
  const { api } = useServices();
  const [phase, setPhase] = useState<ImportPhase>({ kind: "source" });
  const [failure, setFailure] = useState<ImportFailure | null>(null);
  const [unread, setUnread] = useState<Upload | null>(null);
  const running = useRef<AbortController | null>(null);

  useEffect(() => () => running.current?.abort(), []);

  const begin = useCallback((): AbortController => {
    running.current?.abort();
    setFailure(null);
    running.current = new AbortController();
    return running.current;
  }, []);

  async function read(upload: Upload): Promise<ImportPreview | null> {
    const controller = begin();
    setUnread(null);
    setPhase({ kind: "reading", upload });
    const outcome = await api.preview(queryOf(upload), upload.bytes, controller.signal);
    if (controller.signal.aborted) return null;
    if (!outcome.ok) {
      setPhase({ kind: "source" });
      setFailure(outcome.failure);
      if (outcome.failure.code === "not-utf8") setUnread(upload);
      return null;
    }
    setPhase({ kind: "preview", upload, preview: outcome.value, choices: ticksOf(outcome.value.blocks) });
    return outcome.value;
  }

  async function add(into: () => Promise<Outcome<CaseId>>, details: Details): Promise<DocId | null> {
    if (phase.kind !== "preview") return null;
    const controller = begin();
    setPhase({ ...phase, kind: "adding" });
    const home = await into();
    const outcome = home.ok ? await api.addDocument(home.value, bodyOf(phase, details), controller.signal) : home;
    if (controller.signal.aborted) return null;
    if (outcome.ok) return outcome.value.doc;
    setPhase({ ...phase, kind: "preview" });
    setFailure(outcome.failure);
    return null;
  }

  return {
    phase,
    failure,
    unread,
    fail: setFailure,
    read,
    add,
    choose: (index, change) =>
      setPhase((now) =>
        now.kind === "preview"
          ? { ...now, choices: now.choices.map((choice, i) => (i === index ? { ...choice, ...change } : choice)) }
          : now,
      ),
    back() {
      running.current?.abort();
      setFailure(null);
      setPhase((now) => (now.kind === "adding" ? { ...now, kind: "preview" } : { kind: "source" }));
    },
  };
}

function bodyOf(phase: Extract<ImportPhase, { kind: "preview" | "adding" }>, details: Details) {
  return {
    original: originalOf(phase.upload),
    lang: details.lang as Lang,
    details: {
      title: details.title.trim(),
      publisher: details.publisher.trim(),
      author: details.author.trim(),
      published: readDate(details.published) ?? "",
      address: details.address.trim(),
    },
    choices: choicesFrom(phase.choices),
  };
}
