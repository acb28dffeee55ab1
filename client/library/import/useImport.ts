import { useCallback, useEffect, useRef, useState } from "react";
import type { CaseId, DocId } from "../../../shared/ids";
import type { Lang } from "../../../shared/languages";
import type { AddDocument, ImportPreview } from "../../../shared/protocol/import";
import type { Outcome } from "../../app/failure";
import { useServices } from "../../app/services";
import { useKeptForm } from "../../app/useKeptForm";
import type { Keeping } from "../../app/useKeptForm";
import { readDate } from "./details";
import type { Details } from "./details";
import { KeptGiven } from "./kept";
import { choicesFor } from "./manuscript";
import type { Manuscript } from "./manuscript";
import { originalOf, queryOf } from "./upload";
import type { ImportFailure, Upload } from "./upload";

/** The bytes, and what was read of them. */
export interface Resource {
  readonly upload: Upload;
  readonly preview: ImportPreview;
}

export interface Given extends Resource {
  /** The same paste read the other way, with its markup or without, once somebody has looked at both. */
  readonly other?: Resource | null | undefined;
}

export interface Import {
  /** Null while the text is still being given. */
  readonly given: Given | null;
  /** `reading`: the server looks at the bytes. `adding`: the text is on its way. */
  readonly busy: "reading" | "adding" | null;
  readonly failure: ImportFailure | null;
  /** The bytes that could not be read as they are, to be tried in another encoding. */
  readonly unread: Upload | null;
  /** Whether what was left here before has been looked for. */
  readonly ready: boolean;
  fail(failure: ImportFailure): void;
  /** Reads the bytes; resolves to what was recognised, or null when it failed or was cancelled. */
  read(upload: Upload, other?: Resource): Promise<ImportPreview | null>;
  /** What was read the other way takes the place of what is shown. */
  swap(): void;
  /** Makes the document; resolves to null when it failed or was cancelled. */
  add(into: () => Promise<Outcome<CaseId>>, details: Details, text: Manuscript): Promise<{ doc: DocId; home: CaseId } | null>;
  /** Stops what is under way. */
  stop(): void;
  /** Back to where the text is given. */
  drop(): void;
  /** Whether the bytes and what was read of them are kept in this browser. */
  readonly keeping: Keeping;
  forget(): void;
}

/** The steps of adding one text, with what can go wrong at each. Leaving the page stops what is under way, and keeps what was read. */
export function useImport(): Import {
  const { api } = useServices();
  const {
    value: given,
    set: setGiven,
    forget,
    ready,
    keeping,
  } = useKeptForm<Given | null>("import.given", null, KeptGiven, (value) => value === null);
  const [busy, setBusy] = useState<Import["busy"]>(null);
  const [failure, setFailure] = useState<ImportFailure | null>(null);
  const [unread, setUnread] = useState<Upload | null>(null);
  const running = useRef<AbortController | null>(null);

  useEffect(() => () => running.current?.abort(), []);

  const begin = useCallback((what: Import["busy"]): AbortController => {
    running.current?.abort();
    setFailure(null);
    setBusy(what);
    running.current = new AbortController();
    return running.current;
  }, []);

  async function read(upload: Upload, other: Resource | null = null): Promise<ImportPreview | null> {
    const controller = begin("reading");
    const outcome = await api.previewImport({ query: queryOf(upload), body: upload.bytes, signal: controller.signal });
    if (controller.signal.aborted) return null;
    setBusy(null);
    if (!outcome.ok) {
      setFailure(outcome.failure);
      setUnread(outcome.failure.code === "not-utf8" ? upload : null);
      return null;
    }
    setUnread(null);
    setGiven({ upload, preview: outcome.value, other });
    return outcome.value;
  }

  async function add(
    into: () => Promise<Outcome<CaseId>>,
    details: Details,
    text: Manuscript,
  ): Promise<{ doc: DocId; home: CaseId } | null> {
    if (!given) return null;
    const controller = begin("adding");
    const home = await into();
    const send = (into: CaseId): ReturnType<typeof api.addDocument> => {
      const body = [additionOf(given.upload, details), choicesFor(text), given.upload.bytes] as const;
      return api.addDocument({ params: { case: into }, body, signal: controller.signal });
    };
    const outcome = home.ok ? await send(home.value) : home;
    if (controller.signal.aborted) return null;
    setBusy(null);
    if (home.ok && outcome.ok) return { doc: outcome.value.doc, home: home.value };
    if (outcome.ok) return null;
    setFailure(outcome.failure);
    return null;
  }

  const swap = (): void => {
    if (given?.other) setGiven({ ...given.other, other: { upload: given.upload, preview: given.preview } });
  };
  const stop = (): void => {
    running.current?.abort();
    setBusy(null);
    setFailure(null);
  };
  const drop = (): void => {
    stop();
    setUnread(null);
    setGiven(null);
  };
  return { given, busy, failure, unread, ready, keeping, fail: setFailure, read, swap, add, stop, drop, forget };
}

function additionOf(upload: Upload, details: Details): AddDocument {
  return {
    original: originalOf(upload),
    lang: details.lang as Lang,
    details: {
      title: details.title.trim(),
      publisher: details.publisher.trim(),
      author: details.author.trim(),
      published: readDate(details.published) ?? "",
      address: details.address.trim(),
    },
  };
}
