import { NOBODY } from "../../shared/search/filter";
import type { ClaimFacet, ClaimFilter } from "../../shared/search/filter";
import type { DocId } from "../../shared/ids";
import { Slices } from "../lane";
import type { Count, Seen } from "./rows";
import type { SqliteFile } from "./sqlite-file";

// What claims are counted by, in columns in memory: SQLite sorts what it groups, which takes a tenth of a second for a hundred thousand claims, and looks
// each case file up by its name. Here a count is one walk over some bytes a claim. The columns are filled when somebody counts for the first time; triggers
// of this connection, which is the file's only one, note the texts whose claims have changed since.

/** Not "or ignore": an upsert's own rule would take its place. */
const note = (name: string, event: string, row: "new" | "old"): string =>
  `create temp trigger counts_${name} after ${event} on main.claims_index begin ` +
  `insert into counts_stale select ${row}.doc where not exists (select 1 from counts_stale where doc = ${row}.doc); end;`;
const NOTES =
  "create temp table counts_stale (doc text primary key) without rowid;" +
  note("put", "insert", "new") +
  note("set", "update", "new") +
  note("gone", "delete", "old");

/** Rows, and texts, that are read at once. */
const PIECE = 1000;
const STALE_PIECE = 20;

const SHOWN = 1;
const WITHDRAWN = 2;
const ORPHAN = 4;
const SOURCED = 8;

const columns = ["case_id", "status", "verdict", "kind", "assignee", "author"] as const;
type Column = (typeof columns)[number];
type Line = { readonly place: number; readonly doc: DocId; readonly flags: number } & Readonly<Record<Column, string | null>>;

const facetColumns: Readonly<Record<ClaimFacet, Column>> = {
  status: "status",
  verdict: "verdict",
  kind: "kind",
  assignee: "assignee",
  case: "case_id",
};

const READ =
  `select place, doc, ${columns.join(", ")}, shown * ${SHOWN} + withdrawn * ${WITHDRAWN} + orphan * ${ORPHAN} + (sources > 0) * ${SOURCED} as flags ` +
  "from claims_index where ";

/** A column's values as numbers, and what they stand for. */
class Values {
  readonly #codes = new Map<string | null, number>();
  readonly values: (string | null)[] = [];
  codes = new Uint16Array(0);

  code(value: string | null): number {
    let code = this.#codes.get(value);
    if (code === undefined) {
      code = this.values.length;
      if (code > 0xffff) throw new RangeError("more different values than a column may have");
      this.#codes.set(value, code);
      this.values.push(value);
    }
    return code;
  }

  /** Which codes are meant, 1 for each. */
  among(wanted: readonly (string | null)[]): Uint8Array {
    const meant = new Uint8Array(this.values.length);
    for (const value of wanted) {
      const code = this.#codes.get(value);
      if (code !== undefined) meant[code] = 1;
    }
    return meant;
  }
}

export class ClaimCounts {
  readonly #columns = Object.fromEntries(columns.map((name) => [name, new Values()])) as Record<Column, Values>;
  /** 0 where there is no claim. */
  #flags = new Uint8Array(0);
  readonly #placesOf = new Map<DocId, number[]>();
  #filled: Promise<void> | null = null;
  #top = 0;

  constructor(private readonly file: SqliteFile) {
    file.exec(NOTES);
  }

  /** Whether a filter asks for nothing that the columns do not have. */
  static has({ docs, tags, langs }: Seen<ClaimFilter>): boolean {
    return docs === undefined && tags === undefined && langs === undefined;
  }

