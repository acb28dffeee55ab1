import { createPasswords } from "./passwords";

test("one address has one password checked at a time, and keeps nobody from the other place, however often it asks", async () => {
  const passwords = createPasswords();
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (address: string): Promise<string | null> =>
    passwords.inTurn(address, async () => {
      begun.push(address);
      await new Promise<void>((end) => ends.push(end));
      return address;
    });
  const endFirst = async (): Promise<void> => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  const [one, other, third] = ["192.0.2.1", "198.51.100.7", "203.0.113.9"];
  const burst = Array.from({ length: 260 }, () => ask(one));
  expect(begun).toEqual([one]);
  void ask(other);
  void ask(third);
  expect(begun).toEqual([one, other]);
  await endFirst();
  await endFirst();
  expect(begun).toEqual([one, other, one, third]);
  // What is beyond the hundred that may wait is answered at once.
  expect(await Promise.all(burst.slice(101))).toEqual(Array.from({ length: 159 }, () => null));
});
