import { createClock } from "./clock";

const DAY = 86_400_000;
const NOW = Date.UTC(2021, 11, 3, 12);

/** A clock of a computer that is wrong by so much, after one answer of a server whose clock is right. */
async function heard(wrong: number, date: string | null = new Date(NOW).toUTCString(), took = 200): Promise<number> {
  let now = NOW + wrong;
  const clock = createClock(() => now);
  const answer = async (): Promise<Response> => {
    now += took;
    return new Response("", { headers: date === null ? {} : { date } });
  };
  await clock.hearing(answer)("/api/v1/session");
  return clock.now();
}

test("a clock that is wrong by a day is put right by the server's", async () => {
  for (const wrong of [DAY, -DAY, 3_600_000, -40 * 365 * DAY]) expect(Math.abs((await heard(wrong)) - NOW)).toBeLessThan(1_000);
});

test("one that is right enough is left alone, however long the answer took, and whatever it says", async () => {
  expect(await heard(30_000)).toBe(NOW + 30_200);
  expect(await heard(0, new Date(NOW).toUTCString(), 3 * 60_000)).toBe(NOW + 180_000);
  expect(await heard(DAY, null)).toBe(NOW + DAY + 200);
  expect(await heard(DAY, "yesterday")).toBe(NOW + DAY + 200);
});

test("a clock that is put right by its owner is believed again", async () => {
  let now = NOW + DAY;
  const clock = createClock(() => now);
  const fetcher = clock.hearing(async () => new Response("", { headers: { date: new Date(NOW).toUTCString() } }));
  await fetcher("/");
  expect(clock.now()).toBe(NOW);
  now = NOW;
  await fetcher("/");
  expect(clock.now()).toBe(NOW);
});

test("an answer that does not say the time leaves it put right", async () => {
  const now = NOW + DAY;
  const clock = createClock(() => now);
  const dates = [new Date(NOW).toUTCString(), "", "yesterday"];
  const fetcher = clock.hearing(async () => new Response("", { headers: { date: dates.shift() ?? "" } }));
  for (let answers = 0; answers < 3; answers++) {
    await fetcher("/");
    expect(clock.now()).toBe(NOW);
  }
});
