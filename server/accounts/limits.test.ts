import { bareAddress, createTryLimits, MAX_CHECKS, MAX_FAILURES, networkOf } from "./limits";

const from = (account: string, address: string, device: string | null = null) => ({ account, address, device });

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["192.0.2.7:51234", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["[2001:db8:1:2::9]:443", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:DB8:1:2::9", "2001:db8:1:2"],
  ["::1", "0:0:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["", ""],
])("%j is counted as %j", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  [" 192.0.2.7:1 ", "192.0.2.7"],
  ["[::1]:80", "::1"],
  ["[::1]", "::1"],
  ["::1", "::1"],
  ["unknown", "unknown"],
])("%j without its port is %j", (written, address) => {
  expect(bareAddress(written)).toBe(address);
});

test("an account stops after ten failures wherever they come from, and others go on", async () => {
  const limits = createTryLimits();
  for (let at = 0; at < MAX_FAILURES; at += 1) expect(await limits.begin(from("ana", `192.0.2.${at}`))).toBeNull();
  expect(await limits.begin(from("ana", "192.0.2.200"))).toBeGreaterThan(0);
  expect(await limits.begin(from("bea", "192.0.2.200"))).toBeNull();
});

test("an address stops after ten failures whatever the names and the ports", async () => {
  const limits = createTryLimits();
  for (let at = 0; at < MAX_FAILURES; at += 1) expect(await limits.begin(from(`name ${at}`, `192.0.2.1:${at}`))).toBeNull();
  expect(await limits.begin(from("ana", "192.0.2.1"))).toBeGreaterThan(0);
  expect(await limits.begin(from("ana", "192.0.2.2"))).toBeNull();
});

test("success starts the account afresh and costs the address no failure, but counts as a check", async () => {
  const limits = createTryLimits();
  for (let at = 0; at < MAX_CHECKS.account - MAX_FAILURES; at += 1) {
    expect(await limits.begin(from("ana", "192.0.2.1"))).toBeNull();
    await limits.succeeded(from("ana", "192.0.2.1"));
  }
  for (let at = 0; at < MAX_FAILURES - 1; at += 1) expect(await limits.begin(from("ana", "192.0.2.1"))).toBeNull();
  expect(await limits.begin(from("ana", "192.0.2.1"))).toBeNull();
  expect(await limits.begin(from("ana", "192.0.2.1"))).toBeGreaterThan(0);
  // Somebody who signs in again and again is slowed down as well.
  const other = createTryLimits();
  let waits = 0;
  for (let at = 0; at < MAX_CHECKS.account + 5; at += 1) {
    if ((await other.begin(from("bea", "192.0.2.1"))) === null) await other.succeeded(from("bea", "192.0.2.1"));
    else waits += 1;
  }
  expect(waits).toBe(5);
});

test("a known device is counted by itself: strangers' failures do not lock it out, its own do", async () => {
  const limits = createTryLimits();
  for (let at = 0; at < 3 * MAX_FAILURES; at += 1) await limits.begin(from("ana", "192.0.2.1"));
  expect(await limits.begin(from("ana", "192.0.2.1"))).toBeGreaterThan(0);
  for (let at = 0; at < MAX_FAILURES; at += 1) expect(await limits.begin(from("ana", "192.0.2.1", "device"))).toBeNull();
  expect(await limits.begin(from("ana", "192.0.2.1", "device"))).toBeGreaterThan(0);
  expect(await limits.begin(from("ana", "192.0.2.1", "another"))).toBeNull();
});

test("tries that begin at once are all counted", async () => {
  const limits = createTryLimits();
  const waits = await Promise.all(Array.from({ length: 100 }, () => limits.begin(from("ana", "192.0.2.1"))));
  expect(waits.filter((wait) => wait === null)).toHaveLength(MAX_FAILURES);
});
