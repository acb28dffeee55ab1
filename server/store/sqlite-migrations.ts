import { readModel } from "./sqlite-read-model";
import { firstHistoryTables, historyTables } from "./sqlite-history";
import { sectionTables } from "./sqlite-sections";
import { packTable } from "./sqlite-packs";
import { firstTables } from "./sqlite-tables";
import type { SqliteFile } from "./sqlite-file";
import { NewerStore } from "./errors";

/** A step from one form of the file to the next. Runs within one transaction with its own record: one that is cut short has not happened, and runs again at the next start. */
export interface SqliteMigration {
  /** 1, 2, 3 …: the `user_version` of a file that has it. */
  readonly number: number;
  readonly name: string;
  run(file: SqliteFile): void;
}

/** Forward only. One that has been released is never changed: what follows is a further one. */
export const sqliteMigrations: readonly SqliteMigration[] = [
  { number: 1, name: "first-tables", run: (file) => file.exec(firstTables) },
  { number: 2, name: "read-model", run: readModel },
  { number: 3, name: "packs", run: (file) => file.exec(packTable) },
  { number: 4, name: "history", run: (file) => file.exec(firstHistoryTables) },
  // Empty at first: the words are read from the logs in the background of the same start (`authority/rebuild.ts`), as those of claims are anew.
  { number: 5, name: "sections", run: (file) => file.exec(sectionTables) },
  { number: 6, name: "slim-history", run: (file) => file.exec(historyTables) },
];

/** Runs those that the file has not had, in order. Throws NewerStore when it has had one that is not known here. */
export function migrate(file: SqliteFile, migrations: readonly SqliteMigration[]): void {
  const { user_version: had } = file.row<{ user_version: number }>("pragma user_version") ?? { user_version: 0 };
  const known = migrations.at(-1)?.number ?? 0;
  if (had > known) throw new NewerStore(had, known);
  for (const { number, name, run } of migrations) {
    if (number <= had) continue;
    file.exec("begin exclusive");
    try {
      run(file);
      file.exec("create table if not exists migrations (number integer primary key, name text not null, at integer not null) strict");
      // The time of the machine, for whoever opens the file: nothing reads it.
      file.run("insert into migrations (number, name, at) values (?, ?, unixepoch() * 1000)", number, name);
      file.exec(`pragma user_version = ${String(number)}; commit`);
    } catch (error) {
      file.exec("rollback");
      throw error;
    }
  }
}
