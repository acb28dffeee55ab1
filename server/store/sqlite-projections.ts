import type { SqliteFile } from "./sqlite-file";
import { VISIBLE } from "./sqlite-documents";
import { checkKeys, fieldsJson, sought } from "./record-validation";
import { sourceKey } from "./Store";
import type { ClaimRow, DocumentRecord, DocumentRow, Projection, SourceRow, Store } from "./Store";

interface Row {
  body: string;
}

/** Of a document that is in the bin nothing is shown. */
const SEEN = "not exists (select 1 from documents d where d.id = doc and json_extract(d.body, '$.binned') is not null)";

/**
 * The readable rows in SQLite. Each record has its own version and takes no older one; `floor` is the version of the newest rebuild,
 * below which nothing is taken; a source that went leaves its version behind (`body` null), so that a late older one does not bring it back.
 */
export function sqliteProjections(file: SqliteFile): Pick<Store, "project" | "listDocumentRows" | "listClaimRows" | "listSourceRows"> {
  return {
    async project(projection) {
      const { row } = projection;
      const written = {
        row: fieldsJson(row),
        claims: projection.claims.map((claim) => ({ ...keyOf(claim.claim, claim.version), body: fieldsJson(claim) })),
        sources: projection.sources.map((source) => ({
          ...keyOf(sourceKey(source.claim, source.evidence), source.version),
          body: fieldsJson(source),
        })),
      };
      checkKeys(row.doc, ...projection.goneSources);
      await file.write(() => {
        const found = file.row<{ floor: number }>("select floor from documents where id = ? and removing = 0", row.doc);
        if (found && found.floor <= row.version) write(file, projection, written);
      });
    },

    async listDocumentRows() {
      const sql = `select body, projection from documents where projection is not null and ${VISIBLE} order by id`;
      return file.rows<{ body: string; projection: string }>(sql).map((line) => {
        const record = JSON.parse(line.body) as DocumentRecord;
        const row = JSON.parse(line.projection) as DocumentRow;
        // What the record knows, the record says.
        return { ...row, case: record.case, demo: record.demo, sha256: record.original?.sha256 ?? null };
      });
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

interface Written {
  row: string;
  claims: { id: string; version: number; body: string }[];
  sources: { id: string; version: number; body: string }[];
}

function keyOf(id: string, version: number): { id: string; version: number } {
  checkKeys(id);
  return { id, version };
}

function write(file: SqliteFile, { row, goneSources, whole }: Projection, written: Written): void {
  const { doc, version } = row;
  const newer = "do update set version = excluded.version, body = excluded.body where excluded.version >=";
  const claim = `insert into claims (doc, claim, version, body) values (?, ?, ?, ?) on conflict (doc, claim) ${newer} claims.version`;
  const source = `insert into sources (doc, source, version, body) values (?, ?, ?, ?) on conflict (doc, source) ${newer} sources.version`;
  if (whole) {
    file.run("delete from claims where doc = ? and version <= ?", doc, version);
    file.run("delete from sources where doc = ? and version <= ?", doc, version);
    file.run("update documents set floor = ? where id = ?", version, doc);
  }
  for (const line of written.claims) file.run(claim, doc, line.id, line.version, line.body);
  for (const line of written.sources) file.run(source, doc, line.id, line.version, line.body);
  for (const gone of goneSources) file.run(source, doc, gone, version, null);
  file.run("update documents set projection = ?, version = ? where id = ? and version <= ?", written.row, version, doc, version);
}
