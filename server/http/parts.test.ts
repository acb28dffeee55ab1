import { Random } from "../../fixtures/random";
import { joined } from "../../shared/protocol/parts";
import { Parts } from "./parts";

const tooLarge = { code: "too-large" } as const;
const bytesOf = (text: string): Uint8Array => Buffer.from(text);

/** Fed in chunks of chance. */
function fed(body: Uint8Array, limits: readonly number[], random: Random): string[] | string {
  const parts = new Parts(limits, tooLarge);
  for (let at = 0; at < body.length;) {
    const end = at + 1 + random.below(9);
    const refusal = parts.push(Buffer.from(body.subarray(at, end)));
    if (refusal) return refusal.code;
    at = end;
  }
  const read = parts.end();
  return Array.isArray(read) ? read.map(String) : read.code;
}

test("a body of several parts comes apart as it was joined, wherever its chunks are cut", () => {
  const random = new Random(3);
  for (let round = 0; round < 400; round += 1) {
    const texts = Array.from({ length: 1 + random.below(4) }, () => "é1".repeat(random.below(20)));
    const body = joined(...texts.map(bytesOf));
    expect(
      fed(
        body,
        texts.map(() => 100),
        random,
      ),
    ).toEqual(texts);
    const cut = fed(
      body.subarray(0, random.below(body.length + 1)),
      texts.map(() => 100),
      random,
    );
    expect(typeof cut === "string" ? cut : cut.length).toBe(typeof cut === "string" ? "malformed" : texts.length);
  }
});

test("what is too large is refused when its length is told, before any of it has come", () => {
  const parts = new Parts([5, 5], tooLarge);
  expect(parts.push(Buffer.from([0, 0, 0]))).toBeNull();
  expect(parts.push(Buffer.from([6]))).toEqual(tooLarge);
});

test("the last part is refused with the first byte that is too many", () => {
  const parts = new Parts([5, 5], tooLarge);
  expect(parts.push(Buffer.from(joined(bytesOf("abc"), bytesOf("12345"))))).toBeNull();
  expect(parts.push(Buffer.from("6"))).toEqual(tooLarge);
});
