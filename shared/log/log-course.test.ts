import { schema } from "../doc/schema";
import type { ClaimId, CommitId, DocId, UserId, Version } from "../ids";
import { finish } from "../sliced";
import { accept, accepting } from "./accept";
import type { Acceptance } from "./accept";
import type { Commit } from "./commit";
import { LogCourse } from "./log-course";
import { mendCommit } from "./mend";
import type { Op } from "./op";
import { emptyState } from "./state";
import type { DocState } from "./state";

// What was made on a version of long ago is carried over a course of the log in place of its commits, and comes to the same (SPEC T3).

const doc = "document" as DocId;
const ana = "user-ana" as UserId;
const boris = "user-boris" as UserId;
const words = "le chat noir dort au soleil";

const replaced = (from: number, to: number, text = "", more: object = {}): Op =>
  ({
    type: "text.step",
    lang: "fr",
    step: { stepType: "replace", from, to, ...(text === "" ? {} : { slice: { content: [{ type: "text", text }] } }) },
    ...more,
  }) as Op;
const stepped = (step: unknown): Op => ({ type: "text.step", lang: "fr", step }) as Op;
const added = (lang: "fr" | "en", text: string): Op =>
  ({
    type: "text.add",
    lang,
    dir: "ltr",
    doc: schema.node("doc", null, [schema.node("paragraph", { id: "block-1" }, [schema.text(text)])]).toJSON(),
  }) as Op;
const claimed = (from: number, to: number, exact: string): Op =>
  ({ type: "claim.add", v: 1, claim: "claim-one" as ClaimId, lang: "fr", from, to, exact, prefix: "", suffix: "", fields: {} }) as Op;
const locked = (value: boolean): Op => ({ type: "doc.set", field: "locked", value }) as Op;
const titled = (value: string): Op => ({ type: "doc.set", field: "title", value }) as Op;

const submission = (base: number, ops: readonly Op[], id = "commit-late") => ({
  doc,
  id: id as CommitId,
  base: base as Version,
  ops: [...ops],
});

/** A log in which each of the ops is a commit by itself. */
function logOf(ops: readonly Op[]): { commits: Commit[]; state: DocState } {
  const commits: Commit[] = [];
  let state = emptyState;
  for (const op of [added("fr", words), ...ops]) {
    const made = accept(submission(state.version, [op], `commit-${String(state.version)}`), ana, 1, [], state);
    if (!made.ok) throw new Error(made.refusal.code);
    commits.push(made.commit);
    state = made.state;
  }
  return { commits, state };
}

function courseOf(commits: readonly Commit[]): LogCourse {
  const course = new LogCourse(0);
  for (const commit of commits) course.append(commit);
  return course;
}

interface Late {
  /** A commit each, after the text's first; the late work was made before them. */
  readonly meanwhile: readonly Op[];
  readonly before?: readonly Op[];
  readonly made: readonly Op[];
  readonly comesTo: (answer: Acceptance) => unknown;
  readonly wanted: unknown;
}

const textOf = (answer: Acceptance): unknown => answer.ok && answer.state.texts.fr?.doc.textContent;
const droppedOf = (answer: Acceptance): unknown => (answer.ok ? answer.commit.dropped?.map(({ code }) => code) : answer.refusal.code);
const anchorOf = (answer: Acceptance): unknown => {
  const [anchor] = (answer.ok && answer.state.texts.fr?.anchors) || [];
  return anchor && [anchor.from, anchor.to, anchor.head.map(({ by }) => by)];
};

