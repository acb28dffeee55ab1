import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { migrate, sqliteMigrations } from "./sqlite-migrations";
import type { SqliteMigration } from "./sqlite-migrations";
import { StoreAway, StoreFull, StoreInUse } from "./errors";

type Value = string | number | null | Uint8Array;
type Statement = ReturnType<InstanceType<typeof DatabaseSync>["prepare"]>;

interface Job {
  run(): void;
  settle(): void;
  fail(error: unknown): void;
}

/**
 * One SQLite file, open in this process alone. Reads are immediate. Writes that are asked for in the same turn of the event loop, and
 * all that arrive while a commit is being synced, share one transaction and so one fsync (group commit); each resolves when it is durable.
 */
export class SqliteFile {
  readonly #database: InstanceType<typeof DatabaseSync>;
  readonly #statements = new Map<string, Statement>();
  #jobs: Job[] = [];
  #flushing: NodeJS.Immediate | null = null;

  /**
   * Opens or creates `sourcier.db` under a directory, which becomes private, and brings it up to this version. Throws StoreInUse when another
   * process has it, NewerStore when a newer version has written to it.
   */
  constructor(directory: string, migrations: readonly SqliteMigration[] = sqliteMigrations) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700);
    const path = join(directory, "sourcier.db");
    closeSync(openSync(path, "a", 0o600)); // the files that SQLite puts beside it take the same mode
    chmodSync(path, 0o600);
    syncDirectory(directory);
    // A second of patience, for the process that this one follows to finish.
    this.#database = new DatabaseSync(path, { timeout: 1000, enableForeignKeyConstraints: false });
    try {
      this.#prepare(migrations);
    } catch (error) {
      this.#release(true);
      throw isBusy(error) ? new StoreInUse(`another process has ${path} open`) : error;
    }
  }

  #prepare(migrations: readonly SqliteMigration[]): void {
    const database = this.#database;
    // Exclusive before WAL: the lock is then held until the file is closed, and no shared-memory file is needed.
    database.exec("pragma locking_mode = exclusive");
    database.exec("pragma journal_mode = wal");
    database.exec("pragma synchronous = full");
    // Up to 32 MiB of pages: the narrow tables of a large house stay in memory, where 2 MiB (the default) would have them read again and again.
    database.exec("pragma cache_size = -32768");
    // The log keeps the size of its largest transaction otherwise.
    database.exec("pragma journal_size_limit = 16777216");
    // On a Mac an fsync alone does not reach the disk.
    database.exec("pragma fullfsync = on; pragma checkpoint_fullfsync = on");
    // Takes the lock, also of a file that needs nothing.
    database.exec("begin exclusive; commit");
    migrate(this, migrations);
  }

  /** Runs statements as they are, at once. For opening only: everything else goes through `write`. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** The first row, or undefined. The columns are what the statement names; the type is the caller's word. */
  row<T>(sql: string, ...values: Value[]): T | undefined {
    return this.#asked(() => this.#statement(sql).get(...values) as T | undefined);
  }

  rows<T>(sql: string, ...values: Value[]): T[] {
    return this.#asked(() => this.#statement(sql).all(...values) as T[]);
  }

  /** The rows up to and with the first of which `more` says no. */
  rowsWhile<T>(sql: string, more: (row: T) => boolean, ...values: Value[]): T[] {
    return this.#asked(() => {
      const rows: T[] = [];
      for (const row of this.#statement(sql).iterate(...values) as Iterable<T>) {
        rows.push(row);
        if (!more(row)) break;
      }
      return rows;
    });
  }

  /** Within `write` only. Returns how many rows changed. */
  run(sql: string, ...values: Value[]): number {
    return this.#statement(sql).run(...values).changes;
  }

  /** Does `work` within the next transaction, and once more when one that shares it fails. Resolves when it is durable; rejects, with nothing of it written, as the port says. */
  write<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.#database.isOpen) return reject(new StoreAway("the store is closed"));
      let result: T;
      this.#jobs.push({
        run: () => {
          result = work();
        },
        settle: () => resolve(result),
        fail: (error) => reject(asStoreError(error)),
      });
      this.#flushing ??= setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    if (this.#flushing) clearImmediate(this.#flushing);
    this.#flushing = null;
    const jobs = this.#jobs;
    this.#jobs = [];
    if (jobs.length === 0) return;
    const error = this.#transact(jobs);
    if (error === null) for (const job of jobs) job.settle();
    else if (jobs.length === 1) jobs[0]?.fail(error);
    // One that does not fit must not take the others with it: each by itself.
    else for (const job of jobs) this.#flushAlone(job);
  }

  #flushAlone(job: Job): void {
    const error = this.#transact([job]);
    if (error === null) job.settle();
    else job.fail(error);
  }

  /** Null when all of it is durable; otherwise the error, and none of it was written. */
  #transact(jobs: readonly Job[]): unknown {
    try {
      this.#database.exec("begin immediate");
      for (const job of jobs) job.run();
      this.#database.exec("commit");
      return null;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("rollback");
      return error ?? new Error("a write failed without saying why");
    }
  }

  /** Writes what is waiting and gives the file free. */
  close(): void {
    if (!this.#database.isOpen) return;
    this.#flush();
    this.#release(false);
  }

  /** `failed`: it could not be opened, and that is what is to be told. */
  #release(failed: boolean): void {
    this.#statements.clear();
    try {
      // The binding keeps a closed file locked while one of its statements waits to be collected; leaving WAL gives the lock back now,
      // and leaves one file without a tail for whoever copies it.
      this.#database.exec("pragma journal_mode = delete; pragma locking_mode = normal; select 1 from sqlite_schema");
    } catch (error) {
      if (!failed) throw error;
    } finally {
      this.#database.close();
    }
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #asked<T>(read: () => T): T {
    if (!this.#database.isOpen) throw new StoreAway("the store is closed");
    try {
      return read();
    } catch (error) {
      // A page that cannot be read: nothing was written, but what is there is not known either.
      throw !this.#database.isTransaction && isCode(error, FULL, IO)
        ? new StoreAway("the store could not be read", { cause: error })
        : error;
    }
  }
}

// Primary result codes of SQLite.
const BUSY = 5;
const READ_ONLY = 8;
const IO = 10;
const FULL = 13;
const CANNOT_OPEN = 14;

/** A property of what was thrown: by its name alone, since what native code throws need not be an `Error` of this realm. */
function thrown(error: unknown, property: "errcode" | "code"): unknown {
  return typeof error === "object" && error !== null ? (error as Record<string, unknown>)[property] : undefined;
}

function isCode(error: unknown, ...codes: number[]): boolean {
  const code = thrown(error, "errcode");
  return typeof code === "number" && codes.includes(code & 255);
}

/** Whether the file system says so: ENOENT and its like. */
export const isSystemCode = (error: unknown, ...codes: string[]): boolean => codes.some((code) => code === thrown(error, "code"));

const isBusy = (error: unknown): boolean => isCode(error, BUSY);

/** What the port says of an error of SQLite or of the file system; other errors are bugs and stay as they are. */
export function asStoreError(error: unknown): unknown {
  const full = isCode(error, FULL, IO, READ_ONLY, CANNOT_OPEN) || isSystemCode(error, "ENOSPC", "EDQUOT", "EIO", "EROFS");
  return full ? new StoreFull("no space, or the disk failed", { cause: error }) : error;
}

/** Makes the names in a directory durable. Windows cannot, and does not need it. */
export function syncDirectory(directory: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(directory, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
