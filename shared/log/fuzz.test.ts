import { readFileSync } from "node:fs";
import { playSeed } from "../../fixtures/replicas/play";

// Seeded histories of 2–8 people who edit both texts of one document, make claims, undo, lose their connection, get answers late, twice or
// never, and reload. Once every typed character is unique, so that a lost, doubled or misplaced one is seen, and any two that change places. Once
// they are letters as people write them, which repeat, beside a shadow in which each is another one: both must come to the same.
// FUZZ_HISTORIES says how many, FUZZ_START from which seed on. `npm run fuzz` plays the same without Jest, many times faster; CI does.

const count = Number(process.env["FUZZ_HISTORIES"] ?? 400);
const start = Number(process.env["FUZZ_START"] ?? 0);
const kept = JSON.parse(readFileSync("fixtures/seeds.json", "utf8")) as { replicas: number[] };

test("L1 L2 L3 R1–R7 A1–A6 C1–C6: seeds that failed once hold", () => {
  expect(kept.replicas.flatMap(playSeed)).toEqual([]);
});

const parts = 20;
test.each(Array.from({ length: parts }, (_, part) => part))(
  `L1 L2 L3 R1–R7 A1–A6 C1–C6: ${count} histories, part %i of ${parts}`,
  (part) => {
    const failures: string[] = [];
    for (let seed = start + part; seed < start + count && failures.length < 5; seed += parts) failures.push(...playSeed(seed));
    expect(failures).toEqual([]);
  },
  // A second for each history, on a machine with much else to do.
  Math.max(60_000, (count / parts) * 1000),
);
