import { createHash } from "node:crypto";
import { Slice, Fragment } from "prosemirror-model";
import { ReplaceStep } from "prosemirror-transform";
import * as fc from "fast-check";
import * as z from "zod/mini";
import { schema } from "../doc/schema";
import { stepJson } from "../doc/steps";
import type { CommitId, DocId, StepId, UserId, Version } from "../ids";
import { stepId } from "../ids";
import { languages } from "../languages";
import type { Commit } from "../log/commit";
import { Commit as CommitSchema, RULES, Submission } from "../log/commit";
import { Op } from "../log/op";
import { RefusalCode } from "../refusal";
import { decodeCommits, encodeCommits } from "./codec";
import { Close, Here, Open, Read } from "./socket";
import { Submit, encodeSubmission } from "./submit";
import { WIRE_VERSION } from "./version";

const read = (sent: unknown) => Submit.safeParse(JSON.parse(JSON.stringify(sent)));

const overTheWire = (commits: readonly Commit[]) =>
  decodeCommits(JSON.parse(JSON.stringify(encodeCommits(commits))) as unknown[][], commits[0]?.version ?? 1);

const id = fc.stringMatching(/^[A-Za-z0-9_-]{4,32}$/);
const lang = fc.constantFrom(...languages);
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 });
const pos = fc.nat(40_000_000);
const revert = fc.option(fc.nat(1000), { nil: undefined });
const stepName = fc.tuple(fc.nat(40_000_000), fc.nat(200)).map(([version, place]) => stepId(version as Version, place));

const step = fc.oneof(
  fc.tuple(pos, text).map(([at, words]) => new ReplaceStep(at, at, new Slice(Fragment.from(schema.text(words)), 0, 0))),
  fc.tuple(pos, fc.integer({ min: 1, max: 500 })).map(([at, size]) => new ReplaceStep(at, at + size, Slice.empty)),
  fc.tuple(pos, text).map(([at, words]) => new ReplaceStep(at, at + 2, new Slice(Fragment.from(schema.text(words)), 0, 0))),
  fc
    .tuple(pos, text)
    .map(([at, words]) => new ReplaceStep(at, at, new Slice(Fragment.from(schema.text(words, [schema.mark("em")])), 0, 0))),
  pos.map((at) => {
    const blocks = Fragment.from([schema.node("paragraph"), schema.node("paragraph", { id: "b2" })]);
    return new ReplaceStep(at, at, new Slice(blocks, 1, 1), true);
  }),
);

const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ lang, step, revert }).map(({ lang: l, step: s, revert: r }) => typing(l, s, r)) },
  fc.record({ lang, step, told: fc.constant(null).chain(() => undone) }).map(({ lang: l, step: s, told }) => naming(typing(l, s, 0), told)),
  fc
    .record({ claim: id, value: fc.string() })
    .map(({ claim, value }) => ({ type: "statement.set", claim, lang: "fr", text: value, seen: 3 }) as unknown as Op),
  id.map((claim) => ({ type: "claim.withdraw", claim }) as unknown as Op),
);

function typing(l: (typeof languages)[number], s: ReplaceStep, r: number | undefined): Op {
  return { type: "text.step", lang: l, step: stepJson(s), ...(r === undefined ? {} : { revert: r }) };
}

/** What an undo tells of the step that it takes back. */
const undone = fc.record({
  of: stepName,
  part: fc.option(fc.tuple(pos, pos), { nil: undefined }),
  beside: fc.option(fc.array(fc.tuple(stepName, pos), { minLength: 1, maxLength: 3 }), { nil: undefined }),
});

function naming(
  one: Op,
  { of, part, beside }: { of: StepId; part?: [number, number] | undefined; beside?: [StepId, number][] | undefined },
): Op {
  return { ...one, revert: 0, of, ...(part ? { part } : {}), ...(beside ? { beside } : {}) } as Op;
}

const rebased = fc.record({
  submitted: fc.array(op, { minLength: 1, maxLength: 3 }),
  counts: fc.array(fc.nat(3), { maxLength: 3 }),
  dropped: fc.option(fc.array(fc.record({ op: fc.nat(3), code: fc.constantFrom(...RefusalCode.options) }), { minLength: 1, maxLength: 2 })),
});

