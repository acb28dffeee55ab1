import { createGatherer } from "./gather";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test("what is told at once is read together, and what is told while that settles is read once after it", () => {
  const read: (readonly string[])[] = [];
  const gatherer = createGatherer<string>((told) => read.push(told));
  gatherer.add("one");
  gatherer.add("two");
  expect(read).toEqual([]);
  jest.advanceTimersByTime(50);
  expect(read).toEqual([["one", "two"]]);
  gatherer.add("three");
  jest.advanceTimersByTime(500);
  gatherer.add("four");
  expect(read).toHaveLength(1);
  jest.advanceTimersByTime(500);
  expect(read.slice(1)).toEqual([["three", "four"]]);
  // A long while after, the next is read soon again.
  jest.advanceTimersByTime(5000);
  gatherer.add("five");
  jest.advanceTimersByTime(50);
  expect(read).toHaveLength(3);
});

test("what was not read yet when it is stopped is let go of", () => {
  const read: (readonly string[])[] = [];
  const gatherer = createGatherer<string>((told) => read.push(told));
  gatherer.add("one");
  gatherer.stop();
  jest.advanceTimersByTime(5000);
  expect(read).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
});
