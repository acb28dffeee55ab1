import type { HistoryLine } from "../../../shared/protocol/rest";
import { HistoryReader } from "./reader";
import type { Stretch } from "./reader";

/** Everything that only waits for answers that are there has happened. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 1000; turn++) await Promise.resolve();
};

/** A log of so many commits, pages of 3; `wanted` are those that a filter lets through, looked for 10 commits at a time. */
function renderApp(count: number, wanted: (version: number) => boolean = () => true) {
  const log = { head: count };
  const asked: Stretch[] = [];
  let due: (() => void) | null = null;
  const reader = new HistoryReader({
    async read(stretch) {
      asked.push(stretch);
      const lines: HistoryLine[] = [];
      let below = stretch.before ?? log.head + 1;
      for (let looked = 0; looked < 10 && lines.length < 3 && below > (stretch.after ?? 0) + 1; looked++) {
        below -= 1;
        if (wanted(below))
          lines.push({ first: below, version: below, author: "ana", at: below, ops: [], dropped: 0 } as unknown as HistoryLine);
      }
      return { ok: true, value: { lines, next: below > (stretch.after ?? 0) + 1 ? below : null, head: log.head } as never };
    },
    after(_ms, run) {
      due = run;
      return () => (due = null);
    },
  });
  return {
    reader,
    log,
    asked,
    shown: (): number[] => reader.pages().lines.map(({ version }) => version as number),
    async timePasses(): Promise<void> {
      const run = due;
      due = null;
      run?.();
      await settled();
    },
  };
}

test("commits of others are added in front: the pages that were loaded stay, and are not read again", async () => {
  const { reader, log, asked, shown, timePasses } = renderApp(9);
  reader.start();
  await settled();
  reader.older();
  await settled();
  expect(shown()).toEqual([9, 8, 7, 6, 5, 4]);
  asked.length = 0;
  for (let version = 10; version <= 12; version++) {
    log.head = version;
    reader.reach(version);
  }
  await timePasses();
  expect(shown()).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4]);
  expect(asked).toEqual([{ after: 9 }]);
  reader.older();
  await settled();
  expect(shown()).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(reader.pages().next).toBeNull();
});

test("what happened to a claim is found behind 2,000 keystrokes of anybody, and what comes is added", async () => {
  const { reader, log, asked, shown, timePasses } = renderApp(2_000, (version) => version === 5 || version > 2_000);
  reader.start();
  await settled();
  expect(shown()).toEqual([5]);
  expect(reader.pages().loading).toBe(false);
  asked.length = 0;
  log.head = 2_002;
  reader.reach(2_002);
  await timePasses();
  expect(shown()).toEqual([2_002, 2_001, 5]);
  expect(asked).toHaveLength(1);
});

test("after very many new ones the list begins anew with them, and leads back without a gap", async () => {
  const { reader, log, shown, timePasses } = renderApp(4);
  reader.start();
  await settled();
  log.head = 100;
  reader.reach(100);
  await timePasses();
  expect(shown()).toEqual(Array.from({ length: 30 }, (_, index) => 100 - index));
  reader.older();
  await settled();
  expect(shown().slice(-3)).toEqual([70, 69, 68]);
});

test("a version that came while a page was being read is asked for afterwards", async () => {
  const { reader, log, shown, timePasses } = renderApp(3);
  reader.start();
  log.head = 4;
  reader.reach(4);
  await settled();
  await timePasses();
  expect(shown()[0]).toBe(4);
  expect(new Set(shown()).size).toBe(shown().length);
});