const body = fc.oneof(
  fc.record({ ops: fc.array(op, { minLength: 1, maxLength: 1 }) }),
  fc.record({ ops: fc.array(op, { maxLength: 4 }) }),
  fc.tuple(fc.array(op, { maxLength: 2 }), rebased).map(([ops, { submitted, counts, dropped }]) => ({
    ops,
    submitted,
    counts,
    ...(dropped ? { dropped } : {}),
  })),
  // The commonest of all: one edit moved by the rebase.
  fc.tuple(lang, pos, pos, text).map(([l, from, to, words]) => {
    const at = (place: number) => typing(l, new ReplaceStep(place, place, new Slice(Fragment.from(schema.text(words)), 0, 0)), undefined);
    return { ops: [at(to)], submitted: [at(from)], counts: [1] };
  }),
);

const rules = fc.integer({ min: 0, max: RULES });

const batch = fc
  .tuple(
    fc.integer({ min: 60, max: 1_000_000 }),
    fc.array(fc.record({ id, author: id, at: fc.integer({ min: 0, max: 4e12 }), lag: fc.integer({ min: 1, max: 60 }), rules, body }), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([first, list]): Commit[] =>
    list.map(({ id: commit, author, at, lag, rules: under, body: rest }, index) => ({
      version: (first + index) as Version,
      id: commit as CommitId,
      author: author as UserId,
      at,
      base: (first + index - lag) as Version,
      ...(under > 0 ? { rules: under } : {}),
      ...rest,
    })),
  );

const keystroke = (version: number, at: number): Commit => ({
  version: version as Version,
  id: "k3x8Zq_a1B" as CommitId,
  author: "u7Yt-2mQw9" as UserId,
  at,
  base: (version - 12) as Version,
  rules: RULES,
  ops: [typing("fr", new ReplaceStep(4567, 4567, new Slice(Fragment.from(schema.text("é")), 0, 0)), undefined)],
  submitted: [typing("fr", new ReplaceStep(4559, 4559, new Slice(Fragment.from(schema.text("é")), 0, 0)), undefined)],
  counts: [1],
});

describe("the compact form of commits", () => {
  test("gives back every batch as it was, through JSON", () => {
    fc.assert(
      fc.property(batch, (commits) => {
        expect(overTheWire(commits)).toEqual({ ok: true, value: commits });
      }),
      { numRuns: 500, seed: 20261122 },
    );
  });

  test("gives back the ops' properties in their order, which own work is compared by", () => {
    const commits = [keystroke(500, 1_800_000_000_000)];
    const read = overTheWire(commits);
    expect(JSON.stringify(read.ok && read.value[0]?.ops)).toBe(JSON.stringify(commits[0]?.ops));
  });

  test("takes less than 50 bytes for a keystroke that was moved by the rebase", () => {
    const commits = Array.from({ length: 14 }, (_, index) => keystroke(123_456 + index, 1_800_000_000_000));
    expect(Buffer.byteLength(JSON.stringify(encodeCommits(commits))) / commits.length).toBeLessThan(50);
  });

  test("refuses everything else", () => {
    const anything = fc.array(fc.array(fc.anything(), { maxLength: 8 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(anything, (compact) => {
        expect(decodeCommits(compact, 5).ok).toBe(false);
      }),
      { numRuns: 500, seed: 20261122 },
    );
    for (const wrong of [
      ["k3x8Zq_a1B.u7Yt-2mQw9", 0, 1, 0, 4, "x"],
      ["k3x8Zq_a1B.u7Yt-2mQw9", 0, 9, "fr", 4, "x"],
      ["k3x8Zq_a1B", 0, 1, "fr", 4, "x"],
      ["k3x8Zq_a1B.u7Yt-2mQw9", 0, 1, "fr", 4, "x", -9],
      ["k3x8Zq_a1B.u7Yt-2mQw9", 0, 1, [{ type: "claim.withdraw", claim: { $ne: null } }]],
    ]) {
      expect(decodeCommits([wrong], 5)).toEqual({ ok: false, refusal: { code: "malformed" } });
    }
  });
});

describe("what somebody sends", () => {
  test("is read as it was, in the short form or not", () => {
    const submission = fc.record({ doc: id, id, base: fc.nat(1_000_000), ops: fc.array(op, { minLength: 1, maxLength: 4 }) });
    fc.assert(
      fc.property(submission, (one) => {
        const sent = one as unknown as Submission;
        expect(read(encodeSubmission(sent))).toEqual({ success: true, data: JSON.parse(JSON.stringify(sent)) });
      }),
      { seed: 20261122, numRuns: 1000 },
    );
  });

  test("is short when it is typing", () => {
    const sent = encodeSubmission({ doc: "doc1" as DocId, id: "own1" as CommitId, base: 4 as Version, ops: keystroke(5, 0).ops });
    expect(Array.isArray(sent)).toBe(true);
    expect(JSON.stringify(sent).length).toBeLessThan(60);
  });

  test.each([
    [[]],
    [["doc1", "own1", 4]],
    [["doc1", "own1", -1, ["fr", 1, "x"]]],
    [["doc1", { $ne: null }, 4, ["fr", 1, "x"]]],
    [["doc1", "own1", 4, ["xx", 1, "x"]]],
    [["doc1", "own1", 4, ["fr", 1.5, "x"]]],
    [["doc1", "own1", 4, ["fr", -1, "x"]]],
    [["doc1", "own1", 4, ["fr", 1, ""]]],
    [["doc1", "own1", 4, ["fr", 1, 0]]],
    [["doc1", "own1", 4, ["fr", 1, ["x"]]]],
    [["doc1", "own1", 4, ["fr", 1, "x", 3]]],
    [["doc1", "own1", 4, ["fr", 1, "x"], null]],
    [["doc1", "own1", 4, ...Array.from({ length: 201 }, () => ["fr", 1, "x"])]],
  ])("is refused when it is malformed: %j", (sent) => {
    expect(read(sent).success).toBe(false);
  });
});

// A page that was loaded before the server was updated reads the wire in its old shape: WIRE_VERSION tells it to reload. When this test
// fails, raise WIRE_VERSION and pin the new digest beside it.
// 2: the state that a document opens with comes gzipped, which is no part of the digest.
// 3: who is where comes as a list, and typing is sent in the short form.
// 4: a text is added with blocks as a person made them, details say what their author had seen, a commit says under which rules of the fold it was
// accepted, an undo names what it takes back; texts hold tables and raised, lowered and struck words, which is no part of the digest.
const pinned: Readonly<Record<number, string>> = {
  1: "f0ced388bdfe7721",
  2: "f0ced388bdfe7721",
  3: "39b7c642e54bc17b",
  4: "b70d5c1878287f89",
};

const many = (names: number): object => Object.fromEntries(Array.from({ length: names }, (_, index) => [`x${index}`, index]));

test("T3: an op of more values than any of ours is not looked at, the others beside it are read, one after the other", () => {
  const asked = jest.spyOn(Op, "safeParse");
  const good = { type: "comment.add", claim: "claim00000", comment: "comment000", text: "Pourquoi ?" };
  const sent = {
    doc: "docdocdocd",
    id: "commit0000",
    base: 1,
    ops: [good, { ...good, ...many(60_000) }, { ...good, text: many(60_000) }, { ...good, text: [many(1000), many(1000)] }, good],
  };
  const steps = [...Submit.reading(sent)];
  expect(steps).toHaveLength(sent.ops.length);
  const parsed = Submit.safeParse(sent);
  expect(parsed.success && parsed.data.ops.map(({ type }) => type)).toEqual(["comment.add", "unread", "unread", "unread", "comment.add"]);
  for (const [op] of asked.mock.calls) expect(JSON.stringify(op).length).toBeLessThan(1000);
  asked.mockRestore();
});

describe("the wire", () => {
  test("has the shape that its version stands for", () => {
    const shapes = { Open, Close, Read, Here, Submission, Commit: CommitSchema };
    const described = Object.entries(shapes).map(([name, shape]) => [name, z.toJSONSchema(shape, { unrepresentable: "any", io: "input" })]);
    const sent = { doc: "doc1" as DocId, id: "own1" as CommitId, base: 4 as Version, ops: keystroke(5, 0).ops };
    const sample = encodeCommits([keystroke(500, 1_800_000_000_000), keystroke(501, 1_800_000_000_003)]);
    const digest = createHash("sha256")
      .update(JSON.stringify([described, sample, encodeSubmission(sent)]))
      .digest("hex")
      .slice(0, 16);
    expect(pinned[WIRE_VERSION]).toBe(digest);
  });
});
