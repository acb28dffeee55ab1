import type { ClaimId, CommitId, DocId, UserId, Version } from "../../shared/ids";
import { applyCommit } from "../../shared/log/apply";
import type { Commit } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { mendCommit } from "../../shared/log/mend";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import type { HistoryRow } from "../store/rows";
import { HistoryBuilder } from "./history";

const doc = "doc-1" as DocId;
const claim = "claim-1" as ClaimId;
const paragraph = (id: string, text: string) => ({ type: "paragraph", attrs: { id }, content: [{ type: "text", text }] });
const added: Op = {
  type: "text.add",
  lang: "fr",
  dir: "ltr",
  doc: { type: "doc", content: [paragraph("block-1", "Bonjour le monde"), paragraph("block-2", "Deux mots")] },
} as never;
const step = (json: object): Op => ({ type: "text.step", lang: "fr", step: json as never });
const typed = (at: number, text: string): Op =>
  step({ stepType: "replace", from: at, to: at, slice: { content: [{ type: "text", text }] } });
const deleted = (from: number, to: number): Op => step({ stepType: "replace", from, to });

/** A log whose commits follow one another; each is by somebody, so many seconds after the first. */
class Log {
  readonly commits: Commit[] = [];
  states: DocState[] = [emptyState];

  constructor() {
    this.add("ana", 0, added);
  }

  add(author: string, second: number, ...ops: Op[]): this {
    const version = (this.commits.length + 1) as Version;
    const commit = {
      version,
      id: `commit-${version}` as CommitId,
      author: author as UserId,
      at: second * 1000,
      base: (version - 1) as Version,
      ops,
    };
    this.commits.push(commit);
    this.states.push(applyCommit(this.states.at(-1) ?? emptyState, commit));
    return this;
  }

  /** Changes that had no place any more. */
  lose(author: string, second: number): this {
    this.add(author, second);
    this.commits.push({ ...this.commits.pop(), dropped: [{ op: 0, code: "gone" }] } as Commit);
    return this;
  }

  /** A broken log goes on from here. */
  mend(author: string, second: number): this {
    const version = this.commits.length + 1;
    const commit = mendCommit((version - 1) as Version, version as Version, author as UserId, second * 1000);
    this.commits.push(commit);
    this.states.push({ ...(this.states.at(-1) ?? emptyState), version: commit.version });
    return this;
  }

  /** Letter by letter. */
  types(author: string, second: number, at: number, text: string): this {
    [...text].forEach((letter, index) => this.add(author, second + index / 10, typed(at + index, letter)));
    return this;
  }

  /** The rows, made in steps of so many commits, each by a builder of its own that goes on from the rows of before. */
  rows(each = Infinity): HistoryRow[] {
    const rows = new Map<Version, HistoryRow>();
    for (let from = 0; from < this.commits.length; from += each) {
      const newest = [...rows.values()].sort((one, other) => other.first - one.first);
      const builder = new HistoryBuilder(doc, from as Version, this.states[from] ?? null, newest);
      for (const commit of this.commits.slice(from, from + each)) builder.add(commit);
      for (const row of builder.take()) rows.set(row.first, row);
    }
    return [...rows.values()].sort((one, other) => one.first - other.first);
  }
}

const said = (rows: readonly HistoryRow[]) => rows.map(({ first, last, author, ops }) => ({ first, last, author, ops }));

test("what one person types within a minute is one row, whatever others type meanwhile, with the words side by side", () => {
  const log = new Log();
  for (const [index, letter] of [..."salut"].entries()) {
    log.add("ana", 1 + index, typed(1 + index, letter));
    // In front of Ana's next letter there is more text each time, in the next paragraph as well.
    log.add("ben", 1 + index, typed(19 + 2 * index + 1, "x"));
  }
  const rows = log.rows();
  expect(said(rows).slice(1)).toEqual([
    { first: 2, last: 10, author: "ana", ops: [{ type: "text.step", lang: "fr", inserted: "salut", count: 5 }] },
    { first: 3, last: 11, author: "ben", ops: [{ type: "text.step", lang: "fr", inserted: "xxxxx", count: 5 }] },
  ]);
});

test("after a minute a new row begins", () => {
  const rows = new Log().types("ana", 10, 1, "ab").add("ana", 69, typed(3, "c")).add("ana", 71, typed(4, "d")).rows();
  expect(rows.slice(1).map(({ ops }) => ops[0]?.inserted)).toEqual(["abc", "d"]);
});

test("SPEC R8: what others had done already is no line, and does not part what somebody types", () => {
  const log = new Log().types("ana", 1, 1, "ab").add("ana", 2).types("ana", 3, 3, "c").add("ben", 4).add("ana", 5).types("ana", 6, 4, "d");
  for (const each of [Infinity, 3, 1])
    expect(said(log.rows(each)).slice(1)).toEqual([
      {
        first: 2,
        last: 8,
        author: "ana",
        ops: [{ type: "text.step", lang: "fr", inserted: each === Infinity ? "abcd" : expect.any(String), count: 4 }],
      },
    ]);
});

test("SPEC L8: what had no place is told in the line of what its author was typing, else in one of its own", () => {
  const log = new Log().types("ana", 1, 1, "ab").lose("ana", 2).types("ana", 3, 3, "c").lose("ana", 4).lose("ben", 5);
  expect(
    log
      .rows()
      .slice(1)
      .map(({ first, last, author, dropped }) => ({ first, last, author, dropped })),
  ).toEqual([
    { first: 2, last: 6, author: "ana", dropped: 2 },
    { first: 7, last: 7, author: "ben", dropped: 1 },
  ]);
});

