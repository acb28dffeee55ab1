import { EventEmitter, once } from "node:events";
import { Errands } from "./errands";

function heard(): { errands: Errands; complaints: string[] } {
  const complaints: string[] = [];
  return { errands: new Errands({ warn: (_facts, what) => complaints.push(what) }), complaints };
}

function held(): { promise: Promise<void>; release: () => unknown } {
  const released = new EventEmitter();
  const promise = once(released, "now").then(() => undefined);
  return { promise, release: () => released.emit("now") };
}

/** Lets everything run that waits for nothing outside. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("errands", () => {
  test("end when all that was begun is done, also what that began in its turn", async () => {
    const { errands } = heard();
    const [first, second] = [held(), held()];
    errands.run("first", () => first.promise.then(() => errands.add(second.promise)));
    let ended = false;
    const end = errands.end().then(() => (ended = true));
    await turn();
    expect(ended).toBe(false);
    first.release();
    await turn();
    expect(ended).toBe(false);
    second.release();
    await end;
  });

  test("tell of what failed, and end all the same", async () => {
    const { errands, complaints } = heard();
    errands.run("the bin could not be swept", () => Promise.reject(new Error("away")));
    errands.add(Promise.reject(new Error("told by another")));
    await errands.end();
    expect(complaints).toEqual(["the bin could not be swept"]);
  });

  test("begin nothing once they have ended", async () => {
    const { errands } = heard();
    await errands.end();
    const work = jest.fn(() => Promise.resolve());
    errands.run("late", work);
    expect(work).not.toHaveBeenCalled();
  });
});
