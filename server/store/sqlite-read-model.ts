import type { DocumentRecord } from "./Store";
import type { DocumentRow, ProjectedRows, RowKind } from "./rows";
import { indexedRow } from "./row-index";
import type { SqliteFile } from "./sqlite-file";
import { indexDocument, indexRow } from "./sqlite-projections";
import { readModelTables } from "./sqlite-tables";

/** Migration 2: the tables by which rows are found, filled from the rows that are there: seconds for a hundred thousand claims. */
export function readModel(file: SqliteFile): void {
  file.exec(readModelTables);
  file.exec("insert into projections (name, version) values ('documents', 1), ('claims', 1), ('sources', 1)");
  file.exec("insert into floors select id, 'claims', floor from documents where floor >= 0");
  file.exec("insert into floors select id, 'sources', floor from documents where floor >= 0");
  const sql = "select body, projection from documents where projection is not null and removing = 0 order by id";
  for (const line of file.rows<{ body: string; projection: string }>(sql)) {
    const record = JSON.parse(line.body) as DocumentRecord;
    indexDocument(file, JSON.parse(line.projection) as DocumentRow, record);
    for (const kind of ["claims", "sources"] as const) indexRows(file, kind, record);
  }
}

function indexRows<Kind extends RowKind>(file: SqliteFile, kind: Kind, record: DocumentRecord): void {
  for (const { body } of file.rows<{ body: string }>(`select body from ${kind} where doc = ? and body is not null`, record.id)) {
    const { columns, ...row } = indexedRow(kind, JSON.parse(body) as ProjectedRows[Kind]);
    // The column came with migration 5, after which all claims are made again.
    const then = Object.fromEntries(Object.entries(columns).filter(([name]) => name !== "langs"));
    indexRow(file, kind, { ...row, columns: then }, record);
  }
}
