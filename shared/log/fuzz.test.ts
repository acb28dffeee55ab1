import { readFileSync } from "node:fs";
import { History } from "../../fixtures/replicas/history";

// Seeded histories of 2–8 people who edit both texts of one document, make claims, undo, lose their connection, get answers late, twice or
// never, and reload. Every typed character is unique, so that a lost, doubled or misplaced one is seen.

const count = Number(process.env["FUZZ_HISTORIES"] ?? 10_000);
const kept = JSON.parse(readFileSync("fixtures/seeds.json", "utf8")) as { replicas: number[] };

test("L1 L2 L3 R1–R6 A1–A6 C1–C6: seeds that failed once hold", () => {
  expect(kept.replicas.flatMap((seed) => new History(seed).run())).toEqual([]);
});

const parts = 20;
test.each(Array.from({ length: parts }, (_, part) => part))(
  `L1 L2 L3 R1–R6 A1–A6 C1–C6: ${count} histories, part %i of ${parts}`,
  (part) => {
    const failures: string[] = [];
    for (let seed = part; seed < count && failures.length < 5; seed += parts) failures.push(...new History(seed).run());
    expect(failures).toEqual([]);
  },
);
