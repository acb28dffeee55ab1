import { Newcomers } from "./newcomers";

const network = "192.0.2.1";

test("of a network two hundred connections wait for their person at once; one that is admitted or gone makes room", () => {
  const newcomers = new Newcomers(() => 0);
  const all = Array.from({ length: 200 }, () => (newcomers.mayBegin(network) ? newcomers.begun(network) : null));
  expect(all).not.toContain(null);
  expect([newcomers.mayBegin(network), newcomers.mayBegin("192.0.2.2")]).toEqual([false, true]);
  all[0]?.admitted();
  all[0]?.gone();
  expect(newcomers.mayBegin(network)).toBe(true);
  newcomers.begun(network);
  expect(newcomers.mayBegin(network)).toBe(false);
  all[1]?.gone();
  expect(newcomers.mayBegin(network)).toBe(true);
});

test("strangers who come and go are counted, people who sign in are not", () => {
  let now = 0;
  const newcomers = new Newcomers(() => now);
  for (let at = 0; at < 5000; at += 1) {
    expect(newcomers.mayBegin(network)).toBe(true);
    newcomers.begun(network).admitted();
  }
  let strangers = 0;
  for (; newcomers.mayBegin(network); strangers += 1) newcomers.begun(network).gone();
  expect(strangers).toBe(601);
  now += 1000;
  expect(newcomers.mayBegin(network)).toBe(true);
});
