import type { DocId, Version } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { Batch, Commit } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { editOf, opOf } from "../../shared/protocol/codec";
import type { Edit } from "../../shared/protocol/codec";
import type { Sliced } from "../../shared/sliced";

// A stretch of a log, column by column: what is alike stands side by side, where a compressor finds it. A keystroke takes ten to twenty bytes when that is
// compressed, eight of them its random id; as a record of its own, three to six hundred. Any commit a store may hold comes back as it was.

/**
 * A plain edit: its language by its place in `langs`, how far from where the one before it ended, what was typed or how much was deleted; and, when
 * the rebase moved it, how far.
 */
type EditColumn = readonly [lang: number, from: number, what: string | number, shift?: number];
/** Everything of a commit that has no column. */
type Others = Omit<Commit, "version" | "id" | "author" | "at" | "base" | "rules">;

/** The form in which packs are written; one of another form is not read. */
export const PACK_FORM = 1;

export interface PackColumns {
  readonly form: typeof PACK_FORM;
  /** The seq of the first batch and the version of the first commit. */
  readonly seq: number;
  readonly version: number;
  /** Commits of each batch. */
  readonly sizes: readonly number[];
  readonly ids: readonly string[];
  readonly people: readonly string[];
  readonly langs: readonly Lang[];
  /** By commit: whose (place in `people`), milliseconds since the one before, versions its author had not seen, its rules less the newest. */
  readonly who: readonly number[];
  readonly at: readonly number[];
  readonly lag: readonly number[];
  /** -1: under no rules that are named. */
  readonly rules: readonly number[];
  readonly did: readonly (EditColumn | Others)[];
}

const EVERY = 50;

/** The columns of consecutive batches of one document. */
export function* packing(batches: readonly Batch[]): Sliced<PackColumns> {
  const people = new Places<string>();
  const langs = new Places<Lang>();
  const columns = {
    sizes: [] as number[],
    ids: [] as string[],
    who: [] as number[],
    at: [] as number[],
    lag: [] as number[],
    rules: [] as number[],
    did: [] as (EditColumn | Others)[],
  };
  let [time, end] = [0, 0];
  for (const { commits } of batches) {
    columns.sizes.push(commits.length);
    for (const { version, id, author, at, base, rules, ...others } of commits) {
      columns.ids.push(id);
      columns.who.push(people.of(author));
      columns.at.push(at - time);
      time = at;
      columns.lag.push(version - base);
      columns.rules.push(rules ?? -1);
      const plain = plainEdit(others);
      if (plain) {
        const [lang, from, what] = plain.edit;
        const column = [langs.of(lang), from - end, what] as const;
        columns.did.push(plain.shift === null ? column : [...column, plain.shift]);
        end = endOf(from, what);
      } else columns.did.push(others);
      if (columns.ids.length % EVERY === 0) yield;
    }
  }
  const [first] = batches;
  return {
    form: PACK_FORM,
    seq: first?.seq ?? 0,
    version: first?.commits[0]?.version ?? 0,
    people: people.all,
    langs: langs.all,
    ...columns,
  };
}

/** The batches that `packing` was given. Throws when the columns are of another form. */
export function* unpacking(doc: DocId, columns: PackColumns): Sliced<Batch[]> {
  if ((columns.form as number) !== PACK_FORM) throw new Error(`a pack of form ${String(columns.form)}`);
  const batches: Batch[] = [];
  let [index, time, end] = [0, 0, 0];
  for (const size of columns.sizes) {
    const commits: Commit[] = [];
    for (const last = index + size; index < last; index += 1) {
      time += at(columns.at, index);
      const version = columns.version + index;
      const rules = at(columns.rules, index);
      const known = {
        version: version as Version,
        id: at(columns.ids, index) as Commit["id"],
        author: at(columns.people, at(columns.who, index)) as Commit["author"],
        at: time,
        base: (version - at(columns.lag, index)) as Version,
        ...(rules < 0 ? {} : { rules }),
      };
      const did = at(columns.did, index);
      if (isEdit(did)) {
        const [place, moved, what, shift] = did;
        const lang = at(columns.langs, place);
        const from = end + moved;
        end = endOf(from, what);
        const sent = shift === undefined ? {} : { submitted: [opOf([lang, from + shift, what])], counts: [1] };
        commits.push({ ...known, ops: [opOf([lang, from, what])], ...sent });
      } else commits.push({ ...known, ...did });
      if (index % EVERY === 0) yield;
    }
    batches.push({ doc, seq: columns.seq + batches.length, commits });
  }
  return batches;
}

const isEdit = (did: EditColumn | Others): did is EditColumn => Array.isArray(did);

const endOf = (from: number, what: string | number): number => (typeof what === "string" ? from + what.length : from);

/** The edit that a commit is and nothing else, or the rebase moved, such that `opOf` gives its ops back to the letter; null for all others. */
function plainEdit({ ops, submitted, counts, ...more }: Others): { edit: Edit; shift: number | null } | null {
  if (ops.length !== 1 || Object.values(more).some((value) => value !== undefined)) return null;
  const edit = exactEdit(ops[0]);
  if (!edit) return null;
  if (!submitted && !counts) return { edit, shift: null };
  if (submitted?.length !== 1 || counts?.length !== 1 || counts[0] !== 1) return null;
  const sent = exactEdit(submitted[0]);
  return sent && sent[0] === edit[0] && sent[2] === edit[2] ? { edit, shift: sent[1] - edit[1] } : null;
}

function exactEdit(op: Op | undefined): Edit | null {
  const edit = op ? editOf(op) : null;
  return edit && JSON.stringify(opOf(edit)) === JSON.stringify(op) ? edit : null;
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error("a pack ends too early");
  return value;
}

/** Different values, each with its place. */
class Places<T> {
  readonly all: T[] = [];
  readonly #places = new Map<T, number>();

  of(value: T): number {
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    this.#places.set(value, this.all.length);
    return this.all.push(value) - 1;
  }
}