const lates: [string, Late][] = [
  [
    "R5: a word typed into words that went and came back",
    {
      meanwhile: [replaced(1, 1, "Oui, "), replaced(9, 18), replaced(9, 9, "chat noir", { revert: 0, of: "3.0" }), replaced(1, 1, "Si. ")],
      made: [replaced(8, 8, " tout")],
      comesTo: textOf,
      wanted: "Si. Oui, le chat tout noir dort au soleil",
    },
  ],
  [
    "A6: a claim of whose words some went",
    {
      meanwhile: [replaced(1, 1, "Oui, "), replaced(9, 14)],
      made: [claimed(4, 13, "chat noir")],
      comesTo: anchorOf,
      wanted: [9, 13, ["3.0"]],
    },
  ],
  [
    "A6: a claim that names the step of before which took its words, and these are back",
    {
      before: [replaced(4, 9)],
      meanwhile: [replaced(1, 1, "Oui, "), replaced(9, 9, "chat ", { revert: 0, of: "2.0" })],
      made: [{ ...claimed(4, 8, "noir"), head: [{ text: "chat ", offset: 0, by: "2.0", at: 0, size: 5 }] } as Op],
      comesTo: anchorOf,
      wanted: [9, 18, []],
    },
  ],
  [
    "R7: an undo whose neighbours somebody else brought back, as theirs tells",
    {
      before: [replaced(1, 4), replaced(1, 6)],
      meanwhile: [replaced(1, 1, "le ", { revert: 0, of: "2.0", beside: [["3.0", 0]] })],
      made: [replaced(1, 1, "chat ", { revert: 0, of: "3.0" })],
      comesTo: textOf,
      wanted: words,
    },
  ],
  [
    "R7: the same the other way round",
    {
      before: [replaced(4, 9), replaced(1, 4)],
      meanwhile: [replaced(1, 1, "chat ", { revert: 0, of: "2.0", beside: [["3.0", 3]] })],
      made: [replaced(1, 1, "le ", { revert: 0, of: "3.0" })],
      comesTo: textOf,
      wanted: words,
    },
  ],
  [
    "L8: a word in a text that was locked since",
    { meanwhile: [locked(true)], made: [replaced(1, 1, "x")], comesTo: droppedOf, wanted: ["locked"] },
  ],
  [
    "L6: a word in a text that had been locked before",
    { before: [locked(true)], meanwhile: [titled("Le chat")], made: [replaced(1, 1, "x")], comesTo: droppedOf, wanted: "locked" },
  ],
  [
    "L8: a version that somebody else has added since",
    { meanwhile: [added("en", "the cat")], made: [added("en", "a cat")], comesTo: droppedOf, wanted: ["exists"] },
  ],
  [
    "L6: a version that had been there before",
    {
      before: [added("en", "the cat")],
      meanwhile: [titled("Le chat")],
      made: [added("en", "a cat")],
      comesTo: droppedOf,
      wanted: "exists",
    },
  ],
  [
    "R2: a heading that was made and then given its level",
    {
      meanwhile: [replaced(1, 1, "Oui, ")],
      made: [
        stepped({ stepType: "replace", from: 29, to: 29, slice: { content: [{ type: "heading", attrs: { level: 2, id: "block-2" } }] } }),
        stepped({ stepType: "attr", pos: 29, attr: "level", value: 3 }),
      ],
      comesTo: (answer) => answer.ok && answer.state.texts.fr?.doc.lastChild?.attrs["level"],
      wanted: 3,
    },
  ],
  [
    "L8: a mark on words that went since",
    {
      meanwhile: [replaced(1, 28)],
      made: [{ type: "text.step", lang: "fr", step: { stepType: "addMark", mark: { type: "em" }, from: 4, to: 9 } } as Op],
      comesTo: droppedOf,
      wanted: ["does-not-fit"],
    },
  ],
];

describe.each(lates)("%s", (_name, { before = [], meanwhile, made, comesTo, wanted }) => {
  const { commits, state } = logOf([...before, ...meanwhile]);
  const base = 1 + before.length;

  test("over every commit", () => {
    expect(comesTo(accept(submission(base, made), boris, 2, commits.slice(base), state))).toEqual(wanted);
  });

  test.each(meanwhile.map((_, index) => base + index + 1))(
    "T3: over a course of the log up to version %i, and the commits after it",
    (upTo) => {
      const course = courseOf(commits);
      const over = commits.slice(base);
      const late = finish(accepting(submission(base, made), boris, 2, commits.slice(upTo), state, undefined, course.since(base, upTo)));
      expect(late).toEqual(accept(submission(base, made), boris, 2, over, state));
    },
  );
});

test("L3: a commit is found by its id among those after a version, whatever stands beside it", () => {
  const { commits } = logOf(Array.from({ length: 40 }, (_, index) => titled(`Le chat ${String(index)}`)));
  const course = courseOf(commits);
  for (const { id, version } of commits) {
    expect(course.versionsLike(id, version - 1)).toEqual([version]);
    expect(course.versionsLike(id, version)).toEqual([]);
  }
  expect(course.versionsLike("commit-other" as CommitId, 0)).toEqual([]);
});

test("L10: that the log was mended after a version is known", () => {
  const { commits } = logOf([titled("Le chat"), titled("Le chien")]);
  const course = courseOf(commits.slice(0, 2));
  course.append(mendCommit(1 as Version, 3 as Version, ana, 1));
  expect([1, 2, 3].map((version) => course.since(version).had("mended"))).toEqual([true, true, false]);
});

test("L2: takes commits by version only, and answers for no version before its first", () => {
  const { commits } = logOf([titled("Le chat"), titled("Le chien")]);
  const course = new LogCourse(1);
  expect(() => course.append(commits[2] as Commit)).toThrow("commit 3 after version 1");
  course.append(commits[1] as Commit);
  expect(course.upTo).toBe(2);
  expect(() => course.since(0)).toThrow("version 0");
  expect(course.since(1).ground("fr")).toBeNull();
});
