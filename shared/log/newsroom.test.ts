import { readFileSync } from "node:fs";
import { Newsroom } from "../../fixtures/replicas/newsroom";

// Seeded histories of a whole newsroom: people of every role write, claim, judge, review, lock and withdraw, and try what they may not. An
// account of their decisions that knows nothing of the engine's marks says what the log may hold. FUZZ_HISTORIES and FUZZ_START as in
// fuzz.test.ts.

const count = Number(process.env["FUZZ_HISTORIES"] ?? 200);
const start = Number(process.env["FUZZ_START"] ?? 0);
const kept = JSON.parse(readFileSync("fixtures/seeds.json", "utf8")) as { newsroom: number[] };
const play = (seed: number): string[] => new Newsroom(seed).run();

test("L1–L8 V1–V4 R1–R7 A1–A6 C1–C6: newsrooms that failed once hold", () => {
  expect(kept.newsroom.flatMap(play)).toEqual([]);
});

const parts = 10;
test.each(Array.from({ length: parts }, (_, part) => part))(
  `L1–L8 V1–V4 R1–R7 A1–A6 C1–C6: ${count} newsrooms, part %i of ${parts}`,
  (part) => {
    const failures: string[] = [];
    for (let seed = start + part; seed < start + count && failures.length < 5; seed += parts) failures.push(...play(seed));
    expect(failures).toEqual([]);
  },
  // A second for each history, on a machine with much else to do.
  Math.max(60_000, (count / parts) * 1000),
);
