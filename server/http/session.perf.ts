import { openTestbed } from "../../fixtures/http-server";

const least = (times: number[]) => Math.min(...times);

test("takes as long for an unknown name as for a known one", async () => {
  const bed = await openTestbed();
  await bed.as("admin", "Ana");
  const time = async (name: string) => {
    const began = performance.now();
    await bed.accounts.signIns.signIn(name, "not the password", { address: "192.0.2.1", cookies: undefined }, null);
    return performance.now() - began;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  await time("Ana");
  for (let at = 0; at < 4; at += 1) {
    known.push(await time("Ana"));
    unknown.push(await time(`Nobody ${at}`));
  }
  expect(least(unknown) / least(known)).toBeGreaterThan(0.6);
  expect(least(unknown) / least(known)).toBeLessThan(1.6);
  await bed.close();
});
