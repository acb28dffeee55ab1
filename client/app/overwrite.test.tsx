import type { Outcome } from "./failure";
import { overwrite } from "./overwrite";

/** A record of a name and something else, of which `turns` happen right before each write. */
function record(turns: ((now: { name: string; other: number }) => void)[] = []) {
  const now = { name: "Un", other: 0 };
  const tagOf = (): string => JSON.stringify(now);
  const tags: (string | undefined)[] = [];
  return {
    now,
    tags,
    rename: (name: string, seen: string) =>
      overwrite({
        read: async (): Promise<Outcome<typeof now>> => ({ ok: true, value: { ...now }, tag: tagOf() }),
        isSeen: (standing) => standing.name === seen,
        write: async (tag): Promise<Outcome<null>> => {
          turns.shift()?.(now);
          tags.push(tag);
          if (tag !== tagOf()) return { ok: false, failure: { code: "changed-since" } };
          now.name = name;
          return { ok: true, value: null };
        },
      }),
  };
}

test("what is as it was seen is written over, with the tag of what was read", async () => {
  const { now, tags, rename } = record();
  expect(await rename("Deux", "Un")).toEqual({ ok: true, value: null });
  expect([now.name, tags]).toEqual(["Deux", ['{"name":"Un","other":0}']]);
});

test("what somebody else put there before is answered, and nothing is written", async () => {
  const { now, tags, rename } = record();
  now.name = "Autre";
  expect(await rename("Deux", "Un")).toMatchObject({ ok: false, failure: { code: "changed-since" }, now: { name: "Autre" } });
  expect([now.name, tags]).toEqual(["Autre", []]);
});

test("so is what came between reading and writing; where that was something else of the record, it is written all the same", async () => {
  const between = record([(now) => void (now.name = "Autre")]);
  expect(await between.rename("Deux", "Un")).toMatchObject({ now: { name: "Autre" } });
  const beside = record([(now) => void (now.other += 1)]);
  expect(await beside.rename("Deux", "Un")).toEqual({ ok: true, value: null });
  expect(beside.now).toEqual({ name: "Deux", other: 1 });
});

test("where it does not come to rest it is told so after a few times", async () => {
  const restless = record(Array.from({ length: 9 }, () => (now: { other: number }) => void (now.other += 1)));
  expect(await restless.rename("Deux", "Un")).toEqual({ ok: false, failure: { code: "changed-since" } });
  expect(restless.tags).toHaveLength(3);
});
