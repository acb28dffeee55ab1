import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { asStoreError, isSystemCode, syncDirectory } from "./sqlite-file";

// Originals lie beside the SQLite file, one file each: ten megabytes through the log would hold up everybody's commits. Written aside
// and synced without holding the event loop, then renamed into place within the transaction that makes the document.

/** Letters of either case may be one name to a file system, and an id may start with a dash: the name is the id in hexadecimal. */
const nameOf = (id: string): string => Buffer.from(id, "utf8").toString("hex");

export class OriginalFiles {
  readonly #directory: string;

  /** Creates the directory where it is missing. */
  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** Writes the bytes aside, durably. Returns the path for `publish` or `discard`. Rejects with StoreFull. */
  async setAside(bytes: Uint8Array): Promise<string> {
    const path = join(this.#directory, `${randomUUID()}.part`);
    try {
      const file = await open(path, "wx", 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      return path;
    } catch (error) {
      await this.discard(path);
      throw asStoreError(error);
    }
  }

  /** Gives what was set aside its name, durably. */
  publish(path: string, id: string): void {
    renameSync(path, join(this.#directory, nameOf(id)));
    syncDirectory(this.#directory);
  }

  async discard(path: string): Promise<void> {
    await rm(path, { force: true });
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
    const known = new Set(Array.from(ids, nameOf));
    for (const name of readdirSync(this.#directory)) {
      if (!known.has(name)) rmSync(join(this.#directory, name), { force: true });
    }
  }
}