  /** `places`: of those alone, whose words were asked for; null: of all. */
  async count(filter: Seen<ClaimFilter>, by: ClaimFacet, places: () => readonly number[] | null): Promise<Count[]> {
    this.#filled ??= this.#fill();
    await this.#filled.catch((error: unknown) => {
      this.#filled = null;
      throw error;
    });
    await this.#refresh();
    return this.#walk(filter, by, places());
  }

  async #fill(): Promise<void> {
    const slices = new Slices();
    for (let last = 0; ;) {
      const lines = this.file.rows<Line>(`${READ} place > ? order by place limit ?`, last, PIECE);
      for (const line of lines) this.#put(line);
      last = lines.at(-1)?.place ?? last;
      if (lines.length < PIECE) return;
      if (slices.due) await slices.letOthersIn();
    }
  }

  /** Ends in the very moment in which nothing is stale. */
  async #refresh(): Promise<void> {
    const slices = new Slices();
    for (;;) {
      const stale = this.file.rows<{ doc: DocId }>("select doc from counts_stale limit ?", STALE_PIECE);
      if (stale.length === 0) return;
      for (const { doc } of stale) {
        for (const place of this.#placesOf.get(doc) ?? []) this.#flags[place] = 0;
        this.#placesOf.delete(doc);
        for (const line of this.file.rows<Line>(`${READ} doc = ?`, doc)) this.#put(line);
        this.file.run("delete from counts_stale where doc = ?", doc);
      }
      if (slices.due) await slices.letOthersIn();
    }
  }

  #put({ place, doc, flags, ...values }: Line): void {
    if (place >= this.#flags.length) this.#grow(place);
    this.#top = Math.max(this.#top, place);
    // In no case is it 0: what is neither shown nor anything else counts as withdrawn.
    this.#flags[place] = flags || WITHDRAWN;
    for (const name of columns) this.#columns[name].codes[place] = this.#columns[name].code(values[name]);
    const places = this.#placesOf.get(doc);
    if (!places) this.#placesOf.set(doc, [place]);
    else if (!places.includes(place)) places.push(place);
  }

  #grow(place: number): void {
    const size = Math.max(1024, 2 * place);
    const flags = new Uint8Array(size);
    flags.set(this.#flags);
    this.#flags = flags;
    for (const name of columns) {
      const codes = new Uint16Array(size);
      codes.set(this.#columns[name].codes);
      this.#columns[name].codes = codes;
    }
  }

  #walk(filter: Seen<ClaimFilter>, by: ClaimFacet, places: readonly number[] | null): Count[] {
    const { codes, values } = this.#columns[facetColumns[by]];
    const [mask, flags] = flagsOf(filter);
    const conditions = this.#conditions(filter);
    const counts = new Uint32Array(values.length);
    const last = places ? places.length : this.#top + 1;
    next: for (let at = 0; at < last; at += 1) {
      const place = places ? (places[at] ?? 0) : at;
      if (((this.#flags[place] ?? 0) & mask) !== flags) continue;
      for (const { codes: own, meant } of conditions) if (meant[own[place] ?? 0] !== 1) continue next;
      const code = codes[place] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
    return values
      .map((value, code): Count => ({ value, count: counts[code] ?? 0 }))
      .filter(({ count }) => count > 0)
      .toSorted((one, other) => ((one.value ?? "") < (other.value ?? "") ? -1 : 1));
  }

  #conditions({ cases, status, verdict, kind, assignee, author }: Seen<ClaimFilter>): { codes: Uint16Array; meant: Uint8Array }[] {
    const wanted: readonly [Column, readonly (string | null)[] | undefined][] = [
      ["case_id", cases === "all" ? undefined : cases],
      ["status", status],
      ["verdict", verdict],
      ["kind", kind],
      ["assignee", assignee?.map((one) => (one === NOBODY ? null : one))],
      ["author", author],
    ];
    return wanted.flatMap(([name, among]) => {
      const column = this.#columns[name];
      const meant = among && column.among(among);
      // What means every value there is needs not be asked of each claim.
      return meant && meant.includes(0) ? [{ codes: column.codes, meant }] : [];
    });
  }
}

/** Which flags are looked at, and what they must be. */
function flagsOf({ orphan, sources, withdrawn = false }: Seen<ClaimFilter>): [mask: number, flags: number] {
  let mask = SHOWN | WITHDRAWN;
  let flags = SHOWN | (withdrawn ? WITHDRAWN : 0);
  for (const [flag, wanted] of [
    [ORPHAN, orphan],
    [SOURCED, sources],
  ] as const) {
    if (wanted === undefined) continue;
    mask |= flag;
    if (wanted) flags |= flag;
  }
  return [mask, flags];
}
