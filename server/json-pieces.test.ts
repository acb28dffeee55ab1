import { Random } from "../fixtures/random";
import { finish } from "../shared/sliced";
import { parsing, writing } from "./json-pieces";

// Pieces of some characters, so that small values have every kind of joint.

const words = ["", "a", '"', "\\", '\\"', "[{,:]}", "é\u2028", "__proto__", "constructor", "x".repeat(30), "x\\".repeat(12)];

function valueOf(random: Random, depth: number): unknown {
  const kind = random.below(depth > 3 ? 4 : 7);
  if (kind === 0) return random.pick(words);
  if (kind === 1) return random.pick([0, -1.5, 1e21, null, true, false]);
  if (kind < 4) return random.pick(words) + String(random.below(1000));
  const members = Array.from({ length: random.below(9) }, () => valueOf(random, depth + 1));
  return kind === 4
    ? members
    : (JSON.parse(JSON.stringify(Object.fromEntries(members.map((one) => [random.pick(words), one])))) as unknown);
}

const attempt = (work: () => unknown): unknown => {
  try {
    return { made: work() };
  } catch (error) {
    return error instanceof SyntaxError ? "no JSON" : error;
  }
};

test("what is read and written piece by piece is what JSON.parse and JSON.stringify make of it", () => {
  const random = new Random(11);
  for (let round = 0; round < 300; round += 1) {
    const value = valueOf(random, 0);
    const json = JSON.stringify(value);
    for (const piece of [4, 25, 120]) {
      expect(finish(writing(value, undefined, piece))).toBe(json);
      expect(JSON.stringify(finish(parsing(json, piece)))).toBe(json);
      const spaced = JSON.stringify(value, null, " ");
      expect(JSON.stringify(finish(parsing(spaced, piece)))).toBe(json);
    }
  }
});

test("what is no JSON is none piece by piece either", () => {
  const random = new Random(12);
  for (let round = 0; round < 1500; round += 1) {
    const json = JSON.stringify(valueOf(random, 0), null, random.below(2));
    const at = random.below(json.length + 1);
    const broken =
      json.slice(0, at) + random.pick(["", ",", "]", "}", "[", "{", '"', ":", " ", "0", "\\"]) + json.slice(at + random.below(2));
    const wanted = attempt(() => JSON.parse(broken));
    expect(attempt(() => finish(parsing(broken, 6)))).toEqual(wanted);
  }
});

test("absent properties are left out, holes are null, and everything is shown once", () => {
  const value = { a: undefined, list: [1, undefined, { b: undefined, c: [2] }], long: "x".repeat(50) };
  const shown: unknown[] = [];
  expect(finish(writing(value, (one, whole) => void (whole && shown.push(one)), 10))).toBe(JSON.stringify(value));
  expect(JSON.stringify(shown)).toContain("x".repeat(50));
  expect(shown).toContain(undefined);
});

test("no stretch of a long text is read or written at once", () => {
  const value = {
    quote: { content: Array.from({ length: 40_000 }, (_, index) => ({ type: "paragraph", id: `b${index}`, text: "mot ".repeat(8) })) },
  };
  const json = JSON.stringify(value);
  const reading = jest.spyOn(JSON, "parse");
  const writingAtOnce = jest.spyOn(JSON, "stringify");
  try {
    const read = count(parsing(json));
    const written = count(writing(value));
    expect(written.value).toBe(json);
    expect(read.value).toEqual(value);
    // Of three megabytes, some 64 kB at a time.
    expect(Math.min(read.pieces, written.pieces)).toBeGreaterThan(40);
    expect(Math.max(...reading.mock.calls.map(([text]) => text.length))).toBeLessThan(80_000);
    expect(Math.max(...writingAtOnce.mock.results.map(({ value: text }) => String(text).length))).toBeLessThan(80_000);
  } finally {
    reading.mockRestore();
    writingAtOnce.mockRestore();
  }
});

function count<T>(work: Generator<void, T, void>): { value: T; pieces: number } {
  for (let pieces = 1; ; pieces += 1) {
    const step = work.next();
    if (step.done) return { value: step.value, pieces };
  }
}
