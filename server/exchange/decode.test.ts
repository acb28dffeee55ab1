import { decode } from "./decode";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const refusal = (result: ReturnType<typeof decode>): unknown => (result.ok ? null : result.refusal);
const value = (result: ReturnType<typeof decode>): string | null => (result.ok ? result.value : null);

test("UTF-8 comes through whole: accents, emoji, narrow and wide spaces", () => {
  const text = "Été œuvre 👩🏽‍💻 «\u202fà\u00a0l’heure\u202f» ; עברית 中文";
  expect(value(decode(utf8(text)))).toBe(text);
});

test("text is composed (NFC), line ends are line feeds, the byte order mark and control characters go", () => {
  expect(
    value(decode(utf8("\ufeffE\u0301te\u0301\r\nA\rB\u2028C\u0085D\u0007 end of a line that is long enough to be somebody's text"))),
  ).toBe("Été\nA\nB\nC\nD end of a line that is long enough to be somebody's text");
});

test("bytes that are not UTF-8 are refused with the offer of Windows-1252, which then reads them", () => {
  const cp1252 = bytes(0x4c, 0x92, 0xe9, 0x74, 0xe9, 0x20, 0x80, 0x20, 0x9c, 0x81);
  expect(refusal(decode(cp1252))).toEqual({ code: "not-utf8", detail: { offer: "windows-1252" } });
  expect(value(decode(cp1252, "windows-1252"))).toBe("L’été € œ");
});

test("all of Windows-1252 from 0xA0 is Latin-1, and 0x80–0x9F its table", () => {
  const high = Uint8Array.from({ length: 0x80 }, (_, index) => 0x80 + index);
  const table = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
  const latin = Array.from({ length: 0x60 }, (_, index) => String.fromCharCode(0xa0 + index)).join("");
  expect(value(decode(high, "windows-1252"))).toBe(table + latin);
});

test("UTF-16 is known by its mark; half of a pair is refused", () => {
  expect(value(decode(bytes(0xff, 0xfe, 0xe9, 0, 0x3d, 0xd8, 0, 0xde)))).toBe("é😀");
  expect(value(decode(bytes(0xfe, 0xff, 0, 0xe9)))).toBe("é");
  expect(refusal(decode(bytes(0xff, 0xfe, 0x3d, 0xd8)))).toEqual({ code: "malformed" });
});

test("UTF-8 bytes of a lone surrogate are not UTF-8", () => {
  expect(refusal(decode(bytes(0x41, 0xed, 0xa0, 0xbd)))).toMatchObject({ code: "not-utf8" });
});

test.each([
  ["a NUL", bytes(0x41, 0, 0x42)],
  ["a PDF", utf8("%PDF-1.7 plain")],
  ["a ZIP or DOCX", bytes(0x50, 0x4b, 3, 4, 0x41)],
  ["RTF", utf8("{\\rtf1 text}")],
  ["mostly control characters", bytes(1, 2, 3, 4, 0x41)],
])("binary is malformed: %s", (_, input) => {
  expect(refusal(decode(input))).toEqual({ code: "malformed" });
});

test.each([
  ["nothing", ""],
  ["white space", " \n\t\u00a0\u202f\r\n"],
  ["only a mark and joiners", "\ufeff\u200b\u200d"],
])("blank is empty: %s", (_, input) => {
  expect(refusal(decode(utf8(input)))).toEqual({ code: "empty-text" });
});

test("20 MB are too large; 10 MB are read", () => {
  expect(refusal(decode(new Uint8Array(20 * 1024 * 1024).fill(0x61)))).toEqual({ code: "too-large", detail: { limit: 10 } });
  expect(value(decode(new Uint8Array(10 * 1024 * 1024).fill(0x61)))).toHaveLength(10 * 1024 * 1024);
});
