import { MongoBulkWriteError } from "mongodb";
import type { Collection } from "mongodb";
import { putNewer } from "./mongodb-projections";
import type { StoredGone } from "./mongodb-database";

// Some servers of the family stop a bulk write at the first duplicate although they are asked to go on. This collection does so whatever it is asked.

interface Replacement {
  readonly replaceOne: {
    readonly filter: { readonly _id: string; readonly version: { readonly $lte: number } };
    readonly replacement: object;
    readonly upsert: boolean;
  };
}

class StoppingCollection {
  readonly records = new Map<string, { version: number }>();
  bulks = 0;

  async bulkWrite(operations: readonly Replacement[]): Promise<void> {
    this.bulks += 1;
    if (operations.length > 50) throw new Error("more than some servers take");
    for (const [index, { replaceOne }] of operations.entries()) {
      const { filter, replacement, upsert } = replaceOne;
      const { _id: id } = filter;
      const there = this.records.get(id);
      if (there && there.version > filter.version.$lte) {
        // An upsert that does not find its record inserts it, and meets the newer one's id.
        if (upsert) throw duplicate(index);
      } else if (there || upsert) this.records.set(id, replacement as { version: number });
    }
  }
}

function duplicate(index: number): MongoBulkWriteError {
  const result = { getWriteConcernError: () => undefined } as never;
  return new MongoBulkWriteError(
    { message: "E11000 duplicate key", code: 11_000, writeErrors: [{ code: 11_000, index, errmsg: "E11000" }] as never },
    result,
  );
}

const named = (index: number): string => `doc/claim-${index}`;
const records = (count: number, version: number): StoredGone[] =>
  Array.from({ length: count }, (_, index) => ({ _id: named(index), doc: "doc", version }) as unknown as StoredGone);

test.each([0, 1, 49, 50, 119])("what comes after a duplicate is written all the same (the %ith of 120 is newer)", async (newer) => {
  const stopping = new StoppingCollection();
  stopping.records.set(named(newer), { version: 9 });
  await putNewer(stopping as unknown as Collection<StoredGone>, records(120, 3));
  expect(stopping.records.size).toBe(120);
  for (let index = 0; index < 120; index += 1)
    expect([index, stopping.records.get(named(index))?.version]).toEqual([index, index === newer ? 9 : 3]);
});

test("every second one a duplicate: none of the others is lost, and none of the newer ones is replaced", async () => {
  const stopping = new StoppingCollection();
  for (let index = 0; index < 120; index += 2) stopping.records.set(named(index), { version: 9 });
  await putNewer(stopping as unknown as Collection<StoredGone>, records(120, 3));
  expect([...stopping.records.values()].filter(({ version }) => version === 3)).toHaveLength(60);
  expect([...stopping.records.values()].filter(({ version }) => version === 9)).toHaveLength(60);
});

test("without duplicates fifty go in one command", async () => {
  const stopping = new StoppingCollection();
  await putNewer(stopping as unknown as Collection<StoredGone>, records(120, 3));
  expect([stopping.records.size, stopping.bulks]).toEqual([120, 3]);
});
