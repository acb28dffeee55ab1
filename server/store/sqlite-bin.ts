import type { CaseId } from "../../shared/ids";
import { caseBody, caseOf, isClosed, markGoing } from "./sqlite-documents";
import type { CaseBody } from "./sqlite-documents";
import type { SqliteFile } from "./sqlite-file";
import { indexPlace } from "./sqlite-projections";
import { checkKeys, fieldsJson, sought } from "./record-validation";
import type { Case, DocumentRecord, Store } from "./Store";

interface Row {
  body: string;
  projection: string | null;
}

/** What may change of case files and of where documents lie, in SQLite: each change looks and writes in one transaction. */
export function sqliteBin(file: SqliteFile): Pick<Store, "setCase" | "placeDocument" | "readBinned" | "listBin" | "beginRemoval"> {
  return {
    async setCase(id, change) {
      const key = sought(id);
      if (key === null) return null;
      return file.write(() => {
        const body = caseBody(file, key);
        if (body === null || "gone" in body || body.going) return null;
        const changed = changedCase(caseOf(body), change);
        file.run("update cases set body = ? where id = ?", fieldsJson(changed), key);
        return changed;
      });
    },

    async placeDocument(id, place) {
      const key = sought(id);
      if (key === null) return "gone";
      if (place.case !== undefined) checkKeys(place.case);
      return file.write(() => {
        const line = file.row<Row>("select body from documents where id = ? and removing = 0", key);
        if (!line) return "gone";
        const before = JSON.parse(line.body) as DocumentRecord;
        if (place.from !== undefined && place.from !== before.case) return "elsewhere";
        const record = placed(before, place);
        if (!record.binned && !isOpen(file, record.case)) return "no-case";
        file.run("update documents set body = ?, case_id = ? where id = ?", fieldsJson(record), record.case, key);
        indexPlace(file, record);
        return "placed";
      });
    },

    async readBinned(id) {
      const line = file.row<Row>("select body from documents where id = ? and removing = 0", sought(id));
      const record = line ? (JSON.parse(line.body) as DocumentRecord) : null;
      return record?.binned ? record : null;
    },

    async listBin() {
      const bodies = file.rows<Row>("select body from cases order by id").map((line) => JSON.parse(line.body) as CaseBody);
      const sql = `select body, projection from documents where ${IN_BIN} order by id`;
      return {
        cases: bodies.flatMap((body) => ("id" in body && body.binned ? [caseOf(body)] : [])),
        documents: file.rows<Row>(sql).map((line) => ({
          record: JSON.parse(line.body) as DocumentRecord,
          title: line.projection === null ? "" : (JSON.parse(line.projection) as { title: string }).title,
        })),
      };
    },

    async beginRemoval(of) {
      const key = sought("doc" in of ? of.doc : of.case);
      if (key === null) return false;
      return file.write(() => {
        if ("doc" in of) return file.run(`update documents set removing = 1 where id = ? and ${IN_BIN}`, key) > 0;
        const body = caseBody(file, key);
        if (body === null || "gone" in body || !body.binned) return false;
        markGoing(file, key);
        return true;
      });
    },
  };
}

const IN_BIN = "removing = 0 and json_extract(body, '$.binned') is not null";

function isOpen(file: SqliteFile, id: CaseId): boolean {
  return caseBody(file, id) !== null && !isClosed(file, id);
}

function changedCase({ binned, ...rest }: Case, change: Parameters<Store["setCase"]>[1]): Case {
  const { binned: put, ...others } = change;
  const lies = put === undefined ? binned : (put ?? undefined);
  return { ...rest, ...others, ...(lies ? { binned: lies } : {}) };
}

function placed({ binned, ...rest }: DocumentRecord, place: Parameters<Store["placeDocument"]>[1]): DocumentRecord {
  const lies = place.binned === undefined ? binned : (place.binned ?? undefined);
  return { ...rest, ...(place.case === undefined ? {} : { case: place.case }), ...(lies ? { binned: lies } : {}) };
}
