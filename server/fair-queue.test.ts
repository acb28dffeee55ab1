import { createFairQueue } from "./fair-queue";

/** A queue whose tasks end when they are told to; `order` says which began. */
function watched(options: Parameters<typeof createFairQueue>[0]) {
  const queue = createFairQueue(options);
  const order: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (key: string) =>
    queue.run(key, () => {
      order.push(key);
      return new Promise<string>((end) => ends.push(() => end(key)));
    });
  const endOne = async () => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ask, order, endOne };
}

test("whoever asks two hundred times waits behind themselves, others for one task of theirs", async () => {
  const { ask, order, endOne } = watched({ width: 1, each: 1, line: 200, lines: 10 });
  const greedy = Array.from({ length: 200 }, () => ask("greedy"));
  const others = [ask("ana"), ask("bea")];
  for (let at = 0; at < 202; at += 1) await endOne();
  expect(order.slice(0, 4)).toEqual(["greedy", "greedy", "ana", "bea"]);
  expect(await Promise.all([...greedy, ...others])).toHaveLength(202);
});

test("one key never takes every place, even when nobody else is there", async () => {
  const { ask, order, endOne } = watched({ width: 2, each: 1, line: 5, lines: 5 });
  const asked = [ask("greedy"), ask("greedy")];
  expect(order).toEqual(["greedy"]);
  asked.push(ask("ana"));
  expect(order).toEqual(["greedy", "ana"]);
  for (let at = 0; at < 3; at += 1) await endOne();
  expect(await Promise.all(asked)).toEqual(["greedy", "greedy", "ana"]);
});

test("a full line, or a line too many, is turned away at once; a task that fails gives its place back", async () => {
  const queue = createFairQueue({ width: 1, each: 1, line: 1, lines: 1 });
  let reject: ((error: Error) => void) | undefined;
  const failing = queue.run("ana", () => new Promise((_resolve, no) => (reject = no)));
  const waits = queue.run("ana", async () => "waited");
  expect(await queue.run("ana", async () => "third")).toBeNull();
  expect(await queue.run("bea", async () => "another line")).toBeNull();
  reject?.(new Error("broken"));
  await expect(failing).rejects.toThrow("broken");
  expect(await waits).toBe("waited");
  expect(await queue.run("bea", async () => "free again")).toBe("free again");
});
