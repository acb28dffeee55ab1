import { withinBounds } from "./json-bounds";

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
});
