import type { BlobFiles } from "./blob-files";
import type { SqliteFile } from "./sqlite-file";
import type { Store } from "./Store";

/** Blobs in files; which of them are in use the records say. */
export function sqliteBlobs(file: SqliteFile, blobs: BlobFiles): Pick<Store, "putBlob" | "hasBlob" | "readBlob" | "sweepBlobs"> {
  return {
    putBlob: (name, source, most) => blobs.put(name, source, most),
    async hasBlob(name) {
      return blobs.has(name);
    },
    readBlob: (name) => blobs.read(name),
    async sweepBlobs(before) {
      const sql = "select distinct json_extract(body, '$.original.sha256') as name from documents";
      const used = new Set(file.rows<{ name: string | null }>(sql).map(({ name }) => name));
      return blobs.sweep((name) => used.has(name), before);
    },
  };
}
