import { caseBody, caseOf } from "./sqlite-documents";
import type { SqliteFile } from "./sqlite-file";
import { fieldsJson, sought } from "./record-validation";
import type { Case, DocumentRecord, Store } from "./Store";

/** Who case files are for, and where documents lie for whoever asks, in SQLite. */
export function sqliteMembers(file: SqliteFile): Pick<Store, "readCase" | "setMembers" | "findDocument"> {
  const standing = (id: string | null): Case | null => {
    const body = id === null ? null : caseBody(file, id);
    return body === null || "gone" in body || body.going ? null : caseOf(body);
  };
  return {
    async readCase(id) {
      return standing(sought(id));
    },

    async setMembers(id, { access, members, changes }, seen) {
      const key = sought(id);
      if (key === null) return "gone";
      return file.write(() => {
        const now = standing(key);
        if (now === null) return "gone";
        if (now.revision !== seen) return "changed";
        const next: Case = { ...now, access, members, changes, revision: seen + 1 };
        file.run("update cases set body = ? where id = ?", fieldsJson(next), key);
        return next;
      });
    },

    async findDocument(id) {
      const line = file.row<{ body: string }>("select body from documents where id = ? and removing = 0", sought(id));
      return line ? (JSON.parse(line.body) as DocumentRecord) : null;
    },
  };
}
