import { existsSync, readdirSync, rmSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { asStoreError, isSystemCode } from "./sqlite-file";

// Until 2026-11 originals lay beside the SQLite file, one for each document. They are read and removed where they lie; new ones are blobs.

/** Letters of either case may be one name to a file system, and an id may start with a dash: the name is the id in hexadecimal. */
const nameOf = (id: string): string => Buffer.from(id, "utf8").toString("hex");

export class OriginalFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Null when there is none. */
  async read(id: string): Promise<Uint8Array | null> {
    try {
      return new Uint8Array(await readFile(join(this.#directory, nameOf(id))));
    } catch (error) {
      if (isSystemCode(error, "ENOENT")) return null;
      throw asStoreError(error);
    }
  }

  async remove(id: string): Promise<void> {
    await rm(join(this.#directory, nameOf(id)), { force: true });
  }

  /** Removes what a crash left: files that belong to none of the documents. */
  sweep(ids: Iterable<string>): void {
    if (!existsSync(this.#directory)) return;
    const known = new Set(Array.from(ids, nameOf));
    for (const name of readdirSync(this.#directory)) {
      if (!known.has(name)) rmSync(join(this.#directory, name), { force: true });
    }
  }
}
