import type { RowKind } from "./rows";
import type { SqliteFile } from "./sqlite-file";

// Where the rows are that words find, kept for a moment: a board asks for a list and for several counts by the same words, and looking them up is most of what
// each of these costs where the words are frequent. Triggers of this connection, which is the file's only one, note that an index has changed: its words are
// written together with its columns.

type Found = RowKind | "documents";
const kinds: readonly Found[] = ["documents", "claims", "sources"];

const notes = (kind: Found): string =>
  ["insert", "update", "delete"]
    .map(
      (event) =>
        `create temp trigger matches_${kind}_${event} after ${event} on main.${kind}_index begin ` +
        `update matches_changes set count = count + 1 where kind = '${kind}'; end;`,
    )
    .join("");
const NOTES =
  "create temp table matches_changes (kind text primary key, count integer not null) without rowid;" +
  kinds.map((kind) => `insert into matches_changes values ('${kind}', 0);${notes(kind)}`).join("");

/** Questions whose places are kept: a few people's at a time. A hundred thousand places are some hundred kilobytes. */
const KEPT = 4;

export class Matches {
  /** By the question, the one that was asked first at the beginning. */
  readonly #kept = new Map<string, { readonly changes: number; readonly places: readonly number[] }>();

  constructor(private readonly file: SqliteFile) {
    file.exec(NOTES);
  }

  /** Where the rows are, in their order. As one text out of SQLite: a row for each of a hundred thousand would take as long again. */
  places(kind: Found, match: string): readonly number[] {
    const changes = this.file.row<{ count: number }>("select count from matches_changes where kind = ?", kind)?.count ?? 0;
    const name = `${kind} ${match}`;
    const known = this.#kept.get(name);
    if (known?.changes === changes) return known.places;
    const sql = `select group_concat(rowid) as places from ${kind}_words where ${kind}_words match ?`;
    const found = this.file.row<{ places: string | null }>(sql, match)?.places;
    const places = found ? (JSON.parse(`[${found}]`) as number[]) : [];
    this.#kept.delete(name);
    this.#kept.set(name, { changes, places });
    for (const old of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(old);
    }
    return places;
  }
}
