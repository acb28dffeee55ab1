import type { CommitId, DocId, UserId, Version } from "../../shared/ids";
import type { Commit } from "../../shared/log/commit";
import { ok } from "../../shared/refusal";
import { CommitAnswers } from "./commit-answers";

const doc = "doc-0001" as DocId;
const ana = "ana-0001" as UserId;
const bea = "bea-0001" as UserId;

/** A log of long commits; of the one at `lost` its author's work found no place. */
function answersOf({ count, chars, lost }: { count: number; chars: number; lost?: number }) {
  const commits = Array.from({ length: count }, (_, at): Commit => {
    const op = { type: "doc.set", field: "title", value: `${at} ${"x".repeat(chars)}` } as const;
    const one = { id: `commit-${at}` as CommitId, version: (at + 1) as Version, author: ana, at: 0, base: at as Version, ops: [op] };
    return at === lost ? { ...one, submitted: [op, op], dropped: [{ op: 1, code: "gone" }] } : one;
  });
  let reads = 0;
  const answers = new CommitAnswers({
    commitsAfter: async (_doc, after, limit) => {
      reads += 1;
      return ok({ commits: commits.slice(after, after + limit), head: count as Version });
    },
    headOf: () => null,
  });
  return { after: (version: number, who = ana) => answers.after(doc, version as Version, who), reads: () => reads };
}

test("a long stretch is made once, however many ask for it, together or later, and then counts as what is sent of it", async () => {
  const { after, reads } = answersOf({ count: 32, chars: 250_000 });
  const all = await Promise.all(Array.from({ length: 40 }, (_, at) => after(0, at % 2 ? ana : bea)));
  expect(reads()).toBe(1);
  all.push(await after(0));
  expect(reads()).toBe(1);
  const [first, ...others] = all.map((answer) => (answer.ok ? answer.value : null));
  expect([first?.ids.length, first?.head]).toEqual([4, 32]);
  expect(first?.bytes).toBeGreaterThan(1_000_000);
  for (const other of others) {
    expect(other?.commits).toBe(first?.commits);
    expect(other?.bytes).toBeLessThan(10_000);
  }
});

test("what reaches to the log's end is read again: more may have come", async () => {
  const { after, reads } = answersOf({ count: 2, chars: 100_000 });
  await after(0);
  await after(0);
  expect(reads()).toBe(2);
});

test("what its author lost is theirs alone to see, also while both ask", async () => {
  const { after } = answersOf({ count: 32, chars: 250_000, lost: 1 });
  const [own, other] = await Promise.all([after(0, ana), after(0, bea)]);
  expect([own, other].map((answer) => answer?.ok && answer.value.ids.length)).toEqual([2, 4]);
});

test("what is kept is bounded: the one that was asked for longest ago goes first", async () => {
  let seed = 1;
  const log = Array.from({ length: 12 }, (_, at): Commit => {
    // What cannot be packed much.
    const value = Buffer.from(
      Uint32Array.from({ length: 100_000 }, () => (seed = (seed * 1_664_525 + 1_013_904_223) >>> 0)).buffer,
    ).toString("base64");
    const ops = [{ type: "doc.set", field: "title", value } as const];
    return { id: `commit-${at}` as CommitId, version: (at + 1) as Version, author: ana, at: 0, base: at as Version, ops };
  });
  const asked: number[] = [];
  const authority = {
    commitsAfter: async (_doc: DocId, after: Version, limit: number) => {
      asked.push(after);
      return ok({ commits: log.slice(after, after + limit), head: 12 as Version });
    },
    headOf: () => null,
  };
  const answers = new CommitAnswers(authority, 2 * 1024 * 1024);
  let sent = 0;
  for (let at = 0; at < 10; at += 1) {
    const answer = await answers.after(doc, at as Version, ana);
    if (answer.ok) sent += (answer.value.commits as Uint8Array).length;
  }
  expect(sent).toBeGreaterThan(3 * 1024 * 1024);
  asked.length = 0;
  await answers.after(doc, 9 as Version, ana);
  expect(asked).toEqual([]);
  await answers.after(doc, 0 as Version, ana);
  expect(asked).toEqual([0]);
});
