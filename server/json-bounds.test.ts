import { JsonCount, withinBounds } from "./json-bounds";

const bounds = { depth: 3, values: 6 };

test.each([
  ["[]", true],
  ['{"a":[1,2,{"b":null}]}', true],
  ["[1,2,3,4]", true],
  ["[1,2,3,4,5,6,7]", false],
  ["[[],[],[],[]]", false],
  ["[[[1]]]", true],
  ["[[[[1]]]]", false],
  // What stands in a string is none.
  ['"[[[[[[[[,,,,,,,,,"', true],
  ['["\\"[[[[","\\\\",[[]]]', true],
  ['["\\\\\\"",[[[1]]]]', false],
  ['"never ends [[[[', true],
])("%s: %s", (json, fits) => {
  expect(withinBounds(json, bounds)).toBe(fits);
  expect(withinBounds(Buffer.from(json), bounds)).toBe(fits);
  // Also when it comes a character at a time, or in two pieces.
  const count = new JsonCount(bounds);
  expect(Array.from(json).every((unit) => count.take(unit))).toBe(fits);
  for (let at = 0; at <= json.length; at += 1) {
    const halves = new JsonCount(bounds);
    expect([json.slice(0, at), json.slice(at)].every((half) => halves.take(half))).toBe(fits);
  }
});
