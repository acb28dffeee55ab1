import type { HistoryLine } from "../../../shared/protocol/rest";
import { HistoryReader } from "./reader";
import type { Stretch } from "./reader";

/** Everything that only waits for answers that are there has happened. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 1000; turn++) await Promise.resolve();
};

const lineAt = (version: number): HistoryLine =>
  ({ first: version, version, author: "ana", at: version, ops: [], dropped: 0 }) as unknown as HistoryLine;

/** A log of so many commits, pages of 3; `wanted` are those that a filter lets through, looked for 10 commits at a time. */
function openReader(count: number, wanted: (version: number) => boolean = () => true) {
  const log = { head: count };
  const asked: Stretch[] = [];
  const reader = new HistoryReader({
    async read(stretch) {
      asked.push(stretch);
      const lines: HistoryLine[] = [];
      let below = stretch.before ?? log.head + 1;
      for (let looked = 0; looked < 10 && lines.length < 3 && below > (stretch.after ?? 0) + 1; looked++) {
        below -= 1;
        if (wanted(below)) lines.push(lineAt(below));
      }
      return { ok: true, value: { lines, next: below > (stretch.after ?? 0) + 1 ? below : null, head: log.head } as never };
    },
    wants: ({ version }) => wanted(version),
  });
  return {
    reader,
    log,
    asked,
    shown: (): number[] => reader.pages().lines.map(({ version }) => version as number),
    /** The server tells of the commits after `after`, up to `head`. */
    tell(after: number, head: number): void {
      log.head = head;
      const lines = Array.from({ length: head - after }, (_, index) => lineAt(after + 1 + index));
      reader.told({ after, head, lines } as never);
    },
  };
}

test("what is told is added in front without a reading: the pages that were loaded stay, and lead on", async () => {
  const { reader, asked, shown, tell } = openReader(9);
  reader.start();
  await settled();
  reader.older();
  await settled();
  expect(shown()).toEqual([9, 8, 7, 6, 5, 4]);
  asked.length = 0;
  for (let version = 10; version <= 12; version++) tell(version - 1, version);
  expect(shown()).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4]);
  expect(asked).toEqual([]);
  reader.older();
  await settled();
  expect(shown()).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(reader.pages().next).toBeNull();
});

test("a line that is gone on with takes its own place, and one that began before what is loaded waits for its page", async () => {
  const { reader, asked, shown, tell } = openReader(9);
  reader.start();
  await settled();
  asked.length = 0;
  const longer = { ...lineAt(8), version: 10 };
  reader.told({ after: 9, head: 10, lines: [longer, { ...lineAt(2), version: 10 }] } as never);
  expect(shown()).toEqual([9, 10, 7]);
  tell(10, 11);
  expect(shown()).toEqual([11, 9, 10, 7]);
  // Told twice, or late.
  tell(10, 11);
  reader.told({ after: 9, head: 10, lines: [lineAt(10)] } as never);
  expect(shown()).toEqual([11, 9, 10, 7]);
  expect(asked).toEqual([]);
});

test("what happened to a claim is found behind 2,000 keystrokes of anybody; of what is told only what is wanted is added", async () => {
  const { reader, asked, shown, tell } = openReader(2_000, (version) => version === 5 || version > 2_002);
  reader.start();
  await settled();
  expect(shown()).toEqual([5]);
  expect(reader.pages().loading).toBe(false);
  asked.length = 0;
  tell(2_000, 2_004);
  expect(shown()).toEqual([2_004, 2_003, 5]);
  expect(asked).toEqual([]);
});

test("where something was missed it is read, once, from where one knows", async () => {
  const { reader, log, asked, shown, tell } = openReader(4);
  reader.start();
  await settled();
  asked.length = 0;
  tell(5, 6);
  await settled();
  expect(shown()).toEqual([6, 5, 4, 3, 2]);
  expect(asked).toEqual([{ after: 4 }]);
  // The connection was away.
  log.head = 7;
  reader.told(null);
  await settled();
  expect(shown()[0]).toBe(7);
});

test("after very many new ones the list begins anew with them, and leads back without a gap", async () => {
  const { reader, log, shown } = openReader(4);
  reader.start();
  await settled();
  log.head = 100;
  reader.told(null);
  await settled();
  expect(shown()).toEqual(Array.from({ length: 30 }, (_, index) => 100 - index));
  reader.older();
  await settled();
  expect(shown().slice(-3)).toEqual([70, 69, 68]);
});

test("what is told while a page is being read is not lost", async () => {
  const { reader, shown, tell } = openReader(3);
  reader.start();
  tell(3, 4);
  await settled();
  expect(shown()[0]).toBe(4);
  reader.older();
  tell(4, 5);
  await settled();
  expect(shown()[0]).toBe(5);
  expect(new Set(shown()).size).toBe(shown().length);
});
