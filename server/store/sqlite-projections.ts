import type { DocId } from "../../shared/ids";
import type { SqliteFile } from "./sqlite-file";
import { VISIBLE } from "./sqlite-documents";
import { checkKeys, fieldsJson, sought } from "./record-validation";
import { documentColumns, documentTerms, indexedChanges, rowKinds } from "./row-index";
import type { IndexedRow } from "./row-index";
import type { DocumentRecord, Store } from "./Store";
import type { ClaimRow, DocumentRow, Projection, ProjectionRecord, RowKind, SourceRow } from "./rows";

interface Row {
  body: string;
}

/** Of a document that is in the bin nothing is shown. */
const SEEN = "not exists (select 1 from documents d where d.id = doc and json_extract(d.body, '$.binned') is not null)";

/** The column that holds a row's key, in the readable table of its kind. */
const keyColumns: Readonly<Record<RowKind, string>> = { claims: "claim", sources: "source", sections: "section" };

/**
 * The readable rows in SQLite. Each record has its own version and takes no older one; `floors` has the version of the newest rebuild of a kind,
 * below which nothing is taken; a source that went leaves its version behind (`body` null), so that a late older one does not bring it back.
 */
export function sqliteProjections(
  file: SqliteFile,
): Pick<Store, "project" | "readProjections" | "writeProjection" | "listDocumentRows" | "listClaimRows" | "listSourceRows"> {
  return {
    async project(projection) {
      const { doc, row } = projection;
      const written = { row: row && fieldsJson(row), kinds: rowKinds.flatMap((kind) => writtenKind(kind, projection)) };
      checkKeys(doc);
      await file.write(() => {
        const line = file.row<Row>("select body from documents where id = ? and removing = 0", doc);
        if (line) write(file, projection, written, JSON.parse(line.body) as DocumentRecord);
      });
    },

    async readProjections() {
      const lines = file.rows<{ name: string; version: number; rebuilding: number | null; after: DocId | null }>(
        "select name, version, rebuilding, after from projections order by name",
      );
      return lines.map(({ name, version, rebuilding, after }) => ({
        name,
        version,
        rebuilding: rebuilding === null || after === null ? null : { version: rebuilding, after },
      }));
    },

    async writeProjection({ name, version, rebuilding }: ProjectionRecord) {
      const sql = "insert or replace into projections (name, version, rebuilding, after) values (?, ?, ?, ?)";
      await file.write(() => void file.run(sql, name, version, rebuilding?.version ?? null, rebuilding?.after ?? null));
    },

    async listDocumentRows() {
      const sql = `select body, projection from documents where projection is not null and ${VISIBLE} order by id`;
      return file.rows<{ body: string; projection: string }>(sql).map(documentRow);
    },

    async listClaimRows(doc) {
      return file
        .rows<Row>(`select body from claims where doc = ? and ${SEEN} order by claim`, sought(doc))
        .map((line) => JSON.parse(line.body) as ClaimRow);
    },

    async listSourceRows(doc) {
      return file
        .rows<Row>(`select body from sources where doc = ? and body is not null and ${SEEN} order by source`, sought(doc))
        .map((line) => JSON.parse(line.body) as SourceRow);
    },
  };
}

/** What the record knows, the record says. */
export function documentRow(line: { body: string; projection: string }): DocumentRow {
  const record = JSON.parse(line.body) as DocumentRecord;
  const row = JSON.parse(line.projection) as DocumentRow;
  return { ...row, case: record.case, demo: record.demo, sha256: record.original?.sha256 ?? null };
}

interface WrittenKind {
  readonly kind: RowKind;
  readonly put: readonly (IndexedRow & { readonly body: string })[];
  readonly gone: readonly string[];
}
interface Written {
  readonly row: string | null;
  readonly kinds: readonly WrittenKind[];
}

function writtenKind(kind: RowKind, { changes }: Projection): WrittenKind[] {
  const told = indexedChanges(kind, changes);
  if (!told) return [];
  checkKeys(...told.put.map(({ key }) => key), ...told.gone);
  return [{ kind, put: told.put.map((row) => ({ ...row, body: fieldsJson(row.row) })), gone: told.gone }];
}

function write(file: SqliteFile, projection: Projection, written: Written, record: DocumentRecord): void {
  const { doc, version } = projection;
  for (const kind of written.kinds) writeKind(file, projection, kind, record);
  if (!projection.row || written.row === null) return;
  const sql = "update documents set projection = ?, version = ? where id = ? and version <= ?";
  if (file.run(sql, written.row, version, doc, version) === 1) indexDocument(file, projection.row, record);
}

function writeKind(file: SqliteFile, { doc, version, whole }: Projection, { kind, put, gone }: WrittenKind, record: DocumentRecord): void {
  const floor = file.row<{ floor: number }>("select floor from floors where doc = ? and kind = ?", doc, kind)?.floor ?? -1;
  if (floor > version) return;
  const column = keyColumns[kind];
  const newer = `do update set version = excluded.version, body = excluded.body where excluded.version >= ${kind}.version`;
  const sql = `insert into ${kind} (doc, ${column}, version, body) values (?, ?, ?, ?) on conflict (doc, ${column}) ${newer}`;
  if (whole) {
    file.run(`delete from ${kind} where doc = ? and version <= ?`, doc, version);
    file.run(`delete from ${kind}_index where doc = ? and key not in (select ${column} from ${kind} where doc = ?)`, doc, doc);
    file.run("insert or replace into floors (doc, kind, floor) values (?, ?, ?)", doc, kind, version);
  }
  for (const row of put) {
    if (file.run(sql, doc, row.key, row.version, row.body) === 1) indexRow(file, kind, row, record);
  }
  for (const key of gone) {
    if (file.run(sql, doc, key, version, null) === 1) file.run(`delete from ${kind}_index where doc = ? and key = ?`, doc, key);
  }
}

/** Within a transaction: puts a row's columns and words where it is found by them. */
export function indexRow(
  file: SqliteFile,
  kind: RowKind | "documents",
  row: Omit<IndexedRow, "row" | "version">,
  record: DocumentRecord,
): void {
  const columns = { case_id: record.case, shown: record.binned ? 0 : 1, ...row.columns };
  const names = Object.keys(columns);
  const sets = names.map((name) => `${name} = excluded.${name}`).join(", ");
  const sql =
    `insert into ${kind}_index (doc, key, ${names.join(", ")}) values (?, ?${", ?".repeat(names.length)}) ` +
    `on conflict (doc, key) do update set ${sets} returning place`;
  const { place } = file.row<{ place: number }>(sql, record.id, row.key, ...Object.values(columns)) ?? { place: 0 };
  file.run(`insert or replace into ${kind}_words (rowid, words) values (?, ?)`, place, row.terms.join(" "));
}

export function indexDocument(file: SqliteFile, row: DocumentRow, record: DocumentRecord): void {
  const columns = { ...documentColumns(row), created: record.createdAt };
  indexRow(file, "documents", { key: "", columns, terms: documentTerms(row) }, record);
}

/** Within a transaction: where the document lies now, said to everything of it that is found. */
export function indexPlace(file: SqliteFile, { id, case: home, binned }: DocumentRecord): void {
  for (const kind of ["documents", ...rowKinds]) {
    file.run(`update ${kind}_index set case_id = ?, shown = ? where doc = ?`, home, binned ? 0 : 1, id);
  }
}
