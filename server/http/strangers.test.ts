import { Strangers } from "./strangers";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test("an address may ask much at once, and is answered late when it goes on; others are not", async () => {
  let now = 0;
  const strangers = new Strangers(() => now);
  for (let at = 0; at < 1001; at += 1) expect(await strangers.wait("192.0.2.1")).toBe(0);
  let answered = 0;
  const late = strangers.wait("192.0.2.1").then((seconds) => (answered = seconds));
  await jest.advanceTimersByTimeAsync(900);
  expect(answered).toBe(0);
  await jest.advanceTimersByTimeAsync(200);
  await late;
  expect(answered).toBe(1);
  expect(await strangers.wait("192.0.2.2")).toBe(0);
  now += 1000;
  expect(await strangers.wait("192.0.2.1")).toBe(0);
});

test("bodies that were none cost twenty times as much", async () => {
  const strangers = new Strangers(() => 0);
  for (let at = 0; at < 48; at += 1) {
    expect(await strangers.wait("192.0.2.1")).toBe(0);
    strangers.misshapen("192.0.2.1");
  }
  expect(jest.getTimerCount()).toBe(0);
  void strangers.wait("192.0.2.1");
  expect(jest.getTimerCount()).toBe(1);
});

test("of those that are late no more than a hundred are kept waiting", async () => {
  const strangers = new Strangers(() => 0);
  for (let at = 0; at < 60; at += 1) strangers.misshapen("192.0.2.1");
  for (let at = 0; at < 100; at += 1) void strangers.wait("192.0.2.1");
  expect(jest.getTimerCount()).toBe(100);
  expect(await strangers.wait("192.0.2.1")).toBeGreaterThan(0);
});
