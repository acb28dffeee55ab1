import { cutStart } from "../../../shared/characters";
import { MAX_IMPORT_BYTES, MAX_IMPORT_MB } from "../../../shared/protocol/import";
import type { Encoding, Original, PreviewQuery } from "../../../shared/protocol/import";
import type { FailureCode } from "../../app/failure";

/** The bytes as they were given: what is previewed is what is kept. */
export interface Upload {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly encoding: Encoding | null;
  readonly pasted: boolean;
  /** The bare words of what was pasted with its markup. */
  readonly plain: string | null;
}

/** What went wrong while a text was being read, with what the sentence needs. */
export interface ImportFailure {
  readonly code: FailureCode | "wrong-type";
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

export const acceptedFiles = ".txt,.text,.md,.markdown,.html,.htm,.xhtml,text/plain,text/markdown,text/html";
const readable = /\.(txt|text|md|markdown|html|htm|xhtml)$/i;

export function uploadOfText(text: string, name: string): Upload {
  return { name, mime: "text/plain", bytes: new TextEncoder().encode(text), encoding: null, pasted: true, plain: null };
}

/** What was pasted as the page had it: its markup is read, its bare words are kept for whoever wants those. Null when it is too long. */
export function uploadOfMarkup(html: string, plain: string, name: string): Upload | null {
  const bytes = new TextEncoder().encode(html);
  if (bytes.byteLength > MAX_IMPORT_BYTES) return null;
  return { name, mime: "text/html", bytes, encoding: "utf-8", pasted: true, plain };
}

/** The same paste without its markup; null when there is none, or nothing beside it. */
export function bareOf({ name, mime, pasted, plain }: Upload): Upload | null {
  if (!pasted || mime !== "text/html" || plain === null || plain.trim() === "") return null;
  return uploadOfText(plain, name.replace(/\.html$/, ".txt"));
}

/** Refuses before reading what the server would refuse after. Files without an ending are read when the browser calls them text. */
export async function uploadOfFile(file: File): Promise<{ ok: true; upload: Upload } | { ok: false; failure: ImportFailure }> {
  if (!readable.test(file.name) && !file.type.startsWith("text/")) {
    return { ok: false, failure: { code: "wrong-type", detail: { name: file.name } } };
  }
  if (file.size > MAX_IMPORT_BYTES) return { ok: false, failure: { code: "too-large", detail: { limit: MAX_IMPORT_MB } } };
  if (file.size === 0) return { ok: false, failure: { code: "empty-text" } };
  const bytes = new Uint8Array(await file.arrayBuffer());
  return {
    ok: true,
    upload: { name: cutStart(file.name, 255), mime: file.type || "text/plain", bytes, encoding: null, pasted: false, plain: null },
  };
}

export function queryOf(upload: Upload): PreviewQuery {
  return { name: upload.name, mime: upload.mime, ...(upload.encoding ? { encoding: upload.encoding } : {}) };
}

export const originalOf = (upload: Upload): Original => ({ ...queryOf(upload), mime: upload.mime });
