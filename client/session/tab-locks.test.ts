import { leases, webLocks } from "./tab-locks";
import type { LeaseDeps, TabLocks } from "./tab-locks";

/** Pages without locks that share a storage and a clock. */
function pages() {
  const box = new Map<string, string>();
  let time = 1_000_000;
  const timers: { page: number; ms: number; run: () => void; at: number }[] = [];
  const leavers: { page: number; run: () => void }[] = [];
  const deps = (page: number): LeaseDeps => ({
    box: {
      getItem: (key) => box.get(key) ?? null,
      setItem: (key, value) => void box.set(key, value),
      removeItem: (key) => void box.delete(key),
    },
    now: () => time,
    every(ms, run) {
      const timer = { page, ms, run, at: time + ms };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    onLeave(run) {
      const leaver = { page, run };
      leavers.push(leaver);
      return () => void leavers.splice(leavers.indexOf(leaver), 1);
    },
  });
  return {
    page: (id: number): TabLocks => leases(deps(id)),
    pass(ms: number) {
      const end = time + ms;
      for (; time < end; time += 1_000) {
        for (const timer of timers) {
          if (timer.at > time) continue;
          timer.at += timer.ms;
          timer.run();
        }
      }
    },
    /** Left in good order. */
    leave: (id: number) => leavers.filter(({ page }) => page === id).forEach(({ run }) => run()),
    /** Its timers stop, and that is all anybody sees of it. */
    crash: (id: number) => {
      for (const timer of timers.filter(({ page }) => page === id)) timers.splice(timers.indexOf(timer), 1);
    },
  };
}

/** As the standard has `request` with `ifAvailable`: the callback's promise is how long the lock is held. */
function lockManager(): LockManager {
  const held = new Set<string>();
  const request = async (name: string, _options: unknown, callback: (lock: unknown) => unknown): Promise<unknown> => {
    if (held.has(name)) return callback(null);
    held.add(name);
    try {
      return await callback({ name });
    } finally {
      held.delete(name);
    }
  };
  return { request } as unknown as LockManager;
}

describe("leases, where the browser has no locks", () => {
  test("are held by one page at a time, for as long as it lives", async () => {
    const { page, pass } = pages();
    const [one, two] = [page(1), page(2)];
    const free = await one.take("place");
    expect(free).not.toBeNull();
    expect(await two.take("place")).toBeNull();
    expect(await two.take("another")).not.toBeNull();
    pass(3_600_000);
    expect(await two.take("place")).toBeNull();
    free?.();
    expect(await two.take("place")).not.toBeNull();
  });

  test("are free at once when their page is left, and some minutes after it crashed", async () => {
    const { page, pass, leave, crash } = pages();
    await page(1).take("place");
    leave(1);
    expect(await page(2).take("place")).not.toBeNull();
    pass(10_000);
    crash(2);
    expect(await page(3).take("place")).toBeNull();
    pass(180_000);
    expect(await page(3).take("place")).not.toBeNull();
  });
});

describe("the browser's locks", () => {
  test("are held until they are let go of", async () => {
    const locks = webLocks(lockManager());
    const free = await locks.take("place");
    expect(free).not.toBeNull();
    expect(await locks.take("place")).toBeNull();
    free?.();
    await Promise.resolve();
    await Promise.resolve();
    expect(await locks.take("place")).not.toBeNull();
  });
});
