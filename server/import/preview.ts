import type { Result } from "../../shared/refusal";
import type { Encoding, ImportPreview } from "../../shared/protocol/import";
import { decode } from "./decode";
import { formatOf } from "./format";
import { readPlain } from "./plain";
import { recognise } from "./detect-structure";

/** A file as it was received. `mime` as its sender declares it; `encoding` when a person chose one. */
export interface ImportInput {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly mime?: string | undefined;
  readonly encoding?: Encoding | undefined;
}

/** The preview of a text without markup; cheap enough for the server's own process. Refuses as `decode` and `recognise` do. */
export const previewPlain = (text: string): Result<ImportPreview> => recognise(readPlain(text));

/** Reads the bytes as plain text, whatever their name says; `openParser` offers the same for every format. */
export function preview(input: ImportInput): Result<ImportPreview> {
  const text = decode(input.bytes, input.encoding, input.mime);
  return text.ok ? previewPlain(text.value) : text;
}

/** Reads a file of any format. Markup's readers are loaded only for markup: they are most of a process's start. */
export async function previewOf({ bytes, name, mime, encoding }: ImportInput): Promise<Result<ImportPreview>> {
  const text = decode(bytes, encoding, mime);
  if (!text.ok) return text;
  switch (formatOf(name, mime, text.value)) {
    case "text":
      return previewPlain(text.value);
    case "markdown":
      return recognise((await import("./markdown")).readMarkdown(text.value));
    case "html":
      return recognise((await import("./html")).readHtml(text.value));
  }
}
