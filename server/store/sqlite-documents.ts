import { setImmediate as nextTurn } from "node:timers/promises";
import type { DocId } from "../../shared/ids";
import type { BlobFiles } from "./blob-files";
import type { OriginalFiles } from "./original-files";
import type { SqliteFile } from "./sqlite-file";
import { NAMED_WITHIN, bytesOf } from "./blobs";
import { checkKeys, checkOriginal, keepOriginal, fieldsJson, sought } from "./record-validation";
import { caseFrom } from "./case-members";
import type { NewCase } from "./case-members";
import type { Case, DocumentRecord, Store } from "./Store";

interface Row {
  body: string;
}

/** `going`: its removal has begun, nothing is put into it any more. What stays of a removed one bars its id, against whoever looked before. */
export type CaseBody = (NewCase & { readonly going?: true }) | { readonly gone: true };

export function caseOf(body: NewCase & { going?: true }): Case {
  const { going: _going, ...record } = body;
  return caseFrom(record);
}

export function caseBody(file: SqliteFile, id: string): CaseBody | null {
  const line = file.row<Row>("select body from cases where id = ?", id);
  return line ? (JSON.parse(line.body) as CaseBody) : null;
}

/** Whether nothing may be put into the case: it is in the bin, or being removed, or was. */
export function isClosed(file: SqliteFile, id: string): boolean {
  const body = caseBody(file, id);
  return body !== null && ("gone" in body || body.going === true || body.binned !== undefined);
}

export function markGoing(file: SqliteFile, id: string): void {
  const body = caseBody(file, id);
  const going: CaseBody = body && "id" in body ? { ...body, going: true } : { gone: true };
  file.run("insert or replace into cases (id, body) values (?, ?)", id, JSON.stringify(going));
}

/** Not being removed, and not in the bin. */
export const VISIBLE = "removing = 0 and json_extract(body, '$.binned') is null";

/** What lies beside the SQLite file. A store of before has its originals apart, by document. */
export interface Files {
  readonly blobs: BlobFiles;
  readonly originals: OriginalFiles;
}

/** Case files, documents and their originals in SQLite. */
export function sqliteDocuments(
  file: SqliteFile,
  files: Files,
): Pick<
  Store,
  "putCase" | "removeCase" | "listCases" | "createDocument" | "readDocument" | "readOriginal" | "listDocumentIds" | "removeDocument"
> {
  const readDocument = async (id: DocId): Promise<DocumentRecord | null> => {
    const line = file.row<Row>("select body from documents where id = ? and removing = 0", sought(id));
    const record = line ? (JSON.parse(line.body) as DocumentRecord) : null;
    return record?.binned ? null : record;
  };

  return {
    async putCase(record) {
      checkKeys(record.id);
      const body = fieldsJson(record);
      return file.write(() => {
        if (isClosed(file, record.id)) return "gone";
        return file.run("insert into cases (id, body) values (?, ?) on conflict (id) do nothing", record.id, body) > 0
          ? "written"
          : "exists";
      });
    },

    async removeCase(id) {
      const key = sought(id);
      if (key === null) return [];
      await file.write(() => markGoing(file, key));
      const documents = file.rows<{ id: DocId }>("select id from documents where case_id = ?", key).map((line) => line.id);
      for (const document of documents) await removeDocument(file, files, document);
      const tombstone: CaseBody = { gone: true };
      await file.write(() => file.run("update cases set body = ? where id = ?", JSON.stringify(tombstone), key));
      return documents;
    },

    async listCases() {
      const bodies = file.rows<Row>("select body from cases order by id").map((line) => JSON.parse(line.body) as CaseBody);
      return bodies.flatMap((body) => ("id" in body && !body.binned ? [caseOf(body)] : []));
    },

    async createDocument(record, original) {
      checkKeys(record.id, record.case);
      checkOriginal(record, original);
      const body = fieldsJson(record);
      if (file.row("select 1 from documents where id = ?", record.id)) return "exists";
      await keepOriginal({ putBlob: (...put) => files.blobs.put(...put) }, record, original);
      return file.write(() => {
        // Looked at here, in the transaction that makes it: a case that is found open cannot begin to go in between.
        if (isClosed(file, record.case)) return "gone";
        const sql = "insert into documents (id, case_id, body) values (?, ?, ?) on conflict (id) do nothing";
        if (file.run(sql, record.id, record.case, body) === 0) return "exists";
        return "created";
      });
    },

    readDocument,

    async readOriginal(id) {
      const record = await readDocument(id);
      if (!record?.original) return null;
      const blob = await files.blobs.read(record.original.sha256);
      // A store of before has it beside the document.
      return blob ? bytesOf(blob) : files.originals.read(id);
    },

    async listDocumentIds(of) {
      const sql = `select id from documents where ${VISIBLE} and (?1 is null or case_id = ?1) order by id`;
      return file.rows<{ id: DocId }>(sql, of === undefined ? null : (sought(of) ?? "")).map((line) => line.id);
    },

    async removeDocument(id) {
      await removeDocument(file, files, id);
    },
  };
}

/** Finishes the removals that a crash cut short, and drops originals without a document. */
export async function finishRemovals(file: SqliteFile, files: Files): Promise<void> {
  for (const { id } of file.rows<{ id: DocId }>("select id from documents where removing = 1")) await removeDocument(file, files, id);
  files.originals.sweep(file.rows<{ id: string }>("select id from documents").map((line) => line.id));
}

const TABLES = [
  "batches",
  "packs",
  "snapshots",
  "history",
  "history_claims",
  "claims",
  "sources",
  "sections",
  "documents_index",
  "claims_index",
  "sources_index",
  "sections_index",
] as const;
const INDEXES = TABLES.filter((table) => table.endsWith("_index"));
/** By what the records of a table are told apart, where it has no `rowid`. */
const keyOf = (table: (typeof TABLES)[number]): string =>
  table === "history" ? "doc, first" : table === "history_claims" ? "doc, claim, first" : "rowid";
const AT_ONCE = 500;

// A long log is deleted in portions, so that the others' commits are not held up: hidden first, forgotten last.
async function removeDocument(file: SqliteFile, files: Files, id: string): Promise<void> {
  const key = sought(id);
  if (key === null) return;
  await file.write(() => {
    file.run("update documents set removing = 1 where id = ?", key);
    for (const index of INDEXES) file.run(`update ${index} set shown = 0 where doc = ?`, key);
  });
  for (const table of TABLES) {
    const own = keyOf(table);
    const sql = `delete from ${table} where (${own}) in (select ${own} from ${table} where doc = ? limit ${String(AT_ONCE)})`;
    while ((await file.write(() => file.run(sql, key))) === AT_ONCE) await nextTurn();
  }
  await files.originals.remove(key);
  const line = file.row<Row>("select body from documents where id = ?", key);
  await file.write(() => {
    file.run("delete from floors where doc = ?", key);
    file.run("delete from documents where id = ?", key);
  });
  const name = line ? (JSON.parse(line.body) as DocumentRecord).original?.sha256 : undefined;
  if (name === undefined) return;
  const named = file.row("select 1 from documents where json_extract(body, '$.original.sha256') = ? limit 1", name);
  if (!named) files.blobs.drop(name, Date.now() - NAMED_WITHIN);
}
