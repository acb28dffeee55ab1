import { createTryLimits, MAX_FAILURES, networkOf } from "./limits";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:DB8:1:2::9", "2001:db8:1:2"],
  ["::1", "0:0:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["", ""],
])("%j is counted as %j", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("an account stops after ten failures wherever they come from, and others go on", async () => {
  const limits = createTryLimits();
  for (let at = 0; at < MAX_FAILURES; at += 1) expect(await limits.begin("ana", `192.0.2.${at}`)).toBeNull();
  expect(await limits.begin("ana", "192.0.2.200")).toBeGreaterThan(0);
  expect(await limits.begin("bea", "192.0.2.200")).toBeNull();
});

test("an address stops after ten failures whatever the names", async () => {
  const limits = createTryLimits();
  for (let at = 0; at < MAX_FAILURES; at += 1) expect(await limits.begin(`name ${at}`, "192.0.2.1")).toBeNull();
  expect(await limits.begin("ana", "192.0.2.1")).toBeGreaterThan(0);
  expect(await limits.begin("ana", "192.0.2.2")).toBeNull();
});

test("success starts the account afresh and costs the address nothing", async () => {
  const limits = createTryLimits();
  for (let at = 0; at < 5 * MAX_FAILURES; at += 1) {
    expect(await limits.begin("ana", "192.0.2.1")).toBeNull();
    await limits.succeeded("ana", "192.0.2.1");
  }
  for (let at = 0; at < MAX_FAILURES; at += 1) expect(await limits.begin("ana", "192.0.2.1")).toBeNull();
  expect(await limits.begin("ana", "192.0.2.1")).toBeGreaterThan(0);
});

test("tries that begin at once are all counted", async () => {
  const limits = createTryLimits();
  const waits = await Promise.all(Array.from({ length: 100 }, () => limits.begin("ana", "192.0.2.1")));
  expect(waits.filter((wait) => wait === null)).toHaveLength(MAX_FAILURES);
});
