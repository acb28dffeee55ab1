import { Share } from "./share";

const MB = 1024 * 1024;
const ana = { user: "ana", network: "192.0.2.1" };

test("a person may have much at once, and owes what was more than that; it comes back by the second", () => {
  let now = 0;
  const share = new Share(() => now);
  expect(share.wait(ana)).toBe(0);
  share.charge(ana, 20 * MB);
  expect(share.wait(ana)).toBe(0);
  share.charge(ana, 10 * MB);
  expect(share.wait(ana)).toBe(6);
  expect(share.wait({ user: "ana" })).toBe(6);
  expect(share.wait({ ...ana, user: "bea" })).toBe(0);
  now += 5900;
  expect(share.wait(ana)).toBe(1);
  now += 100;
  expect(share.wait(ana)).toBe(0);
});

test("all people behind an address together have a share, too", () => {
  const share = new Share(() => 0);
  for (let index = 0; index < 12; index += 1) share.charge({ user: `u${index}`, network: "192.0.2.1" }, 24 * MB);
  expect(share.wait({ user: "new", network: "192.0.2.1" })).toBeGreaterThan(0);
  expect(share.wait({ user: "new", network: "192.0.2.2" })).toBe(0);
});

test("those who have all of theirs again are forgotten", () => {
  let now = 0;
  const share = new Share(() => now);
  for (let index = 0; index < 5000; index += 1) {
    share.charge({ user: `u${index}` }, 1000);
    now += 1000;
  }
  share.charge({ user: "ana" }, 30 * MB);
  for (let index = 0; index < 5000; index += 1) share.charge({ user: `v${index}` }, 1);
  expect(share.wait({ user: "ana" })).toBe(6);
});

test("of large answers two are made at once for everybody together, and none holds up the others for longer than half a second", async () => {
  jest.useFakeTimers();
  const share = new Share();
  let made = 0;
  let most = 0;
  const answer = async (): Promise<number> => {
    most = Math.max(most, (made += 1));
    await new Promise((resolve) => setTimeout(resolve, 10));
    return (made -= 1);
  };
  const all = Array.from({ length: 24 }, (_, index) => share.make(`u${index % 8}`, answer));
  await jest.advanceTimersByTimeAsync(200);
  expect((await Promise.all(all)).length).toBe(24);
  expect(most).toBe(2);
  const never = [1, 2].map(() => share.make("ana", () => new Promise(() => undefined)));
  const next = share.make("bea", answer);
  await jest.advanceTimersByTimeAsync(520);
  expect(await next).toBe(0);
  expect(never).toHaveLength(2);
  await expect(share.make("bea", () => Promise.reject(new Error("not to be had")))).rejects.toThrow("not to be had");
  jest.useRealTimers();
});