test("the commit from which a broken log goes on keeps a line", () => {
  const log = new Log().types("ana", 1, 1, "ab").mend("ana", 2).types("ana", 3, 3, "c");
  expect(log.rows().map(({ first, last }) => [first, last])).toEqual([[1, 1], [2, 3], [4, 4], [5, 5]]); // prettier-ignore
});

test("who takes the rows is told from where the last ones ended, also across what did nothing", () => {
  const { commits, states } = new Log().types("ana", 1, 1, "a").add("ana", 2).add("ana", 3).types("ana", 4, 2, "b");
  const builder = new HistoryBuilder(doc, 1 as Version, states[1] ?? null, []);
  const take = (commit: Commit | undefined) => {
    if (commit) builder.add(commit);
    const { after, version } = builder;
    return [after, version, builder.take().map(({ first, last }) => [first, last])];
  };
  expect(commits.slice(1).map(take)).toEqual([
    [1, 2, [[2, 2]]],
    [2, 3, []],
    [2, 4, []],
    [2, 5, [[2, 5]]],
  ]);
});

test("words that were taken out are said, and what was mistyped and mended at once is not", () => {
  const rows = new Log()
    .types("ana", 1, 1, "abx")
    .add("ana", 2, deleted(3, 4))
    .types("ana", 3, 3, "c")
    .add("ana", 4, deleted(4, 11))
    .rows();
  expect(said(rows).slice(1)).toEqual([
    { first: 2, last: 7, author: "ana", ops: [{ type: "text.step", lang: "fr", inserted: "abc", taken: "Bonjour", deleted: 7, count: 6 }] },
  ]);
});

test("backspaces and deletions side by side read as the words that stood there; elsewhere there is a mark between", () => {
  const rows = new Log()
    .add("ana", 1, deleted(7, 8))
    .add("ana", 2, deleted(6, 7))
    .add("ana", 3, deleted(6, 7))
    .add("ana", 4, deleted(1, 3))
    .rows();
  expect(rows[1]?.ops[0]).toMatchObject({ taken: "ur  … Bo", deleted: 5 });
});

test("words of two blocks have a break between them", () => {
  const rows = new Log()
    .add("ana", 1, step({ stepType: "replace", from: 12, to: 23, slice: { content: [{ type: "text", text: "Z" }] } }))
    .rows();
  expect(rows[1]?.ops[0]?.taken).toBe("monde\nDeux");
});

const enter = (at: number): Op => {
  const content = [{ type: "paragraph" }, { type: "paragraph" }];
  return step({ stepType: "replace", from: at, to: at, slice: { content, openStart: 1, openEnd: 1 } });
};

test("what is typed on behind Enter stands on a line of its own", () => {
  const rows = new Log().types("ana", 1, 1, "Un").add("ana", 2, enter(3)).types("ana", 3, 5, "Deux").rows();
  expect(rows[1]?.ops).toMatchObject([{ inserted: "Un\nDeux", count: 7 }]);
});

test("words put into several blocks in one go, the last first, are parted and in the order of the text", () => {
  const rows = new Log().add("ana", 1, typed(28, " trois"), typed(17, " deux"), typed(1, "Un ")).rows();
  expect(rows[1]?.ops).toMatchObject([{ inserted: "Un  …  deux …  trois" }]);
});

test("rows are about their claims and of their kinds; a field set over and over is one, another thing ends it", () => {
  const seen = 0 as Version;
  const set = (...value: string[]): Op => ({ type: "claim.set", v: 1, claim, field: "tags", value, seen });
  const log = new Log().add("ana", 1, {
    type: "claim.add",
    v: 1,
    claim,
    lang: "fr",
    from: 1,
    to: 8,
    exact: "Bonjour",
    prefix: "",
    suffix: "",
    fields: {},
  });
  log.add("ana", 2, set("a")).add("ana", 3, set("a", "b")).add("ana", 4, typed(1, "x")).add("ana", 5, set("c"));
  const rows = log.rows().slice(1);
  expect(rows.map(({ first, last, kinds, claims }) => ({ first, last, kinds, claims }))).toEqual([
    { first: 2, last: 2, kinds: ["claim"], claims: [claim] },
    { first: 3, last: 4, kinds: ["claim"], claims: [claim] },
    { first: 5, last: 5, kinds: ["text"], claims: [] },
    { first: 6, last: 6, kinds: ["claim"], claims: [claim] },
  ]);
  expect(rows[1]?.ops).toMatchObject([{ value: "a, b", count: 2 }]);
});

test("however often it is gone on with, the rows begin and end alike, and each commit is in one", () => {
  const log = new Log();
  for (let round = 0; round < 40; round++) {
    log.types(["ana", "ben", "zoe"][round % 3] ?? "", round * 7, 1 + (round % 5), "abc");
    if (round % 4 === 0) log.add("ben", round * 7 + 1, deleted(2, 4));
  }
  const whole = log.rows();
  for (const each of [1, 7, 50]) {
    const parts = log.rows(each);
    expect(parts.map(({ first, last, author }) => [first, last, author])).toEqual(
      whole.map(({ first, last, author }) => [first, last, author]),
    );
  }
  expect(whole.reduce((sum, { ops }) => sum + ops.reduce((all, { count }) => all + count, 0), 0)).toBe(log.commits.length);
});
