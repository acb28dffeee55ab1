import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { CHUNK, Meter, isBlobName, weigh } from "./blobs";
import type { BlobFound, BlobPut } from "./blobs";
import { asStoreError, isSystemCode, syncDirectory } from "./sqlite-file";

const PART = ".part";

/**
 * Blobs beside the SQLite file, one file each: ten megabytes through the log would hold up everybody's commits. Written aside and synced, then
 * renamed, so that one that is found is whole. A file's time is when it was last put: what happens to it happens in one turn of the
 * loop, as this process alone has the folder.
 */
export class BlobFiles {
  readonly #directory: string;

  /** Creates the directory where it is missing, and removes what a crash left of puts. */
  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(directory)) if (name.endsWith(PART)) rmSync(join(directory, name), { force: true });
  }

  #pathOf(name: string): string {
    return join(this.#directory, name);
  }

  /** Rejects with StoreFull. */
  async put(name: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, most: number): Promise<BlobPut> {
    const meter = new Meter(source, most);
    if (this.touch(name)) {
      await weigh(meter);
      return meter.against(name) ?? "had";
    }
    const path = this.#pathOf(`${randomUUID()}${PART}`);
    try {
      const file = await open(path, "wx", 0o600);
      try {
        for await (const chunk of meter.chunks()) await file.writeFile(chunk);
        await file.sync();
      } finally {
        await file.close();
      }
      const against = meter.against(name);
      if (against === null) {
        renameSync(path, this.#pathOf(name));
        syncDirectory(this.#directory);
        return "kept";
      }
      await rm(path, { force: true });
      return against;
    } catch (error) {
      await rm(path, { force: true });
      throw asStoreError(error);
    }
  }

  /** Whether it is there; if so it counts as put now. */
  touch(name: string): boolean {
    if (!isBlobName(name)) return false;
    try {
      const now = new Date();
      utimesSync(this.#pathOf(name), now, now);
      return true;
    } catch (error) {
      if (isSystemCode(error, "ENOENT")) return false;
      throw asStoreError(error);
    }
  }

  has(name: string): boolean {
    return isBlobName(name) && statSync(this.#pathOf(name), { throwIfNoEntry: false }) !== undefined;
  }

  /** Null when there is none. The file is open only while its chunks are taken. */
  async read(name: string): Promise<BlobFound | null> {
    if (!isBlobName(name)) return null;
    try {
      const { size } = await stat(this.#pathOf(name));
      return { size, chunks: this.#chunks(name) };
    } catch (error) {
      if (isSystemCode(error, "ENOENT")) return null;
      throw asStoreError(error);
    }
  }

  async *#chunks(name: string): AsyncGenerator<Uint8Array> {
    const file = await open(this.#pathOf(name), "r");
    try {
      yield* file.createReadStream({ highWaterMark: CHUNK, autoClose: false }) as AsyncIterable<Uint8Array>;
    } finally {
      await file.close();
    }
  }

  /** Removes those that `isUsed` does not know and that nobody put since `before`, in milliseconds; answers how many. */
  sweep(isUsed: (name: string) => boolean, before: number): number {
    let swept = 0;
    for (const name of readdirSync(this.#directory)) {
      if (!isBlobName(name) || isUsed(name)) continue;
      if (this.drop(name, before)) swept += 1;
    }
    return swept;
  }

  /** Removes it unless somebody put it since; whether it was removed. */
  drop(name: string, before: number): boolean {
    const found = isBlobName(name) ? statSync(this.#pathOf(name), { throwIfNoEntry: false }) : undefined;
    if (found === undefined || found.mtimeMs >= before) return false;
    rmSync(this.#pathOf(name), { force: true });
    return true;
  }
}
